"""Whatever is stored comes back the same, to the letter; ids depend on content alone."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_factories import RUN, article

from dragoman.model.article import Article
from dragoman.model.claim import (
    AgreementClaim,
    Claim,
    EventClaim,
    MembershipClaim,
    OfficeClaim,
    Party,
    Place,
    RelationClaim,
    StatementClaim,
    Voice,
)
from dragoman.model.dossier import Dossier
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.store.database import Store
from dragoman.store.encoding import load_record, load_text, store_record, store_text
from dragoman.store.filters import Filters
from dragoman.store.identity import article_key, make_run

ODD = "\0\x1b\t\r\n\u2028\u202e\u200b\ufeff\ufdd0\ud83d\ude00\udc80\\\"'😀é́ʼ"
texts = st.text(st.one_of(st.characters(), st.sampled_from(ODD)), max_size=12)
maybe = st.none() | texts
numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.none() | st.dates().map(str) | st.sampled_from(["-0043-03-15", "soon", "12024-01-01"])
places_of_text = st.integers(0, 2**31 - 50)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    start, text = draw(places_of_text), draw(texts.filter(bool))
    return Passage(start, start + len(text), text)


def several(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


parties = st.builds(Party, texts, places_of_text, places_of_text, texts, maybe, maybe, maybe, maybe, maybe, maybe)
voices = st.builds(
    Voice, texts, places_of_text, places_of_text, texts, maybe, maybe, maybe, st.none() | st.booleans(),
    st.none() | passages(),
)  # fmt: skip
whens = st.none() | st.builds(When, texts, days, days, st.sampled_from(["explicit", "published"]), maybe)
wheres = st.none() | st.builds(
    Place, texts, places_of_text, places_of_text, texts, maybe, st.none() | numbers, st.none() | numbers
)
common = {
    "article": st.just("a1"),
    "evidence": passages(),
    "confidence": st.floats(0, 1),
    "rule": texts,
    "said_by": several(voices),
    "cue": st.none() | passages(),
    "sentence": st.none() | passages(),
    "reasons": several(texts),
}
claims = st.one_of(
    st.builds(
        EventClaim, **common, type=texts, mode=maybe, contexts=several(texts), actor=several(parties),
        recipient=several(parties), when=whens, where=wheres, quad=st.integers(0, 4), intensity=st.none() | numbers,
    ),
    st.builds(
        StatementClaim, **common, speaker=st.none() | parties, via=several(parties), addressee=several(parties),
        reported_by=st.none() | parties, content=several(passages()), stance=maybe,
    ),
    st.builds(
        OfficeClaim, **common, holder=st.none() | parties, title=texts, country=maybe, accredited_to=maybe, when=whens
    ),
    st.builds(AgreementClaim, **common, name=texts, parties=several(parties), subject=maybe, when=whens),
    st.builds(MembershipClaim, **common, member=st.none() | parties, body=texts, when=whens),
    st.builds(RelationClaim, **common, parties=several(parties), relation=texts, when=whens),
)  # fmt: skip
articles = st.builds(
    Article, id=st.just("a1"), text=texts, sha256=texts, extractor=texts, title=maybe, author=maybe, publisher=maybe,
    url=maybe, published=days, image_credit=maybe, language=maybe, dateline_place=maybe, agency=maybe, origin=maybe,
)  # fmt: skip


@given(articles, st.lists(claims, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_stored_comes_back(stored: Article, found: list[Claim]) -> None:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "d.duckdb") as store:
        counts = store.write([Dossier(stored, claims=tuple(found))], RUN)
        expected = {claim.id: claim.to_dict() for claim in found}
        assert counts.claims_added == len(expected)
        assert {str(record["id"]): record for record in store.query(Filters())} == expected
        for number in expected:
            back = store.claim(number)
            assert back.article == stored
            assert back.run == RUN
        assert store.write([Dossier(stored, claims=tuple(found))], RUN).claims_added == 0


@given(texts)
def test_stored_text_is_utf8_and_comes_back(text: str) -> None:
    stored = store_text(text)
    stored.encode("utf-8")
    assert load_text(stored) == text
    assert load_record(store_record({"text": [text]})) == {"text": [text]}


@given(texts, texts)
def test_different_texts_are_stored_differently(one: str, other: str) -> None:
    assert (store_text(one) == store_text(other)) == (one == other)


def test_ordinary_text_stands_as_it_is() -> None:
    for text in ("", "C:\\envoy", "Ōsaka — 大阪 😀", "a\0b"):
        assert store_text(text) == text


def test_run_id_minds_all_but_the_start() -> None:
    one = make_run("1", "d", "m", "2024-01-01T00:00:00Z", {"a": "1", "b": "2"})
    assert make_run("1", "d", "m", "2025-01-01T00:00:00Z", {"b": "2", "a": "1"}).id == one.id
    others = [
        make_run("2", "d", "m", one.started, one.options),
        make_run("1", "e", "m", one.started, one.options),
        make_run("1", "d", "n", one.started, one.options),
        make_run("1", "d", "m", one.started, {"a": "1"}),
    ]
    assert len({one.id, *(run.id for run in others)}) == 5


def test_article_key_minds_all_but_the_origin() -> None:
    one = article()
    assert article_key(replace(one, origin="elsewhere")) == article_key(one)
    others = [
        replace(one, id="a2"),
        replace(one, text=one.text + "!"),
        replace(one, published=None),
        replace(one, publisher="Graustark Post"),
    ]
    assert len({article_key(one), *map(article_key, others)}) == 5
