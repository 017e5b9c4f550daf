"""Articles in, dossiers out: one process or several, in order, never all in memory."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path

from dragoman.classify.classifier import NONE, Classifier
from dragoman.classify.joining import Joiner
from dragoman.classify.tagger import Tagger
from dragoman.intake.clean import Cleaned, clean_article
from dragoman.knowledge.geonames import load_own_towns
from dragoman.knowledge.knowledge import Knowledge, load_knowledge
from dragoman.knowledge.tables import DataError, collector_paused
from dragoman.model.article import Article, CleanText, Problem
from dragoman.model.dossier import Dossier
from dragoman.reading.parser import Parser, model_name
from dragoman.run.opinions import Engine, joiner_of
from dragoman.run.setup import Setup
from dragoman.run.steps import check_order, code_reading

DEFAULT_SETUP = Setup()
BROKEN_TOWN = "geonames-row"  # code of the problem of a row in a user's own towns
_SHARD = 16  # articles sent to a worker at once
_AHEAD = 3  # shards waiting for each worker: enough to keep it busy, few enough to hold memory down


class WorkerError(RuntimeError):
    """A worker process died; the message says what may help."""


@dataclass(slots=True)
class Coder:
    """Everything loaded that coding needs; make one and use it for many articles."""

    knowledge: Knowledge
    parser: Parser
    classifier: Classifier | None = None
    engine: Engine = "rules"
    tagger: Tagger | None = None
    joiner: Joiner = field(init=False)

    def __post_init__(self) -> None:
        self.joiner = joiner_of(self.knowledge.ontology, self.classifier)

    @classmethod
    def load(cls, setup: Setup = DEFAULT_SETUP) -> Coder:
        """Load data and language model; raises DataError or ModelMissingError with the mend in the message."""
        check_order()
        classifier = None if setup.engine == "rules" else Classifier.find(setup.classifier)
        tagger = None
        if classifier is not None:  # a folder of a user's own types has no tagger of its own
            tagger = Tagger.beside(classifier.folder)
        parser = Parser.load(setup.model)  # first, for it fails soonest; it also sets the collector running again
        with collector_paused():
            knowledge = load_knowledge(setup.data, setup.ontology, geonames=setup.geonames, almanac=setup.almanac)
        if classifier is not None:
            _check_types(classifier, knowledge)
        return cls(knowledge, parser, classifier, setup.engine, tagger)

    def code(self, articles: Iterable[Article | Problem]) -> Iterator[Dossier | Problem]:
        """A dossier for each article and every problem as it came, in order.

        An article that fails to be coded gives a Problem of code "coding-failed"; the rest goes on.
        """
        waiting: deque[Cleaned | Problem] = deque()

        def texts() -> Iterator[CleanText]:
            for article in articles:
                if isinstance(article, Problem):
                    waiting.append(article)
                    continue
                cleaned = cleaned_or_problem(article)
                waiting.append(cleaned)
                if isinstance(cleaned, Cleaned):
                    yield cleaned.clean

        for reading in self.parser.read(texts()):
            while isinstance(waiting[0], Problem):
                yield waiting.popleft()  # type: ignore[misc]
            cleaned = waiting.popleft()
            assert isinstance(cleaned, Cleaned)
            try:
                yield code_reading(
                    cleaned.article, cleaned.repairs, cleaned.problems, reading, self.knowledge, self.classifier,
                    self.joiner, self.engine, self.tagger,
                )  # fmt: skip
            except Exception as error:  # noqa: BLE001 - one article must not stop an archive; the problem names it
                yield _failed(cleaned.article, error)
        for problem in waiting:
            assert isinstance(problem, Problem)
            yield problem


def _check_types(classifier: Classifier, knowledge: Knowledge) -> None:
    """DataError where the model knows types that the ontology has not."""
    known = knowledge.ontology.types
    odd = sorted({name for name in classifier.about["types"] if name.partition(".")[0] not in known} - {NONE})
    if odd:
        raise DataError(
            f"{classifier.folder}: the ontology has no type {', '.join(odd)}; add them to event_types.yaml in a folder "
            "of your own and name it with --ontology"
        )


def cleaned_or_problem(article: Article) -> Cleaned | Problem:
    """The article's clean copy, or the Problem "coding-failed"."""
    try:
        return clean_article(article)
    except Exception as error:  # noqa: BLE001 - as above
        return _failed(article, error)


def loaded_coder(setup: Setup = DEFAULT_SETUP) -> Coder:
    """The coder of a setup, loaded once in a process; raises as `Coder.load` does."""
    return _loaded(setup)


@cache
def _loaded(setup: Setup) -> Coder:
    return Coder.load(setup)


def code_articles(
    articles: Iterable[Article | Problem],
    *,
    setup: Setup = DEFAULT_SETUP,
    processes: int = 1,
    coder: Coder | None = None,
) -> Iterator[Dossier | Problem]:
    """Code a stream of articles; `processes` above 1 use as many workers and give the same result in the same order."""
    model_name(setup.model)  # a missing model is found before anything is loaded or any worker started
    if setup.geonames is not None:
        yield from _broken_rows(setup.geonames)
    if processes <= 1:
        yield from (coder or loaded_coder(setup)).code(articles)
        return
    shards = _shards(articles)
    context = multiprocessing.get_context("spawn")  # a forked copy of a threaded parent may hang
    pool = ProcessPoolExecutor(processes, context, initializer=_start_worker, initargs=(setup,))
    # Shards that no worker is left to read fill the pipe; Python 3.11.2 waits for ever (3.11.7 does not).
    pool._call_queue.cancel_join_thread()  # type: ignore[attr-defined]
    pending: deque[Future[list[Dossier | Problem]]] = deque()
    try:
        for shard in shards:
            with _deaf_children():
                pending.append(pool.submit(_code_shard, shard))
            if len(pending) >= processes * _AHEAD:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerError(
            "a worker process ended before its work was done; "
            "is there memory for all of them? Take fewer --processes, or one to see the error itself"
        ) from error
    except (KeyboardInterrupt, GeneratorExit):
        for worker in tuple(pool._processes.values()):  # what they are at is wanted no more
            worker.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _broken_rows(geonames: Path) -> Iterator[Problem]:
    """What could not be read of a user's own towns; DataError where that is all."""
    for row in load_own_towns(geonames).broken:
        yield Problem(BROKEN_TOWN, row.message, origin=row.where, fatal=True)


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes started meanwhile do not hear Ctrl-C, which a terminal sends to all: the parent ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _shards(articles: Iterable[Article | Problem]) -> Iterator[list[Article | Problem]]:
    stream = iter(articles)
    while shard := list(islice(stream, _SHARD)):
        yield shard


_worker: list[Coder | Exception] = []  # one for each worker process, filled by its initializer


def _start_worker(setup: Setup) -> None:
    try:
        _worker.append(Coder.load(setup))
    except Exception as error:  # noqa: BLE001 - an initializer that fails is told of in a traceback; the parent raises it
        _worker.append(error)


def _code_shard(shard: list[Article | Problem]) -> list[Dossier | Problem]:
    if isinstance(_worker[0], Exception):
        raise _worker[0]
    return list(_worker[0].code(shard))


def _failed(article: Article, error: Exception) -> Problem:
    return Problem(
        "coding-failed",
        f"could not be coded ({type(error).__name__}: {error}); please report it with the text of the article",
        article=article.id,
        origin=article.origin,
        fatal=True,
    )
