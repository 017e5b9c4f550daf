"""Plain text: one file is one article, and offsets count into the decoded file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dragoman.intake import problems
from dragoman.intake.articles import article_from_text
from dragoman.intake.decoding import decode
from dragoman.intake.limits import MAX_FILE
from dragoman.model.article import Article, Problem

NAME = "text"


def read_plain(stream: BinaryIO, origin: str, published: str | None) -> Iterator[Article | Problem]:
    """The article of a text file. Line ends stay as they are; a byte order mark is not part of the text.

    `origin` names the file in messages, `published` (ISO) is the day for articles that name none.
    """
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        yield problems.too_large(origin, MAX_FILE)
        return
    decoded = decode(data)
    if decoded is None:
        yield problems.not_text(origin)
        return
    if not decoded.text.strip():
        yield problems.empty(origin)
        return
    article = article_from_text(decoded.text, published=published, origin=origin)
    if decoded.guessed:
        yield problems.guessed(decoded.encoding, origin, article.id)
    yield article
