"""Which corrections make sense, and the record that they make."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.judge.corrections import FIELDS, check_correction, corrected_record, said
from dragoman.knowledge.ontology import load_ontology
from dragoman.model.claim import AgreementClaim, EventClaim, OfficeClaim, Party, Place, StatementClaim
from dragoman.model.judging import Judgement
from dragoman.model.span import Passage
from dragoman.model.time import When

TEXT = "The envoy of Ruritania met the queen of Graustark in Strelsau on Monday."
ONTOLOGY = load_ontology()
EVENT = EventClaim(
    "a1",
    Passage.cut(TEXT, 0, 71),
    0.75,
    "en.consult.meet.1",
    cue=Passage.cut(TEXT, 23, 26),
    type="CONSULT",
    mode="visit",
    actor=(Party("envoy of Ruritania", 0, 22, TEXT[0:22], entity="person:envoy", country="FRA", sector="GOV"),),
    recipient=(Party("queen", 27, 36, TEXT[27:36], country="KOR"),),
    when=When("2024-03-04", "2024-03-04", "2024-03-05", "relative", "Monday", 65, 71, "en.time.weekday"),
    where=Place("Strelsau", 53, 61, TEXT[53:61], country="FRA", lat=-5.5, lon=12.25),
    quad=1,
    intensity=4.0,
    cameo="042",
).to_dict()


def correction(field: str, value: str, at: int = 1) -> Judgement:
    day = f"2024-01-01T00:00:{at:02d}+00:00"
    return Judgement(f"j{at}", "correct", "Ada", day, "read it again", claim="c1", field=field, value=value)


def corrected(record: dict[str, object], *pairs: tuple[str, str]) -> dict[str, Any]:
    judgements = [correction(field, value, at) for at, (field, value) in enumerate(pairs, 1)]
    return corrected_record(record, judgements, ONTOLOGY, {"DEU": "Germany"})


def test_a_type_brings_its_scores_and_drops_a_mode_that_is_not_its_own() -> None:
    right = corrected(EVENT, ("type", "SUPPORT"))
    type_ = ONTOLOGY.types["SUPPORT"]
    assert (right["quad"], right["intensity"], right["cameo"]) == (type_.quad, type_.intensity, type_.cameo)
    assert right["mode"] is None
    assert right["id"] == EVENT["id"]


def test_a_mode_brings_its_scores_and_keeps_the_type() -> None:
    right = corrected(EVENT, ("mode", "phone"))
    mode = ONTOLOGY.types["CONSULT"].modes["phone"]
    assert (right["type"], right["intensity"], right["cameo"]) == ("CONSULT", mode.intensity, mode.cameo)


def test_a_mode_of_another_type_changes_nothing() -> None:
    assert corrected(EVENT, ("mode", "demo")) == EVENT


def test_what_was_corrected_stands_in_the_record() -> None:
    right = corrected(EVENT, ("actor", "DEU"), ("when", "2024-03"))
    assert right["corrected"] == [
        {
            "field": field,
            "was": was,
            "value": value,
            "judge": "Ada",
            "judged": f"2024-01-01T00:00:0{at}+00:00",
            "reason": "read it again",
        }
        for at, (field, was, value) in enumerate(
            [("actor", "envoy of Ruritania,FRA", "DEU"), ("when", "2024-03-04", "2024-03")], 1
        )
    ]


def test_what_is_right_already_is_no_correction() -> None:
    same = [("type", "CONSULT"), ("actor", "FRA"), ("recipient", "queen,KOR"), ("polarity", "affirmed")]
    assert corrected(EVENT, *same) == EVENT


def test_parties_keep_the_words_they_stand_in() -> None:
    (party,) = corrected(EVENT, ("actor", "DEU"))["actor"]
    assert (party["name"], party["country"], party["entity"]) == ("Germany", "DEU", None)
    assert (party["start"], party["end"], party["text"]) == (0, 22, TEXT[0:22])


def test_a_party_that_stood_there_stays_as_it_was_and_more_stand_in_no_words() -> None:
    kept, more, third = corrected(EVENT, ("recipient", "KOR; Elphberg,DEU; the regent"))["recipient"]
    assert kept == EVENT["recipient"][0]  # type: ignore[index]
    assert (more["name"], more["country"], more["start"], more["end"], more["text"]) == ("Elphberg", "DEU", 0, 0, "")
    assert (third["name"], third["country"]) == ("the regent", None)


def test_an_empty_value_says_that_there_is_nothing() -> None:
    right = corrected(EVENT, ("recipient", ""), ("when", ""), ("where", ""), ("mode", ""))
    assert (right["recipient"], right["when"], right["where"], right["mode"]) == ([], None, None, None)
    assert right["intensity"] == ONTOLOGY.types["CONSULT"].intensity


@pytest.mark.parametrize(
    ("value", "edtf", "since", "until"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29", "2024-03-01"),
        ("2023-12", "2023-12", "2023-12-01", "2024-01-01"),
        ("2023", "2023", "2023-01-01", "2024-01-01"),
        ("2023-12/2024-02-03", "2023-12/2024-02-03", "2023-12-01", "2024-02-04"),
        ("2015/..", "2015/..", "2015-01-01", None),
        ("2015/", "2015/..", "2015-01-01", None),
        ("../2015", "../2015", None, "2016-01-01"),
    ],
)
def test_times_are_written_in_edtf(value: str, edtf: str, since: str | None, until: str | None) -> None:
    check_correction("event", "when", value, ONTOLOGY)
    when = corrected(EVENT, ("when", value))["when"]
    assert (when["edtf"], when["from"], when["to"]) == (edtf, since, until)
    assert (when["text"], when["start"], when["end"]) == ("Monday", 65, 71)


@given(st.dates(date(1, 1, 1), date(9999, 12, 30)), st.dates(date(1, 1, 1), date(9999, 12, 30)))
def test_an_interval_of_days_is_half_open(one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    when = corrected(EVENT, ("when", f"{first}/{last}"))["when"]
    assert (when["from"], when["to"]) == (str(first), str(last + timedelta(days=1)))


def test_a_place_has_a_name_and_a_country_and_no_longer_the_old_ones_coordinates() -> None:
    where = corrected(EVENT, ("where", "Hentzau, DEU"))["where"]
    assert (where["name"], where["country"], where["lat"], where["start"]) == ("Hentzau", "DEU", None, 53)


def test_statements_offices_and_agreements_are_corrected() -> None:
    evidence = Passage.cut(TEXT, 0, 71)
    statement = StatementClaim("a1", evidence, 0.9, "en.said", speaker=Party("queen", 27, 36, TEXT[27:36]))
    assert corrected(statement.to_dict(), ("speaker", "the king,KOR"))["speaker"]["name"] == "the king"
    office = OfficeClaim("a1", evidence, 0.9, "en.office", title="queen", country="FRA")
    right = corrected(office.to_dict(), ("holder", "Flavia,DEU"), ("country", "DEU"), ("status", "former"))
    assert (right["holder"]["name"], right["country"], right["status"]) == ("Flavia", "DEU", "former")
    treaty = AgreementClaim("a1", evidence, 0.9, "en.agreement", name="Pact of Strelsau")
    assert [party["country"] for party in corrected(treaty.to_dict(), ("parties", "FRA;DEU"))["parties"]] == [
        "FRA",
        "DEU",
    ]


def test_of_one_field_the_last_counts_and_fields_of_other_kinds_do_not() -> None:
    right = corrected(EVENT, ("when", "2023"), ("speaker", "Flavia"), ("when", "2022"))
    assert right["when"]["edtf"] == "2022"
    assert "speaker" not in right
    assert [each["field"] for each in right["corrected"]] == ["when"]


@pytest.mark.parametrize(
    ("kind", "field", "value", "mend"),
    [
        ("event", "confidence", "1", "take one of type, mode"),
        ("event", "holder", "Flavia", "take one of type, mode"),
        ("event", "type", "VISIT", "take one of AGREE"),
        ("event", "mode", "dance", "take one of"),
        ("event", "type", "", "reject the claim"),
        ("event", "polarity", "maybe", "affirmed, denied"),
        ("event", "status", "incumbent", "take one of actual"),
        ("event", "when", "last Monday", "2021-12-24"),
        ("event", "when", "2023-02-30", "2021-12-24"),
        ("event", "when", "2023-05/2023-04", "swap its ends"),
        ("event", "when", "../..", "open at both ends"),
        ("event", "actor", "XQZ", "country code"),
        ("event", "actor", "FRA;;DEU", "country code"),
        ("event", "where", "Lyon,XQZ", "country code"),
        ("office", "country", "France", "three capital letters"),
        ("office", "status", "actual", "incumbent"),
        ("statement", "manner", "loud", "direct, indirect, mixed"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_mend(kind: str, field: str, value: str, mend: str) -> None:
    with pytest.raises(ValueError, match=mend):
        check_correction(kind, field, value, ONTOLOGY, {"FRA", "DEU", "KOR"})


@pytest.mark.parametrize("kind", FIELDS)
def test_what_stands_may_be_given_back(kind: str) -> None:
    given = {"type": "AID", "mode": "visit", "polarity": "denied", "manner": "mixed", "when": "2024", "country": "FRA"}
    given |= {"accredited_to": "KOR", "actor": "FRA;queen,KOR", "where": "Lyon,FRA"}
    status = {"event": "future", "office": "designate", "agreement": "in force"}
    for field in FIELDS[kind]:
        value = status[kind] if field == "status" else given.get(field, "Flavia")
        check_correction(kind, field, value, ONTOLOGY, {"FRA", "KOR"})


def test_fields_are_said_as_they_are_corrected() -> None:
    for field in ("actor", "recipient", "when", "where", "type"):
        value = said(EVENT[field])
        assert value is not None
        check_correction("event", field, value, ONTOLOGY)
    assert said(EVENT["recipient"]) == "queen,KOR"
