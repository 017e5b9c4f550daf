"""HTML: the report is taken out of the page, and offsets count into the text that was taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from typing import BinaryIO

from dragoman.intake import problems
from dragoman.intake.articles import article_from_text
from dragoman.intake.dates import read_date
from dragoman.intake.decoding import decode
from dragoman.intake.limits import MAX_PAGE
from dragoman.model.article import Article, Problem

NAME = "html"

MAX_DEPTH = 2_000
"""Open tags inside one another: pages have some dozens; far deeper ones exhaust the stack of the tree tools."""

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w\-]{2,40})", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*?(/?)>")
_LEFT_OPEN = re.compile(
    r"(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|td|tr|th|dd|dt|option)\Z",
    re.IGNORECASE,
)


def read_html(stream: BinaryIO, origin: str, published: str | None) -> Iterator[Article | Problem]:
    """The article of an HTML page, with the title, author, day, publisher and address that the page states.

    `origin` names the file in messages, `published` (ISO) is the day for pages that name none.
    """
    data = stream.read(MAX_PAGE + 1)
    if len(data) > MAX_PAGE:
        yield problems.too_large(origin, MAX_PAGE)
        return
    charset = _CHARSET.search(data[:4096])
    decoded = decode(data, charset[1].decode("ascii", "replace") if charset else None)
    if decoded is None:
        yield problems.not_text(origin)
        return
    if not decoded.text.strip():
        yield problems.empty(origin)
        return
    if _depth(decoded.text) > MAX_DEPTH:
        yield problems.fatal(
            "page-too-deep",
            f"The page has more than {MAX_DEPTH} tags inside one another, too deep to be read; save its text instead.",
            origin,
        )
        return
    result = _extract(decoded.text.replace("\x00", " "), origin)
    if isinstance(result, Problem):
        yield result
        return
    text, fields = result
    day = read_date(fields["date"]) if fields["date"] else None
    article = article_from_text(
        text,
        published=day or published,
        title=fields["title"],
        author=fields["author"],
        publisher=fields["sitename"],
        url=fields["url"],
        language=fields["language"],
        origin=origin,
        extractor=_extractor(),
    )
    if decoded.guessed:
        yield problems.guessed(decoded.encoding, origin, article.id)
    yield article


@lru_cache(maxsize=1)
def _extractor() -> str:
    return f"trafilatura/{version('trafilatura')}"


def _depth(page: str) -> int:
    """How deep tags stand inside one another, roughly: tags that are often left open do not count."""
    depth = deepest = 0
    for closing, name, single in _TAG.findall(page):
        if single or _LEFT_OPEN.match(name):
            continue
        depth = max(0, depth - 1) if closing else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _extract(page: str, origin: str) -> tuple[str, dict[str, str | None]] | Problem:
    """The page's article text and its stated fields, or the problem that hides them."""
    from trafilatura import bare_extraction  # heavy, and only pages need it

    try:
        found = bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    except (RecursionError, MemoryError, Exception) as error:  # noqa: BLE001  (a foreign parser on foreign bytes)
        return problems.fatal(
            "broken-html",
            f"The page could not be taken apart ({type(error).__name__}); save its text instead.",
            origin,
        )
    text = str(getattr(found, "text", None) or "")
    if not text.strip():
        return problems.fatal(
            "no-article-text",
            "No article was found in the page (only menus, scripts or frames?); save the report's text instead.",
            origin,
        )
    names = ("title", "author", "sitename", "date", "url", "language")
    return text, {name: _field(getattr(found, name, None)) for name in names}


def _field(value: object) -> str | None:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return words or None
