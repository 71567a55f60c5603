"""Bytes to text: which encoding it is, and what cannot be text."""

import codecs
import re

from pipeline.core.errors import InputError

# Longest mark first: that of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CYRILLIC = ["cp1251", "koi8_r", "cp866"]
_NAMES = {"koi8_r": "koi8-r"}
_SAMPLE = 1 << 16
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY = {
    b"%PDF-": "a PDF file; convert it first, for example with pdftotext",
    b"PK\x03\x04": "a ZIP, DOCX or XLSX file; save it as text or CSV first",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as plain text first",
    b"{\\rtf": "an RTF file; save it as plain text first",
    b"\x1f\x8b": "a gzip file; give it a name that ends in .gz",
    b"PAR1": "a Parquet file; give it a name that ends in .parquet",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"SQLite format 3": "an SQLite database",
}


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """The text and the name of its encoding; a byte order mark is taken off.

    ``declared`` is what a page says of itself; it is believed where the bytes allow it. Newlines
    stay as they are. Raises InputError for what is not text.

    >>> decode("Товарооборот вырос на 15%".encode("koi8-r"))
    ('Товарооборот вырос на 15%', 'koi8-r')
    """
    encoding, skip = detect(data, declared)
    text = data[skip:].decode(encoding, "replace")
    check(text)
    return text, encoding


def check(text: str) -> None:
    """Raise InputError where decoded characters show that it was no text."""
    controls = _CONTROL.findall(text)
    if "\x00" in controls:
        raise InputError("NUL bytes in it: not text, or a damaged copy")
    if len(controls) > 3 + len(text) // 200:
        raise InputError("not text (too many control characters)")


def detect(data: bytes, declared: str = "", complete: bool = True) -> tuple[str, int]:
    """Name of the encoding and length of the mark before the text; ``data`` may be a beginning.

    UTF-8 where the bytes are valid UTF-8, or invalid in less than one character of five (a
    copy cut short, a record pasted in); else what charset-normalizer finds among the encodings
    that Russian text is in.
    """
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            raise InputError(f"not text: {what}")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    if wide := _wide(data):
        return wide, 0
    if declared and _fits(data, declared):
        return codecs.lookup(declared).name, 0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, complete)
        return "utf-8", 0
    except UnicodeDecodeError:
        return _guess(data), 0


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: every other byte is 0 (Latin, digits) or, at most, 4 (Cyrillic)."""
    head = data[: min(len(data), _SAMPLE) // 2 * 2]
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        zeros = high.count(0)
        if zeros and (zeros + high.count(4)) * 10 > len(high) * 9 and _fits(head, name):
            return name
    return ""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def _guess(data: bytes) -> str:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if broken * 5 <= sum(ch > "\x7f" for ch in text):
        return "utf-8"
    # Only letters tell: a long English head of a page would drown them.
    sample = b" ".join(re.findall(rb"[^\n]*[\x80-\xff][^\n]*", data))[:_SAMPLE]
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_CYRILLIC).best()
    names = [best.encoding] if best else []
    for name in [*names, "cp1251", "koi8_r"]:
        if name in _CYRILLIC and _fits(data, name):
            return _NAMES.get(name, name)
    raise InputError("not text in an encoding that is known here (UTF-8, UTF-16, Windows-1251 …)")


def lossy(text: str) -> int:
    """How many characters were lost in decoding (shown as «\ufffd»)."""
    return text.count("\ufffd")
