"""Judging as a whole: matters, witnesses, standing facts, statements; and that order makes no difference."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judge_factories import FLAVIA, LEAD, RUDOLF, RUPERT, known_article, known_event, party

from dragoman.judge.judging import Judging, judge_claims
from dragoman.knowledge.almanac import Almanac, load_almanac
from dragoman.knowledge.judging import load_thresholds
from dragoman.model.judging import KnownArticle, KnownClaim, KnownParty, Rulings
from dragoman.model.span import Passage

THRESHOLDS = load_thresholds()
OTHER = "President Rassendyll held talks with Queen Flavia about the border railway on Tuesday"


@pytest.fixture(scope="module")
def almanac() -> Almanac:
    return load_almanac()


def judged(claims: list[KnownClaim], almanac: Almanac, rulings: Rulings | None = None, **publishers: str) -> Judging:
    told = sorted(claims, key=lambda claim: claim.id)
    articles = [
        known_article(key, f"{key} tells: {' '.join(each.evidence.text for each in told if each.told_in == key)}",
                      publisher=publishers.get(key, f"Paper {key}"))
        for key in sorted({claim.told_in for claim in claims})
    ]  # fmt: skip
    return judge_claims(articles, claims, rulings or Rulings(), THRESHOLDS, almanac)


def matters(made: Judging) -> dict[str, str]:
    return {each.claim: each.matter for each in made.claims}


def standing(number: str, kind: str, article: str = "a1", *parties: KnownParty, **more: object) -> KnownClaim:
    told: dict[str, object] = {"published": "2024-03-05", "status": "incumbent", "basis": "published"} | more
    return KnownClaim(number, kind, article, article, Passage(0, 3, "one"), parties=parties, **told)  # type: ignore[arg-type]


def holder(name: str, entity: str | None = None) -> KnownParty:
    return party(name, "RUR", "holder", entity)


def test_two_papers_one_meeting_and_who_speaks_for_it(almanac: Almanac) -> None:
    claims = [
        known_event("c9", status="future", published="2024-03-04", article="a0"),
        known_event("c1"),
        known_event("c2", text=OTHER, article="a2", place="Strelsau"),
        known_event("c3", RUDOLF, RUPERT, text="Rassendyll met Rupert of Hentzau over a duel", article="a3"),
    ]
    made = judged(claims, almanac)
    assert matters(made) == {"c9": "c9", "c1": "c9", "c2": "c9", "c3": "c3"}
    assert [each.claim for each in sorted(made.claims, key=lambda each: each.rank) if each.matter == "c9"] == [
        "c2", "c1", "c9"
    ]  # fmt: skip
    tie = next(each for each in made.claims if each.claim == "c2")
    assert tie.joined_to in ("c1", "c9")
    assert tie.score is not None
    assert tie.reasons


def test_what_people_said_holds(almanac: Almanac) -> None:
    claims = [known_event("c1"), known_event("c2", text=OTHER, article="a2"), known_event("c3", RUPERT, article="a3")]
    apart = judged(claims, almanac, Rulings(apart=(("c1", "c2", "j1"),)))
    assert matters(apart)["c2"] == "c2"
    same = judged(claims, almanac, Rulings(same=(("c1", "c3", "j2"),)))
    assert matters(same)["c3"] == "c1"
    assert any("j2" in reason for each in same.claims for reason in each.reasons)
    rejected = judged(claims, almanac, Rulings(verdicts={"c1": "rejected", "c2": "accepted"}))
    assert matters(rejected) == {"c1": "c1", "c2": "c2", "c3": "c3"}
    assert {each.claim: each.verdict for each in rejected.claims} == {"c1": "rejected", "c2": "accepted", "c3": None}


def test_whose_word_it_is(almanac: Almanac) -> None:
    wire = " ".join(f"word{number}" for number in range(80)) + " " + LEAD
    articles = [
        KnownArticle("a1", "1", wire, publisher="Xinhua", published="2024-03-05"),
        KnownArticle("a2", "2", wire, publisher="Strelsau Gazette", published="2024-03-06"),
        KnownArticle("a3", "3", "another text " + LEAD, publisher="Graustark Herald", published="2024-03-06"),
        KnownArticle("a4", "4", "yet another text", published="2024-03-06"),
        KnownArticle("a5", "5", "a fifth text", publisher="Hentzau Post", published="2024-03-06", agency="Reuters"),
    ]
    cited = party("TASS", "RUS", "said_by", "publisher:tass")
    claims = [known_event(f"c{number}", article=f"a{number}") for number in (1, 2, 4, 5)]
    claims.append(known_event("c3", RUDOLF, FLAVIA, cited, article="a3"))
    made = judge_claims(articles, claims, Rulings(), THRESHOLDS, almanac)
    witnesses = {each.claim: (each.witness, each.state_media) for each in made.claims}
    agency = almanac.publisher_named("Xinhua")
    assert agency is not None
    assert witnesses["c1"] == witnesses["c2"] == (agency.name, True)
    assert witnesses["c3"] == ("TASS", True)
    assert witnesses["c4"] == ("unknown", False)
    assert witnesses["c5"] == ("Reuters", False)


def test_offices_of_one_holder_are_one_fact_and_two_holders_disagree(almanac: Almanac) -> None:
    claims = [
        standing("o1", "office", "a1", holder("Rudolf Rassendyll"), name="Defence Minister", office_country="RUR"),
        standing("o2", "office", "a2", holder("Rudolf Rassendyll"), name="minister of defence", office_country="RUR"),
        standing("o3", "office", "a3", holder("Black Michael"), name="minister of defence", office_country="RUR"),
        standing("o4", "office", "a4", holder("Fritz Tarlenheim"), name="senator", office_country="RUR"),
        standing("o5", "office", "a5", holder("Hugo Krafstein"), name="senator", office_country="RUR"),
        standing("o6", "office", "a6", holder("Josef Sapt"), name="minister of defence", office_country="RUR",
                 published="2023-03-05"),
    ]  # fmt: skip
    made = judged(claims, almanac)
    assert matters(made)["o2"] == "o1"
    assert [(row.about, row.claim, row.value) for row in made.disagreements] == [
        ("holder", "o1", "Rudolf Rassendyll"),
        ("holder", "o2", "Rudolf Rassendyll"),
        ("holder", "o3", "Black Michael"),
    ]


def test_a_handover_is_no_disagreement(almanac: Almanac) -> None:
    def minister(number: str, name: str, published: str) -> KnownClaim:
        return standing(number, "office", number, holder(name), name="finance minister", office_country="RUR",
                        published=published)  # fmt: skip

    before = [minister("o1", "Rudolf Rassendyll", "2024-03-01"), minister("o2", "Rudolf Rassendyll", "2024-03-05")]
    after = [minister("o3", "Black Michael", "2024-03-06"), minister("o4", "Black Michael", "2024-03-09")]
    assert judged(before + after, almanac).disagreements == ()
    again = minister("o5", "Rudolf Rassendyll", "2024-03-08")
    assert {row.claim for row in judged([*before, *after, again], almanac).disagreements} == {"o2", "o3", "o4", "o5"}


def test_two_ambassadors_at_once_and_two_starting_years(almanac: Almanac) -> None:
    def envoy(number: str, name: str, **more: object) -> KnownClaim:
        return standing(number, "office", number, holder(name), name="ambassador", office_country="RUR",
                        accredited_to="GRA", **more)  # fmt: skip

    made = judged(
        [
            envoy("o1", "Fritz Tarlenheim", since="2019-01-01", edtf="2019/..", basis="explicit"),
            envoy("o2", "Fritz Tarlenheim", since="2021-01-01", edtf="2021/..", basis="explicit"),
            envoy("o3", "Hugo Krafstein"),
        ],
        almanac,
    )
    assert {(row.about, row.claim): row.value for row in made.disagreements} == {
        ("since", "o1"): "2019/..", ("since", "o2"): "2021/..",
        ("holder", "o1"): "Fritz Tarlenheim", ("holder", "o2"): "Fritz Tarlenheim", ("holder", "o3"): "Hugo Krafstein",
    }  # fmt: skip


def test_agreements_with_a_name_are_one_and_the_agreement_is_any(almanac: Almanac) -> None:
    sides = (party("Ruritania", "RUR", "parties", "state:RUR"), party("Graustark", "GRA", "parties", "state:GRA"))
    made = judged(
        [
            standing("g1", "agreement", "a1", *sides, name="Treaty of Zenda", status="signed"),
            standing("g2", "agreement", "a2", *reversed(sides), name="treaty of Zenda", status="in force"),
            standing("g3", "agreement", "a1", *sides, name="agreement", status="signed"),
            standing("g4", "agreement", "a2", *sides, name="agreement", status="signed"),
        ],
        almanac,
    )
    assert matters(made) == {"g1": "g1", "g2": "g1", "g3": "g3", "g4": "g4"}


def test_one_speech_quoted_by_two(almanac: Almanac) -> None:
    speech = "the railway across the border will be opened before the first snow falls on Zenda"

    def said(number: str, words: str, name: str = "Flavia Elphberg", published: str = "2024-03-05") -> KnownClaim:
        return standing(number, "statement", number, party(name, "GRA", "speaker"), words=(words,), published=published)

    made = judged(
        [
            said("s1", speech), said("s2", speech + ", she promised"),
            said("s3", "before the first snow falls on Zenda"),
            said("s4", speech, name="Rupert Hentzau"), said("s5", speech, published="2025-03-05"),
            said("s6", "nothing will be opened at all"),
        ],
        almanac,
    )  # fmt: skip
    assert matters(made) == {"s1": "s1", "s2": "s1", "s3": "s1", "s4": "s4", "s5": "s5", "s6": "s6"}


people = st.sampled_from((RUDOLF, FLAVIA, RUPERT, party("Ruritania", "RUR", entity="state:RUR"), party("him")))
events = st.builds(
    lambda number, who, text, article, day: known_event(
        f"c{number}", *who, text=text, article=f"a{article}", published=f"2024-03-0{day}"
    ),
    st.integers(0, 99),
    st.lists(people, min_size=1, max_size=2, unique=True),
    st.sampled_from([LEAD, OTHER, "Rassendyll met Rupert over a duel", LEAD[:60]]),
    st.integers(0, 5),
    st.integers(1, 9),
)


@given(st.lists(events, max_size=12, unique_by=lambda claim: claim.id), st.randoms())
@settings(max_examples=40, deadline=None)
def test_the_order_of_claims_and_articles_makes_no_difference(claims: list[KnownClaim], random) -> None:  # type: ignore[no-untyped-def]
    almanac = load_almanac_once()
    claims = [replace(claim, published=f"2024-03-0{1 + int(claim.told_in[1:])}") for claim in claims]
    made = judged(claims, almanac)
    assert sorted(each.claim for each in made.claims) == sorted(claim.id for claim in claims)
    random.shuffle(claims)
    assert judged(claims, almanac) == made


_KEPT: list[Almanac] = []


def load_almanac_once() -> Almanac:
    if not _KEPT:
        _KEPT.append(load_almanac())
    return _KEPT[0]
