"""Headline, lead and body of one article that tell the same are one claim."""

from __future__ import annotations

import pytest

from dragoman.model.claim import EventClaim
from dragoman.run.api import code


def _events(text: str) -> list[EventClaim]:
    return [claim for claim in code(text) if isinstance(claim, EventClaim)]


def test_second_telling_becomes_further_evidence() -> None:
    text = "Norway condemned Myanmar. The rains went on. Norway condemned Myanmar for the raid on 2 May 2011."
    (claim,) = _events(text)
    assert [passage.text for passage in claim.also] == ["Norway condemned Myanmar"]
    assert claim.evidence.start == text.index("Norway", 5)
    assert claim.when is not None
    assert claim.when.edtf == "2011-05-02"


@pytest.mark.parametrize(
    "text",
    [
        "Norway condemned Myanmar. Norway condemned Chad.",  # another recipient
        "Norway condemned Myanmar. Sweden condemned Myanmar.",  # another actor
        "Norway condemned Myanmar. Norway praised Myanmar.",  # another type
        "Norway condemned Myanmar. Norway did not condemn Myanmar.",  # another polarity
        "Norway condemned Myanmar on 2 May 2011. Norway condemned Myanmar on 3 June 2012.",  # another day
        "Troops from Mali shelled a camp in Chad. Troops from Mali bombed a camp in Chad.",  # another mode
        "Norway condemned Myanmar. A minister of Chad said that Norway condemned Myanmar.",  # another voice
    ],
)
def test_what_differs_stays_apart(text: str) -> None:
    assert len(_events(text)) == 2


def test_telling_with_the_recipient_stands() -> None:
    claims = _events("The army of Mali fired rockets. On Sunday the army of Mali fired rockets at Chad.")
    assert len([claim for claim in claims if claim.type == "ASSAULT"]) == 1
    assert [party.country for claim in claims for party in claim.recipient] == ["TCD"]
