"""Offices beside a person's name: «министр торговли Турции Мехмет Демир» → министр торговли, TUR.

The office stands before the name, its complement in between, or after it between commas. The
role keeps its complement as the text has it; the country leaves it and becomes a code.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.records import Country, Name
from pipeline.core.span import Span
from pipeline.naming.consistent import stem
from pipeline.naming.countries import countries
from pipeline.naming.gazetteer import gazetteer
from pipeline.naming.words import noun_forms, words
from pipeline.rules.decline import slots
from pipeline.rules.load import load
from pipeline.rules.phrases import Phrases

REACH = 26  # tokens of the longest office with its complement


@dataclass(frozen=True, slots=True)
class RoleRow:
    """An office, post or trade."""

    text: str
    kind: str  # state, work, person
    example: str
    means: str | None = None  # the office by its name, where the document has that, too


@dataclass(frozen=True, slots=True)
class LeaderRow:
    """A well-known head of state or government, or a minister."""

    name: str
    country: str


@cache
def leaders(overlay: Path | None = None) -> dict[str, str]:
    """Countries of people whose country news texts often leave unsaid, by folded name."""
    return {fold(row.name): row.country for row in load(LeaderRow, "leaders", overlay)}


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is, by one mention."""

    role: str
    country: str | None
    stated: bool  # whether the words of the office name the country
    kind: str
    span: Span  # the words of the office with its complement


# What refers back and says nothing itself: «вице-президент компании», «глава ведомства».
_EMPTY = noun_forms(
    [
        *("компания", "страна", "ведомство", "организация", "республика", "государство", "банк"),
        *("министерство", "агентство", "холдинг", "корпорация", "регион", "область", "город"),
        *("издание", "фонд", "институт", "университет", "партия", "предприятие", "группа"),
        *("комитет", "служба", "ассоциация", "центр", "завод", "фирма", "клуб", "палата", "союз"),
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
_ACADEMIC = frozenset({"ректор", "проректор", "декан"})
_SCHOOLS = noun_forms(("университет", "институт", "академия", "консерватория"))
_MONEY = {"руб": "RUS", "рублей": "RUS", "тенге": "KAZ", "сумов": "UZB", "гривен": "UKR"}
_MONARCHS = frozenset({"шейх", "эмир", "король", "королева", "султан", "император", "принц"})
_MINISTRY = ("мин", "мид", "мвд", "мчс", "цб", "центробанк", "нацбанк", "генпрокур", "генштаб")
_LINKS = frozenset({"и", "по", "при", "в", "на", "с", "для", "во", "со"})
_COPULAS = frozenset("был была стал стала является будет остается назначен избран".split())  # noqa: SIM905


@cache
def offices(overlay: Path | None = None) -> Phrases[RoleRow]:
    """The offices as phrases, in all cases and numbers."""
    phrases: Phrases[RoleRow] = Phrases()
    for row in load(RoleRow, "roles", overlay):
        words = row.text.split()
        head = list(slots(row.text))
        for n, word in enumerate(words):
            if not word.endswith(("ый", "ий", "ой")):
                head[n] = head[n] | noun_forms([word])
                break
        phrases.add(head, row)
    return phrases


class Desk:
    """The offices of one document."""

    def __init__(self, doc: Doc, overlay: Path | None = None) -> None:
        self.doc = doc
        self.rows = offices(overlay)
        self.overlay = overlay
        self.names: dict[int, Name] = {}
        for name in doc.all(Name):
            for i in range(*name.span):
                self.names[i] = name
        self.countries: dict[int, Country] = {}
        for country in doc.all(Country):
            for i in range(*country.span):
                self.countries.setdefault(i, country)
        self.heads: dict[int, tuple[Span, RoleRow]] = {}  # last token -> the office that ends there
        self.starts: dict[int, tuple[Span, RoleRow]] = {}
        for span, found in self.rows.search(doc):
            thing = found[0].kind == "person" and "Animacy=Inan" in doc.tags[span.stop - 1]
            holder = self.names.get(span.start)
            if not thing and (holder is None or holder.type != "PER"):  # «политики» of «политика»
                self.heads[span.stop - 1] = self.starts[span.start] = (span, found[0])
        self.described: dict[str, str] = {}
        self.carried: dict[str, list[str]] = {}  # «холдинг» -> the organisations called so
        self.topic = self._topic()
        self.described = self._described()

    def _topic(self) -> str | None:
        """The country that the document names most, abbreviations and towns counted less."""
        votes: Counter[str] = Counter()
        for country in self.doc.all(Country):
            votes[country.country] += 2
        for name in self.doc.all(Name):
            if name.type == "LOC":
                code = self._place(name)
                if code:
                    votes[code] += 1
            elif name.type == "ORG":
                code = self.body(name)
                if code:
                    votes[code] += 1
        for word, code in _MONEY.items():  # «7 млрд руб.» in a text that names no country
            if word in self.doc.folded:
                votes[code] += 3
        ranked = votes.most_common(1)
        return ranked[0][0] if ranked and ranked[0][1] > 1 else None

    def _described(self) -> dict[str, str]:
        """Countries of organisations that an adjective tells: «турецкий холдинг «Эн Текс»»."""
        doc = self.doc
        found: dict[str, str] = {}
        carried = self.carried
        for name in doc.all(Name):
            if name.type != "ORG":
                continue
            key = fold(doc.words[name.span.start])
            i = name.span.start - 1
            while i >= max(0, name.span.start - 8):
                here = self.countries.get(i)
                if here is not None:
                    if here.form == "adjective" and i not in self.names:
                        found.setdefault(key, here.country)
                    break
                if doc.tags[i].startswith("NOUN") and name.span.start - i <= 2:
                    carried.setdefault(stem(doc.words[i]), []).append(key)
                if not doc.tags[i].startswith(("NOUN", "ADJ", "PUNCT", "CCONJ")) or doc.words[
                    i
                ] in (",", ")", "."):
                    break
                i -= 1
        for country in doc.all(Country):  # «… этого турецкого холдинга»
            i = country.span.stop
            if country.form == "adjective" and i < len(doc):
                keys = set(carried.get(stem(doc.words[i]), ()))
                if len(keys) == 1:
                    found.setdefault(keys.pop(), country.country)
        return found

    def body(self, name: Name) -> str | None:
        """The country of an organisation, from its name or from the gazetteer."""
        for i in range(*name.span):
            if i in self.countries:
                return self.countries[i].country
        told = self.described.get(fold(self.doc.words[name.span.start])) if self.described else None
        if told is not None:
            return told
        known = gazetteer(self.overlay)
        spelt = self.doc.words[name.span.start : name.span.stop]
        if len(spelt) == 1:
            row = known.abbreviation(spelt[0])
            if row is not None:
                return row.country
        hit = known.phrases.after(self.doc.folded, *name.span)
        if hit is not None:
            return hit[1][0].country
        return countries(self.overlay).town_adjective(spelt[0])

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
                    fits = _case(doc, span.stop - 1) == _case(doc, stop)
                    kept = best is not None and _case(doc, best[0].stop - 1) == _case(doc, stop)
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
        case = _case(self.doc, head.stop - 1)
        while i < stop:
            name = self.names.get(i)
            person = name is not None and name.type == "PER"
            if person and (case == "Gen" or _case(self.doc, i) != "Gen"):
                return False  # but «помощник экс-президента Дональда Трампа Джон Болтон»
            if name is not None:
                i = name.span.stop
            elif i in self.starts and self.doc.words[i - 1] in ("и", ","):
                other = self.starts[i][0]
                if i - 1 > head.stop and _case(self.doc, other.stop - 1) == case:
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
        if _case(doc, span.stop - 1) not in (_case(doc, name.stop - 1), "Nom", None):
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
            and _agree(doc, start - 1, span.stop - 1)
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
        state = state or any(doc.folded[i].startswith(_MINISTRY) for i in range(span.stop, stop))
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
        case = _case(self.doc, span.stop - 1)
        for n, i in enumerate(pieces):
            title = n and i in self.starts and self.doc.words[i - 1] not in (",", "и")
            if title and case == _case(self.doc, self.starts[i][0].stop - 1) == "Nom":
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
            pieces = pieces[:-1]
            while pieces and doc.tags[pieces[-1]].startswith(("DET", "PRON")):
                pieces = pieces[:-1]
        return pieces

    def _employer(
        self, at: int, called: str | None, kinds: frozenset[str] = frozenset()
    ) -> str | None:
        """The country of the organisation that the text named last before the office."""
        if called is not None:  # «вице-президент компании», «китайская компания «Грин Солар»»
            keys = self.carried.get(stem(called), [])
            return self.described.get(keys[-1]) if keys else None
        sentence = self.doc.columns["sentence"]
        before = [
            n
            for n in self.doc.all(Name)
            if n.type == "ORG"
            and n.span.stop <= at
            and (
                any(w in kinds for w in self.doc.folded[n.span.start : n.span.stop])
                if kinds
                else sentence[at] - sentence[n.span.start] <= 1
            )
        ]
        return self.body(before[-1]) if before else None

    def _international(self, start: int, stop: int) -> bool:
        """Whether the office is one of a body that no country owns: «генсек НАТО»."""
        for i in range(start, stop):
            name = self.names.get(i)
            if name is not None and name.type == "ORG" and self.body(name) is None:
                return not any(self.doc.folded[k].startswith(_MINISTRY) for k in range(*name.span))
        return False

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

    def _place(self, name: Name) -> str | None:
        """The country that a region or a town lies in: «губернатор Амурской области»."""
        gazetted = gazetteer(self.overlay).phrases.after(self.doc.folded, *name.span)
        if gazetted is not None and gazetted[0] == name.span:
            return gazetted[1][0].country
        town = countries(self.overlay).cities.after(self.doc.folded, *name.span)
        if town is not None and town[0] == name.span and town[1][0].sure:
            return town[1][0].code
        return None

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

    def _text(self, pieces: Sequence[int]) -> str:
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
                if (joined and _case(doc, i) != "Gen")
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

    def _subject(self, at: int, monarch: bool) -> str | None:
        """The country that an office without one belongs to: the sentence's, else the text's."""
        doc = self.doc
        sentence = doc.columns["sentence"]
        near = [
            c
            for c in doc.all(Country)
            if sentence[c.span.start] == sentence[at] and c.span.start < at
        ]
        codes = list(dict.fromkeys(c.country for c in near))
        if codes and (len(codes) == 1 or monarch):
            return codes[-1]
        nominative = [c.country for c in near if _case(doc, c.span.start) == "Nom"]
        if nominative:  # «Армения готова к миру, заявил премьер-министр …»
            return nominative[0]
        return self.topic

    def beside(self, name: Span) -> str | None:
        """A country right beside a name: «Эмма Надь (Венгрия)», «из Венгрии», «узбекская …»."""
        doc, written = self.doc, self.doc.words
        i = name.stop
        if i + 1 < len(written) and written[i] in ("(", "из", ",") and i + 1 in self.countries:
            country = self.countries[i + 1]
            caption = (
                written[i] != ","
                or country.span.stop >= len(written)
                or (doc.columns["block"][country.span.stop] != doc.columns["block"][i])
            )
            if country.form != "adjective" and caption:
                return country.country
        i = name.start - 1
        while i >= max(0, name.start - 5):
            if (
                i in self.countries
                and self.countries[i].form == "adjective"
                and _agree(doc, i, name.start - 1)
            ):
                return self.countries[i].country
            if not doc.tags[i].startswith(("ADJ", "NOUN")):
                break
            i -= 1
        return None


def _case(doc: Doc, i: int) -> str | None:
    return parse_tag(doc.tags[i])[1].get("Case")


def _agree(doc: Doc, i: int, k: int) -> bool:
    return _case(doc, i) == _case(doc, k)
