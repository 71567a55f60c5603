"""A small archive of finished tables, made by hand, for what reads tables."""

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.sinks.files import Tables, json_rows
from pipeline.tables import rows as r
from pipeline.tables.schema import TABLES

MEETING = (
    "# Встреча в Ташкенте\r\n\r\nПрезидент Узбекистана Шавкат Мирзиёев принял Александра "
    "Лукашенко 😀. Товарооборот с Беларусью вырос\r\nна 15% и составил более 620,1 млн "
    "долларов.\r\nСтороны обсудили лёгкую, пищевую промышленность."
)
OTHER = "Экспорт <b>Казахстана</b> & Ко составил 1,5 трлн тенге. =1+1"
Where = tuple[str, int, int, int, str]


def at(doc_id: str, text: str, fragment: str, sentence: int = 1) -> Where:
    start = text.index(fragment)
    return doc_id, sentence, start, start + len(fragment), fragment


def document(doc_id: str, text: str, **more: Any) -> r.DocumentRow:
    values: dict[str, Any] = {c.name: None for c in TABLES["documents"].columns}
    values |= {"doc_id": doc_id, "source": doc_id, "encoding": "utf-8", "characters": len(text)}
    values |= {"sentences": text.count("."), "tokens": len(text.split())}
    values |= {"sha256": hashlib.sha256(text.encode()).hexdigest()} | more
    return r.DocumentRow(**values)


def tokens(doc_id: str, text: str) -> list[r.TokenRow]:
    """Tokens «вырос», «на», «15», «%» of a sentence; the sample needs no more."""
    rows, sentence = [], text.index("Товарооборот")
    for number, (word, lemma, pos, feats) in enumerate(
        [
            ("вырос", "вырасти", "VERB", "Tense=Past"),
            ("на", "на", "ADP", None),
            ("15", "15", "NUM", None),
            ("%", "%", "SYM", None),
        ],
        1,
    ):
        start = text.index(word, sentence)
        row = (doc_id, 3, number, start, start + len(word), word, lemma, pos, feats)
        rows.append(r.TokenRow(*row))
    return rows


def everything() -> dict[str, list[Any]]:
    """Rows of all tables of two documents, and a problem."""
    a, b = "встреча/1.txt", "other.txt"
    million, trillion = Decimal("620100000"), Decimal("1500000000000")
    figures = [
        r.FigureRow(*at(a, MEETING, "15%", 3), 1, "percent", Decimal(15), Decimal(15), Decimal(15),
                    "percent", "eq", "up", "percent"),
        r.FigureRow(*at(a, MEETING, "620,1 млн долларов", 3), 2, "money", million, million, None,
                    "USD", "gt", None, "money"),
        r.FigureRow(*at(b, OTHER, "1,5 трлн тенге"), 1, "money", trillion, trillion, trillion,
                    "KZT", "eq", None, "money"),
    ]  # fmt: skip
    told = [("trade_turnover", "change_pct", "BLR;UZB"), ("trade_turnover", "level", "BLR;UZB"),
            ("exports", "level", "KAZ")]  # fmt: skip
    facts = [
        r.FactRow(f.doc_id, f.sentence_id, f.start, f.stop, f.text, f.figure_id, f.figure_id,
                  indicator, kind, f.value, f.value_min, f.value_max, f.unit, f.bound, f.direction,
                  "actual", "2023", "в 2023 году", parties, "verb")
        for f, (indicator, kind, parties) in zip(figures, told, strict=True)
    ]  # fmt: skip
    sentences = [at(a, MEETING, "# Встреча в Ташкенте", 1)]
    sentences += [at(a, MEETING, s, n) for n, s in enumerate(
        ["Президент Узбекистана Шавкат Мирзиёев принял Александра Лукашенко 😀.",
         MEETING[MEETING.index("Товарооборот") : MEETING.index("долларов.") + 9],
         "Стороны обсудили лёгкую, пищевую промышленность."], 2)]  # fmt: skip
    sentences += [at(b, OTHER, OTHER, 1)]
    return {
        "documents": [
            document(a, MEETING, title="Встреча в Ташкенте", date="2024-02-08",
                     url="https://example.org/1"),
            document(b, OTHER),
        ],
        "texts": [r.TextRow(a, MEETING), r.TextRow(b, OTHER)],
        "sentences": [r.SentenceRow(*s) for s in sentences],
        "tokens": tokens(a, MEETING),
        "mentions": [
            r.MentionRow(*at(a, MEETING, "Узбекистана", 2), 1, "LOC", "Узбекистан", 1, "UZB", "x"),
            r.MentionRow(*at(a, MEETING, "Шавкат Мирзиёев", 2), 2, "PER", "Шавкат Мирзиёев", 2,
                         None, "x"),
            r.MentionRow(*at(a, MEETING, "Александра Лукашенко", 2), 3, "PER",
                         "Александр Лукашенко", 3, None, "x"),
            r.MentionRow(*at(b, OTHER, "Казахстана"), 1, "LOC", "Казахстан", 1, "KAZ", "x"),
        ],
        "entities": [
            r.EntityRow(a, 1, "country", "Узбекистан", None, "UZB", 1),
            r.EntityRow(a, 2, "person", "Шавкат Мирзиёев", "президент", "UZB", 1),
            r.EntityRow(a, 3, "person", "Александр Лукашенко", None, None, 1),
            r.EntityRow(b, 1, "country", "Казахстан", None, "KAZ", 1),
        ],
        "countries": [
            r.CountryRow(*at(a, MEETING, "Узбекистана", 2), "UZB", "noun", "x"),
            r.CountryRow(*at(a, MEETING, "Беларусью", 3), "BLR", "noun", "x"),
            r.CountryRow(*at(b, OTHER, "Казахстана"), "KAZ", "noun", "x"),
        ],
        "sectors": [
            r.SectorRow(*at(a, MEETING, "лёгкую", 4), "light_industry", "C13", "Light industry",
                        False, "light"),
            r.SectorRow(*at(a, MEETING, "пищевую промышленность", 4), "food_industry", "C10",
                        "Food industry", False, "food"),
        ],
        "cooperation": [
            r.CooperationRow(a, "BLR", "UZB", "food_industry", 1),
            r.CooperationRow(a, "BLR", "UZB", "light_industry", 2),
        ],
        "figures": figures,
        "facts": facts,
        "problems": [r.ProblemRow("broken.jsonl", None, "read", "line 3: not JSON")],
    }  # fmt: skip


def write(folder: Path, rows: dict[str, list[Any]]) -> Tables:
    """The tables as a run leaves them for its sinks."""
    for name, found in rows.items():
        (folder / f"{name}.jsonl").write_bytes(json_rows(name, found))
    return Tables(folder, [n for n in TABLES if n in rows], {n: len(x) for n, x in rows.items()})
