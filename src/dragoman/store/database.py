"""The store: one DuckDB file of articles, claims and the ledger of what was read. Append only."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

from dragoman.model.article import Article, Problem
from dragoman.model.claim import Run
from dragoman.model.dossier import Dossier
from dragoman.store.encoding import load_cell, load_record, load_text, store_text
from dragoman.store.engine import AMONG, connect, insert_rows, quote, speaking_errors, unfinished
from dragoman.store.errors import (
    AmbiguousClaimError,
    NewerVersionError,
    OlderVersionError,
    OtherProgramError,
    StoreError,
    UnknownClaimError,
)
from dragoman.store.filters import Filters
from dragoman.store.identity import ID_LENGTH, article_key, reading_id
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.results import Column, LedgerCount, LoadCounts, Relation, StoredClaim, StoreStatus
from dragoman.store.rows import Row, article_row, claim_row, coded_row, party_rows, run_row, skipped_row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

APPLICATION = "dragoman"
"""The mark in `schema_version` by which the program knows its own databases."""
_ROWS_A_PAGE = 2000
_ROWS_A_PARQUET_GROUP = 8192
"""Few enough that a group fits in DuckDB's memory with room to spare."""
_ORDER = "ORDER BY published NULLS LAST, article, evidence_start, id"
_VERSION_TABLE = """
CREATE TABLE schema_version (
  application VARCHAR NOT NULL, version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, applied TIMESTAMP NOT NULL
);
COMMENT ON TABLE schema_version IS 'The migrations this database has had, and whose database it is.';
COMMENT ON COLUMN schema_version.application IS 'the program that owns the database';
COMMENT ON COLUMN schema_version.version IS 'number of the migration, from 1';
COMMENT ON COLUMN schema_version.name IS 'what it brought';
COMMENT ON COLUMN schema_version.applied IS 'when, UTC';
"""


class Store:
    """A database of articles and claims. Made by `open`; a context manager that closes it.

    Every method raises a `StoreError` (never DuckDB's own) where the database fails.
    """

    def __init__(self, path: Path, connection: DuckDBPyConnection, may_write: Collection[Path]) -> None:
        self._path = path
        self._connection = connection
        self._may_write = frozenset(may_write)

    @classmethod
    def open(
        cls, path: Path | str, *, read_only: bool = False, may_write: Sequence[Path | str] = (),
        may_reach: Sequence[Path | str] = (), known_as: Path | None = None,
    ) -> Self:  # fmt: skip
        """Opens the database at `path`; for writing, makes it where it is missing and brings its schema up to date.

        `may_write` names the Parquet files that `write_parquet` will be asked for, `may_reach` other files that modules
        of this room read or write: once open, a database reaches none but those. `known_as` is what it is called where
        that is another path than the file's: a draft goes by the name of the database that it will be. Many may read a
        database at a time; to write one that others read, and that must outlive a killed process, use
        `dragoman.store.draft`.

        Raises:
            StoreError: see `dragoman.store.errors` for the cases.
        """
        place = Path(path).absolute()
        targets = [Path(target).absolute() for target in may_write]
        reached = [*map(unfinished, targets), *(Path(file).absolute() for file in may_reach)]
        connection = connect(place, read_only=read_only, may_reach=reached)
        store = cls(known_as or place, connection, targets)
        try:
            with speaking_errors(store.path):
                store._migrate(read_only)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Closes the database; doing so twice, or after a failure, does no harm."""
        # After a full disk DuckDB cannot tidy up when it closes; whole batches are safe in its log all the same.
        with suppress(StoreError), speaking_errors(self._path):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        return self._path

    # --- writing -----------------------------------------------------------------------------------------------------

    def write(self, batch: Sequence[Dossier | Problem], run: Run) -> LoadCounts:
        """Stores what a run made of a batch of inputs, in one transaction: all of it or nothing.

        A `Problem` in `batch` is an input that could not be read. What the store has already (the run, an article, the
        article in this run, a claim) is not added again.
        """
        stored = datetime.now(UTC).replace(tzinfo=None).isoformat(sep=" ")
        dossiers: dict[str, Dossier] = {}
        skipped: list[Row] = []
        for item in batch:
            if isinstance(item, Problem):
                skipped.append(skipped_row(item, run.id, stored))
            else:
                dossiers.setdefault(article_key(item.article), item)
        with self.transaction():
            self._add_run(run)
            readings = {reading_id(run.id, key): key for key in dossiers}
            known = self._known("ledger", readings)
            ledger = {str(row["id"]): row for row in skipped}
            articles: dict[str, Row] = {}
            claims: dict[str, Row] = {}
            parties: dict[str, list[Row]] = {}
            found: list[Row] = []
            for reading, key in readings.items():
                dossier = dossiers[key]
                if reading in known:
                    continue
                numbered = {claim.id: claim for claim in dossier.claims}
                ledger[reading] = coded_row(dossier, key, run.id, len(numbered), stored)
                articles[key] = article_row(dossier.article, key, run.id)
                for number, claim in numbered.items():
                    row = claim_row(claim, number, dossier.article, key, run.id, dossier.outlets)
                    claims[number] = min(row, claims.get(number, row), key=_told_first)
                    parties[number] = party_rows(claim, number)
                    found.append({"ledger": reading, "claim": number})
            new_articles = self._add("articles", "key", articles)
            new_claims = self._add("claims", "id", claims)
            self._give_to_first_version(claims[number] for number in claims.keys() - set(new_claims))
            self._add("ledger", "id", ledger)
            insert_rows(self._connection, "claim_parties", [row for number in new_claims for row in parties[number]])
            insert_rows(self._connection, "found", found)
        coded = sum(not isinstance(item, Problem) and not _gave_up(item) for item in batch)
        return LoadCounts(len(batch), coded, len(batch) - coded, len(new_claims), len(new_articles))

    def checkpoint(self) -> None:
        """Takes DuckDB's log into the file, so that the file alone is the whole database."""
        with speaking_errors(self._path):
            self._connection.execute("CHECKPOINT")

    def has_article_run(self, article_id: str, sha256: str, run_id: str) -> bool:
        """Whether the run has read an article of this id and content before.

        `holds` is stricter and faster: it minds the date of publication and all else that is known of the article.
        """
        values = [store_text(text) for text in (run_id, article_id, sha256)]
        rows = self.fetch(
            "SELECT 1 FROM ledger JOIN articles ON articles.key = ledger.article_key "
            "WHERE ledger.run = ? AND articles.id = ? AND articles.sha256 = ? LIMIT 1",
            values,
        )
        return bool(rows)

    def holds(self, article: Article, run_id: str) -> bool:
        """Whether the run has read this very article before, so that coding it again would add nothing."""
        return bool(self.fetch("SELECT 1 FROM ledger WHERE id = ?", [reading_id(run_id, article_key(article))]))

    # --- reading -----------------------------------------------------------------------------------------------------

    def query(self, filters: Filters) -> Iterator[dict[str, object]]:
        """The records of the current claims that pass, by date of publication, article, evidence and id.

        Current are the claims of the newest run that coded the newest version of an article, as people corrected them,
        without those rejected. They are fetched a few hundred at a time.
        """
        for numbers in self._pages(filters):
            records: dict[str, str] = {}
            for table in ("claims", "corrected_claims"):
                rows = self.fetch(f"SELECT id, record FROM {table} WHERE id {AMONG}", [json.dumps(numbers)])
                records |= {str(number): str(record) for number, record in rows}
            for number in numbers:
                yield load_record(records[number])

    def claim(self, number: str) -> StoredClaim:
        """The claim of this id, or the only one whose id begins so.

        Raises:
            UnknownClaimError, AmbiguousClaimError: where none or several do.
        """
        wanted = number.strip().lower()
        if not wanted:
            raise UnknownClaimError("no claim id given; the field id of each line of `dragoman code` is one")
        found = "id = ?" if len(wanted) == ID_LENGTH else "starts_with(id, ?)"  # the whole id has an index
        rows = self.fetch(
            f"SELECT id, record, article_key, run FROM claims WHERE {found} ORDER BY id LIMIT 3", [store_text(wanted)]
        )
        if not rows:
            raise UnknownClaimError(f"{self._path} has no claim {wanted!r}; check the id, and whether it was loaded")
        if len(rows) > 1:
            some = ", ".join(str(row[0]) for row in rows[:2])
            raise AmbiguousClaimError(f"more than one claim id begins with {wanted!r} ({some}, …); give more of it")
        ((_, record, key, run),) = rows
        return StoredClaim(load_record(str(record)), self._article(str(key)), self._run(str(run)))

    def runs(self) -> list[Run]:
        """All runs, in the order in which they first wrote here."""
        return [self._run(str(number)) for (number,) in self.fetch("SELECT id FROM runs ORDER BY ordinal")]

    def status(self) -> StoreStatus:
        """What the database holds."""
        ledger = self.fetch("SELECT state, reason, count(*) FROM ledger GROUP BY ALL ORDER BY ALL")
        kinds = self.fetch("SELECT kind, count(*) FROM claims GROUP BY kind ORDER BY kind")
        log = self._path.with_name(self._path.name + ".wal")
        return StoreStatus(
            articles=self.count("articles"),
            claims={str(kind): _number(count) for kind, count in kinds},
            current_claims=self.count("current_claims"),
            ledger=tuple(
                LedgerCount(str(state), load_text(str(reason)) if reason is not None else None, _number(count))
                for state, reason, count in ledger
            ),
            runs=self.count("runs"),
            bytes=sum(file.stat().st_size for file in (self._path, log) if file.exists()),
            schema_version=self._version(),
        )

    def relations(self) -> list[Relation]:
        """The tables and views, in the order in which they were made, with their comments.

        A column of a view that has no comment of its own has that of the claims' column of its name.
        """
        columns: dict[str, list[Column]] = {}
        described: list[tuple[object, ...]] = self.fetch(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = 'claims'"
        )
        claims = {row[0]: row[1] for row in described}
        for table, name, kind, comment in self.fetch(
            "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY table_oid, column_index"
        ):
            what = comment or claims.get(name) or ""
            columns.setdefault(str(table), []).append(Column(str(name), str(kind), str(what)))
        found = self.fetch(
            "SELECT table_name, false, comment, table_oid AS oid FROM duckdb_tables() WHERE NOT internal "
            "UNION ALL SELECT view_name, true, comment, view_oid FROM duckdb_views() WHERE NOT internal ORDER BY oid"
        )
        return [
            Relation(str(name), "view" if is_view else "table", str(comment or ""), tuple(columns[str(name)]))
            for name, is_view, comment, _ in found
        ]

    def write_parquet(self, filters: Filters, target: Path | str) -> int:
        """Writes the current claims that pass, in the order of `query`, to the Parquet file `target`; returns how many.

        The columns are those of `current_claims`. An existing file is replaced, once the new one is complete.

        Raises:
            StoreError: also where `target` was not among `may_write` when the store was opened.
        """
        source, day = filters.source()
        count = 0
        with self._leaving(f"FROM {source} LIMIT 0", day, target):
            for numbers in self._pages(filters):
                count += len(numbers)
                self._connection.execute(
                    f"INSERT INTO leaving SELECT * FROM {source} WHERE id {AMONG} {_ORDER}", [*day, json.dumps(numbers)]
                )
        return count

    def save(self, statement: str, values: Sequence[object], target: Path | str) -> int:
        """Writes the rows that a statement gives to the Parquet file `target`, as `write_parquet` does; how many.

        For the modules of this room; texts stay as they are stored.
        """
        with self._leaving(statement, values, target):
            return self.count("leaving")

    # --- inside ------------------------------------------------------------------------------------------------------

    def _migrate(self, read_only: bool) -> None:
        """Brings the schema up to date; refuses databases of others, of newer versions, and old ones if read only."""
        version = self._version()
        if version > len(MIGRATIONS):
            raise NewerVersionError(
                f"{self._path} has schema {version}, this version of dragoman knows {len(MIGRATIONS)}; upgrade dragoman"
            )
        if read_only:
            if version < len(MIGRATIONS):
                raise OlderVersionError(
                    f"{self._path} has an older schema; open it once for writing with: dragoman load"
                )
            return
        if version < len(MIGRATIONS):
            self._apply(version)
        from dragoman.store import states

        if len(MIGRATIONS) >= states.SINCE_SCHEMA:
            states.keep_states(self)

    def _apply(self, version: int) -> None:
        """The migrations after this one, all or none."""
        with self.transaction():
            if version == 0:
                self._connection.execute(_VERSION_TABLE)
            for migration in MIGRATIONS[version:]:
                self._connection.execute(migration.sql)
                self._connection.execute(
                    "INSERT INTO schema_version VALUES (?, ?, ?, now()::TIMESTAMP)",
                    [APPLICATION, migration.number, migration.name],
                )

    def _version(self) -> int:
        """The number of the last migration, 0 for an empty database."""
        tables = {
            str(name)
            for (name,) in self.fetch(
                "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary "
                "UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary"
            )
        }
        if not tables:
            return 0
        with suppress(StoreError):
            if "schema_version" in tables:
                rows = self.fetch("SELECT max(version) FROM schema_version WHERE application = ?", [APPLICATION])
                if rows[0][0] is not None:
                    return _number(rows[0][0])
        raise OtherProgramError(f"{self._path} is another program's database; name another file (nothing was changed)")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also for Ctrl-C."""
        with speaking_errors(self._path):
            self._connection.execute("BEGIN")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A commit that fails (a full disk) has ended the transaction already.
                with suppress(StoreError, KeyboardInterrupt), speaking_errors(self._path):
                    self._connection.execute("ROLLBACK")
                raise

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Adds rows (all columns of the table, JSON-ready, texts fit to be stored); inside a `transaction`."""
        insert_rows(self._connection, table, rows)

    def _add_run(self, run: Run) -> None:
        if not self._known("runs", [run.id]):
            insert_rows(self._connection, "runs", [run_row(run, self.count("runs") + 1)])

    def _add(self, table: str, key: str, rows: Mapping[str, Row]) -> list[str]:
        """Inserts the rows that the table does not have, and returns their ids."""
        known = self._known(table, rows, key)
        new = [number for number in rows if number not in known]
        insert_rows(self._connection, table, [rows[number] for number in new])
        return new

    def _give_to_first_version(self, rows: Iterable[Row]) -> None:
        """Where another version of its article makes a claim too, the claim stands under the one published first, so
        that nothing hangs on which was loaded first. Both stay in `found`."""
        for row in rows:
            self._connection.execute(
                "UPDATE claims SET article_key = $key, published = TRY_CAST($day AS DATE), publisher = $publisher "
                "WHERE id = $id AND (coalesce(TRY_CAST($day AS DATE), DATE 'infinity'), $key) "
                "< (coalesce(published, DATE 'infinity'), article_key)",
                {"key": row["article_key"], "day": row["published"], "publisher": row["publisher"], "id": row["id"]},
            )

    def _known(self, table: str, numbers: Collection[str], key: str = "id") -> set[str]:
        """Those of the ids that `table` has."""
        if not numbers:
            return set()
        rows = self.fetch(
            f"SELECT id FROM (SELECT {key} AS id FROM {table}) WHERE id {AMONG}",
            [json.dumps([store_text(number) for number in numbers])],
        )
        return {load_text(str(number)) for (number,) in rows}

    def _pages(self, filters: Filters) -> Iterator[list[str]]:
        """The ids of the current claims that pass, in order, some at a time.

        Only ids are sorted, and records fetched page by page: DuckDB holds a whole result in memory.
        """
        source, day = filters.source()
        condition, values = filters.condition()
        statement = f"SELECT id FROM {source} WHERE {condition} {_ORDER}"
        if filters.limit is not None:
            statement += f" LIMIT {filters.limit:d}"
        with speaking_errors(self._path), self._connection.cursor() as cursor:
            cursor.execute(statement, [*day, *values])
            while rows := cursor.fetchmany(_ROWS_A_PAGE):
                yield [str(number) for (number,) in rows]

    @contextmanager
    def _leaving(self, statement: str, values: Sequence[object], target: Path | str) -> Iterator[None]:
        """Puts the statement's rows into the temporary table `leaving`, and at the end what is in it into the file."""
        place = Path(target).absolute()
        if place not in self._may_write:
            raise StoreError(f"{place} was not named when the database was opened; nothing was written")
        part = unfinished(place)
        try:
            with speaking_errors(place):
                self._connection.execute(f"CREATE OR REPLACE TEMP TABLE leaving AS {statement}", list(values))
                yield
                self._connection.execute(
                    f"COPY leaving TO {quote(str(part))} "
                    f"(FORMAT parquet, USE_TMP_FILE false, ROW_GROUP_SIZE {_ROWS_A_PARQUET_GROUP})"
                )
                self._connection.execute("DROP TABLE leaving")
                part.replace(place)
        finally:
            part.unlink(missing_ok=True)

    def _article(self, key: str) -> Article:
        names = list(Article.__dataclass_fields__)
        row = self.fetch(f"SELECT {', '.join(names)} FROM articles WHERE key = ?", [key])[0]
        texts = [load_cell(value) for value in row]
        return Article(**dict(zip(names, texts, strict=True)))  # type: ignore[arg-type]

    def _run(self, number: str) -> Run:
        row = self.fetch(
            "SELECT id, code_version, data_hash, model, started, options FROM runs WHERE id = ?", [number]
        )[0]
        *head, options = (str(value) for value in row)
        ident, code_version, data_hash, model, started = map(load_text, head)
        return Run(ident, code_version, data_hash, model, started, cast("dict[str, str]", load_record(options)))

    def count(self, table: str) -> int:
        """How many rows a table or view has."""
        return _number(self.fetch(f"SELECT count(*) FROM {table}")[0][0])

    def fetch_table(self, statement: str, values: Sequence[object] = ()) -> tuple[list[str], list[tuple[object, ...]]]:
        """The names of the columns that a statement gives, and its rows, as `fetch` does."""
        with speaking_errors(self._path):
            found = self._connection.execute(statement, list(values))
            return [str(column[0]) for column in found.description or ()], found.fetchall()

    def fetch(self, statement: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """The rows that a statement gives, for the modules of this room; their texts are as stored (`load_text`)."""
        with speaking_errors(self._path):
            return self._connection.execute(statement, list(values)).fetchall()


def _gave_up(dossier: Dossier) -> bool:
    return not dossier.claims and any(problem.fatal for problem in dossier.problems)


def _told_first(claim: Row) -> tuple[str, str]:
    """Sorts the row of the version published first to the front."""
    return str(claim["published"] or "~"), str(claim["article_key"])


def _number(value: object) -> int:
    return int(cast("int", value))
