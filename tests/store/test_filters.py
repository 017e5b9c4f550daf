"""Each filter lets through what it should, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from store_factories import RUN, article, dossier, event, office, statement, voice

from dragoman.model.claim import Claim
from dragoman.model.time import When
from dragoman.store.database import Store
from dragoman.store.errors import FilterError
from dragoman.store.filters import Filters

CLAIMS: dict[str, Claim] = {
    "france to korea": event("a1", ("FRA",), ("KOR",), When("2024-02", "2024-02-01", "2024-03-01", "explicit")),
    "korea to france": event("a2", ("KOR",), ("FRA",), When("2024-02-10", "2024-02-10", "2024-02-11", "relative")),
    "both together": event("a3", ("FRA", "KOR"), (), kind="AGREE", said_by=(voice("Straße Radio"),)),
    "both to peru": event("a4", ("FRA", "KOR"), ("PER",), When("2015/..", "2015-01-01", None, "explicit")),
    "peru alone": event("a5", ("PER",), (), When("../2010", None, "2011-01-01", "explicit")),
    "said": statement("a6"),
    "envoy": office("a7"),
}
NAMES = {claim.id: name for name, claim in CLAIMS.items()}
PUBLISHED = {"both together": "2022-07-01", "said": None, "envoy": "2024-02-29"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("filters") / "d.duckdb") as made:
        dossiers = [
            dossier(
                claim,
                of=article(
                    claim.article,
                    published=PUBLISHED.get(name, "2024-03-05"),
                    publisher="Graustark Post" if name == "peru alone" else "Ruritanian Gazette",
                ),
            )
            for name, claim in CLAIMS.items()
        ]
        made.write(dossiers, RUN)
        yield made


@pytest.mark.parametrize(
    ("given", "passing"),
    [
        ({}, set(CLAIMS)),
        ({"country": "PER"}, {"both to peru", "peru alone"}),
        ({"country": "KOR"}, {"france to korea", "korea to france", "both together", "both to peru", "envoy"}),
        ({"country": "SWE"}, {"said"}),
        ({"actor": "KOR"}, {"korea to france", "both together", "both to peru"}),
        ({"recipient": "KOR"}, {"france to korea", "envoy"}),
        ({"actor": "FRA", "recipient": "KOR"}, {"france to korea", "envoy"}),
        ({"dyad": ("KOR", "FRA")}, {"france to korea", "korea to france", "both together", "envoy"}),
        ({"dyad": ("FRA", "PER")}, {"both to peru"}),
        ({"dyad": ("PER", "PER")}, set()),
        ({"types": ("AGREE",)}, {"both together"}),
        ({"kinds": ("statement", "office")}, {"said", "envoy"}),
        ({"speaker": "rassendyll"}, {"said"}),
        ({"speaker": "STRASSE"}, set()),
        ({"speaker": "straße r"}, {"both together"}),
        ({"speaker": "the queen"}, set()),
        ({"speaker": "%"}, set()),
        ({"publisher": "graustark"}, {"peru alone"}),
        ({"text": "the ENVOY", "kinds": ("office",)}, {"envoy"}),
        ({"text": "' OR 1=1 --"}, set()),
        ({"date_from": "2024-03-01"}, {"both to peru"}),
        ({"date_from": "2024-02-29"}, {"both to peru", "france to korea", "envoy"}),
        ({"date_to": "2010-06-01"}, {"peru alone"}),
        ({"date_from": "2024-02-11", "date_to": "2024-02-11"}, {"both to peru", "france to korea"}),
        ({"date_from": "2022-01-01", "date_to": "2022-07-01"}, {"both together", "both to peru"}),
    ],
)
def test_filter(store: Store, given: dict[str, Any], passing: set[str]) -> None:
    found = [NAMES[str(record["id"])] for record in store.query(Filters(**given))]
    assert len(found) == len(set(found))
    assert set(found) == passing


def test_limit_takes_the_first(store: Store) -> None:
    everything = list(store.query(Filters()))
    assert list(store.query(Filters(limit=2))) == everything[:2]
    assert list(store.query(Filters(limit=0))) == []


def test_two_queries_at_a_time_do_not_disturb_each_other(store: Store) -> None:
    one, other = store.query(Filters()), store.query(Filters())
    assert [pair[0] == pair[1] for pair in zip(one, other, strict=True)] == [True] * len(CLAIMS)


@pytest.mark.parametrize(
    "given",
    [
        {"country": "fra"},
        {"actor": "FR"},
        {"dyad": ("FRA", "")},
        {"date_from": "2024"},
        {"date_to": "2024-02-30"},
        {"date_from": "20240201"},
        {"date_from": "2024-02-02", "date_to": "2024-02-01"},
        {"limit": -1},
    ],
)
def test_senseless_filter_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(FilterError):
        Filters(**given)


def test_pages_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.database._ROWS_A_PAGE", 3)
    monkeypatch.setattr("dragoman.store.engine._ROWS_A_STATEMENT", 4)
    with Store.open(tmp_path / "d.duckdb") as made:
        claims = [event(start=start) for start in range(20)]
        made.write([dossier(*claims)], RUN)
        assert [record["id"] for record in made.query(Filters())] == [claim.id for claim in claims]
