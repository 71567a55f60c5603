"""Small inputs for tests of runs: sentences of our own."""

import json
from pathlib import Path

import pytest

from pipeline.core.blas import pin

pin()  # before a test imports numpy

SENTENCES = [
    "Товарооборот Узбекистана и Беларуси за 2023 год вырос на 15% и составил более 620,1 млн"
    " долларов.",
    "Министр энергетики Казахстана Айбек Нурланов подписал контракт на $1,2 млрд.",
    "Экспорт текстильной продукции увеличился в 1,5 раза – до 900 млн сумов.",
    "«Стороны обсудили лёгкую, пищевую и электротехническую промышленность»,\nсообщил МИД.",
    "Банк развития выделит до 40 млн евро на солнечную электростанцию в Навои.",
    "Инфляция замедлилась до 8,4%; ставка снижена на 25 базисных пунктов.",
]


def article(number: int) -> str:
    """A text of a few sentences, no two alike."""
    some = [SENTENCES[(number * k + k) % len(SENTENCES)] for k in (1, 2, 3)]
    return f"Сообщение {number} пресс-службы города Алмалык-{number}.\n\n" + " ".join(some)


def write_jsonl(path: Path, articles: list[dict[str, str]]) -> Path:
    lines = (json.dumps(record, ensure_ascii=False) for record in articles)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of a JSONL of 24 articles and of two text files."""
    folder = tmp_path_factory.mktemp("corpus")
    records = [{"id": f"a{i:02d}", "text": article(i), "date": "2024-03-14"} for i in range(24)]
    write_jsonl(folder / "news.jsonl", records)
    (folder / "один.txt").write_text(article(30), encoding="utf-8")
    (folder / "two words.txt").write_text(article(31), encoding="cp1251")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }
