"""Deeds that no rule knows: verbs whose parties stand where a doer and a sufferer stand, for the model to judge."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dragoman.extract.events_frame import Parties, without
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.model.reading import Reading

# Prepositions after which those stand to whom something is done; "in", "after", "during" tell where and when.
_TO_WHOM = ("against", "with", "to", "on", "upon", "from", "at", "for", "of", "over", "towards", "toward", "into")
_EMPTY = frozenset({"be", "have", "do", "become", "seem", "remain", "include", "belong", "happen", "live", "say"})


@dataclass(frozen=True, slots=True)
class OpenFrame:
    """A verb with somebody who does and somebody else whom it is done to; indexes of mentions."""

    token: int
    actor: Parties
    recipient: Parties


_INSIDE = frozenset({"xcomp", "acl", "pcomp", "prep", "acomp", "dobj", "pobj"})


def _is_under(reading: Reading, verb: int, taken: Collection[int]) -> bool:
    """Whether a verb is the action inside another cue ("offered to hand over"): that cue has told it already."""
    at = verb
    for _ in range(4):
        if reading.deps[at] not in _INSIDE or reading.heads[at] == at:
            return False
        at = reading.heads[at]
        if at in taken:
            return True
    return False


def open_frames(
    reading: Reading, syntax: Syntax, mentions: MentionFinder, sentence: int, taken: Collection[int]
) -> Iterator[OpenFrame]:
    """The verbs of a sentence, those at `taken` left out, whose subject and object (or its like) name parties."""
    bounds = reading.sentences[sentence]
    for verb in range(bounds.first, bounds.last):
        if verb in taken or not syntax.is_verb(verb) or reading.lemmas[verb] in _EMPTY:
            continue
        if reading.deps[verb] in ("aux", "auxpass", "amod", "compound") or _is_under(reading, verb, taken):
            continue
        actor = mentions.parties(syntax.subjects(verb))
        if not actor:
            continue
        recipient = without(mentions.parties(syntax.objects(verb)), actor)
        if not recipient:
            heads = (verb, *syntax.objects(verb))
            recipient = without(
                mentions.parties(noun for head in heads for noun in syntax.prepositional(head, _TO_WHOM)), actor
            )
        if recipient and not syntax.is_negated(verb):
            yield OpenFrame(verb, actor, recipient)
