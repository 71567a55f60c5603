"""PER, LOC, ORG spans. (First version, on the slovnet package.)"""

from collections.abc import Sequence
from pathlib import Path

from pipeline.core.doc import Doc
from pipeline.core.records import Name
from pipeline.core.span import Span
from pipeline.core.stage import Need


class Names:
    """Find names with the NER network, block by block."""

    name = "names"
    needs: frozenset[Need] = frozenset({"word", "block"})
    gives: frozenset[Need] = frozenset({Name})

    def __init__(self) -> None:
        import importlib.util

        from navec import Navec
        from slovnet import NER

        data = Path(importlib.util.find_spec("natasha").submodule_search_locations[0]) / "data"
        self.tagger = NER.load(data / "model" / "slovnet_ner_news_v1.tar")
        self.tagger.navec(Navec.load(data / "emb" / "navec_news_v1_1B_250K_300d_100q.tar"))

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            starts = {s: i for i, s in enumerate(doc.columns["start"].tolist())}
            stops = {s: i + 1 for i, s in enumerate(doc.columns["stop"].tolist())}
            names = []
            for span in self.tagger(doc.text).spans:
                if span.start in starts and span.stop in stops:
                    names.append(
                        Name(Span(starts[span.start], stops[span.stop]), span.type, "slovnet")
                    )
            doc.records[Name] = names
