"""The article of a saved web page, with its title, date and url."""

import email
import email.policy
import re
from collections.abc import Iterator

from pipeline.core.errors import InputError, MissingExtraError
from pipeline.read.encodings import decode
from pipeline.read.files import Article, Options, Piece, Read, whole
from pipeline.read.meta import parse_date

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", re.I
)
_SAVED = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")
_BODY = 40  # letters; a page with fewer has no article


def read_html(piece: Piece, options: Options) -> Iterator[Read]:
    """A page as saved by a browser: «Статья.html»."""
    yield _article(piece, whole(piece), "")


def read_mhtml(piece: Piece, options: Options) -> Iterator[Read]:
    """A page saved as a single file: the first HTML part of the archive."""
    message = email.message_from_bytes(whole(piece), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            assert isinstance(page, bytes)
            url = part.get("Content-Location") or message.get("Snapshot-Content-Location") or ""
            yield _article(piece, page, str(url))
            return
    yield piece.trouble("no page in this web archive", piece.name)


def _article(piece: Piece, page: bytes, url: str) -> Read:
    if not page.strip():
        return piece.trouble("empty file", piece.name)
    declared = _CHARSET.search(page[:4096])
    try:
        html, encoding = decode(page, declared[1].decode("ascii") if declared else "")
    except InputError as error:
        return piece.trouble(str(error), piece.name)
    found = extract(html)
    if not found:
        return piece.trouble("no article in this page", piece.name)
    text, meta = found
    saved = _SAVED.search(html[:4096])
    if url or saved:
        meta["url"] = url or (saved[1] if saved else "")
    meta |= {"source": piece.source, "encoding": encoding}
    return Article(piece.name, text, meta)


def extract(html: str) -> tuple[str, dict[str, str]] | None:
    """Headline and text of the article, a paragraph a line, and what the page says of it.

    By trafilatura; None where it sees no article. Navigation, comments and captions of other
    stories stay out. The headline is put above the text, as in a text file of news.
    """
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError("reading HTML", "html") from None
    try:
        found = trafilatura.bare_extraction(
            html,
            with_metadata=True,
            include_comments=False,
            include_tables=True,
            favor_precision=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # lxml raises of many kinds on what is no page
        return None
    if not found or isinstance(found, dict):
        return None
    title = " ".join((found.title or "").split())
    body = (found.text or "").strip()
    if sum(ch.isalpha() for ch in body) < _BODY:
        return None
    if title and not " ".join(body[: len(title) + 9].split()).startswith(title):
        body = f"{title}\n\n{body}"
    meta = {"title": title, "date": parse_date(found.date), "url": found.url or ""}
    return body + "\n", {key: value for key, value in meta.items() if value}
