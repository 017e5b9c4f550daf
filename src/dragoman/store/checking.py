"""Checks a record: hashes, passages, columns, references and counts. Nothing is changed, little is held in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.model.article import Article, Problem
from dragoman.store.checking_claims import (
    COLUMNS,
    PARTY_COLUMNS,
    PartyRow,
    loaded,
    misfit_columns,
    misfit_passages,
    read_record,
    record_id,
    told_parties,
)
from dragoman.store.encoding import load_cell, load_record, load_text
from dragoman.store.engine import AMONG
from dragoman.store.errors import StoreError
from dragoman.store.identity import article_key, content_id, make_run, reading_id, skipped_id
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.shape import COLUMNS as SHAPE_COLUMNS
from dragoman.store.shape import as_shape, shape_after

if TYPE_CHECKING:
    from dragoman.store.database import Store

_A_PAGE = 500
"""Rows that are held at once; those of articles and claims are some kilobytes each."""
RESTORE = "bring it back from a copy or an export"
REJUDGE = "judge the record anew"

_REFERENCES: Sequence[tuple[str, str, str, str, str]] = (
    ("articles", "key", "first_run", "runs", "id"),
    ("ledger", "id", "run", "runs", "id"),
    ("ledger", "id", "article_key", "articles", "key"),
    ("claims", "id", "article_key", "articles", "key"),
    ("claims", "id", "run", "runs", "id"),
    ("claim_parties", "claim", "claim", "claims", "id"),
    ("found", "ledger", "ledger", "ledger", "id"),
    ("found", "ledger", "claim", "claims", "id"),
    ("judgements", "id", "claim", "claims", "id"),
    ("judgements", "id", "other", "claims", "id"),
    ("judgements", "id", "judgement", "judgements", "id"),
    ("article_groups", "article", "article", "articles", "key"),
    ("article_groups", "article", "version_of", "articles", "key"),
    ("article_groups", "article", "copy_of", "articles", "key"),
    ("judged_claims", "claim", "claim", "claims", "id"),
    ("judged_claims", "claim", "matter", "claims", "id"),
    ("judged_claims", "claim", "joined_to", "claims", "id"),
    ("disagreements", "claim", "claim", "claims", "id"),
    ("disagreements", "claim", "matter", "claims", "id"),
    ("corrected_claims", "id", "id", "claims", "id"),
)
"""Table, what names its row, the column that refers, and the table and column it refers to."""
_JUDGED = frozenset({"article_groups", "judged_claims", "disagreements", "corrected_claims"})

_COUNTS: Sequence[tuple[str, str, str]] = (
    (
        "ledger",
        "SELECT id, claims || ' claims told of, ' || coalesce(held, 0) || ' in the table found' FROM ledger "
        "LEFT JOIN (SELECT ledger, count(*) AS held FROM found GROUP BY ledger) AS counts ON counts.ledger = ledger.id "
        "WHERE claims <> coalesce(held, 0)",
        RESTORE,
    ),
    (
        "found",
        "SELECT ledger, 'claim ' || claim || ' stands twice' FROM found GROUP BY ALL HAVING count(*) > 1",
        RESTORE,
    ),
    ("claims", "SELECT id, 'no reading found it' FROM claims WHERE id NOT IN (SELECT claim FROM found)", RESTORE),
    (
        "articles",
        "SELECT key, 'no run has read it' FROM articles "
        "WHERE key NOT IN (SELECT article_key FROM ledger WHERE article_key IS NOT NULL)",
        RESTORE,
    ),
    (
        "ledger",
        "SELECT ledger.id, 'column article is not the id of its article' FROM ledger "
        "JOIN articles ON articles.key = ledger.article_key WHERE ledger.article IS DISTINCT FROM articles.id",
        RESTORE,
    ),
    (
        "ledger",
        "SELECT id, 'coded, but no article is named' FROM ledger WHERE state = 'coded' AND article_key IS NULL",
        RESTORE,
    ),
    (
        "claims",
        "SELECT claims.id, 'article, publisher or published is not that of its article' FROM claims "
        "JOIN articles ON articles.key = claims.article_key WHERE claims.article IS DISTINCT FROM articles.id "
        "OR claims.publisher IS DISTINCT FROM articles.publisher "
        "OR claims.published IS DISTINCT FROM TRY_CAST(articles.published AS DATE)",
        RESTORE,
    ),
)
"""Table, statement that gives ids of rows and what is wrong with them, and the mend."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a record that is not as it was written: `id` names the row of `table`, `what` says it and how to
    mend it.
    """

    table: str
    id: str
    what: str


def check_record(store: Store) -> Iterator[Fault]:
    """Every fault of a record, table by table; none where all is well.

    Raises:
        StoreError: where DuckDB cannot read all of the file: it is damaged.
    """
    faults = list(_shape_faults(store))
    yield from faults
    if any(fault.table != "schema_version" for fault in faults):
        return  # what lacks a table or column cannot be asked for more
    _read_all(store)
    yield from _run_faults(store)
    yield from _article_faults(store)
    yield from _ledger_faults(store)
    yield from _claim_faults(store)
    yield from _retold_faults(store)
    yield from _judgement_faults(store)
    yield from misfit_rows(store)


def misfit_rows(store: Store) -> Iterator[Fault]:
    """Rows that do not fit together: references to what is not there, and counts that are not so. Fast."""
    for table, name, column, other, key in _REFERENCES:
        mend = REJUDGE if table in _JUDGED else RESTORE
        statement = (
            f'SELECT DISTINCT {name}, "{column}" FROM {table} WHERE "{column}" IS NOT NULL '
            f'AND "{column}" NOT IN (SELECT {key} FROM {other}) ORDER BY ALL'
        )
        for row, value in store.fetch(statement):
            yield _fault(table, row, f"{column} is {value}, which the table {other} does not have", mend)
    for table, statement, mend in _COUNTS:
        for row, what in store.fetch(f"{statement} ORDER BY 1"):
            yield _fault(table, row, str(what), mend)


def _fault(table: str, row: object, what: str, mend: str) -> Fault:
    return Fault(table, str(row), f"{what}; {mend}")


def _shape_faults(store: Store) -> Iterator[Fault]:
    """What is wrong with the schema: its history, its tables, their columns."""
    expected = [(migration.number, migration.name) for migration in MIGRATIONS]
    if store.fetch("SELECT version, name FROM schema_version ORDER BY version") != expected:
        yield _fault("schema_version", len(MIGRATIONS), "the migrations are not those of this program", RESTORE)
    held = as_shape(store.fetch(SHAPE_COLUMNS))
    for table, columns in shape_after(MIGRATIONS).items():
        if table not in held:
            yield _fault(table, "", "there is no such table", RESTORE)
        elif held[table] != columns:
            odd = sorted({name for name, _ in held[table].items() ^ columns.items()}) or ["their order"]
            yield _fault(table, "", f"its columns are not those of the schema: {', '.join(odd)}", RESTORE)


def _read_all(store: Store) -> None:
    """Has DuckDB read every page of every table, so that its checksums are compared.

    Raises:
        StoreError: naming the table that cannot be read.
    """
    for table in as_shape(store.fetch(SHAPE_COLUMNS)):
        try:
            store.fetch(f'SELECT bit_xor(hash(COLUMNS(*))) FROM "{table}"')
        except StoreError as error:
            raise type(error)(f"table {table}: {error}") from error


def _pages(store: Store, table: str, columns: Sequence[str]) -> Iterator[list[dict[str, object]]]:
    """The rows of a table in the order in which they were written, some at a time."""
    ((last,),) = store.fetch(f"SELECT coalesce(max(rowid), -1) FROM {table}")
    listed = ", ".join(f'"{name}"' if name not in _DAY_COLUMNS else f"{name}::VARCHAR" for name in columns)
    for start in range(0, int(str(last)) + 1, _A_PAGE):
        rows = store.fetch(
            f"SELECT {listed} FROM {table} WHERE rowid >= ? AND rowid < ? ORDER BY rowid", [start, start + _A_PAGE]
        )
        if rows:
            yield [dict(zip(columns, row, strict=True)) for row in rows]


_DAY_COLUMNS = frozenset({"happened_from", "happened_to"})


def _texts(store: Store, keys: Sequence[object]) -> dict[str, str]:
    """The texts of articles by key, of those that are there."""
    rows = store.fetch(f"SELECT key, text FROM articles WHERE key {AMONG}", [json.dumps(sorted(map(str, set(keys))))])
    return {str(key): load_text(str(text)) for key, text in rows}


def _run_faults(store: Store) -> Iterator[Fault]:
    rows = store.fetch(
        "SELECT id, ordinal, code_version, data_hash, model, started, options FROM runs ORDER BY ordinal, id"
    )
    for place, (number, ordinal, *texts, options) in enumerate(rows, 1):
        if ordinal != place:
            yield _fault("runs", number, f"its ordinal is {ordinal} where {place} is due", RESTORE)
        code_version, data_hash, model, started = (load_text(str(text)) for text in texts)
        told = read_record(str(options))
        if told is None or not all(isinstance(value, str) for value in told.values()):
            yield _fault("runs", number, "its options are no JSON object of texts", RESTORE)
            continue
        wanted = {name: str(value) for name, value in load_record(str(options)).items()}
        if make_run(code_version, data_hash, model, started, wanted).id != number:
            yield _fault("runs", number, "it is not the run that its id is the hash of", RESTORE)


def _article_faults(store: Store) -> Iterator[Fault]:
    names = tuple(Article.__dataclass_fields__)
    for page in _pages(store, "articles", ("key", *names)):
        for row in page:
            texts = {name: load_text(value) for name, value in row.items() if isinstance(value, str)}
            key = texts.pop("key")
            article = Article(**(dict.fromkeys(names) | texts))  # type: ignore[arg-type]
            if article_key(article) != key:
                yield _fault("articles", key, "text or fields were changed after it was stored", RESTORE)
            if article.sha256 != hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest():
                yield _fault("articles", key, "sha256 is not that of its text", RESTORE)


def _ledger_faults(store: Store) -> Iterator[Fault]:
    names = ("id", "run", "article_key", "article", "origin", "reason", "message")
    for page in _pages(store, "ledger", names):
        for row in page:
            number, run, key, article, origin, reason, message = (load_cell(value) for value in row.values())
            if key is not None:
                due = reading_id(str(run), key)
            else:
                due = skipped_id(str(run), Problem(reason or "", message or "", article, origin=origin))
            if number != due:
                yield _fault("ledger", number, "its id is not the hash of run and input", RESTORE)


def _claim_faults(store: Store) -> Iterator[Fault]:
    for page in _pages(store, "claims", ("id", "article_key", "record", *COLUMNS)):
        texts = _texts(store, [row["article_key"] for row in page])
        parties = _parties(store, [str(row["id"]) for row in page])
        for row in page:
            number = str(row["id"])
            record = read_record(str(row["record"]))
            if record is None:
                yield _fault("claims", number, "its record is no JSON object", RESTORE)
                continue
            yield from _faults_of(number, record, row, texts.get(str(row["article_key"])))
            if sorted(told_parties(record), key=repr) != sorted(parties.get(number, []), key=repr):
                yield _fault("claim_parties", number, "its parties are not those of the record", RESTORE)


def _faults_of(number: str, record: dict[str, object], row: Mapping[str, object], text: str | None) -> Iterator[Fault]:
    """The faults of one claim's row; without a text (the article is missing) its passages are left alone."""
    as_told = loaded(record)
    assert isinstance(as_told, dict)
    if as_told.get("id") != number or record_id(as_told) != number:
        yield _fault("claims", number, "its record is not what its id is the hash of", RESTORE)
    if text is not None:
        for wrong in misfit_passages(as_told, text):
            yield _fault("claims", number, wrong, RESTORE)
    odd = misfit_columns(record, row)
    if odd:
        yield _fault("claims", number, f"not as its record tells: {', '.join(odd)}", RESTORE)


def _parties(store: Store, claims: Sequence[str]) -> dict[str, list[PartyRow]]:
    """The rows of `claim_parties` by claim."""
    listed = ", ".join(f'"{name}"' for name in PARTY_COLUMNS)
    held: dict[str, list[PartyRow]] = {}
    statement = f"SELECT claim, {listed} FROM claim_parties WHERE claim {AMONG}"
    for claim, *values in store.fetch(statement, [json.dumps(claims)]):
        held.setdefault(str(claim), []).append(tuple(values))
    return held


def _retold_faults(store: Store) -> Iterator[Fault]:
    """Passages of claims that other articles (versions of the same one) tell as well: they must stand there, too."""
    pairs = store.fetch(
        "SELECT DISTINCT ledger.article_key, claims.id FROM found JOIN ledger ON ledger.id = found.ledger "
        "JOIN claims ON claims.id = found.claim WHERE ledger.article_key <> claims.article_key ORDER BY ALL"
    )
    for start in range(0, len(pairs), _A_PAGE):
        page = pairs[start : start + _A_PAGE]
        texts = _texts(store, [key for key, _ in page])
        rows = store.fetch(f"SELECT id, record FROM claims WHERE id {AMONG}", [json.dumps([one for _, one in page])])
        records = {number: read_record(str(record)) for number, record in rows}
        for key, number in page:
            if str(key) in texts:
                for wrong in misfit_passages(loaded(records.get(number)), texts[str(key)]):
                    yield _fault("found", number, f"found in article {key} too, where {wrong}", RESTORE)


def _judgement_faults(store: Store) -> Iterator[Fault]:
    names = ("id", "action", "claim", "other", "field", "value", "judgement", "judge", "judged", "reason")
    for page in _pages(store, "judgements", names):
        for row in page:
            number, *parts = (load_cell(value) for value in row.values())
            if content_id("judgement", *parts) != number:
                yield _fault("judgements", number, "it is not the judgement that its id is the hash of", RESTORE)
