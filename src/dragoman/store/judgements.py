"""What people judged of claims: signed rows, only ever added; and the claims of the record as judging reads them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, cast, get_args

from dragoman.model.claim import NAME_FIELDS, ClaimKind
from dragoman.model.judging import Action, Judgement, KnownClaim, KnownParty
from dragoman.model.span import Passage
from dragoman.store.database import Store
from dragoman.store.encoding import load_cell, load_record, store_text
from dragoman.store.engine import AMONG
from dragoman.store.errors import StoreError
from dragoman.store.identity import content_id

Check = Callable[[str, str, str], None]
"""Refuses (ValueError) the correction of a field of a claim of a kind: kind, field, value."""

_COLUMNS = tuple(item.name for item in fields(Judgement))
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "accept": ("claim",),
    "reject": ("claim",),
    "merge": ("claim", "other"),
    "split": ("claim", "other"),
    "correct": ("claim", "field", "value"),
    "withdraw": ("judgement",),
}
_ROWS_A_PAGE = 2000
_ROLES = (
    *("actor", "recipient", "speaker", "via", "reported_by", "addressee", "holder", "member", "parties", "said_by"),
)
_STANDING = """
  WITH newest AS (
    SELECT ledger.id AS reading, ledger.article_key, articles.published
    FROM ledger JOIN runs ON runs.id = ledger.run JOIN articles ON articles.key = ledger.article_key
    WHERE ledger.state = 'coded'
    QUALIFY row_number() OVER (PARTITION BY ledger.article_key ORDER BY runs.ordinal DESC) = 1
  )
  SELECT found.claim, arg_min(newest.article_key, (newest.published, newest.article_key)) AS told_in
  FROM found JOIN newest ON newest.reading = found.ledger GROUP BY found.claim
"""
"""The claims of the newest reading of each version of each article, with the first version that tells them."""


class JudgementError(StoreError):
    """A judgement that makes no sense."""

    code = "bad-judgement"


class UnknownJudgementError(StoreError):
    """No judgement, or more than one, has the id."""

    code = "unknown-judgement"


def add_judgement(store: Store, judgement: Judgement, check: Check | None = None) -> Judgement:
    """Stores what a person judged and returns it as stored: ids whole, time in UTC, its own id the hash of all that.

    The ids may be beginnings that no other claim (or judgement) has; the given `id` does not matter. Doing so twice
    adds nothing. `check` refuses values of corrections.

    Raises:
        JudgementError: something is missing, too much or senseless; the message says what to give.
        UnknownClaimError, AmbiguousClaimError, UnknownJudgementError: an id names nothing, or several.
    """
    signed = _checked(judgement)
    if signed.action == "withdraw":
        signed = replace(signed, judgement=_judgement_named(store, str(signed.judgement)))
    else:
        record = store.claim(str(signed.claim)).record
        signed = replace(signed, claim=str(record["id"]))
        if signed.other is not None:
            other = store.claim(signed.other).record
            signed = replace(signed, other=str(other["id"]))
            if signed.other == signed.claim:
                raise JudgementError(f"{signed.action} needs two claims; both ids name {signed.claim}")
            if other["kind"] != record["kind"]:
                raise JudgementError(
                    f"{signed.action} needs claims of one kind; {signed.claim} is of kind {record['kind']}, "
                    f"{signed.other} of kind {other['kind']}"
                )
        if signed.field is not None and check is not None:
            try:
                check(str(record["kind"]), signed.field, str(signed.value))
            except ValueError as error:
                raise JudgementError(str(error)) from error
    signed = replace(signed, id=_id_of(signed))
    if not store.fetch("SELECT 1 FROM judgements WHERE id = ?", [signed.id]):
        row = {name: getattr(signed, name) for name in _COLUMNS}
        with store.transaction():
            store.insert(
                "judgements",
                [{name: store_text(value) if value is not None else None for name, value in row.items()}],
            )
    return signed


def judgements(store: Store) -> list[Judgement]:
    """All judgements, also those withdrawn, in order of time and id."""
    rows = store.fetch(f"SELECT {', '.join(_COLUMNS)} FROM judgements ORDER BY judged, id")
    return [Judgement(*map(load_cell, row)) for row in rows]  # type: ignore[arg-type]


def read_known_claims(store: Store, ids: Collection[str] | None = None) -> Iterator[KnownClaim]:
    """The claims of these ids, whether they stand or not; None: all that stand in some version of an article.

    They come as they were coded, uncorrected, those that people rejected among them, in no order that means anything;
    claims are fetched a few thousand at a time. `told_in` is the first published version among the newest readings.
    """
    for known, _ in read_claim_records(store, ids):
        yield known


def read_claim_records(
    store: Store, ids: Collection[str] | None = None
) -> Iterator[tuple[KnownClaim, dict[str, object]]]:
    """As `read_known_claims`, each with its record."""
    about: dict[str, tuple[str | None, str | None]] = {
        str(key): (load_cell(published), load_cell(publisher))
        for key, published, publisher in store.fetch(
            "SELECT key, TRY_CAST(published AS DATE)::VARCHAR, publisher FROM articles"
        )
    }
    keys = {key: key for key in about}  # one string for each article, however many claims it makes
    for rows, told in _standing_pages(store, keys) if ids is None else _pages_of(store, sorted(set(ids))):
        for number, key, record, state_media in rows:
            where = told.get(str(number), str(key))
            published, publisher = about.get(where, (None, None))
            whole = load_record(str(record))
            known = known_claim(whole, where, published, publisher, cast("bool | None", state_media))
            yield known, whole


def known_claims_of(store: Store, ids: Collection[str]) -> dict[str, KnownClaim]:
    """The claims of these ids by id, whether they stand or not; those that the record does not have are left out."""
    return {claim.id: claim for claim in read_known_claims(store, ids)}


def known_claim(
    record: Mapping[str, Any], told_in: str, published: str | None, publisher: str | None, state_media: bool | None
) -> KnownClaim:
    """A claim's record (also a corrected one) as judging reads it; the rest is what the record does not hold."""
    when, where = record.get("when") or {}, record.get("where") or {}
    kind: ClaimKind = record["kind"]
    cue, sentence = record.get("cue"), record.get("sentence")
    return KnownClaim(
        id=record["id"],
        kind=kind,
        article=record["article"],
        told_in=told_in,
        evidence=_passage(record["evidence"]),
        cue=_passage(cue) if cue else None,
        sentence=_passage(sentence) if sentence else None,
        parties=tuple(_parties(record)),
        type=record.get("type"),
        mode=record.get("mode"),
        polarity=record.get("polarity"),
        status=record.get("status"),
        since=when.get("from"),
        until=when.get("to"),
        edtf=when.get("edtf"),
        basis=when.get("basis"),
        published=published,
        place=where.get("name"),
        place_country=where.get("country"),
        latitude=where.get("lat"),
        longitude=where.get("lon"),
        publisher=publisher,
        name=record.get(NAME_FIELDS[kind]) if kind in NAME_FIELDS else None,
        office_country=record.get("country"),
        accredited_to=record.get("accredited_to"),
        organisation=record.get("organisation"),
        words=tuple(each["text"] for each in record.get("content") or ()),
        state_media=state_media,
        confidence=record["confidence"],
    )


def _parties(record: Mapping[str, Any]) -> Iterator[KnownParty]:
    for role in _ROLES:
        value = record.get(role)
        if value:
            for each in value if isinstance(value, list) else (value,):
                yield KnownParty(role, each["name"], each["entity"], each["country"], each["sector"])


def _passage(found: Mapping[str, Any]) -> Passage:
    return Passage(found["start"], found["end"], found["text"])


_Page = tuple[list[tuple[object, ...]], Mapping[str, str]]
"""Rows of id, article_key, record and state_media; and where the claims that stand are told."""


def _standing_pages(store: Store, keys: Mapping[str, str]) -> Iterator[_Page]:
    """All that stand, by place in the table: that is what DuckDB finds without reading the whole of it."""
    pages: dict[int, dict[str, str]] = {}
    for place, number, key in store.fetch(
        f"SELECT claims.rowid, claims.id, told_in FROM claims JOIN ({_STANDING}) AS told ON told.claim = claims.id"
    ):
        page = cast("int", place) // _ROWS_A_PAGE
        pages.setdefault(page, {})[str(number)] = keys[str(key)]
    for page in sorted(pages):
        rows = store.fetch(
            "SELECT id, article_key, record, state_media FROM claims WHERE rowid >= ? AND rowid < ?",
            [page * _ROWS_A_PAGE, (page + 1) * _ROWS_A_PAGE],
        )
        told = pages[page]
        yield [row for row in rows if row[0] in told], told


def _pages_of(store: Store, ids: list[str]) -> Iterator[_Page]:
    for at in range(0, len(ids), _ROWS_A_PAGE):
        page = [json.dumps([store_text(number) for number in ids[at : at + _ROWS_A_PAGE]])]
        told = {
            str(number): str(key)
            for number, key in store.fetch(f"SELECT * FROM ({_STANDING}) WHERE claim {AMONG}", page)
        }
        yield (
            store.fetch(f"SELECT id, article_key, record, state_media FROM claims WHERE id {AMONG} ORDER BY id", page),
            told,
        )


def _checked(judgement: Judgement) -> Judgement:
    """The judgement without blanks around its words and with its time in UTC; refused where it makes no sense."""
    if judgement.action not in get_args(Action):
        raise JudgementError(f"{judgement.action!r} is no judgement; take one of {', '.join(get_args(Action))}")
    tidy = {name: value.strip() if isinstance(value := getattr(judgement, name), str) else None for name in _COLUMNS}
    for name, what in (("judge", "who judges"), ("reason", "why")):
        if not tidy[name]:
            raise JudgementError(f"a judgement needs to say {what}; give a {name}")
    needed = _NEEDED[judgement.action]
    for name in ("claim", "other", "field", "value", "judgement"):
        what = "second claim" if name == "other" else name
        missing = not tidy[name] if name != "value" else tidy[name] is None
        if name in needed and missing:
            raise JudgementError(f"{judgement.action} needs a {what}; give one")
        if name not in needed and tidy[name]:
            raise JudgementError(f"{judgement.action} takes no {what}; leave it out")
        if name not in needed:
            tidy[name] = None
    return Judgement(**tidy | {"judged": _utc(tidy["judged"] or "")})  # type: ignore[arg-type]


def _utc(moment: str) -> str:
    """The moment as all judgements have it, so that their order is the order of their words."""
    try:
        read = datetime.fromisoformat(moment)
    except ValueError as error:
        raise JudgementError(f"{moment!r} is no time; write it as 2021-12-24T18:30:00+00:00") from error
    known = read if read.tzinfo is not None else read.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="microseconds")


def _id_of(judgement: Judgement) -> str:
    names = ("action", "claim", "other", "field", "value", "judgement", "judge", "judged", "reason")
    return content_id("judgement", *(getattr(judgement, name) for name in names))


def _judgement_named(store: Store, number: str) -> str:
    """The id of the judgement of this id, or the only one whose id begins so."""
    wanted = number.lower()
    rows = store.fetch("SELECT id FROM judgements WHERE starts_with(id, ?) ORDER BY id LIMIT 2", [store_text(wanted)])
    if not rows:
        raise UnknownJudgementError(f"{store.path} has no judgement {wanted!r}; see: dragoman judge list")
    if len(rows) > 1:
        raise UnknownJudgementError(f"more than one judgement's id begins with {wanted!r}; give more of it")
    return str(rows[0][0])
