"""The problems of input, each with its reason and its mend in one sentence."""

from __future__ import annotations

from dragoman.model.article import Problem


def fatal(code: str, message: str, origin: str, article: str | None = None) -> Problem:
    """Input that gives no article. `origin` is "FILE" or "FILE:ROW"."""
    return Problem(code, message, article=article, origin=origin, fatal=True)


def note(code: str, message: str, origin: str | None, article: str | None = None) -> Problem:
    """Something to know beside an article that was read."""
    return Problem(code, message, article=article, origin=origin)


def not_text(origin: str) -> Problem:
    return fatal(
        "not-text",
        "These bytes are not text (a picture, a PDF or an archive?); give plain text, HTML or JSON Lines.",
        origin,
    )


def empty(origin: str) -> Problem:
    return fatal("empty", "There is no text in it; leave it out, or give a file that holds an article.", origin)


def guessed(encoding: str, origin: str, article: str | None = None) -> Problem:
    return note(
        "encoding-guessed",
        f"The bytes are not UTF-8 and were read as {encoding}, which is a guess; save the file as UTF-8 to be sure.",
        origin,
        article,
    )


def too_large(origin: str, limit: int) -> Problem:
    return fatal(
        "file-too-large",
        f"It holds more than {limit // 2**20} MiB, more than one article can have; "
        "give one article a file, or JSON Lines with one article a row.",
        origin,
    )


def unreadable_date(words: str, origin: str | None, article: str | None = None) -> Problem:
    return note(
        "unreadable-date",
        f"The date {words[:60]!r} could not be read, so the article has none; write it as YYYY-MM-DD.",
        origin,
        article,
    )
