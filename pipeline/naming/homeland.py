"""Which country a body, an office or a person belongs to, as far as one document tells."""

from collections import Counter
from functools import cached_property
from pathlib import Path

from pipeline.core.doc import Doc, parse_tag
from pipeline.core.lexicon import fold
from pipeline.core.records import Country, Name
from pipeline.core.span import Span
from pipeline.naming.consistent import stem
from pipeline.naming.countries import countries
from pipeline.naming.gazetteer import gazetteer

MINISTRY = ("мин", "мид", "мвд", "мчс", "цб", "центробанк", "нацбанк", "генпрокур", "генштаб",
            "госком", "госстат", "гостамож", "госналог", "госплан", "статком", "статагент",
            "нацстат", "совмин", "кабмин", "совбез", "соцфонд", "пенсионфонд")  # fmt: skip
_NO_REPUBLIC = frozenset(
    ("RUS", "USA", "GBR", "JPN", "SAU", "ARE", "QAT", "KWT", "ESP", "NLD", "SWE", "NOR", "DNK")
)
_MONEY = {"руб": "RUS", "рублей": "RUS", "тенге": "KAZ", "сумов": "UZB", "гривен": "UKR"}

_DESCRIBING = ("NOUN", "ADJ", "PUNCT", "CCONJ")  # what stands between a name and its adjective


class Homeland:
    """Countries of one document, and what it tells of its organisations."""

    def __init__(self, doc: Doc, overlay: Path | None = None) -> None:
        self.doc = doc
        self.overlay = overlay
        self.sentence: list[int] = doc.columns["sentence"].tolist()
        self.names: dict[int, Name] = {}
        for name in doc.all(Name):
            for i in range(*name.span):
                self.names[i] = name
        self.countries: dict[int, Country] = {}
        for country in doc.all(Country):
            for i in range(*country.span):
                self.countries.setdefault(i, country)

    # Asked for by few offices, hence made at the first question.

    @cached_property
    def topic(self) -> str | None:
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
                code = self._owner(name)
                if code:
                    votes[code] += 1
        said = _MONEY.keys() & self.doc.folded  # «7 млрд руб.» in a text that names no country
        for word, code in _MONEY.items() if said else ():
            if word in said:
                votes[code] += 3
        ranked = votes.most_common(1)
        return ranked[0][0] if ranked and ranked[0][1] > 1 else None

    @property
    def described(self) -> dict[str, str]:
        """Countries of organisations that an adjective tells: «турецкий холдинг «Эн Текс»»."""
        return self._told[0]

    @property
    def carried(self) -> dict[str, list[str]]:
        """Organisations by the word for their kind: «холдинг»."""
        return self._told[1]

    @cached_property
    def _told(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        doc, words, tags = self.doc, self.doc.words, self.doc.tags
        found: dict[str, str] = {}
        carried: dict[str, list[str]] = {}
        for name in doc.all(Name):
            if name.type != "ORG":
                continue
            start = name.span.start
            key = fold(words[start])
            for i in range(start - 1, max(0, start - 8) - 1, -1):
                here = self.countries.get(i)
                if here is not None:
                    if here.form == "adjective" and i not in self.names:
                        found.setdefault(key, here.country)
                    break
                if start - i <= 2 and tags[i].startswith("NOUN"):
                    carried.setdefault(stem(words[i]), []).append(key)
                if not tags[i].startswith(_DESCRIBING) or words[i] in (",", ")", "."):
                    break
        for country in doc.all(Country):  # «… этого турецкого холдинга»
            i = country.span.stop
            if country.form == "adjective" and i < len(doc):
                keys = set(carried.get(stem(doc.words[i]), ()))
                if len(keys) == 1:
                    found.setdefault(keys.pop(), country.country)
        return found, carried

    def body(self, name: Name) -> str | None:
        """The country of an organisation: its name's, what the document tells, the gazetteer's."""
        return self._owner(name, told=True)

    def _owner(self, name: Name, told: bool = False) -> str | None:
        for i in range(*name.span):
            if i in self.countries:
                return self.countries[i].country
        if told and self.described:
            code = self.described.get(fold(self.doc.words[name.span.start]))
            if code is not None:
                return code
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

    def _employer(
        self, at: int, called: str | None, kinds: frozenset[str] = frozenset()
    ) -> str | None:
        """The country of the organisation that the text named last before the office."""
        if called is not None:  # «вице-президент компании», «китайская компания «Грин Солар»»
            keys = self.carried.get(stem(called), [])
            return self.described.get(keys[-1]) if keys else None
        sentence = self.sentence
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
                return not any(self.doc.folded[k].startswith(MINISTRY) for k in range(*name.span))
        return False

    def _subject(self, at: int, monarch: bool) -> str | None:
        """The country that an office without one belongs to: the sentence's, else the text's."""
        doc = self.doc
        sentence = self.sentence
        near = [
            c
            for c in doc.all(Country)
            if sentence[c.span.start] == sentence[at] and c.span.start < at
        ]
        codes = list(dict.fromkeys(c.country for c in near))
        if codes and (len(codes) == 1 or monarch):
            return codes[-1]
        nominative = [c.country for c in near if case_of(doc, c.span.start) == "Nom"]
        if nominative:  # «Армения готова к миру, заявил премьер-министр …»
            return nominative[0]
        return self.topic

    def _region(self, at: int) -> str | None:
        """The country of the region or town named last before: «губернатор» of one of its own."""
        sentence = self.sentence
        for name in reversed(self.doc.all(Name)):
            near = name.span.start < at and sentence[at] - sentence[name.span.start] < 3
            if near and name.type == "LOC" and (code := self._place(name)) is not None:
                return code
        return None

    def _republic(self, at: int) -> str | None:
        """The country last named by its noun that may be called a republic: «главы республики»."""
        sentence = self.sentence
        for country in reversed(self.doc.all(Country)):
            near = country.span.start < at and sentence[at] - sentence[country.span.start] < 3
            if near and country.form == "noun" and country.country not in _NO_REPUBLIC:
                return country.country
        return None

    def _place(self, name: Name) -> str | None:
        """The country that a region or a town lies in: «губернатор Амурской области»."""
        gazetted = gazetteer(self.overlay).phrases.after(self.doc.folded, *name.span)
        if gazetted is not None and gazetted[0] == name.span:
            return gazetted[1][0].country
        town = countries(self.overlay).cities.after(self.doc.folded, *name.span)
        if town is not None and town[0] == name.span and town[1][0].sure:
            return town[1][0].code
        return None

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
                and agree(doc, i, name.start - 1)
            ):
                return self.countries[i].country
            if not doc.tags[i].startswith(("ADJ", "NOUN")):
                break
            i -= 1
        return None


def case_of(doc: Doc, i: int) -> str | None:
    """The case of a token, by its tag."""
    return parse_tag(doc.tags[i])[1].get("Case")


def agree(doc: Doc, i: int, k: int) -> bool:
    """Whether two tokens stand in one case."""
    return case_of(doc, i) == case_of(doc, k)
