"""The report in a real browser: it opens without error or network, filters, sorts, leads."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chromium import Browser, browser, installed
from sample import MEETING, at, document, everything, write

from pipeline.core.errors import MissingExtraError
from pipeline.sinks import gather as gather_module
from pipeline.sinks import report
from pipeline.sinks.gather import gather
from pipeline.sinks.labels import amount, labels, number, stated
from pipeline.sinks.report import write_report
from pipeline.tables import rows as r

pytest.importorskip("vl_convert", reason="the extra «report» is not installed")
EVIL = "<script>document.title='broken'</script><img src=x onerror=alert(1)>&lt;b&gt;"


def many() -> dict[str, list[Any]]:
    """The sample, then a document with hostile text, and forty more for pages of tables."""
    rows = everything()
    text = f"Экспорт {EVIL} Чили вырос на 7%.\n</script><script>alert(2)</script>"
    rows["documents"].append(document("evil", text, title=EVIL, url="javascript:alert(3)"))
    rows["texts"].append(r.TextRow("evil", text))
    rows["sentences"].append(r.SentenceRow(*at("evil", text, text)))
    rows["mentions"].append(r.MentionRow(*at("evil", text, EVIL), 1, "ORG", EVIL, 1, None, EVIL))
    rows["entities"].append(r.EntityRow("evil", 1, "organization", EVIL, EVIL, None, 1))
    rows["problems"].append(r.ProblemRow(EVIL, None, "read", EVIL))
    for n in range(40):
        name, text = f"d{n:02d}", f"Импорт Чили составил {n + 1} млн евро."
        rows["documents"].append(document(name, text))
        rows["texts"].append(r.TextRow(name, text))
        rows["sentences"].append(r.SentenceRow(*at(name, text, text)))
        place = at(name, text, f"{n + 1} млн евро")
        value = (n + 1) * gather_module.Decimal(10**6)
        rows["figures"].append(
            r.FigureRow(*place, 1, "money", value, value, value, "EUR", "eq", None, "money")
        )
        rows["facts"].append(
            r.FactRow(*place, 1, 1, "imports", "level", value, value, value, "EUR", "eq", None,
                      "planned", None, None, "CHL", "verb")
        )  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    tables = write(folder, many())
    tables.lang = "ru"
    write_report(tables, folder)
    return folder / report.NAME


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if installed() is None:
        pytest.skip("no Chromium here (apt-get install chromium)")
    with browser() as found:
        found.size(1280, 900)
        yield found


@pytest.fixture
def opened(chromium: Browser, page: Path) -> Iterator[Browser]:
    """The page, freshly opened; no test may leave a complaint in the console."""
    chromium.errors.clear()
    chromium.requests.clear()
    chromium.media()
    chromium.open(page.as_uri())
    yield chromium
    assert chromium.errors == []
    assert {url for url in chromium.requests if not url.startswith("data:")} == {page.as_uri()}


def shown(page: Browser, table: str = "facts", column: int = 1) -> list[str]:
    script = f"[...document.querySelectorAll('#{table}-table tbody td:nth-child({column})')]"
    return page.run(script + ".map(x => x.textContent)")


def test_opens_and_shows_everything(opened: Browser) -> None:
    heads = opened.run("[...document.querySelectorAll('h2')].map(x => x.textContent)")
    assert heads == ["Факты", "Суммы по валютам", "Отрасли", "Кто с кем, в какой отрасли",
                     "Кто и где", "Документы", "Замечания"]  # fmt: skip
    assert opened.run("document.querySelectorAll('.chart svg').length") == 3
    tiles = opened.run("[...document.querySelectorAll('.tiles dd')].map(x => x.textContent)")
    assert tiles[0] == "43" and tiles[6] == "43" and tiles[7] == "2"
    assert shown(opened)[:3] == ["товарооборот", "товарооборот", "экспорт"]
    assert shown(opened, column=2)[1] == "> 620,1 млн\u00a0USD"
    assert opened.run("document.title") == "Сводка новостей"


def test_the_filter_filters(opened: Browser) -> None:
    assert opened.run("document.querySelector('#facts-table [role=status]').textContent") == (
        "43 из 43 строк"
    )
    opened.run("document.querySelector('#facts-table input').focus()")
    opened.send("Input.insertText", text="620,1 беларусь")
    assert shown(opened, column=2) == ["> 620,1 млн\u00a0USD"]
    assert opened.run("document.querySelector('#facts-table [role=status]').textContent") == (
        "1 из 43 строк"
    )


def test_the_choices_choose(opened: Browser) -> None:
    choose = """(label, value) => {
      const select = [...document.querySelectorAll('#facts-table label')]
        .find(x => x.firstChild.textContent === label).querySelector('select');
      select.value = value; select.dispatchEvent(new Event('change')); }"""
    opened.run(f"({choose})('Состояние', 'состоялось')")
    assert shown(opened) == ["товарооборот", "товарооборот", "экспорт"]
    opened.run(f"({choose})('Показатель', 'экспорт')")
    assert shown(opened, column=6) == ["Казахстан"]


def test_sorting_and_pages(opened: Browser) -> None:
    head = "document.querySelector('#facts-table th:nth-child(2)')"
    opened.run(f"{head}.querySelector('button').click()")
    assert opened.run(f"{head}.getAttribute('aria-sort')") == "descending"
    assert shown(opened, column=2)[:2] == ["1,5 трлн\u00a0KZT", "> 620,1 млн\u00a0USD"]
    assert len(shown(opened)) == 25
    opened.run("[...document.querySelectorAll('#facts-table .count button')][1].click()")
    assert len(shown(opened)) == 18
    assert shown(opened, column=2)[-1] == "↑ 15\u00a0%"


def test_a_fact_leads_to_its_sentence(opened: Browser) -> None:
    opened.run("document.querySelector('#facts-table tbody tr:nth-child(2) a').click()")
    opened.wait("document.activeElement.tagName === 'MARK'")
    assert opened.run("document.activeElement.textContent") == "620,1 млн долларов"
    sentence = "[...document.querySelectorAll('.here')].map(x => x.textContent).join('')"
    begin = MEETING.index("Товарооборот")
    stop = MEETING.index("долларов.") + len("долларов.")
    assert opened.run(sentence) == MEETING[begin:stop]
    box = opened.run("document.activeElement.getBoundingClientRect().top / innerHeight")
    assert 0 < box < 1
    note = opened.run("document.getElementById('note').innerText")
    assert "> 620\u00a0100\u00a0000\u00a0USD" in note and "Правило: money · verb" in note
    assert "2023" in note and "Беларусь, Узбекистан" in note


def test_text_is_kept_to_the_character(opened: Browser) -> None:
    """Also behind an emoji, where JavaScript counts one character more."""
    assert opened.run("document.querySelector('.text').textContent") == MEETING
    marked = opened.run(
        "[...document.querySelectorAll('.text mark')].map(x => [x.textContent, x.className])"
    )
    assert ["Александра Лукашенко", "m PER"] in marked
    assert ["лёгкую", "m sector"] in marked and ["15%", "m figure"] in marked


def test_by_keyboard(opened: Browser) -> None:
    opened.run("document.querySelector('.text').focus()")
    opened.key("ArrowRight", 39)
    assert opened.run("document.activeElement.textContent") == "Узбекистана"
    assert not opened.run("document.getElementById('note').hidden")
    opened.key("ArrowRight", 39)
    assert opened.run("document.activeElement.textContent") == "Шавкат Мирзиёев"
    assert "президент" in opened.run("document.getElementById('note').innerText")
    opened.key("Escape", 27)
    assert opened.run("document.getElementById('note').hidden")
    opened.run("document.querySelector('a.skip').focus()")
    assert opened.run("document.querySelector('a.skip').getBoundingClientRect().left") > 0


def test_for_a_screen_reader(opened: Browser) -> None:
    nodes = opened.send("Accessibility.getFullAXTree")["nodes"]
    roles: dict[str, list[str]] = {}
    for node in nodes:
        if not node.get("ignored"):
            name = node.get("name", {}).get("value", "")
            roles.setdefault(node["role"]["value"], []).append(name)
    assert "Факты" in roles["table"] and "Кто и где" in roles["table"]
    assert len(roles["image"]) == 3 and all(roles["image"])
    for role in ("button", "searchbox", "combobox", "checkbox", "link"):
        assert roles[role] and all(roles[role]), role
    assert {"main", "navigation", "banner"} <= roles.keys()
    assert "Упорядочить: Значение" in roles["button"]


def test_layers_can_be_hidden(opened: Browser) -> None:
    colour = "getComputedStyle(document.querySelector('.text .sector')).color"
    before = opened.run(colour)
    opened.run("document.querySelectorAll('.layers input')[4].click()")
    assert opened.run(colour) != before
    assert opened.run(colour) == opened.run("getComputedStyle(document.body).color")


def test_nothing_in_the_text_becomes_markup(opened: Browser) -> None:
    opened.run("location.hash = '#document-2'")
    opened.wait("document.querySelector('article h3')?.textContent.includes('<script>')")
    assert opened.run("document.querySelectorAll('main script, main img').length") == 0
    assert opened.run("document.title") == "Сводка новостей"
    assert opened.run("document.querySelectorAll('a[href^=javascript]').length") == 0
    assert EVIL in opened.run("document.querySelector('.text').textContent")
    assert EVIL in shown(opened, "problems", 4)


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_no_window_is_too_narrow(opened: Browser, width: int) -> None:
    opened.size(width, 800)
    opened.run("document.querySelector('#facts-table tbody tr:nth-child(2) a').click()")
    opened.wait("document.activeElement.tagName === 'MARK'")
    assert opened.run("document.documentElement.scrollWidth") <= width
    box = "document.getElementById('note').getBoundingClientRect()"
    assert opened.run(f"{box}.left") >= 0 and opened.run(f"{box}.right") <= width
    opened.size(1280, 900)


def contrast(page: Browser, selector: str) -> float:
    """The WCAG ratio of an element's ink to what is behind it."""
    script = """(selector) => {
      const pad = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
      const rgb = (color) => { pad.clearRect(0, 0, 1, 1); pad.fillStyle = color;
        pad.fillRect(0, 0, 1, 1); return [...pad.getImageData(0, 0, 1, 1).data]; };
      const node = document.querySelector(selector);
      let behind = node, back = [0, 0, 0, 0];
      while (behind && back[3] === 0) {
        back = rgb(getComputedStyle(behind).backgroundColor); behind = behind.parentElement; }
      return [rgb(getComputedStyle(node).color), back]; }"""
    ink, back = page.run(f"({script})({selector!r})")

    def light(colour: list[float]) -> float:
        parts = [c / 255 for c in colour[:3]]
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    a, b = sorted((light(ink), light(back)))
    return (b + 0.05) / (a + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened: Browser, scheme: str) -> None:
    opened.media(scheme=scheme)
    opened.run("document.querySelector('#facts-table tbody tr:nth-child(2) a').click()")
    opened.wait("document.activeElement.tagName === 'MARK'")
    for place in ("body", "nav a", ".tiles dt", ".about", ".text .PER", ".text .LOC",
                  ".layers .ORG", ".layers .country", ".text .sector", ".text .figure", ".meta",
                  "#note", "#note small", ".count", "td a", ".controls label"):  # fmt: skip
        assert contrast(opened, place) >= 4.5, (scheme, place)
    back = opened.run("getComputedStyle(document.body).backgroundColor")
    assert (back == "rgb(20, 24, 29)") == (scheme == "dark")


def test_print_holds_all_rows_and_texts(opened: Browser) -> None:
    opened.media("print")
    opened.run("dispatchEvent(new Event('beforeprint'))")
    assert len(shown(opened)) == 43
    assert opened.run("document.querySelectorAll('article').length") == 43
    hidden = "getComputedStyle(document.querySelector('.controls')).display"
    assert opened.run(hidden) == "none"
    opened.run("dispatchEvent(new Event('afterprint'))")
    assert len(shown(opened)) == 25
    assert opened.run("document.querySelectorAll('article').length") == 1


def test_english(chromium: Browser, tmp_path: Path) -> None:
    write_report(write(tmp_path, everything()), tmp_path)
    chromium.errors.clear()
    chromium.open((tmp_path / report.NAME).as_uri())
    assert chromium.run("document.documentElement.lang") == "en"
    assert shown(chromium, column=2)[1] == "> 620.1 million\u00a0USD"
    assert shown(chromium, column=6)[1] == "Belarus, Uzbekistan"
    assert chromium.errors == []


def test_an_empty_run(chromium: Browser, tmp_path: Path) -> None:
    write_report(write(tmp_path, {name: [] for name in everything()}), tmp_path)
    chromium.errors.clear()
    chromium.open((tmp_path / report.NAME).as_uri())
    assert "Everything was read." in chromium.run("document.body.innerText")
    assert chromium.errors == []


# Without a browser


def test_size_of_a_large_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = write(tmp_path, many())
    monkeypatch.setattr(report, "LIMIT", 2000)
    monkeypatch.setattr(gather_module, "FACTS", 7)
    write_report(tables, tmp_path)
    page = (tmp_path / report.NAME).read_text()
    [note] = re.findall(r"Only (\d+) of 43 documents are shown", page)
    assert 0 <= int(note) < 43
    assert "Only 7 of 43 rows are listed" in page


def test_counts_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather_module, "SAMPLE", 100)
    sums = gather_module.Sums()
    for n in range(100_000):
        sums.add(gather_module.Decimal(n))
    assert sums.count == 100_000 and sums.greatest == 99_999
    assert 50 <= len(sums.sample) <= 100
    assert sums.sample == [n * sums.step for n in range(len(sums.sample))]


def test_rare_names_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather_module, "NAMES", 2)
    rows = everything()
    rows["entities"][1].mentions = 9
    found = gather(write(tmp_path, rows), "en")
    assert max(found.entities.values()) == 9 and len(found.entities) <= 2


def test_a_long_text_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gather_module, "TEXT", 50)
    [first, *_] = gather(write(tmp_path, everything()), "en").documents
    assert first["text"] == MEETING[:50] and first["left"] == len(MEETING) - 50
    assert all(mark[1] <= 50 for mark in first["marks"])


def test_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    with pytest.raises(MissingExtraError, match=r"svodka\[report\]"):
        write_report(write(tmp_path, everything()), tmp_path)
    assert not (tmp_path / report.NAME).exists()


def test_labels_are_whole() -> None:
    english, russian = labels("en"), labels("ru")
    assert english.keys() == russian.keys() and all([*english.values(), *russian.values()])
    for key in english:
        assert re.findall(r"\{\w+\}", english[key]) == re.findall(r"\{\w+\}", russian[key]), key


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("620100000", "620,1 млн"),
        ("1500000000000", "1,5 трлн"),
        ("1234.5", "1\u00a0234,5"),
        ("12500", "12,5 тыс."),
        ("-0.5", "-0,5"),
        ("-2000000", "-2 млн"),
        ("0", "0"),
    ],
)
def test_amounts_in_words(value: str, said: str) -> None:
    assert amount(gather_module.Decimal(value), "ru") == said


def test_figures_in_words() -> None:
    figure = everything()["figures"][1]
    low, high = gather_module.Decimal(5), gather_module.Decimal(7)
    assert stated(figure, "ru", number) == "> 620\u00a0100\u00a0000\u00a0USD"
    spread = replace(
        figure, value=None, value_min=low, value_max=high, bound="range", unit="percent"
    )
    assert stated(spread, "en") == "5 – 7%"
    open_ended = replace(figure, value=None, value_min=None, bound="approx")
    assert stated(open_ended, "en") == "not stated exactly"
