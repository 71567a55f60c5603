"""The whole flow on one screen, a line a stage, each with an example."""

from pathlib import Path

from pipeline.core.stage import Pipeline, unswept

with unswept():  # among a hundred modules as they come the search for garbage takes 3 ms
    from pipeline.stages.clean import Clean
    from pipeline.stages.cooperation import cooperation
    from pipeline.stages.countries import countries_stage
    from pipeline.stages.facts import facts
    from pipeline.stages.figures import figures_stage
    from pipeline.stages.morph import Morph
    from pipeline.stages.names import Names
    from pipeline.stages.orgs import Orgs
    from pipeline.stages.people import people
    from pipeline.stages.periods import periods
    from pipeline.stages.sectors import sectors
    from pipeline.stages.segment import Segment


def standard(overlay: Path | None = None) -> Pipeline:
    """All stages in order; ``overlay`` is a user's folder of rows over ``pipeline/data``."""
    with unswept():
        return _standard(overlay)


def _standard(overlay: Path | None) -> Pipeline:
    return Pipeline(
        [
            Clean(overlay),  # «# Заголовок», «[Источник](#)» → blocks to read, the rest left out
            Segment(),  # «620,1 млн» → 620,1 · млн
            Morph(),  # «выросло» → вырасти, VERB|Tense=Past
            Names(overlay),  # «Шавката Мирзиёева» → PER
            countries_stage(overlay),  # «узбекско-азербайджанских» → UZB, AZE
            people(overlay),  # «Ш. Мирзиёева» → Шавкат Мирзиёев, президент, UZB
            Orgs(overlay),  # «АБР» → Азиатский банк развития
            sectors(overlay),  # «лёгкая и пищевая промышленность» → light_industry, food_industry
            cooperation,  # «Узбекистан и Беларусь … в энергетике» → BLR, UZB, energy
            figures_stage(overlay),  # «более 620,1 млн долларов» → money, 620100000 USD, gt
            periods(overlay),  # «за январь—июль 2024 года» → 2024-01/2024-07
            facts(overlay),  # «товарооборот вырос на 15%» → trade_turnover, change_pct, actual
        ]
    )
