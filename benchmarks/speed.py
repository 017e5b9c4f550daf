"""How much CPU coding takes, against bare spaCy with the same model on the same articles."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import get_args

import spacy

from dragoman.model.dossier import Dossier
from dragoman.reading.parser import DEFAULT_MODEL
from dragoman.run.coder import loaded_coder
from dragoman.run.opinions import Engine
from dragoman.run.setup import Setup
from measure import articles, corpus, result, table

ROUNDS = 2


def cpu(job: Callable[[], int]) -> tuple[float, int]:
    """CPU seconds of this process (user and system, all threads) for a job, and what it counted."""
    start = time.process_time()
    count = job()
    return time.process_time() - start, count


def main() -> None:
    """Code and parse by turns in one process and compare the fastest round of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", help="files of articles (default: ../shared/corpus/white_house.jsonl)")
    parser.add_argument("--articles", type=int, default=200, help="how many articles are read (200)")
    parser.add_argument("--engine", choices=get_args(Engine), default="both", help="who codes (both)")
    arguments = parser.parse_args()
    paths = arguments.paths or [path for path in corpus([]) if "white_house" in path]
    sample = articles(corpus(paths), arguments.articles)
    coder, nlp = loaded_coder(Setup(engine=arguments.engine)), spacy.load(DEFAULT_MODEL)

    def code() -> int:
        return sum(len(found.claims) for found in coder.code(sample) if isinstance(found, Dossier))

    def parse() -> int:
        return sum(len(doc.ents) for doc in nlp.pipe(article.text for article in sample))

    list(coder.code(sample[:10]))  # what loads at its first use is loaded now
    list(nlp.pipe(article.text for article in sample[:10]))
    rounds: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        (bare, _), (coded, claims) = cpu(parse), cpu(code)
        rounds.append((bare, coded))
    bare, coded = min(bare for bare, _ in rounds), min(coded for _, coded in rounds)
    print(f"{len(sample)} articles, {sum(len(article.text) for article in sample):,} characters, {claims} claims")
    table(
        ("round", "spaCy CPU s", "dragoman CPU s", "ratio"),
        [(number, one, two, two / one) for number, (one, two) in enumerate(rounds, 1)]
        + [("best", bare, coded, coded / bare)],
    )
    result("articles_per_cpu_second", len(sample) / coded)
    result("cpu_ratio_to_spacy", coded / bare)


if __name__ == "__main__":
    main()
