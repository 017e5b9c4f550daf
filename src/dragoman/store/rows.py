"""Dossiers and problems as rows of the tables: column name to JSON-ready value."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from dragoman.model.article import Article, Problem
from dragoman.model.claim import (
    ACTING_ROLES,
    OTHER_ROLES,
    VOICED_ROLES,
    AgreementClaim,
    Claim,
    EventClaim,
    MembershipClaim,
    OfficeClaim,
    Party,
    RelationClaim,
    Run,
    StatementClaim,
    Voice,
)
from dragoman.model.dossier import Dossier
from dragoman.model.time import When
from dragoman.store.encoding import store_record, store_text
from dragoman.store.identity import reading_id, skipped_id

Row = Mapping[str, object]


def run_row(run: Run, ordinal: int) -> Row:
    row = {item.name: getattr(run, item.name) for item in fields(run)}
    return fit(row | {"ordinal": ordinal, "options": store_record(dict(run.options))})


def article_row(article: Article, key: str, run: str) -> Row:
    row = {item.name: getattr(article, item.name) for item in fields(article)}
    return fit(row | {"key": key, "first_run": run})


def coded_row(dossier: Dossier, key: str, run: str, claims: int, stored: str) -> Row:
    """The ledger's row of an article that was read; a fatal problem without any claim makes it a skipped one.

    `stored` is now, UTC, ISO 8601.
    """
    fatal = next((problem for problem in dossier.problems if problem.fatal), None) if not claims else None
    return fit(
        {
            "id": reading_id(run, key),
            "run": run,
            "state": "skipped" if fatal else "coded",
            "article_key": key,
            "article": dossier.article.id,
            "origin": dossier.article.origin,
            "reason": fatal.code if fatal else None,
            "message": fatal.message if fatal else None,
            "repairs": len(dossier.repairs),
            "claims": claims,
            "problems": len(dossier.problems),
            "details": _details(dossier.problems),
            "stored": stored,
        }
    )


def skipped_row(problem: Problem, run: str, stored: str) -> Row:
    """The ledger's row of input that could not be read."""
    return fit(
        {
            "id": skipped_id(run, problem),
            "run": run,
            "state": "skipped",
            "article_key": None,
            "article": problem.article,
            "origin": problem.origin,
            "reason": problem.code,
            "message": problem.message,
            "repairs": 0,
            "claims": 0,
            "problems": 1,
            "details": _details((problem,)),
            "stored": stored,
        }
    )


def claim_row(claim: Claim, number: str, article: Article, key: str, run: str, outlets: Sequence[Voice] = ()) -> Row:
    """The row of a claim with the id `number`; what its kind does not have is None.

    `outlets` are the article's publisher and agency.
    """
    parties = parties_of(claim)
    heard = (*outlets, *claim.said_by)
    reported = [party.name for party in parties.get("reported_by", ())]
    acting = [party for role in ACTING_ROLES for party in parties.get(role, ())]
    other = [party for role in OTHER_ROLES for party in parties.get(role, ())]
    office_country = claim.country if isinstance(claim, OfficeClaim) else None
    accredited_to = claim.accredited_to if isinstance(claim, OfficeClaim) else None
    actor_countries = _countries(acting, office_country)
    recipient_countries = _countries(other, accredited_to)
    named = ((role, party) for role, several in parties.items() for party in several)
    everybody = [party for role, party in named if role != "reported_by" or party.end > party.start]
    when = getattr(claim, "when", None)
    return fit(
        {
            "id": number,
            "article_key": key,
            "article": claim.article,
            "run": run,
            "kind": claim.kind,
            "actors": [party.name for party in acting],
            "actor_countries": actor_countries,
            "recipients": [party.name for party in other],
            "recipient_countries": recipient_countries,
            "countries": _countries(everybody, office_country, accredited_to),
            "speakers": [party.name for role in VOICED_ROLES for party in parties.get(role, ())],
            "said_by": [voice.name for voice in claim.said_by],
            "reporters": list(dict.fromkeys((*(voice.name for voice in heard), *reported))),
            "state_media": _state_media(heard),
            "office_country": office_country,
            "accredited_to": accredited_to,
            "publisher": article.publisher,
            "published": article.published,
            "evidence_start": claim.evidence.start,
            "evidence_end": claim.evidence.end,
            "evidence": claim.evidence.text,
            "rule": claim.rule,
            "confidence": claim.confidence,
            **_of_kind(claim),
            **_when_columns(when if isinstance(when, When) else None),
            "record": store_record(claim.to_dict()),
        }
    )


def _state_media(voices: Iterable[Voice]) -> bool | None:
    """Whether a state runs one of the media among the voices; None where nothing is known of any."""
    known = [voice.state_media for voice in voices if voice.state_media is not None]
    return any(known) if known else None


def party_rows(claim: Claim, number: str) -> list[Row]:
    """The rows of `claim_parties`: parties by role, then the chain of voices."""
    roles: dict[str, tuple[Party | Voice, ...]] = {**parties_of(claim), "said_by": claim.said_by}
    return [
        fit(
            {
                "claim": number,
                "role": role,
                "ordinal": ordinal,
                "name": party.name,
                "entity": party.entity,
                "country": party.country,
                "sector": party.sector,
                "office": party.office if isinstance(party, Party) else None,
                "start": party.start,
                "end": party.end,
            }
        )
        for role, several in roles.items()
        for ordinal, party in enumerate(several)
    ]


def parties_of(claim: Claim) -> dict[str, tuple[Party, ...]]:
    """The claim's parties by the name of their field; roles that nobody has are left out."""
    roles: dict[str, tuple[Party, ...]] = {}
    for item in fields(claim):
        value = getattr(claim, item.name)
        several = value if isinstance(value, tuple) else (value,)
        parties = tuple(party for party in several if isinstance(party, Party))
        if parties:
            roles[item.name] = parties
    return roles


def _of_kind(claim: Claim) -> dict[str, object]:
    """The columns that only the claim's own kind has."""
    match claim:
        case EventClaim(where=where):
            return {
                "type": claim.type,
                "mode": claim.mode,
                "contexts": list(claim.contexts),
                "polarity": claim.polarity,
                "status": claim.status,
                "quad": claim.quad,
                "intensity": claim.intensity,
                "cameo": claim.cameo,
                "place": where.name if where else None,
                "place_country": where.country if where else None,
                "latitude": where.lat if where else None,
                "longitude": where.lon if where else None,
            }
        case StatementClaim():
            content = [passage.text for passage in claim.content]
            return {"manner": claim.manner, "stance": claim.stance, "content": content}
        case OfficeClaim():
            return {"name": claim.title, "status": claim.status, "organisation": claim.organisation}
        case AgreementClaim():
            return {"name": claim.name, "status": claim.status, "subject": claim.subject}
        case MembershipClaim():
            return {"name": claim.body}
        case RelationClaim():
            return {"name": claim.relation}
    return {}


def _when_columns(when: When | None) -> dict[str, object]:
    if when is None:
        return {}
    return {"happened_from": when.from_, "happened_to": when.to, "edtf": when.edtf, "when_basis": when.basis}


def _countries(parties: Iterable[Party], *more: str | None) -> list[str]:
    """Each country once, in the order of the parties."""
    found = (*(party.country for party in parties), *more)
    return list(dict.fromkeys(country for country in found if country))


def _details(problems: Iterable[Problem]) -> str:
    return json.dumps([problem.to_dict() for problem in problems], ensure_ascii=True, separators=(",", ":"))


def fit(row: Mapping[str, object]) -> Row:
    """The row with all text fit for DuckDB, and numbers that are none (NaN, infinity) as None."""
    return {name: _fit_value(value) for name, value in row.items()}


def _fit_value(value: object) -> object:
    if isinstance(value, str):
        return store_text(value)
    if isinstance(value, list):
        return [_fit_value(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
