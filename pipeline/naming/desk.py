"""Offices of one document: the words around a name that tell what the person is.

The office stands before the name, its complement in between, or after it between commas. The
role keeps its complement as the text has it; the country leaves it and becomes a code.
"""

from pathlib import Path

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.span import Span
from pipeline.naming.gazetteer import gazetteer
from pipeline.naming.homeland import MINISTRY, Homeland, agree, case_of
from pipeline.naming.offices import REACH, Office, RoleRow, offices
from pipeline.naming.words import noun_forms, words

# What refers back and says nothing itself: «вице-президент компании», «глава ведомства».
_EMPTY = noun_forms(
    [
        *("компания", "страна", "ведомство", "организация", "республика", "государство", "банк"),
        *("министерство", "агентство", "холдинг", "корпорация", "регион", "область", "город"),
        *("издание", "фонд", "институт", "университет", "партия", "предприятие", "группа"),
        *("комитет", "служба", "ассоциация", "центр", "завод", "фирма", "клуб", "палата", "союз"),
        *("королевство", "федерация", "княжество", "эмират"),
    ]
)
_STATE_BODIES = noun_forms(("департамент", "управление", "министерство", "ведомство"))
_HOMELAND = noun_forms(("страна", "республика", "государство"))
_POSTED = (
    "посол",
    "консул",
    "генконсул",
    "торгпред",
    "атташе",
    "временный поверенный",
    "поверенный в делах",
)
_COPULAS = frozenset(
    ("был", "была", "стал", "стала", "является", "будет", "остается", "назначен", "избран")
)
_MONARCHS = frozenset({"шейх", "эмир", "король", "королева", "султан", "император", "принц"})
_LINKS = frozenset({"и", "по", "при", "в", "на", "с", "для", "во", "со"})
_ACADEMIC = frozenset({"ректор", "проректор", "декан"})
_SCHOOLS = noun_forms(("университет", "институт", "академия", "консерватория"))


class Desk(Homeland):
    """The offices of one document."""

    def __init__(self, doc: Doc, overlay: Path | None = None) -> None:
        super().__init__(doc, overlay)
        self.heads: dict[int, tuple[Span, RoleRow]] = {}  # last token -> the office that ends there
        self.starts: dict[int, tuple[Span, RoleRow]] = {}
        for span, found in offices(overlay).search(doc):
            thing = found[0].kind == "person" and "Animacy=Inan" in doc.tags[span.stop - 1]
            holder = self.names.get(span.start)
            if not thing and (holder is None or holder.type != "PER"):  # «политики» of «политика»
                self.heads[span.stop - 1] = self.starts[span.start] = (span, found[0])

    def before(self, name: Span) -> Office | None:
        """The office before the name, with everything between it and the name."""
        doc, written = self.doc, self.doc.words
        sentence = doc.columns["sentence"]
        stop = name.start
        best: tuple[Span, RoleRow] | None = None
        low = max(0, stop - REACH)
        for i in range(stop - 1, low - 1, -1):
            if sentence[i] != sentence[name.start]:
                break
            if i in self.heads:
                span, row = self.heads[i]
                if self._chain(span, stop):
                    fits = case_of(doc, span.stop - 1) == case_of(doc, stop)
                    kept = best is not None and case_of(doc, best[0].stop - 1) == case_of(doc, stop)
                    if fits or not kept:  # «помощник [экс-президента Дональда Трампа]»
                        best = (span, row)
                elif best is not None and not self._joined(span, best[0]):
                    break
            elif written[i] in ";:!?" or self._verb(i):
                break
        if best is None:
            return self._shared(name)
        return self._office(*best, stop)

    def _shared(self, name: Span) -> Office | None:
        """The second of «Президенты Узбекистана Ш. Мирзиёев и [Беларуси] [А. Лукашенко]»."""
        doc, sentence = self.doc, self.doc.columns["sentence"]
        own = self.countries.get(name.start - 1)
        if own is None or own.form == "adjective" or own.span.start < 1:
            return None
        if doc.words[own.span.start - 1] not in ("и", ",", "а"):
            return None
        for i in range(own.span.start - 1, max(-1, own.span.start - 4 * REACH), -1):
            if sentence[i] != sentence[name.start]:
                return None
            if i in self.heads and (
                "Number=Plur" in doc.tags[i] or doc.folded[i].endswith(("ты", "ры", "вы", "ли"))
            ):
                span, row = self.heads[i]
                stop = next((k for k in range(span.stop, name.start) if k in self.names), span.stop)
                office = self._office(span, row, stop)
                return Office(office.role, own.country, True, row.kind, own.span)
        return None

    def _verb(self, i: int) -> bool:
        tag = self.doc.tags[i]
        return (
            tag.startswith(("VERB", "AUX"))
            and "VerbForm=Fin" in tag
            and (self.doc.folded[i] not in _COPULAS)
        )

    def _joined(self, first: Span, second: Span) -> bool:
        return first.stop < second.start and self.doc.words[first.stop] in ("и", ",")

    def _chain(self, head: Span, stop: int) -> bool:
        """Whether all between the office and the name is its complement."""
        i = head.stop
        case = case_of(self.doc, head.stop - 1)
        while i < stop:
            name = self.names.get(i)
            person = name is not None and name.type == "PER"
            if person and (case == "Gen" or case_of(self.doc, i) != "Gen"):
                return False  # but «помощник экс-президента Дональда Трампа Джон Болтон»
            if name is not None:
                i = name.span.stop
            elif i in self.starts and self.doc.words[i - 1] in ("и", ","):
                other = self.starts[i][0]
                if i - 1 > head.stop and case_of(self.doc, other.stop - 1) == case:
                    return False  # «президента России и премьера Индии»
                i = other.stop
            elif self._belongs(i, head, case):
                i += 1
            else:
                return False
        return self.doc.folded[stop - 1] not in _LINKS and self.doc.words[stop - 1] not in ",—–"

    def _belongs(self, i: int, head: Span, head_case: str | None) -> bool:
        """Whether a word may stand in the complement of an office."""
        word, folded = self.doc.words[i], self.doc.folded[i]
        pos, feats = parse_tag(self.doc.tags[i])
        case = feats.get("Case")
        if head_case == "Ins" and (folded in _COPULAS or folded in ("тогда", "сейчас", "теперь")):
            return True  # «Президентом тогда был …»
        if pos in ("NOUN", "PROPN", "ADJ", "DET", "NUM"):
            return case in ("Gen", None) or self._governed(i, head)
        if pos == "VERB":
            return case == "Gen"  # «развивающихся»
        return folded in _LINKS or word in '«»"“”„(),-–—' or pos == "X" or word[0] < "А"

    def _governed(self, i: int, head: Span) -> bool:
        """Whether a preposition of the complement stands before: «по вопросам», «в Узбекистане»."""
        return any(self.doc.folded[k] in _LINKS for k in range(max(head.stop, i - 6), i))

    def after(self, name: Span) -> Office | None:
        """The office after the name: «Инал Ардзинба, министр иностранных дел,»."""
        doc, written = self.doc, self.doc.words
        i = name.stop
        if i + 1 >= len(written) or written[i] not in (",", "—", "–", "-", "("):
            return None
        block = doc.columns["block"]
        i += 1
        while (
            i < len(written)
            and i < name.stop + 4
            and doc.tags[i].startswith("ADJ")
            and i not in self.starts
        ):
            i += 1
        if i >= len(written) or i not in self.starts or block[i] != block[name.start]:
            return None
        span, row = self.starts[i]
        if case_of(doc, span.stop - 1) not in (case_of(doc, name.stop - 1), "Nom", None):
            return None
        stop = span.stop
        limit = min(len(written), stop + REACH)
        while (
            stop < limit
            and block[stop] == block[name.start]
            and written[stop] not in (",", ".", ")", ";", "—", "–")
        ):
            stop += 1
        closed = (
            stop >= len(written) or block[stop] != block[name.start] or written[stop] in ",.);—–"
        )
        if not closed or not self._chain(span, stop):
            return None
        return self._office(span, row, stop, name)

    def _office(self, span: Span, row: RoleRow, stop: int, name: Span | None = None) -> Office:
        start, doc = span.start, self.doc
        country: str | None = None
        while (
            start > 0
            and doc.tags[start - 1].startswith("ADJ")
            and agree(doc, start - 1, span.stop - 1)
        ):
            start -= 1  # «российский президент»
            if start in self.countries:
                country = self.countries[start].country
        pieces, cited, placed = self._complement(span.stop, stop)
        if country is None:
            country = cited
        if row.text in _POSTED:
            for n, i in enumerate(pieces):
                if doc.folded[i] in ("в", "на", "во"):
                    pieces = pieces[:n]
                    break
        homeland = any(doc.folded[i] in _HOMELAND for i in range(span.stop, stop))
        state = row.kind == "state" or any(
            doc.folded[i] in _STATE_BODIES for i in range(span.stop, stop)
        )
        empty = [i for i in pieces if doc.folded[i] in _EMPTY and i not in self.names]
        if empty and not homeland and doc.folded[empty[-1]] not in _STATE_BODIES:
            state = False  # «вице-президент компании»
        state = state or row.text.endswith(("министра", "главы")) or "министр" in row.text
        pieces = self._telling(pieces)
        state = state or any(doc.folded[i].startswith(MINISTRY) for i in range(span.stop, stop))
        stated = country is not None
        if country is None and row.text in _ACADEMIC:
            country = self._employer(span.start, None, _SCHOOLS)
        if (
            country is None
            and (homeland or (state and not placed))
            and not self._international(span.stop, stop)
        ):
            country = self._subject(span.start, row.text in _MONARCHS)
        elif country is None and row.kind != "person" and not pieces:
            country = self._employer(
                span.start, doc.folded[span.stop] if span.stop < stop else None
            )
        while pieces and (doc.folded[pieces[-1]] in _LINKS or doc.words[pieces[-1]] in "(,"):
            pieces = pieces[:-1]  # «уполномоченный по правам человека [в] Российской Федерации»
        text = self._text(self._before_title(pieces, span))
        head = row.means if row.means and self._says(row.means) else row.text
        role = f"{head}{'' if text[:1] == ',' else ' '}{text}".strip()
        return Office(role, country, stated, row.kind, Span(start, stop))

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
            if doc.folded[i] in _COPULAS:
                return []
            if i in self.names:
                break
        while pieces and doc.folded[pieces[-1]] in _EMPTY and pieces[-1] not in self.names:
            if len(pieces) > 1 and doc.tags[pieces[-2]].startswith("ADJ"):
                break  # «глава внешнеполитического ведомства»
            if len(pieces) > 1 and pieces[-2] in self.heads:
                break  # «пресс-секретарь главы [государства]»
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
                if own is None or own[0] != name.span:
                    while tokens and tokens[-1] in self.countries:
                        tokens.pop()
                kept += tokens or list(range(i, name.span.stop))
                i = name.span.stop
            elif here is not None:
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
