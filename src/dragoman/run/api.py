"""The library: what `import dragoman` offers. The same jobs as the commands, in Python's own types."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from dragoman.intake.articles import article_from_text
from dragoman.intake.dates import read_date
from dragoman.intake.formats import read_articles as read_files
from dragoman.intake.formats import without_twins
from dragoman.intake.jsonl import article_from_row
from dragoman.model.article import Article, Problem
from dragoman.model.claim import Claim
from dragoman.model.dossier import Dossier
from dragoman.run.archive import LoadReport, load_draft, new_run
from dragoman.run.coder import code_articles, loaded_coder
from dragoman.run.opinions import Engine
from dragoman.run.phrases import Named, Phrase, resolve_phrases
from dragoman.run.records import dossier_records
from dragoman.run.setup import Setup, setup_of
from dragoman.store.database import Store
from dragoman.store.draft import Draft

if TYPE_CHECKING:
    import pandas
    import polars

Day: TypeAlias = str | date | None
"""A day: an ISO date ("2021-12-24"), a `datetime.date` or `datetime`, or None."""
Source: TypeAlias = str | Mapping[str, object] | Article
"""An article: its text, a row `{"text", "id"?, "title"?, "published"?, "publisher"?, ...}`, or an `Article`."""
Models: TypeAlias = str | Iterable[str] | None
"""A spaCy model by name, the folder of a model of event types, or both; None: those that come with the program."""
FilePath: TypeAlias = str | os.PathLike[str]


class InputWarning(UserWarning):
    """Some input could not be read or coded; the warning says which and how to mend it. The rest goes on."""


class Coding(Iterator[Claim]):
    """Articles being coded. Iterate for their claims, or take `dossiers`, `records` or a frame instead.

    Nothing is coded before it is asked for, and nothing is kept: each of these goes on where the one before it
    stopped, and a `Coding` that has been gone through is empty. Input that cannot be read gives an `InputWarning` and
    stands in `problems`.
    """

    def __init__(self, found: Iterable[Dossier | Problem]) -> None:
        self._found = iter(found)
        self._problems: list[Problem] = []
        self._claims = (claim for dossier in self.dossiers() for claim in dossier.claims)

    def __iter__(self) -> Coding:
        return self

    def __next__(self) -> Claim:
        return next(self._claims)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What has gone wrong with the input so far; `fatal` marks what was left out. A dossier has its own beside."""
        return tuple(self._problems)

    def dossiers(self) -> Iterator[Dossier]:
        """Each article with all that was found in it: mentions, times, places, statements, repairs and claims."""
        for found in self._found:
            if isinstance(found, Problem):
                self._problems.append(found)
                _warn(found)
            else:
                yield found

    def records(self, *, claims_only: bool = True) -> Iterator[dict[str, object]]:
        """The claims as JSON-ready dicts, field for field the lines of `dragoman code`.

        Without `claims_only` the lines of articles, repairs and problems come too.
        """
        for dossier in self.dossiers():
            yield from dossier_records(dossier, claims_only)

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame, one flat row a claim; raises ImportError that names the extra where pandas is missing."""
        from dragoman.export.frames import to_pandas

        return to_pandas(self.records())

    def to_polars(self) -> polars.DataFrame:
        """A polars frame, one flat row a claim; raises ImportError that names the extra where polars is missing."""
        from dragoman.export.frames import to_polars

        return to_polars(self.records())


def code(
    text_or_articles: Source | Iterable[Source | Problem], *, published: Day = None, model: Models = None,
    ontology: FilePath | None = None, engine: Engine = "both", processes: int = 1,
    geonames: FilePath | None = None, almanac: FilePath | None = None,
) -> Coding:  # fmt: skip
    """Code articles: one text (not a path), row or `Article`, or an iterable of them, taken one at a time.

    `published` is the day of publication of articles that state none. `model` names a spaCy model (package or path), a
    folder made by `dragoman train`, or both in a list; a model is loaded once in a process and kept. `engine` is
    "rules", "model" or "both". `ontology` is a folder of your own event types and rules, whose files go before the
    program's; `geonames` a GeoNames dump of your own, whose towns are put beside the program's,
    `almanac` a folder of people and groups of your own (`dragoman almanac import` makes one). More than one of
    `processes` code in parallel, to the same result in the same order; a script that uses them needs the usual
    ``if __name__ == "__main__":``.

    Raises:
        ValueError, TypeError: for a `published` that is no day, and for something that is no article.
        ModelMissingError, DataError: when the first claim is asked for, if a model is missing or data are wrong.
    """
    articles = without_twins(_articles(text_or_articles, _day(published)))
    return Coding(
        code_articles(
            articles, setup=_setup(model, ontology, engine, geonames=geonames, almanac=almanac), processes=processes
        )
    )


def read_articles(paths: FilePath | Iterable[FilePath], *, published: Day = None) -> Iterator[Article | Problem]:
    """The articles of files, folders and glob patterns, to be given to `code`: text, HTML, JSON, JSON Lines, also .gz.

    What cannot be read comes as a `Problem`. Raises ValueError for a `published` that is no day.
    """
    return read_files(_paths(paths), published=_day(published))


def resolve_phrase(phrase: str, on: Day = None, *, model: Models = None, almanac: FilePath | None = None) -> Named:
    """Who a phrase names by itself, on a day if given: `resolve("the French foreign minister", "2021-12-24").party`.

    Raises:
        ValueError: if `on` is no day.
    """
    (named,) = resolve_phrases([Phrase(phrase, _day(on))], loaded_coder(_setup(model, None, "rules", almanac=almanac)))
    return named


def load(
    paths: FilePath | Iterable[FilePath], db: FilePath = "dragoman.duckdb", *, published: Day = None,
    model: Models = None, ontology: FilePath | None = None, engine: Engine = "both", processes: int = 1,
    geonames: FilePath | None = None, almanac: FilePath | None = None,
) -> LoadReport:  # fmt: skip
    """Code the articles of `paths` and store them in the database `db`, which is made where it is missing.

    Doing it twice adds nothing; after an interruption the same call does the rest. Whoever reads the database meanwhile
    sees it as it was when he opened it.

    Raises:
        StoreError: where the database cannot be written, as while another process does; its message says what to do.
        ValueError, ModelMissingError: as `code` does.
    """
    setup = _setup(model, ontology, engine, geonames=geonames, almanac=almanac)
    articles = read_articles(paths, published=published)
    run = new_run(version("dragoman"), setup)
    with Draft.open(os.fspath(db)) as draft:
        return load_draft(articles, draft, run, setup=setup, processes=processes, on_problem=_warn)


def open(db: FilePath = "dragoman.duckdb") -> Store:
    """A database made by `load`, opened for queries; close it, or use it in a `with` statement.

    ``with dragoman.open("record.duckdb") as record: list(record.query(dragoman.Filters(dyad=("CHN", "PRK"))))``

    Raises:
        StoreError: where it cannot be opened.
    """
    return Store.open(os.fspath(db), read_only=True)


def _setup(
    model: Models, ontology: FilePath | None, engine: Engine, geonames: FilePath | None = None,
    almanac: FilePath | None = None,
) -> Setup:  # fmt: skip
    models = [model] if isinstance(model, str) else model or ()
    return setup_of(
        models, None if ontology is None else Path(ontology), engine,
        geonames=None if geonames is None else Path(geonames),
        almanac=None if almanac is None else Path(almanac),
    )  # fmt: skip


def _articles(given: Source | Iterable[Source | Problem], published: str | None) -> Iterator[Article | Problem]:
    several = [given] if isinstance(given, str | Mapping | Article) else given
    if isinstance(several, os.PathLike | bytes) or not isinstance(several, Iterable):
        raise TypeError(
            f"no articles in a {type(given).__name__}; give texts or rows, or dragoman.read_articles(paths)"
        )
    # a generator would raise only when the first claim is asked for
    return (article for number, each in enumerate(several, 1) for article in _article(each, number, published))


def _article(given: object, number: int, published: str | None) -> Iterator[Article | Problem]:
    where = f"article {number}"
    if isinstance(given, Problem):
        yield given
    elif isinstance(given, Article):
        yield replace(given, published=given.published or published)
    elif isinstance(given, str):
        if given.strip():
            yield article_from_text(given, published=published, origin=where)
        else:
            yield from article_from_row({"text": given}, where, published)
    elif isinstance(given, Mapping):
        yield from article_from_row({name: _plain(value) for name, value in given.items()}, where, published)
    else:
        raise TypeError(f"{where} is a {type(given).__name__}; give a text, a row or an Article")


def _plain(value: object) -> object:
    """A cell as JSON would have it: rows may come from a data frame, with days and with NaN for what is missing."""
    if value != value:  # true of NaN and of pandas' NaT alone
        return None
    return value.isoformat() if isinstance(value, date) else value


def _day(day: Day) -> str | None:
    if day is None:
        return None
    words = day.isoformat()[:10] if isinstance(day, date) else day
    if read_date(words) != words:
        raise ValueError(f"{day!r} is no day; write it as YYYY-MM-DD")
    return words


def _paths(paths: FilePath | Iterable[FilePath]) -> list[str]:
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def _warn(problem: Problem) -> None:
    if problem.fatal:
        where = problem.origin or problem.article
        warnings.warn(f"{where}: {problem.message}" if where else problem.message, InputWarning, stacklevel=3)
