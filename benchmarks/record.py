"""A record of the corpora: how fast it answers, how large it is, and how the time for judging grows.

    python benchmarks/record.py --db record.duckdb [--growth]

Each question is asked three times as the command line asks it, without its start, and the fastest counts; the yardstick
is DuckDB counting all claims by kind on the same file in the same run. `--growth` judges a quarter, a half and all of
the articles (in copies of the record, left to a temporary folder), which should take a quarter, a half and all of
the time.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dragoman.run.judging import judge_record
from dragoman.store.database import Store
from dragoman.store.filters import Filters
from dragoman.store.overview import overview
from dragoman.store.questions import Question, ask
from dragoman.store.questions_dyads import Dyad, WhoReports
from dragoman.store.questions_events import Events, Timeline, Visits
from dragoman.store.questions_facts import Agreements, Officeholders, Statements
from measure import result, table

YARDSTICK = "SELECT kind, count(*) FROM claims GROUP BY kind"
QUESTIONS: tuple[tuple[str, Question], ...] = (
    ("events --dyad CHN,PRK", Events(dyad=("CHN", "PRK"))),
    ("events (all)", Events()),
    ("timeline --country RUS", Timeline(country="RUS")),
    ("visits --to USA", Visits(to="USA")),
    ("officeholders --country PRK", Officeholders(country="PRK")),
    ("agreements --between USA RUS", Agreements(between=("USA", "RUS"))),
    ("statements --speaker Putin", Statements(speaker="Putin")),
    ("dyad USA RUS --by month", Dyad(one="USA", other="RUS")),
    ("dyad CHN PRK --as-known-on 2024-09-01", Dyad(one="CHN", other="PRK", as_known_on="2024-09-01")),
    ("who-reports USA PRK", WhoReports(one="USA", other="PRK")),
)


def fastest(job: Callable[[], object], rounds: int = 3) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        job()
        times.append(time.perf_counter() - begun)
    return min(times)


def judging_time(record: Path, folder: Path, share: float) -> tuple[int, float]:
    """How many claims a share of the articles makes, and how many CPU seconds judging them takes."""
    part = folder / f"{share}.duckdb"
    shutil.copyfile(record, part)
    with Store.open(part) as store:
        keys = [key for (key,) in store.fetch("SELECT key FROM articles ORDER BY hash(key)")]
        gone = keys[round(len(keys) * share) :]
        with store.transaction():
            store.fetch("CREATE TEMP TABLE gone AS SELECT unnest(?) AS key", [gone])
            store.fetch("DELETE FROM found WHERE ledger IN (SELECT id FROM ledger WHERE article_key IN (FROM gone))")
            store.fetch("DELETE FROM ledger WHERE article_key IN (FROM gone)")
        begun = time.process_time()
        judge_record(store, anew=True)
        took = time.process_time() - begun
        ((claims,),) = store.fetch("SELECT count(*) FROM judged_claims")
    part.unlink()
    return int(str(claims)), took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True, help="a record made by `dragoman load`")
    parser.add_argument("--growth", action="store_true", help="judge parts of the record too")
    options = parser.parse_args()
    with Store.open(options.db, read_only=True) as store:
        yardstick = fastest(lambda: store.fetch(YARDSTICK))
        rows = [("count claims by kind (yardstick)", yardstick, 1.0)]
        for name, question in QUESTIONS:
            took = fastest(lambda question=question: ask(store, question))  # type: ignore[misc]
            rows.append((name, took, took / yardstick))
        took = fastest(lambda: list(store.query(Filters(dyad=("USA", "RUS")))))
        rows.append(("query --dyad USA,RUS", took, took / yardstick))
        took = fastest(lambda: overview(store))
        rows.append(("status", took, took / yardstick))
        status = store.status()
    table(("question", "seconds", "times the yardstick"), rows)
    result("record.slowest_question_s", max(seconds for _, seconds, _ in rows))
    claims = sum(status.claims.values())
    print(f"{status.articles} articles, {claims} claims, {status.bytes:,} bytes: {status.bytes / claims:.0f} a claim")
    result("record.bytes_per_claim", status.bytes / claims)
    if options.growth:
        with tempfile.TemporaryDirectory() as folder:
            grown = [(share, *judging_time(options.db, Path(folder), share)) for share in (0.25, 0.5, 1.0)]
        table(
            ("share of the articles", "claims", "CPU seconds", "microseconds a claim"),
            [(share, claims, took, took / claims * 1e6) for share, claims, took in grown],
        )
        result("record.judging_s_per_100000", grown[-1][2] / grown[-1][1] * 100_000)


if __name__ == "__main__":
    main()
