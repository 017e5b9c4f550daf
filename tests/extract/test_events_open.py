"""Verbs that no rule knows, with somebody who does and somebody whom it is done to."""

from __future__ import annotations

import pytest

from dragoman.extract.events_open import open_frames
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text


def frames(coder: Coder, text: str, *taken: str) -> list[str]:
    """The frames of the first sentence as "lemma: doers -> sufferers"; `taken` are words already taken."""
    known = coder.knowledge
    (reading,) = coder.parser.read([plain_text(text)])
    syntax = Syntax(reading)
    mentions = MentionFinder(reading, text, syntax, known.almanac, known.roles, known.language)
    found = open_frames(reading, syntax, mentions, 0, {reading.words.index(word) for word in taken})
    return [
        f"{reading.lemmas[frame.token]}: "
        + " -> ".join(
            ", ".join(mentions.mentions[party].words for party in side) for side in (frame.actor, frame.recipient)
        )
        for frame in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya outwitted Somalia.", ["outwit: Kenya -> Somalia"]),
        ("Kenya frowned at Somalia.", ["frown: Kenya -> Somalia"]),
        ("Norway poured scorn on Myanmar.", ["pour: Norway -> Myanmar"]),
        ("Somalia was outwitted by Kenya.", ["outwit: Kenya -> Somalia"]),
        ("Kenya outwitted Somalia, while Norway dazzled Peru.", ["outwit: Kenya -> Somalia", "dazzle: Norway -> Peru"]),
        # nobody does it, or it is done to nobody else
        ("Kenya slept.", []),
        ("Kenya outwitted a fox.", []),
        ("A fox outwitted Kenya.", []),
        # where and when, not to whom
        ("Kenya slept in Somalia.", []),
        ("Kenya rested after Somalia.", []),
        # not done at all
        ("Kenya dazzled Somalia.", ["dazzle: Kenya -> Somalia"]),
        ("Kenya did not dazzle Somalia.", []),
        ("Kenya never dazzled Somalia.", []),
        # words that tell no deed
        ("Kenya is for Somalia.", []),
        ("Kenya has Somalia.", []),
    ],
)
def test_frames_of_a_sentence(coder: Coder, text: str, expected: list[str]) -> None:
    assert frames(coder, text) == expected


def test_verbs_of_the_rules_are_left_out(coder: Coder) -> None:
    text = "Kenya outwitted Somalia, while Norway dazzled Peru."
    assert frames(coder, text, "outwitted") == ["dazzle: Norway -> Peru"]
    assert frames(coder, text, "outwitted", "dazzled") == []


def test_only_the_sentence_asked_for_is_read(coder: Coder) -> None:
    assert frames(coder, "Kenya slept. Norway dazzled Peru.") == []
