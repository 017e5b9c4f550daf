"""What the finders hand on: events, statements and standing facts whose parties are still indexes of mentions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.model.claim import Manner, Polarity, Status, TypeChances
from dragoman.model.span import Passage

MODEL_RULE = "model.pair"
"""The rule of events that no rule tells: the model of event types alone sees them."""

TAGGER_RULE = "model.statement"
"""The rule of statements that no rule tells: the tagger alone sees them."""

FactKind = Literal["office", "agreement", "membership", "relation"]


@dataclass(frozen=True, slots=True)
class EventMention:
    """An event as one clause tells it. `actor` and `recipient` index the dossier's mentions.

    `cue` is the word that made the rule fire, at token `token`; `evidence` the clause; `time` and `place` index the
    dossier's times and places or are None.
    """

    type: str
    mode: str | None
    rule: str
    cue: Passage
    token: int
    evidence: Passage
    sentence: int
    actor: tuple[int, ...]
    recipient: tuple[int, ...]
    polarity: Polarity = "affirmed"
    status: Status = "actual"
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    time: int | None = None
    place: int | None = None
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()
    chances: TypeChances | None = None


@dataclass(frozen=True, slots=True)
class StatementMention:
    """Speech in an article: `speaker`, `co_speakers` (who say it with him), `via` and `addressee` index the dossier's
    mentions; `cue` is the reporting word.

    `speaker_passage` is the speaker's words as they stand (also where they name no known party), `antecedent` the words
    that its "who" stands for. `outer` indexes the statement mention around this one; `nested` is True where there is
    one, and for whatever is said inside a quotation.
    """

    rule: str
    evidence: Passage
    sentence: int
    cue: Passage | None
    content: tuple[Passage, ...]
    speaker_passage: Passage | None = None
    antecedent: Passage | None = None
    speaker: int | None = None
    co_speakers: tuple[int, ...] = ()
    via: tuple[int, ...] = ()
    reported_by: int | None = None
    addressee: tuple[int, ...] = ()
    manner: Manner = "indirect"
    stance: str | None = None
    outer: int | None = None
    nested: bool = False
    token: int | None = None
    confidence: float = 0.8


@dataclass(frozen=True, slots=True)
class SeenStatement:
    """A statement as the tagger sees it, in word indexes, ends exclusive; `chance` is that of its cue."""

    cue: tuple[int, int]
    speaker: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    chance: float


@dataclass(frozen=True, slots=True)
class Sighting:
    """All that the tagger sees in one article; `chances` tells of each word how likely it is part of a cue."""

    statements: tuple[SeenStatement, ...]
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StandingFact:
    """A post, treaty, membership or relation as one clause tells it; `parties` index the dossier's mentions.

    `name` is the title of the office, the agreement's name, the body or the relation; the other fields are the claim's.
    """

    kind: FactKind
    rule: str
    evidence: Passage
    sentence: int
    parties: tuple[int, ...]
    name: str
    cue: Passage | None = None
    status: str | None = None
    country: str | None = None
    accredited_to: str | None = None
    organisation: str | None = None
    subject: str | None = None
    time: int | None = None
    time_relation: Literal["at", "since", "until", "from-to"] = "at"
    confidence: float = 0.7
