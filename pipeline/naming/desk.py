"""Offices of one document: the words around a name that tell what the person is.

The office stands before the name, its complement in between, or after it between commas. The
role keeps its complement as the text has it; the country leaves it and becomes a code.
"""

from pipeline.core.doc import parse_tag
from pipeline.core.span import Span
from pipeline.naming.duties import COPULAS, EMPTY, LINKS, Duties
from pipeline.naming.homeland import MINISTRY, agree, case_of
from pipeline.naming.offices import REACH, Office, RoleRow
from pipeline.naming.words import noun_forms

_STATE_BODIES = noun_forms(("департамент", "управление", "министерство", "ведомство"))
_HOMELAND = noun_forms(("страна", "республика", "государство"))
_REPUBLIC = noun_forms(("республика",))
_POSTED = (
    "посол",
    "консул",
    "генконсул",
    "торгпред",
    "атташе",
    "временный поверенный",
    "поверенный в делах",
)
_MONARCHS = frozenset({"шейх", "эмир", "король", "королева", "султан", "император", "принц"})
_LOCAL = frozenset(
    {"губернатор", "вице-губернатор", "мэр", "аким", "хоким", "глава региона", "градоначальник"}
)
_VERBS = ("VERB", "AUX")
_ACADEMIC = frozenset({"ректор", "проректор", "декан"})
_SCHOOLS = noun_forms(("университет", "институт", "академия", "консерватория"))


class Desk(Duties):
    """The offices of one document."""

    def before(self, name: Span) -> Office | None:
        """The office before the name, with everything between it and the name."""
        doc, written, tags = self.doc, self.doc.words, self.doc.tags
        sentence, heads = self.sentence, self.heads
        stop = name.start
        here = sentence[stop]
        best: tuple[Span, RoleRow] | None = None
        low = max(0, stop - REACH)
        for i in range(stop - 1, low - 1, -1):
            if sentence[i] != here:
                break
            if i in heads:
                span, row = heads[i]
                if self._chain(span, stop):
                    fits = case_of(doc, span.stop - 1) == case_of(doc, stop)
                    kept = best is not None and case_of(doc, best[0].stop - 1) == case_of(doc, stop)
                    if fits or not kept:  # «помощник [экс-президента Дональда Трампа]»
                        best = (span, row)
                elif best is not None and not self._joined(span, best[0]):
                    break
            elif written[i] in ";:!?" or (tags[i].startswith(_VERBS) and self._verb(i)):
                break
        if best is None:
            return self._shared(name)
        return self._office(*best, stop)

    def _shared(self, name: Span) -> Office | None:
        """The second of «Президенты Узбекистана Ш. Мирзиёев и [Беларуси] [А. Лукашенко]»."""
        doc, sentence = self.doc, self.sentence
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
        return "VerbForm=Fin" in self.doc.tags[i] and self.doc.folded[i] not in COPULAS

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
        return self.doc.folded[stop - 1] not in LINKS and self.doc.words[stop - 1] not in ",—–"

    def _belongs(self, i: int, head: Span, head_case: str | None) -> bool:
        """Whether a word may stand in the complement of an office."""
        word, folded = self.doc.words[i], self.doc.folded[i]
        pos, feats = parse_tag(self.doc.tags[i])
        case = feats.get("Case")
        if head_case == "Ins" and (folded in COPULAS or folded in ("тогда", "сейчас", "теперь")):
            return True  # «Президентом тогда был …»
        if pos in ("NOUN", "PROPN", "ADJ", "DET", "NUM"):
            return case in ("Gen", None) or self._governed(i, head)
        if pos == "VERB":
            return case == "Gen"  # «развивающихся»
        return folded in LINKS or word in '«»"“”„(),-–—' or pos == "X" or word[0] < "А"

    def _governed(self, i: int, head: Span) -> bool:
        """Whether a preposition of the complement stands before: «по вопросам», «в Узбекистане»."""
        return any(self.doc.folded[k] in LINKS for k in range(max(head.stop, i - 6), i))

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
        folded, tags = doc.folded, doc.tags
        country: str | None = None
        while (
            start > 0 and tags[start - 1].startswith("ADJ") and agree(doc, start - 1, span.stop - 1)
        ):
            start -= 1  # «российский президент»
            if start in self.countries:
                country = self.countries[start].country
        pieces, cited, placed = self._complement(span.stop, stop)
        if country is None:
            country = cited
        if row.text in _POSTED:
            for n, i in enumerate(pieces):
                if folded[i] in ("в", "на", "во"):
                    pieces = pieces[:n]
                    break
        homeland = any(folded[i] in _HOMELAND for i in range(span.stop, stop))
        state = row.kind == "state" or any(
            folded[i] in _STATE_BODIES for i in range(span.stop, stop)
        )
        empty = [i for i in pieces if folded[i] in EMPTY and i not in self.names]
        if empty and not homeland and folded[empty[-1]] not in _STATE_BODIES:
            state = False  # «вице-президент компании»
        state = state or row.text.endswith(("министра", "главы")) or "министр" in row.text
        pieces = self._telling(pieces)
        state = state or any(folded[i].startswith(MINISTRY) for i in range(span.stop, stop))
        stated = country is not None
        if country is None and row.text in _ACADEMIC:
            country = self._employer(span.start, None, _SCHOOLS)
        if (
            country is None
            and (homeland or (state and not placed))
            and (homeland or not self._international(span.stop, stop))
        ):
            republic = any(folded[i] in _REPUBLIC for i in range(span.stop, stop))
            local = row.text in _LOCAL
            country = self._republic(span.start) if republic else None
            country = (
                self._region(span.start)
                if local
                else country or self._subject(span.start, row.text in _MONARCHS)
            )
        elif country is None and row.kind != "person" and not pieces:
            country = self._employer(span.start, folded[span.stop] if span.stop < stop else None)
        while pieces and (folded[pieces[-1]] in LINKS or doc.words[pieces[-1]] in "(,"):
            pieces = pieces[:-1]  # «уполномоченный по правам человека [в] Российской Федерации»
        text = self._text(self._before_title(pieces, span))
        head = row.means if row.means and self._says(row.means) else row.text
        if doc.words[span.stop - 1][0].isupper() and " " in row.text and head == row.text:
            head = f"{head.rpartition(' ')[0]} {doc.words[span.stop - 1]}"  # «директор Института»
        role = f"{head}{'' if text[:1] == ',' else ' '}{text}".strip()
        return Office(role, country, stated, row.kind, Span(start, stop))
