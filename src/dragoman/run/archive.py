"""Loads articles into a store: coded in batches, each kept whole or not at all; done twice, it adds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from dragoman.classify.classifier import Classifier
from dragoman.classify.tagger import Tagger
from dragoman.knowledge.knowledge import data_hash
from dragoman.model.article import Article, Problem
from dragoman.model.claim import Run
from dragoman.model.dossier import Dossier
from dragoman.reading.parser import model_name
from dragoman.run.coder import BROKEN_TOWN, DEFAULT_SETUP, cleaned_or_problem, code_articles
from dragoman.run.judging import judge_record
from dragoman.run.setup import Setup
from dragoman.store.database import Store
from dragoman.store.draft import Draft
from dragoman.store.identity import make_run
from dragoman.store.results import LoadCounts

BATCH = 64  # articles a transaction


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: `held` articles were in the store already, as coded by the same run."""

    run: Run
    counts: LoadCounts
    held: int


def new_run(version: str, setup: Setup = DEFAULT_SETUP) -> Run:
    """The run that coding now would be: its id hangs on code version, data and model, not on the hour."""
    started = datetime.now(UTC).replace(microsecond=0).isoformat()
    options: dict[str, str] = {"engine": setup.engine}
    if setup.engine != "rules":
        classifier = Classifier.find(setup.classifier)
        tagger = Tagger.beside(classifier.folder)
        options["classifier"] = classifier.name
        if tagger is not None:
            options["tagger"] = tagger.name
    data = data_hash(setup.data, setup.ontology, geonames=setup.geonames, almanac=setup.almanac)
    return make_run(version, data, model_name(setup.model), started, options)


def load_draft(
    articles: Iterable[Article | Problem], draft: Draft, run: Run, *, setup: Setup = DEFAULT_SETUP, processes: int = 1,
    on_problem: Callable[[Problem], None] = lambda _: None, on_article: Callable[[Article], None] = lambda _: None,
) -> LoadReport:  # fmt: skip
    """As `load_articles`, into a draft that is published now and then; leaving the draft's context publishes the rest.
    Then, once all articles are in, the record is judged.
    """
    report = load_articles(
        articles, draft.store, run, setup=setup, processes=processes, on_problem=on_problem, on_article=on_article,
        on_batch=draft.publish_if_due,
    )  # fmt: skip
    judge_record(draft.store)
    return report


def load_articles(
    articles: Iterable[Article | Problem], store: Store, run: Run, *, setup: Setup = DEFAULT_SETUP, processes: int = 1,
    on_problem: Callable[[Problem], None] = lambda _: None, on_article: Callable[[Article], None] = lambda _: None,
    on_batch: Callable[[], None] = lambda: None,
) -> LoadReport:  # fmt: skip
    """Code articles and store them. `on_problem` hears of input that could not be read, `on_article` of each article
    done; `on_batch` is called when a batch is stored. What was stored before an interruption stays; the same call
    finishes the rest.
    """
    held = 0
    begun = any(earlier.id == run.id for earlier in store.runs())

    def fresh() -> Iterator[Article | Problem]:
        nonlocal held
        for article in articles:
            if begun and isinstance(article, Article) and _is_held(article, store, run):
                held += 1
                on_article(article)
            else:
                yield article

    counts = LoadCounts()
    batch: list[Dossier | Problem] = []
    for found in code_articles(fresh(), setup=setup, processes=processes):
        if isinstance(found, Problem):
            on_problem(found)
            if not found.fatal or found.code == BROKEN_TOWN:  # no article, so the ledger has no row for it
                continue
        else:
            on_article(found.article)
        batch.append(found)
        if len(batch) >= BATCH:
            counts += store.write(batch, run)
            batch = []
            on_batch()
    if batch:
        counts += store.write(batch, run)
    return LoadReport(run, counts, held)


def _is_held(article: Article, store: Store, run: Run) -> bool:
    """Whether the run has coded the article before. The store keeps it with the fields that its text states."""
    cleaned = cleaned_or_problem(article)
    return not isinstance(cleaned, Problem) and store.holds(cleaned.article, run.id)
