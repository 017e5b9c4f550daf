"""Standing facts become claims: offices, agreements, memberships, relations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import (
    AgreementClaim,
    Claim,
    MembershipClaim,
    OfficeClaim,
    Party,
    RelationClaim,
    Voice,
)
from dragoman.model.dossier import Dossier
from dragoman.model.finding import StandingFact
from dragoman.resolve.claims_chains import Chains
from dragoman.resolve.claims_frame import bounded_time, published_time, sentence_at, told_time
from dragoman.resolve.claims_offices import office_status

_POSTED = "the article says elsewhere where this envoy is posted"


@dataclass(slots=True)
class StandingClaims:
    """Composes the claims of one article's standing facts."""

    dossier: Dossier
    knowledge: Knowledge
    chains: Chains

    def all(self) -> Iterator[Claim]:
        """The claims, an envoy's post filled in where the article tells it elsewhere."""
        claims = list(self._standing_facts())
        posted = {
            (claim.holder.name, claim.title.lower()): claim.accredited_to
            for claim in claims
            if isinstance(claim, OfficeClaim) and claim.holder is not None and claim.accredited_to
        }
        for claim in claims:
            if isinstance(claim, OfficeClaim) and claim.holder is not None and claim.accredited_to is None:
                where = posted.get((claim.holder.name, claim.title.lower()))
                if where is not None and where != claim.country:
                    claim = replace(claim, accredited_to=where, reasons=(*claim.reasons, _POSTED))
            yield claim

    def _standing_facts(self) -> Iterator[Claim]:
        for fact in self.dossier.standing_facts:
            covering = self.chains.covering(fact.cue or fact.evidence)
            parties = self.chains.parties(fact.parties, covering)
            claim = self._standing(fact, parties, self.chains.voices(covering))
            if claim is not None:
                yield claim

    def _standing(self, fact: StandingFact, parties: tuple[Party, ...], voices: tuple[Voice, ...]) -> Claim | None:
        if not parties and fact.kind != "agreement":
            return None
        article, sentence = self.dossier.article.id, sentence_at(self.dossier, fact.sentence)
        when = bounded_time(told_time(self.dossier, fact.time), fact.time_relation)
        if fact.kind == "office":
            holder = parties[0]
            status, why = office_status(
                fact.status or "incumbent", holder, fact.name, when, self.dossier.article.published,
                self.knowledge.almanac, accredited=fact.accredited_to is not None,
            )  # fmt: skip
            if fact.status == "designate" and status == "incumbent":
                when = bounded_time(when, "since")
            return OfficeClaim(
                article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
                reasons=(why,) if why is not None else (), holder=holder, title=fact.name,
                country=fact.country or holder.country, accredited_to=fact.accredited_to,
                organisation=fact.organisation, status=status,  # type: ignore[arg-type]
                when=when or (published_time(self.dossier) if status in ("incumbent", "outgoing") else None),
            )  # fmt: skip
        if fact.kind == "agreement":
            return AgreementClaim(
                article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
                name=fact.name, parties=parties, subject=fact.subject, status=fact.status or "signed",  # type: ignore[arg-type]
                when=when,
            )  # fmt: skip
        if fact.kind == "membership":
            return MembershipClaim(
                article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
                member=parties[0], body=fact.name, when=when,
            )  # fmt: skip
        if len({party.country or party.name for party in parties}) < 2:
            return None
        return RelationClaim(
            article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
            parties=parties, relation=fact.name, when=when,
        )  # fmt: skip
