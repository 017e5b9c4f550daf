"""What claims of one happening tell differently."""

from __future__ import annotations

import pytest
from judge_factories import FLAVIA, RUDOLF, day, known_event, party

from dragoman.judge.disagreements import counted, event_disagreements
from dragoman.judge.telling import telling_of
from dragoman.knowledge.judging import load_thresholds
from dragoman.model.judging import KnownClaim

COUNTS = load_thresholds().counts


def told(*claims: KnownClaim) -> dict[tuple[str, str], str]:
    rows = event_disagreements([telling_of(claim) for claim in claims], "m", COUNTS)
    return {(row.about, row.claim): row.value for row in rows}


def test_dates_that_do_not_touch() -> None:
    monday, tuesday = (
        known_event("c1", **day("2024-03-04", "2024-03-05")),
        known_event("c2", **day("2024-03-05", "2024-03-06")),
    )
    march = known_event("c3", since="2024-03-01", until="2024-04-01", edtf="2024-03", basis="explicit")
    assert told(monday, march, known_event("c4")) == {}
    assert told(monday, tuesday, march) == {
        ("date", "c1"): "2024-03-04", ("date", "c2"): "2024-03-05", ("date", "c3"): "2024-03"
    }  # fmt: skip


def test_denied_and_affirmed_but_not_planned_and_done() -> None:
    assert told(known_event("c1", status="future"), known_event("c2")) == {}
    assert told(known_event("c1", polarity="denied"), known_event("c2")) == {
        ("happened", "c1"): "denied", ("happened", "c2"): "affirmed"
    }  # fmt: skip


def test_who_did_it() -> None:
    victim = party("Strelsau", "RUR", role="recipient")
    one, other = known_event("c1", FLAVIA, victim), known_event("c2", party("Hentzau", "HEN"), victim)
    assert told(one, other) == {("doer", "c1"): "GRA", ("doer", "c2"): "HEN"}
    assert told(one, known_event("c3", party("gunmen"), victim)) == {}
    assert told(known_event("c4", RUDOLF, FLAVIA), known_event("c5", FLAVIA, RUDOLF)) == {}


def test_places_far_apart_but_not_a_town_and_its_country() -> None:
    here = known_event("c1", place="Strelsau", place_country="RUR", latitude=50.0755, longitude=14.4378)
    there = known_event("c2", place="Zenda", place_country="RUR", latitude=47.4979, longitude=19.0402)
    country = known_event("c3", place="Ruritania", place_country="RUR", latitude=46.0, longitude=14.5)
    abroad = known_event("c4", place="Edelweiss", place_country="GRA", latitude=50.1234, longitude=14.5678)
    assert told(here, there) == {("place", "c1"): "Strelsau", ("place", "c2"): "Zenda"}
    assert told(here, country) == {}
    assert told(here, abroad) == {("place", "c1"): "Strelsau", ("place", "c4"): "Edelweiss"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("killed twelve soldiers and 3 civilians", {"soldiers": 12, "civilians": 3}),
        ("1,500 troops, twenty-one tanks", {"troops": 1500}),
        ("two hundred guests", {"guests": 200}),
        ("thirty five guests", {"guests": 35}),
        ("in March 2024 leaders met for 3 days", {}),
        ("2.5 percent", {}),
        ("", {}),
    ],
)
def test_what_is_counted(text: str, found: dict[str, int]) -> None:
    assert counted(text, COUNTS) == found


def test_counts_of_one_thing() -> None:
    text = "Guards at the border of Ruritania shot {} smugglers near the bridge of Zenda on the river"
    one, other = (known_event(number, text=text.format(count)) for number, count in (("c1", "three"), ("c2", "five")))
    assert told(one, other) == {("count", "c1"): "3 smugglers", ("count", "c2"): "5 smugglers"}
    assert told(one, one) == {}
