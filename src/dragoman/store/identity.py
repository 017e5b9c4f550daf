"""Ids that are hashes of content: the same run, article or reading has the same id wherever it is made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from dragoman.model.article import Article, Problem
from dragoman.model.claim import Run

ID_LENGTH = 16
"""Hexadecimal digits of an id (64 bits)."""


def make_run(code_version: str, data_hash: str, model: str, started: str, options: Mapping[str, str]) -> Run:
    """A run whose id is a hash of everything but its start time, so that the same run done twice has one id.

    `options` are those that change what is coded; `started` is UTC in ISO 8601.
    """
    number = content_id("run", code_version, data_hash, model, sorted(options.items()))
    return Run(number, code_version, data_hash, model, started, dict(options))


def article_key(article: Article) -> str:
    """A hash of the article's id, text and all that is known of it; where it was read from does not count.

    An article that comes again with another text or date of publication is thus another article.
    """
    known = {name: value for name, value in article.to_dict().items() if name not in ("kind", "article")}
    return content_id("article", article.id, article.text, known)


def reading_id(run: str, key: str) -> str:
    """The id of the ledger's row for one article in one run."""
    return content_id("coded", run, key)


def skipped_id(run: str, problem: Problem) -> str:
    """The id of the ledger's row for input that could not be read."""
    return content_id("skipped", run, problem.origin, problem.article, problem.code, problem.message)


def content_id(*parts: object) -> str:
    """The first digits of the SHA-256 of the parts' canonical JSON."""
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
