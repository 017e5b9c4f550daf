"""An article from its text and the fields that came with it."""

from __future__ import annotations

import hashlib
import re

from dragoman.model.article import Article

PLAIN_EXTRACTOR = "text/1"
"""What made the text: its own name and version; here the text as it came in."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def article_from_text(
    text: str,
    *,
    id: str | None = None,
    published: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    language: str | None = None,
    origin: str | None = None,
    author: str | None = None,
    updated: str | None = None,
    extractor: str = PLAIN_EXTRACTOR,
) -> Article:
    """The article with this text. Offsets count the code points of `text`, which is kept as it is.

    `published` must be an ISO date or None (`dates.read_date` makes one). Without an `id` the article gets the first
    16 hex digits of its SHA-256 (of the text in UTF-8). A lone surrogate, which no encoding can write, becomes U+FFFD:
    one code point for one, so that offsets stay.
    """
    text = without_surrogates(text)
    sha256 = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Article(
        id=without_surrogates(id) if id else sha256[:16],
        text=text,
        sha256=sha256,
        extractor=extractor,
        title=title,
        author=author,
        publisher=publisher,
        url=url,
        published=published,
        language=language,
        updated=updated,
        origin=origin,
    )


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate turned to U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
