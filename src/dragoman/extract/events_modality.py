"""Whether an event is told as done: denials, futures, conditions, purposes and demands around its cue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.extract.events_conditions import Conditions
from dragoman.extract.events_frame import Frame, without
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import Composition
from dragoman.model.claim import Status
from dragoman.model.reading import Reading

_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_POSSIBLE = frozenset({"could", "may", "might", "can", "should", "must"})
_OBLIGING = frozenset({"must", "should"})


@dataclass(frozen=True, slots=True)
class Modality:
    """Polarity and status of the frames of one reading."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    conditions: Conditions
    compositions: Mapping[str, Composition]

    def heed(self, frame: Frame) -> Frame | None:
        """`frame` as its clause tells it; None where what is told of the future is no event.

        A told future or refusal changes the type as operators do.
        """
        told = self._told_by_adjective(frame)
        if told is not None:
            return told
        verb = self._verb_over(frame.token)
        if verb is None:
            return replace(frame, polarity="denied") if self.syntax.is_negated(frame.token) else frame
        if self._is_purpose(verb):
            frame = replace(frame, status="hypothetical", reasons=(*frame.reasons, "is only meant to be done"))
        denied = self._is_denied(frame, verb)
        if self.conditions.opens(verb):
            frame = replace(frame, status="hypothetical", reasons=(*frame.reasons, "stands in a condition"))
            return replace(frame, polarity="denied") if denied else frame
        auxiliaries = self.syntax.auxiliaries(verb)
        future = next((word for word in auxiliaries if word in _FUTURE or word == "would"), None)
        if future is not None:
            if not denied and self.conditions.has_unless(verb):
                return self._threat(frame, verb, future)
            return self._foretold(frame, future, denied)
        possible = next((word for word in auxiliaries if word in _POSSIBLE), None)
        if possible is not None:
            demanded = self._demanded(frame, verb, possible)
            if demanded is not None:
                return demanded
            reasons = (*frame.reasons, f'"{possible}" leaves open whether it happens')
            frame = replace(frame, status="hypothetical", reasons=reasons)
        return replace(frame, polarity="denied", reasons=(*frame.reasons, "negated")) if denied else frame

    def _told_by_adjective(self, frame: Frame) -> Frame | None:
        """A noun that is told to be still to come, or only possible: "his upcoming visit", "a possible strike".

        None where no such word stands before it, and where a verb says that it was done ("paid a scheduled visit").
        """
        if self.reading.tags[frame.token][0] != "N":
            return None
        for child in self.reading.children[frame.token]:
            if child < frame.token and self.reading.deps[child] == "amod":
                word = self.reading.words[child].lower()
                if word in self.mentions.language.coming_words:
                    return replace(frame, status="future", reasons=(*frame.reasons, f'"{word}": still to come'))
                if word in self.mentions.language.possible_words:
                    reasons = (*frame.reasons, f'"{word}" leaves open whether it happens')
                    return replace(frame, status="hypothetical", reasons=reasons)
        return None

    def _verb_over(self, token: int) -> int | None:
        """The verb that tells of the cue: itself, or the one it is the predicate or object of."""
        reading, syntax = self.reading, self.syntax
        if syntax.is_verb(token):
            return token
        head = reading.heads[token]
        if head == token or not syntax.is_verb(head) or reading.deps[token] not in ("acomp", "attr", "dobj", "oprd"):
            return None
        return head

    def _is_denied(self, frame: Frame, verb: int) -> bool:
        """Whether the verb, the cue or a noun that is part of the cue is negated ("lodged no protest")."""
        nouns = (token for token in frame.tokens[1:] if self.reading.tags[token][0] == "N")
        return any(self.syntax.is_negated(token) for token in (verb, frame.token, *nouns))

    def _is_purpose(self, verb: int) -> bool:
        """An infinitive that hangs on a noun or adjective ("a plan to oust", "determined to fight") tells an aim."""
        reading = self.reading
        if reading.tags[verb] != "VB" or not any(reading.tags[child] == "TO" for child in reading.children[verb]):
            return False
        return reading.deps[verb] in ("acl", "relcl") or (
            reading.deps[verb] in ("xcomp", "ccomp") and not self.syntax.is_verb(reading.heads[verb])
        )

    def _threat(self, frame: Frame, verb: int, word: str) -> Frame:
        return replace(
            frame,
            type="THREATEN",
            mode=None,
            recipient=frame.recipient or without(self.conditions.parties(verb), frame.actor),
            reciprocal=False,
            status="hypothetical",
            reasons=(*frame.reasons, f'"{word}" and "unless" make a threat'),
        )

    def _foretold(self, frame: Frame, word: str, denied: bool) -> Frame | None:
        """What "will", "would" and their denials make of an event."""
        outcome = self.compositions["REFUSE" if denied else "FUTURE"].outcome(frame.type, frame.mode)
        if outcome.type is None:
            return None
        if outcome.type != frame.type:
            reason = f'"{word}"{" not" if denied else ""} over {frame.type} makes {outcome.type}'
            reasons = (*frame.reasons, reason)
            frame = replace(frame, type=outcome.type, mode=outcome.mode, polarity="affirmed", reasons=reasons)
        elif denied:
            frame = replace(frame, polarity="denied")
        status: Status = "future" if word in _FUTURE else "hypothetical"
        return replace(frame, status=status)

    def _demanded(self, frame: Frame, verb: int, word: str) -> Frame | None:
        """ "X said that Y must withdraw": X asks it of Y; None where nobody is heard to say so."""
        if word not in _OBLIGING or not frame.actor:
            return None
        head = self.reading.heads[verb]
        if self.reading.deps[verb] != "ccomp" or not self.syntax.is_verb(head):
            return None
        speaker = without(self.mentions.parties(self.syntax.subjects(head)), frame.actor)
        if not speaker:
            return None
        return replace(
            frame,
            type="REQUEST",
            mode=self.compositions["REQUEST"].outcome(frame.type, frame.mode).mode,
            actor=speaker,
            recipient=frame.actor,
            reciprocal=False,
            status="hypothetical",
            reasons=(*frame.reasons, f'"{word}" in what somebody says asks for it'),
        )
