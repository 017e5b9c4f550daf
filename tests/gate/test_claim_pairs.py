"""Judging joins what readers say is one happening: floors on the first pairs of the marked set, coded anew."""

from __future__ import annotations

import tomllib
from itertools import islice
from pathlib import Path

import pytest

from claim_pairs import figures, matters_of, read_pairs
from dragoman.intake.formats import read_articles
from dragoman.model.article import Article
from dragoman.model.dossier import Dossier
from dragoman.run.archive import new_run
from dragoman.run.coder import Coder
from dragoman.run.judging import judge_record
from dragoman.store.database import Store

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))["judging"]
PAIRS = 70
"""Of the 200, that the test takes no longer than it must; benchmarks/claim_pairs.py measures all."""


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpora beside the project are not there")
def test_precision_and_recall_do_not_fall(coder: Coder, tmp_path: Path) -> None:
    pairs = list(islice((pair for pair in read_pairs() if pair.set == "articles"), PAIRS))
    wanted = {place.article for pair in pairs for place in (pair.one, pair.other)}
    articles = [each for each in read_articles([str(CORPUS)]) if isinstance(each, Article) and each.id in wanted]
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([each for each in coder.code(articles) if isinstance(each, Dossier)], new_run("test"))
        judge_record(store)
        made = figures(pairs, matters_of(store), reader=0)
    assert made.right + made.missed >= FLOORS["same"]
    assert made.precision >= FLOORS["precision"]
    assert made.recall >= FLOORS["recall"]
