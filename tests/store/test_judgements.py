"""Judgements as signed rows, claims as judging reads them, and corrected claims as rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from store_factories import LATER_RUN, RUN, TEXT, article, dossier, event, office, statement, voice

from dragoman.model.claim import AgreementClaim, Claim, MembershipClaim, Party, RelationClaim
from dragoman.model.judging import Action, Judgement
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.store.corrected import corrected_row, corrected_rows
from dragoman.store.database import Store
from dragoman.store.errors import AmbiguousClaimError, UnknownClaimError
from dragoman.store.filters import Filters
from dragoman.store.judgements import (
    JudgementError,
    UnknownJudgementError,
    add_judgement,
    judgements,
    known_claims_of,
    read_known_claims,
)

ONE = event(when=When("2024-03", "2024-03-01", "2024-04-01", "relative"), said_by=(voice("the Gazette"),))
OTHER = event(kind="AID", start=4)
SAID, HELD = statement(), office()
FLAVIA = Party("Flavia \ud800", 31, 36, TEXT[31:36], entity="person:flavia", country="GBR", sector="GOV")
PACT = AgreementClaim("a1", Passage.cut(TEXT, 0, 22), 0.6, "en.a", name="Pact", parties=(FLAVIA,), subject="peace")
SEAT = MembershipClaim("a1", Passage.cut(TEXT, 0, 22), 0.6, "en.m", member=FLAVIA, body="Council")
BOND = RelationClaim("a1", Passage.cut(TEXT, 0, 22), 0.6, "en.r", parties=(FLAVIA,), relation="allies")
EVERY_KIND: tuple[Claim, ...] = (ONE, OTHER, SAID, HELD, PACT, SEAT, BOND)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a claim of every kind."""
    path = tmp_path_factory.mktemp("made") / "d.duckdb"
    with Store.open(path) as opened:
        opened.write([dossier(*EVERY_KIND)], RUN)
    return path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of it, for one test to change."""
    with Store.open(shutil.copyfile(made, tmp_path / "d.duckdb")) as opened:
        yield opened


def judged(action: Action = "accept", **more: str) -> Judgement:
    known = {"id": "", "judge": "Ada", "judged": "2024-06-01T12:00:00+02:00", "reason": "read it again"} | more
    return Judgement(action=action, **known)


def test_a_judgement_is_stored_signed_and_whole(store: Store) -> None:
    stored = add_judgement(store, judged("merge", claim=ONE.id[:9], other=f" {OTHER.id[:9].upper()} "))
    assert (stored.claim, stored.other, stored.judge) == (ONE.id, OTHER.id, "Ada")
    assert stored.judged == "2024-06-01T10:00:00.000000+00:00"
    assert len(stored.id) == 16
    assert judgements(store) == [stored]


def test_doing_so_twice_adds_nothing_and_the_given_id_does_not_matter(store: Store) -> None:
    first = add_judgement(store, judged(claim=ONE.id))
    assert add_judgement(store, judged(claim=ONE.id[:8], id="other", judged="2024-06-01T10:00:00Z")) == first
    assert add_judgement(store, judged(claim=ONE.id, reason="for another reason")).id != first.id
    assert len(judgements(store)) == 2


def test_judgements_come_in_order_of_time(store: Store) -> None:
    late = add_judgement(store, judged(claim=ONE.id, judged="2024-06-02T00:00:00+00:00"))
    early = add_judgement(store, judged("reject", claim=ONE.id, judged="2024-06-02T00:30:00+02:00"))
    assert judgements(store) == [early, late]


def test_any_text_is_kept(store: Store) -> None:
    odd = judged(
        "correct", claim=ONE.id, field="where", value="", reason="\ud800 'quoted'\n; DROP TABLE claims", judge="é"
    )
    add_judgement(store, odd)
    (stored,) = judgements(store)
    assert (stored.reason, stored.judge, stored.value) == (odd.reason, "é", "")


def test_a_withdrawal_names_a_judgement_that_is_there(store: Store) -> None:
    first = add_judgement(store, judged(claim=ONE.id))
    back = add_judgement(store, judged("withdraw", judgement=first.id[:8]))
    assert add_judgement(store, judged("withdraw", judgement=back.id)).judgement == back.id
    with pytest.raises(UnknownJudgementError, match="judge list"):
        add_judgement(store, judged("withdraw", judgement="zzz"))


@pytest.mark.parametrize(
    ("wrong", "mend"),
    [
        (judged(claim=ONE.id, judge=" "), "give a judge"),
        (judged(claim=ONE.id, reason=""), "give a reason"),
        (judged(), "needs a claim"),
        (judged("merge", claim=ONE.id), "needs a second claim"),
        (judged("merge", claim=ONE.id, other=ONE.id[:10]), "needs two claims"),
        (judged("merge", claim=ONE.id, other=SAID.id), "of one kind"),
        (judged("correct", claim=ONE.id, field="when"), "needs a value"),
        (judged(claim=ONE.id, field="when"), "takes no field"),
        (judged("withdraw", claim=ONE.id), "needs a judgement|takes no claim"),
        (judged(claim=ONE.id, judged="yesterday"), "write it as"),
        (judged("praise", claim=ONE.id), "take one of accept"),  # type: ignore[arg-type]
        (judged("correct", claim=ONE.id, field="type", value="X"), "no type X of event"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_stored(store: Store, wrong: Judgement, mend: str) -> None:
    def check(kind: str, field: str, value: str) -> None:
        raise ValueError(f"no {field} {value} of {kind}")

    with pytest.raises(JudgementError, match=mend):
        add_judgement(store, wrong, check)
    assert judgements(store) == []


def test_claims_must_be_there_and_be_one(store: Store) -> None:
    with pytest.raises(UnknownClaimError):
        add_judgement(store, judged(claim="zzz"))
    store.write([dossier(*(event(str(number)) for number in range(17)))], RUN)
    with pytest.raises(AmbiguousClaimError):
        add_judgement(store, judged(claim=min(record["id"] for record in store.query(Filters()))[:1]))  # type: ignore[index,type-var]


def test_claims_are_read_with_all_that_judging_needs(store: Store) -> None:
    known = {claim.id: claim for claim in read_known_claims(store)}
    assert set(known) == {claim.id for claim in EVERY_KIND}
    told = known[ONE.id]
    assert (told.kind, told.article, told.type, told.mode, told.polarity) == (
        "event",
        "a1",
        "CONSULT",
        "meet",
        "affirmed",
    )
    assert (told.evidence, told.cue) == (ONE.evidence, ONE.cue)
    assert (told.since, told.until, told.edtf, told.basis) == ("2024-03-01", "2024-04-01", "2024-03", "relative")
    assert (told.published, told.publisher, told.confidence) == ("2024-03-05", "Ruritanian Gazette", 0.75)
    assert (told.place, told.place_country, told.latitude, told.longitude) == ("Strelsau", "FRA", -5.5, 12.25)
    assert [(party.role, party.name, party.country) for party in told.parties] == [
        ("actor", "FRA envoy", "FRA"),
        ("recipient", "KOR queen", "KOR"),
        ("said_by", "the Gazette", None),
    ]
    assert known[SAID.id].words == (TEXT[0:71],)
    assert [party.role for party in known[SAID.id].parties] == ["speaker", "addressee"]
    held = known[HELD.id]
    assert (held.name, held.office_country, held.accredited_to) == ("envoy", "FRA", "KOR")
    assert (held.since, held.cue) == (None, None)
    assert [known[each.id].name for each in (PACT, SEAT, BOND)] == ["Pact", "Council", "allies"]
    assert known[SEAT.id].of_role("member")[0].name == FLAVIA.name


def test_what_a_newer_run_no_longer_finds_is_read_by_id_alone(store: Store) -> None:
    store.write([dossier(SAID)], LATER_RUN)
    assert [claim.id for claim in read_known_claims(store)] == [SAID.id]
    assert set(known_claims_of(store, [ONE.id, SAID.id, "nobody"])) == {ONE.id, SAID.id}
    assert known_claims_of(store, []) == {}


def test_rejected_claims_are_still_read(store: Store) -> None:
    with store.transaction():
        store.fetch(
            "INSERT INTO judged_claims VALUES (?, ?, 0, 'w', false, 'rejected', NULL, NULL, [])", [ONE.id, ONE.id]
        )
    assert ONE.id in {claim.id for claim in read_known_claims(store)}


def test_told_in_is_the_first_published_version_whatever_was_loaded_first(tmp_path: Path) -> None:
    early, late = article(published="2024-03-01"), article(published="2024-03-09")
    told = set()
    for number, order in enumerate(((early, late), (late, early))):
        with Store.open(tmp_path / f"{number}.duckdb") as opened:
            for version in order:
                opened.write([dossier(ONE, of=version)], RUN)
            told |= {(claim.told_in, claim.published) for claim in read_known_claims(opened)}
    ((_, published),) = told
    assert published == "2024-03-01"


def test_many_claims_come_once_each(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.judgements._ROWS_A_PAGE", 7)
    many = [replace(ONE, confidence=number / 100) for number in range(50)]
    store.write([dossier(*many)], LATER_RUN)
    numbers = [claim.id for claim in read_known_claims(store)]
    assert sorted(numbers) == sorted(claim.id for claim in many)
    assert len(known_claims_of(store, numbers)) == 50


def stored_rows(store: Store, table: str = "claims") -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row for row in store.fetch(f"FROM {table}")}


def test_a_record_that_was_not_corrected_makes_the_row_that_is_stored(store: Store) -> None:
    with store.transaction():
        store.insert("corrected_claims", list(corrected_rows(store, [claim.to_dict() for claim in EVERY_KIND])))
    assert stored_rows(store, "corrected_claims") == stored_rows(store)
    assert len(stored_rows(store)) == len(EVERY_KIND)


def test_a_corrected_record_stands_in_the_current_claims_under_its_own_id(store: Store) -> None:
    record = ONE.to_dict() | {"type": "AID", "when": None, "actor": [], "where": {"name": "Zenda", "country": "DEU"}}
    with store.transaction():
        store.insert("corrected_claims", list(corrected_rows(store, [record, {"id": "nobody"}])))
    names = ("type", "actors", "actor_countries", "countries", "edtf", "happened_from", "place", "latitude", "evidence")
    ((*told,),) = store.fetch(f"SELECT {', '.join(names)} FROM current_claims WHERE id = ?", [ONE.id])
    assert told == ["AID", [], [], ["KOR"], None, None, "Zenda", None, ONE.evidence.text]
    assert store.claim(ONE.id).record["type"] == "CONSULT"  # what was coded is never overwritten


def test_voices_stay_in_a_corrected_row() -> None:
    row = {"id": ONE.id, "said_by": ["the Gazette"], "reporters": ["the Gazette"], "rule": "r", "type": "CONSULT"}
    new = corrected_row(row, ONE.to_dict() | {"type": "AID"})
    assert (new["said_by"], new["reporters"], new["rule"], new["type"]) == (
        ["the Gazette"],
        ["the Gazette"],
        "r",
        "AID",
    )
