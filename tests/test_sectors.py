"""Sectors: every row's own example, coordination, contexts, names; and the matrix of pairs."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.claims import sector_rows as rows
from pipeline.claims.sectors import sector_rules
from pipeline.core.doc import Doc
from pipeline.core.errors import RulesError
from pipeline.core.lexicon import Lexicon
from pipeline.core.records import Cooperation, Country, Name, Sector
from pipeline.core.span import Span
from pipeline.core.stage import Pipeline
from pipeline.rules.cases import is_adjective
from pipeline.rules.coordinate import head_left, head_right
from pipeline.rules.load import load
from pipeline.rules.matching import Terms
from pipeline.rules.terms import Vocabulary
from pipeline.stages.clean import Clean
from pipeline.stages.cooperation import cooperation
from pipeline.stages.sectors import sectors
from pipeline.stages.segment import Segment

CASES = Path(__file__).parent / "cases" / "sectors.tsv"


class Given:
    """Records put into a document by the test: names and countries, by their words."""

    name = "given"
    needs = frozenset({"word"})
    gives = frozenset({Name, Country})

    def __init__(self, names: Sequence[str] = (), countries: dict[str, str] | None = None) -> None:
        self.names, self.countries = names, countries or {}

    def __call__(self, docs: Sequence[Doc]) -> None:
        for doc in docs:
            doc.records[Name] = [Name(s, "ORG", "given") for n in self.names for s in find(doc, n)]
            doc.records[Country] = sorted(
                (
                    Country(s, code, "noun", "given")
                    for word, code in self.countries.items()
                    for s in find(doc, word)
                ),
                key=lambda c: c.span,
            )


def find(doc: Doc, text: str) -> Iterator[Span]:
    parts = text.split()
    for i in range(len(doc) - len(parts) + 1):
        if doc.words[i : i + len(parts)] == parts:
            yield Span(i, i + len(parts))


def run(texts: Sequence[str], overlay: Path | None = None, names: Sequence[str] = ()) -> list[Doc]:
    lexicon = Lexicon()
    docs = [Doc(str(i), text, lexicon) for i, text in enumerate(texts)]
    Pipeline([Clean(), Segment(), Given(names), sectors(overlay)])(docs)
    assert not [doc.problems for doc in docs if doc.problems]
    return docs


def read(text: str, overlay: Path | None = None, names: Sequence[str] = ()) -> str:
    """«слова=sector; слова=sector!» of a text, an exclamation mark for inside_org."""
    (doc,) = run([text], overlay, names)
    return "; ".join(
        f"{doc.extract(s.span)}={s.sector}{'!' if s.inside_org else ''}" for s in doc.all(Sector)
    )


def ids(doc: Doc) -> set[str]:
    return {s.sector for s in doc.all(Sector)}


with CASES.open(encoding="utf-8") as file:
    TABLE = [row for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row][1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            text,
            expected,
            marks=[pytest.mark.xfail(reason=why[0], strict=True)] if why and why[0] else [],
            id=text,
        )
        for text, expected, *why in TABLE
    ],
)
def test_case(text: str, expected: str) -> None:
    assert read(text) == expected


def test_every_term_finds_its_example_and_leaves_its_negative() -> None:
    table = load(rows.Term, "sector_terms")
    found = run([term.example or "—" for term in table])
    wrong = [
        (term.term, term.example, ids(doc))
        for term, doc in zip(table, found, strict=True)
        if term.needs != "name" and "-" not in term.sector and not set(term.sector) <= ids(doc)
    ]
    assert not wrong
    quiet = [term for term in table if term.negative]
    assert len(quiet) > 150
    silent = zip(quiet, run([term.negative for term in quiet]), strict=True)
    assert not [(term.term, ids(doc)) for term, doc in silent if ids(doc)]
    assert all(term.example or term.negative for term in table)


def test_every_adjective_finds_its_example() -> None:
    table = load(rows.Adjective, "sector_adjectives")
    found = zip(table, run([a.example or a.negative for a in table]), strict=True)
    wanted = [(set(a.sector) - {"-"}, bool(a.negative), a.adjective, ids(d)) for a, d in found]
    assert not [w for w in wanted if not w[0] <= w[3] or (w[1] and w[3])]


def test_every_product_finds_its_example() -> None:
    table = load(rows.Product, "sector_products")
    found = zip(table, run([p.example for p in table]), strict=True)
    wanted = [({getattr(p, k) for k in rows.KINDS} - {""}, p.example, ids(d)) for p, d in found]
    assert not [(example, got) for want, example, got in wanted if not want & got]


def test_every_head_makes_a_sector_of_an_adjective() -> None:
    table = [h for h in load(rows.Head, "sector_heads") if h.kind not in ("event", "place")]
    found = zip(table, run([h.example for h in table]), strict=True)
    assert not [(h.head, h.example, ids(d)) for h, d in found if not ids(d)]


def test_every_activity_takes_a_product() -> None:
    table = load(rows.Activity, "sector_activities")
    found = zip(table, run([a.example for a in table]), strict=True)
    assert not [(a.activity, a.example) for a, d in found if not ids(d)]


def test_every_context_does_what_its_kind_says() -> None:
    table = load(rows.Context, "sector_contexts")
    wrong = []
    for context, doc in zip(table, run([c.example for c in table]), strict=True):
        got = doc.all(Sector)
        right = {
            "field": ids(doc) == {"telecom"},
            "built": "logistics" in ids(doc),
            "paid": "logistics" in ids(doc),
            "office": any(s.inside_org for s in got),
            "in_office": any(s.inside_org for s in got),
            "filler": ids(doc) == {"metallurgy"},
            "visit": not got,
            "street": not got,
            "post": any(s.inside_org for s in got),
            "struggle": len(got) == 1 and ids(doc) == {"security"},
        }[context.kind]
        if not right:
            wrong.append((context.word, context.kind, context.example, ids(doc)))
    assert not wrong


def test_all_sectors_have_many_rows() -> None:
    known = {row.sector_id for row in load(rows.SectorRow, "sectors")}
    assert len(known) == 72
    terms: dict[str, int] = dict.fromkeys(known, 0)
    for row in (*load(rows.Term, "sector_terms"), *load(rows.Adjective, "sector_adjectives")):
        for sector in row.sector:
            if sector != "-":
                terms[sector] += 1
    assert min(terms.values()) >= 10, min(terms, key=lambda s: terms[s])


def test_okved_is_the_division_of_isic() -> None:
    for row in load(rows.SectorRow, "sectors"):
        if row.okved2 and row.okved2[0].isdigit():
            assert row.isic4.replace(row.isic4[0], "") == row.okved2


@pytest.mark.parametrize("name", ["Министерство водного хозяйства", "Академия транспорта"])
def test_words_of_a_name_are_inside(name: str) -> None:
    assert read(f"Об этом сообщило {name} республики.", names=[name]).endswith("!")


def test_an_overlay_adds_a_sector_and_its_words(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text(
        "sector_id,isic4,label_en,label_ru\ngaming,R92,Gambling,азартные игры\n", encoding="utf-8"
    )
    (tmp_path / "sector_terms.csv").write_text(
        "term,sector,example\nбукмекерство,gaming,развитие букмекерства\n", encoding="utf-8"
    )
    assert read("Налог на букмекерство и торговлю.", tmp_path) == (
        "букмекерство=gaming; торговлю=trade"
    )
    assert read("Налог на букмекерство.") == ""


def test_an_overlay_row_of_no_sector_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sector_terms.csv").write_text("term,sector\nмагия,magic\n", encoding="utf-8")
    with pytest.raises(RulesError, match="magic"):
        sector_rules(tmp_path)


PIECES = [
    "лёгкая",
    "пищевая",
    "промышленность",
    ",",
    "и",
    "газо-",
    "(",
    ")",
    "«",
    "»",
    "ГЭС-1",
    "в",
]
PIECES += [
    "сфере",
    "торговли",
    "строительство",
    "новых",
    "портов",
    "производство",
    "стали",
    "-",
    ".",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_any_order_of_words_gives_records_in_order(words: list[str]) -> None:
    (doc,) = run([" ".join(words)])
    found = doc.all(Sector)
    assert [s.span for s in found] == sorted(s.span for s in found)
    for a, b in itertools.pairwise(found):
        assert a.span == b.span or a.span.stop <= b.span.start
    assert not [s for s in found if doc.extract(s.span).endswith((" ", ",", "."))]


def test_the_batch_does_not_matter() -> None:
    texts = [text for text, *_ in TABLE]
    alone = [read(text) for text in texts]
    together = [
        "; ".join(
            f"{d.extract(s.span)}={s.sector}{'!' if s.inside_org else ''}" for s in d.all(Sector)
        )
        for d in run(texts)
    ]
    assert alone == together


def test_vocabulary_knows_forms_and_numbers() -> None:
    words = Vocabulary()
    slots = [words.slot(s) for s in ("уголь", "лёгкая", "связь/ед", "порты!", "АПК", "сделка")]

    def fills(word: str, slot: int) -> bool:
        return bool(set(words.keys(word)) & set(slots[slot]))

    assert fills("угля", 0) and fills("углём", 0) and not fills("угол", 0)
    assert fills("Лёгкой", 1) and fills("легких", 1) and not fills("легко", 1)
    assert fills("связи", 2) and not fills("связями", 2)
    assert fills("порты", 3) and not fills("портов", 3)
    assert fills("АПК", 4) and not fills("апк", 4)
    assert fills("сделок", 5)


def test_terms_let_adjectives_into_gaps_only() -> None:
    words, terms = Vocabulary(), Terms[str]()
    terms.add([words.slot("объем"), ("*",), words.slot("торговля")], "x")

    def match(text: str) -> list[tuple[int, ...]]:
        tokens = text.split()
        keys = [words.keys(token) for token in tokens]
        found = terms.match(keys.__getitem__, lambda i: is_adjective(tokens[i]), 0, len(tokens))
        return [m.at for m in found]

    assert match("объём торговли") == [(0, 1)]
    assert match("объёмы взаимной внешней торговли") == [(0, 3)]
    assert match("объём экспорта торговли") == []


def test_heads_of_adjectives() -> None:
    words = [
        "легкая",
        ",",
        "пищевая",
        "(",
        "в",
        "том",
        "числе",
        "молочная",
        ")",
        "и",
        "другие",
        "отрасли",
    ]

    def adjective(i: int) -> bool:
        return is_adjective(words[i])

    group = head_right(words, 0, len(words), adjective)
    assert group is not None and (words[group.head], group.adjacent) == ("отрасли", False)
    other = head_right(["пищевая", ",", "машиностроение"], 0, 3, lambda i: i == 0)
    assert other is not None and other.joined
    words = ["отраслях", ":", "текстильной", ",", "химической"]
    assert head_left(words, 4, 0, adjective) == 0


def matrix(text: str, countries: dict[str, str]) -> list[tuple[str, str, str, int]]:
    doc = Doc("d", text)
    Pipeline([Clean(), Segment(), Given((), countries), sectors(), cooperation])([doc])
    return [(c.country_a, c.country_b, c.sector, c.mentions) for c in doc.all(Cooperation)]


CODES = {"Узбекистан": "UZB", "Беларусь": "BLR", "Китай": "CHN"}


def test_cooperation_of_the_sentence() -> None:
    text = "Узбекистан и Беларусь обсудили энергетику. Развитие энергетики обсудил и Китай."
    assert matrix(text, CODES) == [("BLR", "UZB", "energy", 1)]


def test_cooperation_of_the_parties() -> None:
    text = "Узбекистан и Беларусь провели переговоры. Обсуждались туризм и энергетика."
    assert matrix(text, CODES) == [("BLR", "UZB", "energy", 1), ("BLR", "UZB", "tourism", 1)]


def test_no_cooperation_within_offices_or_at_home() -> None:
    assert matrix("Узбекистан и Китай: министр энергетики выступил.", CODES) == []
    assert matrix("Узбекистан развивает туризм.", CODES) == []
