"""Organisations: canonical names, abbreviations that the document expands, nominatives."""

import pytest
from naming import read

from pipeline.core.records import Entity, Mention


def organizations(text: str) -> list[tuple[str, str, str | None]]:
    """Name of the mention, canonical name and country of each organisation."""
    [doc] = read(text)
    return [(m.name, m.entity.name, m.entity.country) for m in doc.all(Mention) if m.type == "ORG"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Саммит ЕС отложен.", ("ЕС", "Европейский союз", None)),
        ("В Евросоюзе обсудят пошлины.", ("Евросоюз", "Европейский союз", None)),
        ("МИД Германии выразил протест.", ("МИД Германии", "МИД Германии", "DEU")),
        ("Депутаты Госдумы приняли закон.", ("Госдума", "Государственная дума", "RUS")),
        (
            "Декан Самаркандского государственного университета выступил с речью.",
            (
                "Самаркандский государственный университет",
                "Самаркандский государственный университет",
                "UZB",
            ),
        ),
        ("Об этом сообщила Федеральная антимонопольная служба.", None),
        ("Заём Всемирного банка одобрен.", ("Всемирный банк", "Всемирный банк", None)),
    ],
)
def test_canonical(text: str, expected: tuple[str, str, str | None] | None) -> None:
    [found] = organizations(text)
    if expected is None:
        assert found[1] == "Федеральная антимонопольная служба" and found[2] == "RUS"
    else:
        assert found == expected


def test_the_document_expands_its_abbreviations() -> None:
    text = (
        "Ассоциация туроператоров Востока (АТВ) провела опрос. По данным АТВ, спрос вырос."
        " В АТВ ждут роста."
    )
    assert {name for name, _, _ in organizations(text)} == {"Ассоциация туроператоров Востока"}


def test_an_abbreviation_stays_where_nobody_expands_it() -> None:
    assert [name for name, _, _ in organizations("По данным ООН, рост замедлился.")] == ["ООН"]


def test_one_entity_an_organisation() -> None:
    [doc] = read("ЕАЭС снизит пошлины. Евразийский экономический союз объявил об этом.")
    assert len([e for e in doc.all(Entity) if e.type == "organization"]) == 1


def test_mentions_are_in_text_order() -> None:
    [doc] = read("Шавкат Мирзиёев принял в Ташкенте главу МВФ. Ташкент ждёт гостей из ООН.")
    spans = [m.span for m in doc.all(Mention)]
    assert spans == sorted(spans) and len(spans) == 5
