"""What is read of a text, and that every character of it is found again in the source."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.core.doc import Doc
from pipeline.core.records import Block
from pipeline.rules.load import load
from pipeline.stages.clean import BoilerplateRow, Clean, strip


def blocks(text: str) -> list[tuple[str, str]]:
    doc = Doc("d", text)
    Clean()([doc])
    return [(b.kind, doc.clean[b.start : b.stop]) for b in doc.all(Block)]


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("**Беларусь**", "Беларусь"),
        ("*курсив* и __жирно__", "курсив и жирно"),
        ("**То**варооборот", "Товарооборот"),
        ("5*3*2 и snake_case_x", "5*3*2 и snake_case_x"),
        ("[товарооборот](https://example.com/a_(b)) вырос", "товарооборот вырос"),
        ("![александр лукашенко](p.jpg)", "александр лукашенко"),
        ("**[Форум](u) регионов**", "Форум регионов"),
        ("товаро\u00adоборот", "товарооборот"),
        ("за\u0301мок", "замок"),
        ("Андреи\u0306 Е\u0308лкин", "Андрей Ёлкин"),
        ("15&nbsp;% &laquo;Навои&raquo;", "15\u00a0% «Навои»"),
        ("см. https://example.com/x.", "см.  ."),
        (r"5 \* 3", "5 * 3"),
        ("<b>рост</b> на 5%", " рост  на 5%"),
        ("5 < 7 и 9 > 3", "5 < 7 и 9 > 3"),
        ("долларов[3]", "долларов[3]"),
    ],
)
def test_marks_are_taken_out(source: str, read: str) -> None:
    assert strip(source)[0] == read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Итоги визита\n\nСтороны обсудили торговлю.", ["title", "paragraph"]),
        ("Итоги визита\n\nСтороны обсудили торговлю.", ["title", "paragraph"]),
        ("Стороны обсудили.\n\nалександр лукашенко, беларусь\n\nПодписаны акты.",
         ["paragraph", "caption", "paragraph"]),
        ("Подписаны акты.\n\n[Источник](#)", ["paragraph", "boilerplate"]),
        ("Подписаны акты.\n\nЧитайте также: Визит в Минск", ["paragraph", "boilerplate"]),
        ("Итог:\n- экспорт\n- импорт", ["paragraph", "item", "item"]),
        ("| страна | млн |\n|---|---|\n| Китай | 5 |", ["row", "boilerplate", "row"]),
        ("---\ntitle: Проба\n---\nТекст о торговле.", ["paragraph"]),
        ("составил 620,1\nмлн долларов в год.", ["paragraph"]),
        ("Итог.\nСтороны Узбекистана и\nБеларуси встретились.", ["paragraph", "paragraph"]),
        ("Рост экспорта. Так сказали в ЦБ.  В 2022 году был спад.", ["paragraph", "paragraph"]),
        ("Рост экспорта.  Так сказали в ЦБ.  В 2022 году был спад.", ["paragraph"]),
        ("", []),
        (" \n\t\n", []),
    ],
)  # fmt: skip
def test_kinds_of_blocks(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in blocks(text)] == expected


def test_marks_stay_outside_blocks() -> None:
    assert blocks("# Итоги ##\n\n* первый\n\n1. второй\n\n> слова посла")[:3] == [
        ("title", "Итоги"),
        ("item", "первый"),
        ("item", "второй"),
    ]


def test_a_wrapped_text_is_one_paragraph() -> None:
    text = (
        "Товарооборот двух стран за прошлый год вырос на треть и составил, по словам\n"
        "Александра Лукашенко и Шавката Мирзиёева, которые встретились вчера в городе\n"
        "Минске, более миллиарда долларов."
    )
    assert len(blocks(text)) == 1


@pytest.mark.parametrize("row", load(BoilerplateRow, "boilerplate"), ids=lambda r: r.text)
def test_boilerplate_examples(row: BoilerplateRow) -> None:
    assert [kind for kind, _ in blocks(f"Подписаны акты.\n\n{row.example}")][-1] == "boilerplate"


ALPHABET = "аеиЕй\u0306\u0308\u0301\u00ad*_`[]()#|<>&;/\\- \n.!Яб5nbsp\u200b"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=80))
def test_every_character_comes_from_the_source(text: str) -> None:
    clean, origin = strip(text)
    if origin is None:
        assert clean == text
        return
    assert origin.shape == (2, len(clean))
    for i, char in enumerate(clean):
        start, stop = origin[:, i].tolist()
        assert start < stop
        source = text[start:stop]
        assert char == source or len(source) > 1
        if source in ("и\u0306", "е\u0308"):
            assert char == unicodedata.normalize("NFC", source)
    assert (origin[0][1:] >= origin[0][:-1]).all()


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=80))
def test_blocks_are_in_order_and_hold_text(text: str) -> None:
    doc = Doc("d", text)
    Clean()([doc])
    at = 0
    for block in doc.all(Block):
        assert at <= block.start < block.stop
        assert doc.clean[block.start : block.stop].strip() == doc.clean[block.start : block.stop]
        at = block.stop


@pytest.mark.parametrize(
    "unit", ["*", "_", "`", "[", "&", "<", "<a ", "[](", "**а", "|", "#", "\n", ". "]
)
def test_long_runs_of_one_mark_come_to_an_end(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert all(text_ for _, text_ in blocks(text))
