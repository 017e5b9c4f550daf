"""Finds the events of a reading: each cue's frame, which of them are worth telling, and the finding made of them.

The parts: `events_cues` (which rules a word meets), `events_slots` (who stands where), `events_operators` (what is made
of the action inside), `events_builder` (the frame of one cue), `events_modality` (denials, futures, demands),
`events_conditions` (clauses of condition), `events_frame` (the record they all fill).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.extract.events_builder import FrameBuilder
from dragoman.extract.events_conditions import Conditions
from dragoman.extract.events_cues import Cues
from dragoman.extract.events_frame import Frame, Parties
from dragoman.extract.events_modality import Modality
from dragoman.extract.events_operators import Operators
from dragoman.extract.events_slots import Slots
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.contexts import ContextWords
from dragoman.knowledge.lexicon import Lexicon
from dragoman.knowledge.not_events import NotEvents
from dragoman.model.finding import EventMention
from dragoman.model.reading import Reading
from dragoman.model.span import Passage


@dataclass(slots=True)
class EventFinder:
    """Events of one reading of `text`; parties are indexes into the list of `mentions`, which grows on the way."""

    reading: Reading
    text: str
    syntax: Syntax
    mentions: MentionFinder
    lexicon: Lexicon
    not_events: NotEvents = field(default_factory=lambda: NotEvents({}))
    context_words: ContextWords = field(default_factory=lambda: ContextWords({}))
    _cues: Cues = field(init=False)
    _slots: Slots = field(init=False)
    _builder: FrameBuilder = field(init=False)
    _modality: Modality = field(init=False)

    def __post_init__(self) -> None:
        reading, syntax, mentions, lexicon = self.reading, self.syntax, self.mentions, self.lexicon
        elsewhere = self.not_events.covered(reading.lower, reading.lemmas)
        conditions = Conditions(reading, syntax, mentions)
        self._cues = Cues(reading, syntax, mentions, lexicon, elsewhere)
        self._slots = Slots(reading, syntax, mentions)
        operators = Operators(reading, syntax, mentions, self._slots, conditions, lexicon.compositions)
        self._builder = FrameBuilder(reading, syntax, lexicon, self._cues, self._slots, operators)
        self._modality = Modality(reading, syntax, mentions, conditions, lexicon.compositions)

    def find(self) -> tuple[EventMention, ...]:
        """All events, in the order of their cues."""
        found: list[EventMention] = []
        for sentence in self.reading.sentences:
            frames = list(self._sentence(sentence.first, sentence.last, pronouns=True))
            frames.sort(key=lambda frame: frame.token)
            found.extend(self._event(frame) for frame in frames)
        return tuple(found)

    def frames(self, first: int, last: int) -> list[Frame]:
        """The frames of the tokens `[first, last)`, outermost first; a pronoun alone is no party here."""
        return list(self._sentence(first, last))

    def candidates(self, first: int, last: int) -> Iterator[tuple[Frame, bool]]:
        """Every cue's frame in `[first, last)`, also of cues inside others; True for an event of its own."""
        own = {frame.token: frame for frame in self._sentence(first, last)}
        for token in self._cues.among(first, last):
            frame = own.get(token) or self._builder.frame(token)
            if frame is not None and frame.type:
                modal = frame if token in own else self._modality.heed(frame)
                if modal is not None:
                    yield modal, token in own

    def _sentence(self, first: int, last: int, *, pronouns: bool = False) -> Iterator[Frame]:
        """The events of `[first, last)`, cues nearer to the root first: they may take up those below them."""
        cues = self._cues.among(first, last)
        if not cues:
            return
        cues.sort(key=self._steps_to_root)
        consumed: set[int] = set()
        seen: set[tuple[str, Parties, Parties]] = set()
        done: list[Frame] = []
        for token in cues:
            if token in consumed:
                continue
            frame = self._builder.frame(token)
            if frame is None:
                continue
            consumed.update(frame.consumed)
            frame = self._modality.heed(frame) if frame.type else None
            if frame is None or not self._is_worth(frame, pronouns):
                continue
            key = (frame.type, frame.actor, frame.recipient)
            if key not in seen:
                seen.add(key)
                done.append(frame)
                yield frame
        yield from self._done_again(first, last, done)

    def _steps_to_root(self, token: int) -> tuple[int, int]:
        heads, steps, at = self.reading.heads, 0, token
        while heads[at] != at and steps < 200:
            at, steps = heads[at], steps + 1
        return steps, token

    def _done_again(self, first: int, last: int, frames: Sequence[Frame]) -> Iterator[Frame]:
        """Events told by "do so": who did it before ("the first to do so since X") did what was told."""
        reading = self.reading
        for token in range(first, last):
            if reading.lemmas[token] != "do" or reading.tags[token][0] != "V":
                continue
            if not any(reading.lower[child] == "so" for child in reading.children[token]):
                continue
            before = [frame for frame in frames if frame.token < token]
            heads = (token, reading.heads[token])
            again = self.mentions.parties(
                noun for head in heads for noun in self.syntax.prepositional(head, ("since",))
            )
            again = tuple(party for party in again if self.mentions.mentions[party].form == "name")
            if before and again and not before[-1].reciprocal:
                reasons = ('"do so" stands for what was told before',)
                yield replace(before[-1], token=token, actor=again, tokens=(token,), reasons=reasons, status="actual")

    def _is_worth(self, frame: Frame, pronouns: bool) -> bool:
        """An event needs a party, one made by a noun alone both; pronouns count where they can still be resolved."""
        if self._cues.is_nominal(frame.token):
            together = frame.reciprocal and self._slots.are_several(frame.actor)
            return bool(frame.actor and (frame.recipient or together))
        parties = (*frame.actor, *frame.recipient)
        if frame.rule.reciprocal and len(parties) == 1 and self._is_one(parties[0]):
            return False  # nobody meets alone
        return len(parties) > 1 or any(pronouns or self.mentions.mentions[party].form != "pronoun" for party in parties)

    def _is_one(self, party: int) -> bool:
        """A single person or state: a council may meet by itself, a president may not."""
        mention = self.mentions.mentions[party]
        entity = mention.entity or ""
        if mention.plural or mention.role_kind in ("group", "body"):
            return False
        return mention.label == "PERSON" or mention.role_kind == "person" or entity.startswith(("person:", "state:"))

    def _event(self, frame: Frame) -> EventMention:
        """The finding: its evidence reaches over the cue and those parties that stand in the same sentence."""
        reading = self.reading
        cue = reading.span(frame.token, frame.token + 1)
        sentence = reading.sentence_of[frame.token]
        starts = [reading.starts[token] for token in (frame.token, *frame.tokens)]
        ends = [reading.ends[token] for token in (frame.token, *frame.tokens)]
        for mention in (*frame.actor, *frame.recipient):
            party = self.mentions.mentions[mention]
            if party.sentence == sentence:
                starts.append(party.passage.start)
                ends.append(party.passage.end)
        reasons = frame.reasons
        if frame.via:
            reasons = (*reasons, "rules inside: " + ", ".join(frame.via))
        return EventMention(
            type=frame.type,
            mode=frame.mode,
            rule=frame.rule.id,
            cue=Passage.cut(self.text, cue.start, cue.end),
            token=frame.token,
            evidence=Passage.cut(self.text, min(starts), max(ends)),
            sentence=sentence,
            actor=frame.actor,
            recipient=frame.recipient,
            polarity=frame.polarity,
            status=frame.status,
            contexts=self._contexts(frame),
            confidence=frame.rule.confidence,
            reasons=reasons,
        )

    def _contexts(self, frame: Frame) -> tuple[str, ...]:
        """What the event is about: as its rule says, then as the words of its clause and of its parties show."""
        reading = self.reading
        tokens = set(self.syntax.clause(frame.token))
        for party in (*frame.actor, *frame.recipient):
            tokens.add(self.mentions.mentions[party].head)
        words = self.context_words.shown(reading.lower, reading.lemmas, tokens)
        return tuple(dict.fromkeys((*frame.rule.contexts, *words)))
