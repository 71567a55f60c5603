"""The words that an office governs: «министр [сельского хозяйства]»."""

from pathlib import Path

from pipeline.core.doc import Doc
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.naming.gazetteer import gazetteer
from pipeline.naming.homeland import Homeland, case_of
from pipeline.naming.offices import RoleRow, offices
from pipeline.naming.words import noun_forms, words

# What refers back and says nothing itself: «вице-президент компании», «глава ведомства».
EMPTY = noun_forms(
    [
        *("компания", "страна", "ведомство", "организация", "республика", "государство", "банк"),
        *("министерство", "агентство", "холдинг", "корпорация", "регион", "область", "город"),
        *("издание", "фонд", "институт", "университет", "партия", "предприятие", "группа"),
        *("комитет", "служба", "ассоциация", "центр", "завод", "фирма", "клуб", "палата", "союз"),
        *("королевство", "федерация", "княжество", "эмират"),
    ]
)
COPULAS = frozenset(
    ("был", "была", "стал", "стала", "является", "будет", "остается", "назначен", "избран")
)
LINKS = frozenset({"и", "по", "при", "в", "на", "с", "для", "во", "со"})


class Duties(Homeland):
    """Where offices stand in one document, and what they are about."""

    def __init__(self, doc: Doc, overlay: Path | None = None) -> None:
        super().__init__(doc, overlay)
        self.heads: dict[int, tuple[Span, RoleRow]] = {}  # last token -> the office that ends there
        self.starts: dict[int, tuple[Span, RoleRow]] = {}
        tags, folded = doc.tags, doc.folded
        for span, found in offices(overlay).search(doc):
            thing = found[0].kind == "person" and "Animacy=Inan" in tags[span.stop - 1]
            holder = self.names.get(span.start)
            inside = holder is not None and (holder.type == "PER" or holder.span.start < span.start)
            runs = span.start and folded[span.start - 1] in ("в", "во")
            runs = runs and "Number=Plur" in tags[span.stop - 1]  # «кандидат в президенты»
            if (
                not thing and not inside and not runs
            ):  # «политики» of «политика», «Совет при президенте»
                self.heads[span.stop - 1] = self.starts[span.start] = (span, found[0])

    def _before_title(self, pieces: list[int], span: Span) -> list[int]:
        """A complement up to another title: «председатель комиссии [иерей] Фёдор Лукьянов»."""
        case = case_of(self.doc, span.stop - 1)
        for n, i in enumerate(pieces):
            title = n and i in self.starts and self.doc.words[i - 1] not in (",", "и")
            if title and case == case_of(self.doc, self.starts[i][0].stop - 1) == "Nom":
                return pieces[:n]
        return pieces

    def _says(self, office: str) -> bool:
        """Whether the document has the office by its name: «встреча министров иностранных дел»."""
        first, *rest = [fold(word) for word in office.split()]
        folded = self.doc.folded
        return any(
            word.startswith(first) and folded[i + 1 : i + 1 + len(rest)] == rest
            for i, word in enumerate(folded)
        )

    def _telling(self, pieces: list[int]) -> list[int]:
        """A complement without what only refers back: «вице-президент [компании]»."""
        doc = self.doc
        for i in pieces:
            if doc.folded[i] in COPULAS:
                return []
            if i in self.names:
                break
        while pieces and doc.folded[pieces[-1]] in EMPTY and pieces[-1] not in self.names:
            if len(pieces) > 1 and doc.tags[pieces[-2]].startswith("ADJ"):
                break  # «глава внешнеполитического ведомства»
            if pieces[-1] in self.heads:
                break  # «пресс-секретарь [главы государства]»
            joined = len(pieces) > 2 and doc.words[pieces[-3]] in (",", "и")
            if len(pieces) > 1 and pieces[-2] in self.heads and not joined:
                break  # «пресс-секретарь главы [ведомства]», not «экономист, профессор [вуза]»
            pieces = pieces[:-1]
            while pieces and doc.tags[pieces[-1]].startswith(("DET", "PRON")):
                pieces = pieces[:-1]
        return pieces

    def _complement(self, start: int, stop: int) -> tuple[list[int], str | None, bool]:
        """Tokens of the complement without its country; the country; whether a place is in it."""
        kept: list[int] = []
        country: str | None = None
        placed = False
        i = start
        while i < stop:
            name = self.names.get(i)
            here = self.countries.get(i)
            if name is not None and name.type == "ORG":
                tokens = list(range(i, name.span.stop))
                own = gazetteer(self.overlay).phrases.after(self.doc.folded, *name.span)
                if country is None:
                    country = self.body(name)
                quoted = name.span.start > 0 and self.doc.words[name.span.start - 1][0] in '«"“„'
                if (own is None or own[0] != name.span) and not quoted:
                    while tokens and tokens[-1] in self.countries:
                        tokens.pop()
                kept += tokens or list(range(i, name.span.stop))
                i = name.span.stop
            elif here is not None:
                seat = self.doc.folded[i - 1] in ("в", "во", "на") and any(
                    k in self.names and self.names[k].type == "ORG" for k in kept
                )
                if not seat:  # «представитель ЕБРР в [Узбекистане]»
                    country = country or here.country
                i = here.span.stop
            elif name is not None and name.type == "LOC":
                if self.doc.folded[i - 1] not in ("в", "во", "на"):  # «посол страны в Москве»
                    placed = True
                    country = country or self._place(name)
                kept += range(i, name.span.stop)
                i = name.span.stop
            elif self._seat(i, kept):
                i = self.names[i + 1].span.stop
            else:
                kept.append(i)
                i += 1
        return kept, country, placed

    def _seat(self, i: int, kept: list[int]) -> bool:
        """«… ассоциации производителей [провинции Саскачеван]»: where a body is, no part of it."""
        after = self.names.get(i + 1)
        return (
            bool(kept)
            and kept[-1] in self.names
            and self.names[kept[-1]].type == "ORG"
            and after is not None
            and after.type == "LOC"
            and self.doc.folded[i] in words(self.overlay).geography
        )

    def _text(self, pieces: list[int]) -> str:
        """The words as the source has them, joined where they stand together there."""
        doc = self.doc
        out = ""
        last = -1
        for i in pieces:
            a, b = doc.chars(Span(i, i + 1))
            if last >= 0 and (i != last + 1 or a > doc.chars(Span(last, last + 1))[1]):
                out += " "
            elif last == -1:
                out = ""
            joined = i in self.starts and i > 0 and doc.words[i - 1] in (",", "и")
            title = (
                self.starts[i]
                if (joined and case_of(doc, i) != "Gen")
                or (joined and last >= 0 and doc.words[last] in (",", "и") and len(out) < 3)
                else None
            )
            if title is not None and title[0].stop == i + 1:
                out += title[1].text  # «музыканта, лидера группы» → музыкант, лидер группы
            else:
                out += doc.text[a:b]
            last = i
        while "(" in out and ")" in out:  # «службы (ФНС)»
            out = " ".join((out[: out.index("(")] + out[out.index(")") + 1 :]).split())
        text = " ".join(out.split()).rstrip(" ,—–-")
        return text if text.startswith(", ") else text.lstrip(" ,—–-")
