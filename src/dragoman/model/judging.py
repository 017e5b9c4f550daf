"""What judging reads and what it makes: claims of many articles, judgements of people, matters and disagreements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.model.claim import ClaimKind
from dragoman.model.span import Passage

Action = Literal["accept", "reject", "merge", "split", "correct", "withdraw"]
Verdict = Literal["accepted", "rejected"]
About = Literal["date", "count", "doer", "place", "happened", "holder", "since"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person judged: a signed row, never changed. `judged` is UTC in ISO 8601.

    accept, reject: `claim`. merge, split: `claim` and `other`. correct: `claim`, `field`, `value`. withdraw:
    `judgement`, the id of what is taken back.
    """

    id: str
    action: Action
    judge: str
    judged: str
    reason: str
    claim: str | None = None
    other: str | None = None
    field: str | None = None
    value: str | None = None
    judgement: str | None = None


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article of the record; `key` tells versions of one `id` apart. `published` and `updated` are ISO 8601."""

    key: str
    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    updated: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party or voice of a claim of the record, in its `role` (a field of the claim, or "said_by")."""

    role: str
    name: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None

    @property
    def known(self) -> str:
        """Who it is: its entity or, of somebody the almanac has not, its name in lower case."""
        return self.entity or self.name.lower()


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim of the record, as far as judging needs it. Days are ISO 8601, `until` is exclusive; None is not known.

    `told_in` is the key of the article, `cue` the word that made the rule fire, `sentence` the one around it; `words`
    are what was said, of a statement. `state_media` tells whether a state runs one of the media behind it.
    """

    id: str
    kind: ClaimKind
    article: str
    told_in: str
    evidence: Passage
    cue: Passage | None = None
    sentence: Passage | None = None
    parties: tuple[KnownParty, ...] = ()
    type: str | None = None
    mode: str | None = None
    polarity: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    edtf: str | None = None
    basis: str | None = None
    published: str | None = None
    place: str | None = None
    place_country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    publisher: str | None = None
    name: str | None = None
    office_country: str | None = None
    accredited_to: str | None = None
    organisation: str | None = None
    words: tuple[str, ...] = ()
    state_media: bool | None = None
    confidence: float = 0.0

    def of_role(self, *roles: str) -> tuple[KnownParty, ...]:
        """The parties in these roles, in their order."""
        return tuple(party for party in self.parties if party.role in roles)


@dataclass(frozen=True, slots=True)
class ArticleGroup:
    """Which article (by key) another is a version of, and which it copies; itself where neither."""

    article: str
    version_of: str
    copy_of: str
    similarity: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """What a claim is about: `matter` is the id of the first claim that tells of the same happening or fact.

    `rank` is its place among them, from 0: which speaks for all. `witness` is whose word it is, `score` how sure it is
    that it belongs here, `joined_to` the claim of the matter it is most like.
    """

    claim: str
    matter: str
    rank: int
    witness: str
    state_media: bool
    verdict: Verdict | None = None
    score: float | None = None
    joined_to: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What one claim tells differently from another of its matter."""

    matter: str
    about: About
    claim: str
    value: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """What people's judgements come to for the claims that stand now.

    `verdicts` by claim id; `same` and `apart` are pairs of claim ids with the judgement's id; `corrections` by claim id
    are ``(field, value, judgement id)``; `loose` are judgements whose claim no longer stands in any form.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    same: tuple[tuple[str, str, str], ...] = ()
    apart: tuple[tuple[str, str, str], ...] = ()
    corrections: dict[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
