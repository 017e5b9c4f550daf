"""What one article asserts: claims of every kind, their parties, voices and places. Field names are the contract's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from html import escape
from typing import ClassVar, Literal

from dragoman.model.span import Passage
from dragoman.model.time import When

ClaimKind = Literal["event", "statement", "office", "agreement", "membership", "relation"]
Polarity = Literal["affirmed", "denied"]
Status = Literal["actual", "future", "hypothetical", "historical"]
Manner = Literal["direct", "indirect", "mixed"]

ACTING_ROLES = ("actor", "speaker", "holder", "member", "parties")
"""The fields with the acting side, one for each kind of claim."""
OTHER_ROLES = ("recipient", "addressee")
"""The fields with the other side."""
VOICED_ROLES = ("speaker", "via")
"""The fields with those whose words a statement is."""
NAME_FIELDS = {"office": "title", "agreement": "name", "membership": "body", "relation": "relation"}
"""The field that names a standing fact, by kind of claim."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acts, speaks or is acted upon, with the words that name them (`start`/`end` into the article).

    `country` is ISO 3166 alpha-3 or PLOVER's IGO, NGO, MNC, IMG, ISM; `sector` is PLOVER's. `rule` tells how it was
    resolved and `reason` says so in words; what is not known is None.
    """

    name: str
    start: int
    end: int
    text: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    rule: str | None = None
    reason: str | None = None

    def to_dict(self) -> dict[str, object]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened; latitude and longitude in degrees (WGS 84), `geonames` the GeoNames id."""

    name: str
    start: int
    end: int
    text: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    rule: str | None = None

    def to_dict(self) -> dict[str, object]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Voice:
    """One link of the chain of voices: who says it, and with which reporting word."""

    name: str
    start: int
    end: int
    text: str
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    state_media: bool | None = None
    cue: Passage | None = None
    manner: Manner = "indirect"

    def to_dict(self) -> dict[str, object]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article asserts, with the characters, the rule and the voices it stands on.

    `evidence` is the clause that states it, `cue` the word that made the rule fire, `sentence` the sentence around it.
    `reasons` tell in words, step by step, why the claim is as it is. `id` is a hash of the whole content.
    """

    kind: ClassVar[ClaimKind]

    article: str
    evidence: Passage
    confidence: float
    rule: str
    said_by: tuple[Voice, ...] = ()
    cue: Passage | None = None
    sentence: Passage | None = None
    reasons: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The first 16 hex digits of the SHA-256 of the claim's canonical JSON."""
        canonical = json.dumps(self._content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def _content(self) -> dict[str, object]:
        return {"kind": self.kind, **_plain(self)}

    def to_dict(self) -> dict[str, object]:
        """The claim's line as the record contract has it."""
        content = self._content()
        head = {name: content.pop(name) for name in ("article", "kind", "evidence", "said_by", "confidence", "rule")}
        tail = {name: content.pop(name) for name in ("cue", "sentence", "reasons")}
        return {"id": self.id, **head, **content, **tail}

    def marked_passages(self) -> list[tuple[int, int, str]]:
        """``(start, end, label)`` of everything worth marking in the sentence, in rising order, without overlaps."""
        found: list[tuple[int, int, str]] = []
        if self.cue is not None:
            found.append((self.cue.start, self.cue.end, "cue"))
        for item in fields(self):
            value = getattr(self, item.name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Party):
                    found.append((part.start, part.end, item.name))
                elif isinstance(part, When) and part.start is not None and part.end is not None:
                    found.append((part.start, part.end, "when"))
                elif isinstance(part, Place):
                    found.append((part.start, part.end, "where"))
        found = sorted(each for each in found if each[0] < each[1])  # an outlet stands in no words
        apart: list[tuple[int, int, str]] = []
        for start, end, label in found:
            if not apart or start >= apart[-1][1]:
                apart.append((start, end, label))
        return apart

    def _repr_html_(self) -> str:
        """The sentence with its spans marked, for notebooks; all text is escaped."""
        around = self.sentence or self.evidence
        parts: list[str] = []
        at = around.start
        for start, end, label in self.marked_passages():
            if start < at or end > around.end:
                continue
            parts.append(escape(around.text[at - around.start : start - around.start]))
            words = escape(around.text[start - around.start : end - around.start])
            parts.append(f'<mark title="{escape(label)}">{words}<sub> {escape(label)}</sub></mark>')
            at = end
        parts.append(escape(around.text[at - around.start :]))
        head = escape(f"{self.kind} {getattr(self, 'type', '') or ''} · {self.rule} · {self.confidence:.2f}")
        return f"<div><small>{head}</small><p>{''.join(parts)}</p></div>"


@dataclass(frozen=True, slots=True)
class TypeChances:
    """The model's calibrated probabilities of what the one party does to the other, the likeliest first.

    NONE is "nothing". Shares below half a percent are left out.
    """

    shares: tuple[tuple[str, float], ...]

    @property
    def best(self) -> tuple[str, float]:
        return self.shares[0]

    def of(self, type_: str) -> float:
        """The probability of a type; 0 where it is not worth telling."""
        return dict(self.shares).get(type_, 0.0)

    def to_dict(self) -> dict[str, object]:
        return dict(self.shares)


@dataclass(frozen=True, slots=True)
class EventClaim(Claim):
    """An event in PLOVER's terms; a reciprocal one has everybody in `actor` and an empty `recipient`.

    `also` are the clauses of other sentences of the article that tell the same happening again, `chances` what the
    model makes of parties and cue; None where it was not asked.
    """

    kind: ClassVar[ClaimKind] = "event"
    type: str = ""
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    polarity: Polarity = "affirmed"
    status: Status = "actual"
    actor: tuple[Party, ...] = ()
    recipient: tuple[Party, ...] = ()
    when: When | None = None
    where: Place | None = None
    quad: int = 0
    intensity: float | None = None
    cameo: str | None = None
    also: tuple[Passage, ...] = ()
    chances: TypeChances | None = None


@dataclass(frozen=True, slots=True)
class StatementClaim(Claim):
    """Who said what to whom, and through whom; `content` spans are the words said, as the article gives them."""

    kind: ClassVar[ClaimKind] = "statement"
    speaker: Party | None = None
    via: tuple[Party, ...] = ()
    reported_by: Party | None = None
    addressee: tuple[Party, ...] = ()
    content: tuple[Passage, ...] = ()
    manner: Manner = "indirect"
    stance: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeClaim(Claim):
    """Somebody in an office: `country` is whose office it is, `accredited_to` where an envoy is sent."""

    kind: ClassVar[ClaimKind] = "office"
    holder: Party | None = None
    title: str = ""
    country: str | None = None
    accredited_to: str | None = None
    organisation: str | None = None
    status: Literal["incumbent", "outgoing", "former", "designate"] = "incumbent"
    when: When | None = None


@dataclass(frozen=True, slots=True)
class AgreementClaim(Claim):
    """A treaty, accord or like, with its parties and where it stands."""

    kind: ClassVar[ClaimKind] = "agreement"
    name: str = ""
    parties: tuple[Party, ...] = ()
    subject: str | None = None
    status: Literal["signed", "in force", "ended", "proposed"] = "signed"
    when: When | None = None


@dataclass(frozen=True, slots=True)
class MembershipClaim(Claim):
    """Somebody belongs to a body, or takes part in standing talks."""

    kind: ClassVar[ClaimKind] = "membership"
    member: Party | None = None
    body: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class RelationClaim(Claim):
    """A standing relation between parties ("strategic partnership", "trade dependence")."""

    kind: ClassVar[ClaimKind] = "relation"
    parties: tuple[Party, ...] = ()
    relation: str = ""
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the program: what coded, with what, and when (UTC, ISO 8601)."""

    id: str
    code_version: str
    data_hash: str
    model: str
    started: str
    options: Mapping[str, str] = field(default_factory=dict)


def _plain(value: object) -> dict[str, object]:
    """The fields of a frozen record as JSON-ready values, in their order."""
    return {item.name: _jsonable(getattr(value, item.name)) for item in fields(value)}  # type: ignore[arg-type]


def _jsonable(value: object) -> object:
    if isinstance(value, tuple):
        return [_jsonable(part) for part in value]
    if hasattr(value, "to_dict"):
        return value.to_dict()
    return value
