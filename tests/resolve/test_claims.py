"""Claims from findings: ids, chains of voices, dates, standing in time, who acts at home, what is no claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.intake.articles import article_from_text
from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import Claim, EventClaim, Party, RelationClaim, StatementClaim
from dragoman.model.dossier import Dossier
from dragoman.model.finding import EventMention, StandingFact, StatementMention
from dragoman.model.mention import Mention
from dragoman.model.span import Passage, Span
from dragoman.model.time import TimeMention, When
from dragoman.resolve.claims import compose_claims
from dragoman.run.coder import Coder

TEXT = "Reuters said Peru claimed that Chile attacked rebels in 2001."
ARTICLE = article_from_text(TEXT, id="a", published="2001-06-02")

COUNTRIES = {"Peru": "PER", "Chile": "CHL"}
WORDS = ("Reuters", "Peru", "Chile", "rebels")
REUTERS, PERU, CHILE, REBELS = range(4)


@pytest.fixture(scope="module")
def knowledge(coder: Coder) -> Knowledge:
    return coder.knowledge


def at(words: str, text: str = TEXT) -> Passage:
    start = text.index(words)
    return Passage(start, start + len(words), words)


def mention(words: str, text: str = TEXT) -> Mention:
    return Mention(at(words, text), words, "name" if words[0].isupper() else "role", 0, 0, 1, 0)


def party(words: str, text: str = TEXT, **values: str | None) -> Party:
    place = at(words, text)
    country = COUNTRIES.get(words)
    fields: dict[str, str | None] = {
        "entity": f"state:{country}" if country else None,
        "country": country,
        "sector": "GOV" if country else None,
    }
    if words == "rebels":
        fields |= {"sector": "REB", "rule": "resolve.role"}
    if words == "Reuters":
        fields |= {"entity": "publisher:reuters", "sector": "JRN"}
    return Party(words, place.start, place.end, words, **(fields | values))


def event(**values: object) -> EventMention:
    fields: dict[str, object] = {
        "type": "ASSAULT", "mode": None, "rule": "en.assault.test", "cue": at("attacked"), "token": 6,
        "evidence": at("Chile attacked rebels"), "sentence": 0, "actor": (CHILE,), "recipient": (REBELS,),
    }  # fmt: skip
    return EventMention(**(fields | values))  # type: ignore[arg-type]


def statement(speaker: int, cue: str, content: str, **values: object) -> StatementMention:
    fields: dict[str, object] = {
        "rule": "en.statement.test", "evidence": at(cue), "sentence": 0, "cue": at(cue), "content": (at(content),),
        "speaker": speaker, "speaker_passage": at(WORDS[speaker]),
    }  # fmt: skip
    return StatementMention(**(fields | values))  # type: ignore[arg-type]


OUTER = statement(REUTERS, "said", "Peru claimed that Chile attacked rebels in 2001")
INNER = statement(PERU, "claimed", "Chile attacked rebels in 2001")
IN_2001 = When("2001", "2001-01-01", "2002-01-01", "explicit", "2001", at("2001").start, at("2001").end)


def dossier(**values: object) -> Dossier:
    fields: dict[str, object] = {
        "article": ARTICLE,
        "sentences": (Span(0, len(TEXT)),),
        "mentions": tuple(mention(words) for words in WORDS),
        "parties": tuple((party(words),) for words in WORDS),
        "event_mentions": (event(),),
    }
    return Dossier(**(fields | values))  # type: ignore[arg-type]


def events(made: Dossier, knowledge: Knowledge) -> list[EventClaim]:
    return [claim for claim in compose_claims(made, knowledge) if isinstance(claim, EventClaim)]


def only(made: Dossier, knowledge: Knowledge) -> EventClaim:
    (claim,) = events(made, knowledge)
    return claim


def with_time(when: When | None, published: str | None = "2001-06-02") -> Dossier:
    time = TimeMention(at("2001"), "DATE", "2001", when, 0, 0, 1, "r")
    return dossier(article=replace(ARTICLE, published=published), times=(time,), event_mentions=(event(time=0),))


# ---- ids and order ---------------------------------------------------------------------------------------------------


def test_same_findings_give_the_same_ids(knowledge: Knowledge) -> None:
    made = dossier(statement_mentions=(OUTER, INNER))
    first, second = compose_claims(made, knowledge), compose_claims(made, knowledge)
    assert [claim.id for claim in first] == [claim.id for claim in second]
    assert len({claim.id for claim in first}) == len(first) == 3


def test_finding_made_twice_is_one_claim(knowledge: Knowledge) -> None:
    assert len(events(dossier(event_mentions=(event(), event())), knowledge)) == 1


def test_order_of_findings_changes_nothing(knowledge: Knowledge) -> None:
    found = (event(), event(type="CONSULT", rule="x", evidence=at("attacked rebels")))
    one, other = dossier(event_mentions=found), dossier(event_mentions=found[::-1])
    assert compose_claims(one, knowledge) == compose_claims(other, knowledge)


def test_claims_stand_in_the_order_of_their_evidence(knowledge: Knowledge) -> None:
    claims = compose_claims(dossier(statement_mentions=(INNER, OUTER)), knowledge)
    starts = [claim.evidence.start for claim in claims]
    assert starts == sorted(starts)


# ---- voices ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(OUTER, INNER), (INNER, OUTER)])
def test_voices_stand_outermost_first(order: tuple[StatementMention, ...], knowledge: Knowledge) -> None:
    claim = only(dossier(statement_mentions=order), knowledge)
    assert [voice.name for voice in claim.said_by] == ["Reuters", "Peru"]
    assert [voice.cue.text if voice.cue else None for voice in claim.said_by] == ["said", "claimed"]


def test_statement_inside_a_statement_has_the_outer_voice_alone(knowledge: Knowledge) -> None:
    claims = compose_claims(dossier(statement_mentions=(OUTER, INNER)), knowledge)
    said = {claim.cue.text: claim for claim in claims if isinstance(claim, StatementClaim) and claim.cue}
    assert [voice.name for voice in said["claimed"].said_by] == ["Reuters"]
    assert said["said"].said_by == ()
    reporter = said["claimed"].reported_by
    assert reporter is not None
    assert reporter.name == "Reuters"


def test_event_outside_of_all_content_has_no_voice(knowledge: Knowledge) -> None:
    only_words = replace(INNER, content=(at("in 2001"),))
    assert only(dossier(statement_mentions=(only_words,)), knowledge).said_by == ()


def test_what_somebody_denies_is_denied(knowledge: Knowledge) -> None:
    denial = replace(INNER, stance="denies")
    assert only(dossier(statement_mentions=(OUTER, denial)), knowledge).polarity == "denied"
    assert only(dossier(statement_mentions=(replace(OUTER, stance="denies"), INNER)), knowledge).polarity == "affirmed"


def test_speaker_who_is_nobody_known_keeps_the_words(knowledge: Knowledge) -> None:
    unnamed = replace(INNER, speaker=None, speaker_passage=at("Peru"))
    (voice,) = only(dossier(statement_mentions=(unnamed,)), knowledge).said_by
    assert (voice.name, voice.entity, voice.start) == ("Peru", None, at("Peru").start)


def test_first_person_is_whoever_speaks(knowledge: Knowledge) -> None:
    text = 'Peru said: "We attacked rebels."'
    we = replace(mention("We", text), form="pronoun")
    nobody = Party("We", we.passage.start, we.passage.end, "We")
    made = Dossier(
        article=article_from_text(text, id="b"),
        sentences=(Span(0, len(text)),),
        mentions=(mention("Peru", text), we, mention("rebels", text)),
        parties=((party("Peru", text),), (nobody,), (party("rebels", text),)),
        statement_mentions=(
            StatementMention("r", at("said", text), 0, at("said", text), (at("We attacked rebels", text),), speaker=0),
        ),
        event_mentions=(
            event(cue=at("attacked", text), evidence=at("We attacked rebels", text), actor=(1,), recipient=(2,)),
        ),
    )
    claim = only(made, knowledge)
    assert [(each.name, each.text, each.rule) for each in claim.actor] == [("Peru", "We", "resolve.pronoun.speaker")]


# ---- time ------------------------------------------------------------------------------------------------------------


def test_event_without_a_date_rests_on_the_day_of_publication(knowledge: Knowledge) -> None:
    when = only(dossier(), knowledge).when
    assert when == When("../2001-06-02", None, "2001-06-03", "published", rule="resolve.when.published")


def test_event_without_any_date_has_none(knowledge: Knowledge) -> None:
    assert only(dossier(article=replace(ARTICLE, published=None)), knowledge).when is None


def test_told_date_goes_before_publication(knowledge: Knowledge) -> None:
    assert only(with_time(IN_2001), knowledge).when == IN_2001


@pytest.mark.parametrize(
    ("published", "status"),
    [("2001-06-02", "actual"), ("2003-01-01", "actual"), ("2003-01-02", "historical"), (None, "actual")],
)
def test_what_ended_more_than_a_year_before_is_history(
    published: str | None, status: str, knowledge: Knowledge
) -> None:
    assert only(with_time(IN_2001, published), knowledge).status == status


def test_future_stays_future_however_old(knowledge: Knowledge) -> None:
    made = with_time(IN_2001, "2010-01-01")
    assert only(replace(made, event_mentions=(event(time=0, status="future"),)), knowledge).status == "future"


def test_time_that_cannot_be_anchored_leaves_publication(knowledge: Knowledge) -> None:
    when = only(with_time(None), knowledge).when
    assert when is not None
    assert when.basis == "published"


# ---- parties ---------------------------------------------------------------------------------------------------------


def test_event_of_nobody_known_is_no_claim(knowledge: Knowledge) -> None:
    strangers = tuple((Party(words, at(words).start, at(words).end, words),) for words in WORDS)
    assert events(dossier(parties=strangers), knowledge) == []


def test_party_is_not_its_own_recipient(knowledge: Knowledge) -> None:
    claim = only(dossier(event_mentions=(event(recipient=(CHILE, REBELS)),)), knowledge)
    assert [each.name for each in claim.recipient] == ["rebels"]


def at_home(knowledge: Knowledge, *named: str) -> Party:
    """The rebels of an event that they do alone, in a sentence that names these countries beside it."""
    made = dossier(
        mentions=tuple(mention(words) for words in (*named, "rebels")),
        parties=tuple((party(words),) for words in (*named, "rebels")),
        event_mentions=(event(actor=(len(named),), recipient=()),),
    )
    (rebels,) = only(made, knowledge).actor
    return rebels


def test_those_who_act_at_home_get_the_only_country_of_the_sentence(knowledge: Knowledge) -> None:
    rebels = at_home(knowledge, "Chile")
    assert (rebels.country, rebels.rule) == ("CHL", "resolve.country.sentence")
    assert rebels.reason is not None
    assert "CHL" in rebels.reason


def test_two_countries_in_the_sentence_or_none_leave_it_open(knowledge: Knowledge) -> None:
    assert at_home(knowledge, "Chile", "Peru").country is None
    assert at_home(knowledge).country is None


@pytest.mark.parametrize(("place", "country"), [("LIMA", "PER"), ("Lima, Peru", "PER"), ("Atlantis", None)])
def test_dateline_tells_where_home_is_if_the_sentence_does_not(
    place: str, country: str | None, knowledge: Knowledge
) -> None:
    made = dossier(
        article=replace(ARTICLE, dateline_place=place),
        mentions=(mention("rebels"),),
        parties=((party("rebels"),),),
        event_mentions=(event(actor=(0,), recipient=()),),
    )
    found = events(made, knowledge)
    assert [each.country for claim in found for each in claim.actor] == [country] * len(found)
    assert found


def test_doubt_lowers_confidence(knowledge: Knowledge) -> None:
    sure = only(dossier(event_mentions=(event(recipient=(PERU,)),)), knowledge).confidence
    doubts = event(status="future", recipient=(PERU,)), event(recipient=()), event(actor=(), recipient=(PERU,))
    for doubtful in doubts:
        found = events(dossier(event_mentions=(doubtful,)), knowledge)
        assert all(0 < claim.confidence < sure for claim in found)
        assert found


def test_event_has_the_numbers_of_its_type_and_mode(knowledge: Knowledge) -> None:
    plain, beaten = (only(dossier(event_mentions=(event(mode=mode),)), knowledge) for mode in (None, "beat"))
    ontology = knowledge.ontology.types["ASSAULT"]
    assert (plain.quad, plain.intensity, plain.cameo) == (4, ontology.intensity, ontology.cameo)
    assert beaten.cameo == ontology.modes["beat"].cameo


# ---- standing facts --------------------------------------------------------------------------------------------------


def fact(**values: object) -> StandingFact:
    fields: dict[str, object] = {
        "kind": "relation", "rule": "en.relation.test", "evidence": at("Peru claimed that Chile"), "sentence": 0,
        "parties": (PERU, CHILE), "name": "alliance",
    }  # fmt: skip
    return StandingFact(**(fields | values))  # type: ignore[arg-type]


def standing(made: Dossier, knowledge: Knowledge) -> list[Claim]:
    return [claim for claim in compose_claims(made, knowledge) if claim.kind not in ("event", "statement")]


def test_relation_needs_two_sides(knowledge: Knowledge) -> None:
    (claim,) = standing(dossier(standing_facts=(fact(),)), knowledge)
    assert isinstance(claim, RelationClaim)
    assert [each.country for each in claim.parties] == ["PER", "CHL"]
    assert standing(dossier(standing_facts=(fact(parties=(PERU,)),)), knowledge) == []
    assert standing(dossier(standing_facts=(fact(parties=()),)), knowledge) == []


@pytest.mark.parametrize(
    ("relation", "edtf", "from_", "to"),
    [
        ("at", "2001", "2001-01-01", "2002-01-01"),
        ("since", "2001/..", "2001-01-01", None),
        ("until", "../2001", None, "2002-01-01"),
    ],
)
def test_date_opens_or_closes_a_standing_fact(
    relation: str, edtf: str, from_: str | None, to: str | None, knowledge: Knowledge
) -> None:
    made = replace(with_time(IN_2001), standing_facts=(fact(time=0, time_relation=relation),))
    (claim,) = standing(made, knowledge)
    assert isinstance(claim, RelationClaim)
    assert claim.when is not None
    assert (claim.when.edtf, claim.when.from_, claim.when.to) == (edtf, from_, to)


@pytest.mark.parametrize(
    ("status", "edtf"), [("incumbent", "../2001-06-02"), ("former", None), (None, "../2001-06-02")]
)
def test_office_held_now_is_held_on_the_day_of_publication(
    status: str | None, edtf: str | None, knowledge: Knowledge
) -> None:
    office = fact(kind="office", parties=(PERU,), name="minister", status=status)
    (claim,) = standing(dossier(standing_facts=(office,)), knowledge)
    when = getattr(claim, "when", None)
    assert (when.edtf if when else None) == edtf
