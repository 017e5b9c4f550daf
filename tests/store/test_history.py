"""The versions of a claim, what was judged of it, and what two runs code differently."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_factories import LATER_RUN, RUN, TEXT, article, dossier, event, office, party, statement

from dragoman.model.claim import Claim
from dragoman.model.judging import Judgement
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.store.database import Store
from dragoman.store.errors import UnknownClaimError
from dragoman.store.history import Change, Difference, UnknownRunError, diff_runs, history, run_named, told_line
from dragoman.store.identity import make_run
from dragoman.store.judgements import add_judgement

ONE = event(when=When("2024-03", "2024-03-01", "2024-04-01", "relative"))
AS_AID = replace(ONE, type="AID", mode=None, confidence=0.5)
ELSEWHERE = replace(event(kind="DEMAND"), cue=Passage.cut(TEXT, 96, 100))
THIRD_RUN = make_run("0.3.0", "data-1", "model-1", "2024-07-01T10:00:00Z", {})


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "d.duckdb"
    Store.open(path).close()
    return path


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(shutil.copyfile(empty, tmp_path / "d.duckdb")) as opened:
        yield opened


def test_each_run_and_version_has_its_entry(store: Store) -> None:
    store.write([dossier(ONE, ELSEWHERE)], RUN)
    store.write([dossier(AS_AID, ELSEWHERE)], LATER_RUN)
    later = article(text="CORRECTED. " + TEXT, published="2024-03-06", updated="2024-03-06T08:00:00+00:00")
    moved = replace(
        AS_AID,
        evidence=Passage.cut(later.text, 11, 83),
        cue=Passage.cut(later.text, 34, 37),
        actor=(party("DEU envoy", "DEU"),),
    )
    store.write([dossier(moved, of=later)], LATER_RUN)
    entries = history(store, ONE.id)
    assert [(entry.what, entry.claim, entry.run) for entry in entries] == [
        ("new", ONE.id, RUN.id),
        ("changed", AS_AID.id, LATER_RUN.id),
        ("changed", moved.id, LATER_RUN.id),
    ]
    assert entries[1].changes == (Change("type", "CONSULT", "AID"), Change("mode", "meet", None))
    assert [change.field for change in entries[2].changes] == ["actor"]
    assert entries[2].changes[0].after == "DEU envoy [DEU GOV]"
    assert (entries[2].published, entries[2].updated) == ("2024-03-06", "2024-03-06T08:00:00+00:00")
    assert entries[0].told == told_line(ONE.to_dict())
    assert entries[0].run_started == RUN.started
    assert entries[0].stored == entries[0].at
    assert [entry.claim for entry in history(store, moved.id[:10])] == [entry.claim for entry in entries]


def test_what_a_run_no_longer_finds_is_gone_and_may_come_back(store: Store) -> None:
    store.write([dossier(ELSEWHERE)], RUN)
    store.write([dossier(ONE)], LATER_RUN)
    store.write([dossier(ELSEWHERE)], THIRD_RUN)
    fourth = make_run("0.4.0", "data-1", "model-1", "2024-08-01T10:00:00Z", {})
    store.write([dossier(ONE)], fourth)
    assert [(entry.what, entry.run) for entry in history(store, ONE.id)] == [
        ("new", LATER_RUN.id),
        ("gone", THIRD_RUN.id),
        ("new", fourth.id),
    ]


def test_coded_as_before_is_the_same_and_other_articles_do_not_count(store: Store) -> None:
    store.write([dossier(ONE), dossier(event("a2"))], RUN)
    store.write([dossier(replace(ONE, confidence=0.1, rule="other"))], LATER_RUN)
    assert [entry.what for entry in history(store, ONE.id)] == ["new", "same"]


def test_judgements_of_any_version_follow_with_their_withdrawals(store: Store) -> None:
    store.write([dossier(ONE, ELSEWHERE)], RUN)
    store.write([dossier(AS_AID, ELSEWHERE)], LATER_RUN)

    def judge(second: int, action: str, **about: str) -> Judgement:
        day = f"2024-09-01T00:00:{second:02d}+00:00"
        return add_judgement(store, Judgement("", action, "Ada", day, "because", **about))  # type: ignore[arg-type]

    first = judge(1, "reject", claim=ONE.id)
    judge(2, "accept", claim=ELSEWHERE.id)
    back = judge(4, "withdraw", judgement=first.id)
    pair = judge(3, "merge", claim=ELSEWHERE.id, other=AS_AID.id)
    again = judge(5, "withdraw", judgement=back.id)
    for number in (ONE.id, AS_AID.id):
        judged = [entry for entry in history(store, number) if entry.judgement is not None]
        assert [entry.judgement for entry in judged] == [first, pair, back, again]
        assert [entry.what for entry in judged] == ["reject", "merge", "withdraw", "withdraw"]
        assert [entry.claim for entry in judged[:2]] == [ONE.id, AS_AID.id]
    record = judged[0].to_dict()
    assert (record["judge"], record["reason"], record["judgement_id"]) == ("Ada", "because", first.id)


def test_history_of_nothing(store: Store) -> None:
    with pytest.raises(UnknownClaimError):
        history(store, "abc")


def different(store: Store) -> list[Difference]:
    return list(diff_runs(store, "first", "last"))


def write(store: Store, was: tuple[Claim, ...], now: tuple[Claim, ...]) -> None:
    store.write([dossier(*was)], RUN)
    store.write([dossier(*now)], LATER_RUN)


def test_a_diff_tells_what_is_gone_new_and_changed(store: Store) -> None:
    write(store, (ONE, office(), statement()), (AS_AID, statement(), ELSEWHERE))
    rows = {row.change: row for row in different(store)}
    assert set(rows) == {"gone", "new", "changed"}
    changed = rows["changed"]
    assert (changed.claim_before, changed.claim_after, changed.fields) == (ONE.id, AS_AID.id, ("type", "mode"))
    assert (changed.before, changed.after) == ("type: CONSULT; mode: meet", "type: AID; mode: none")
    assert (changed.article, changed.kind, changed.evidence) == ("a1", "event", ONE.evidence.text)
    gone, new = rows["gone"], rows["new"]
    assert (gone.kind, gone.claim_before, gone.claim_after, gone.after) == ("office", office().id, None, None)
    assert (new.kind, new.claim_before, new.claim_after, new.before) == ("event", None, ELSEWHERE.id, None)
    assert new.after == told_line(ELSEWHERE.to_dict())


def test_confidence_rule_and_extent_of_evidence_are_no_difference(store: Store) -> None:
    write(store, (ONE,), (replace(ONE, confidence=0.1, rule="other", evidence=Passage.cut(TEXT, 4, 60)),))
    assert different(store) == []


def test_of_several_on_one_cue_the_likest_are_compared(store: Store) -> None:
    pairs = [event(recipient=(code,)) for code in ("KOR", "GBR", "SWE")]
    write(store, tuple(pairs), tuple(replace(each, mode="visit") for each in reversed(pairs[1:])))
    rows = different(store)
    assert sorted((row.change, row.fields) for row in rows) == [
        ("changed", ("mode",)),
        ("changed", ("mode",)),
        ("gone", ()),
    ]
    assert [row.claim_before for row in rows if row.change == "gone"] == [pairs[0].id]


def test_articles_that_one_run_has_not_coded_do_not_count(store: Store) -> None:
    store.write([dossier(ONE), dossier(event("a2"))], RUN)
    store.write([dossier(ONE), dossier(event("a3"))], LATER_RUN)
    assert different(store) == []


def test_a_diff_of_many_articles_tells_each_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.history._CLAIMS_A_PAGE", 5)
    numbers = [f"n{number:04d}" for number in range(20)]
    store.write([dossier(event(number)) for number in numbers], RUN)
    store.write([dossier(event(number, kind="AID")) for number in numbers], LATER_RUN)
    assert [row.article for row in different(store)] == numbers


def test_runs_are_named_by_beginnings_and_order(store: Store) -> None:
    with pytest.raises(UnknownRunError, match="nothing was loaded"):
        run_named(store, "first")
    write(store, (ONE,), (ONE,))
    assert run_named(store, "first") == run_named(store, RUN.id[:12]) == RUN
    assert run_named(store, "last") == LATER_RUN
    with pytest.raises(UnknownRunError, match=RUN.id):
        run_named(store, "zz")
    with pytest.raises(UnknownRunError, match="name two"):
        diff_runs(store, "first", RUN.id)
