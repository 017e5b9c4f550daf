"""What a claim said in each version and run, what people judged of it, and what two runs code differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Literal

from dragoman.model.claim import Run
from dragoman.model.followed import follow, likeness, on_same_words
from dragoman.model.judging import Judgement, KnownClaim
from dragoman.store.database import Store
from dragoman.store.encoding import load_cell, store_text
from dragoman.store.errors import StoreError
from dragoman.store.judgements import judgements, read_claim_records

_CLAIMS_A_PAGE = 2000
_NOT_TOLD = frozenset(
    {"id", "article", "kind", "confidence", "rule", "reasons", "sentence", "cue", "chances", "also", "corrected"}
)
"""Fields that tell how a claim was found rather than what it says."""
_NOT_CODED = _NOT_TOLD | {"evidence"}
_IN_A_LINE = (
    *("type", "mode", "title", "name", "body", "relation", "polarity", "status", "actor", "holder", "member"),
    *("parties", "speaker", "recipient", "addressee", "country", "accredited_to", "organisation", "content", "when"),
    *("where",),
)
"""What is told of a claim where one line must do, in order."""
_USUAL = frozenset({"affirmed", "actual", "incumbent", "signed"})

_Told = Mapping[str, object]
_Pair = tuple[KnownClaim, dict[str, object]]


class UnknownRunError(StoreError):
    """No run, or more than one, has the id."""

    code = "unknown-run"


@dataclass(frozen=True, slots=True)
class Change:
    """A field that says something else than before; None: nothing."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened to a claim: a run read a version of its article, or a person judged it.

    `at` is when, UTC, ISO 8601: when it was stored, or (before schema 3) when the run started. `what` is "new", "same",
    "changed", "gone" for readings, else the judgement's action. `told` is what the claim says, in a line, or how it was
    corrected; `changes` are what differs from the version before. `published` and `updated` are the article's.
    """

    at: str
    what: str
    claim: str | None
    told: str | None = None
    changes: tuple[Change, ...] = ()
    run: str | None = None
    code_version: str | None = None
    run_started: str | None = None
    stored: str | None = None
    article_key: str | None = None
    published: str | None = None
    updated: str | None = None
    judgement: Judgement | None = None

    def to_dict(self) -> dict[str, object]:
        found = asdict(self) | {"changes": [asdict(change) for change in self.changes]}
        judged = found.pop("judgement")
        if judged is None:
            return found
        names = ("judge", "reason", "other", "field", "value", "judgement")
        return found | {"judgement_id": judged["id"]} | {name: judged[name] for name in names}


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim that the later run makes and the earlier does not ("new"), the other way ("gone"), or otherwise.

    `before` and `after` are what is told: of a claim that changed, the fields that did. `article` is its id.
    """

    article: str
    article_key: str
    change: Literal["gone", "new", "changed"]
    kind: str
    before: str | None
    after: str | None
    fields: tuple[str, ...]
    evidence: str
    claim_before: str | None
    claim_after: str | None

    def to_dict(self) -> dict[str, object]:
        return asdict(self) | {"fields": list(self.fields)}


def history(store: Store, number: str) -> list[HistoryEntry]:
    """Every version of the claim of this id (or beginning of one): readings, then judgements, oldest first of each.

    Of each reading of an article of the same id it is the claim of the same kind that stands on the same words and is
    most like the one asked for. Readings before the first that found it are left out.

    Raises:
        UnknownClaimError, AmbiguousClaimError: where no claim has the id, or several do.
    """
    asked = store.claim(number).record
    article, own = store_text(str(asked["article"])), str(asked["id"])
    pairs: dict[str, _Pair] = {
        known.id: (known, record)
        for known, record in read_claim_records(
            store,
            [
                str(each)
                for (each,) in store.fetch(
                    "SELECT id FROM claims WHERE article = ? AND kind = ?", [article, asked["kind"]]
                )
            ],
        )
    }
    found: dict[str, list[KnownClaim]] = defaultdict(list)
    for reading, claim in store.fetch(
        "SELECT found.ledger, found.claim FROM found JOIN ledger ON ledger.id = found.ledger "
        "JOIN articles ON articles.key = ledger.article_key WHERE articles.id = ?",
        [article],
    ):
        if str(claim) in pairs:
            found[str(reading)].append(pairs[str(claim)][0])
    entries: list[HistoryEntry] = []
    before: _Pair | None = None
    for reading, blank in _readings(store, article):
        version = follow(pairs[own][0], found[reading])
        if version is None:
            if entries and before is not None:
                entries.append(replace(blank, what="gone"))
            before = None
            continue
        after = pairs[version.id]
        entry = replace(blank, claim=version.id, told=told_line(after[1]))
        if before is None:
            entries.append(replace(entry, what="new"))
        else:
            changes = changes_between(before[1], after[1], _NOT_TOLD)
            entries.append(replace(entry, what="changed" if changes else "same", changes=changes))
        before = after
    numbers = {entry.claim for entry in entries if entry.claim} | {own}
    return [*entries, *(_judged(judgement, numbers) for judgement in judgements_about(store, numbers))]


def judgements_about(store: Store, claims: Iterable[str]) -> list[Judgement]:
    """The judgements that name one of the claims, and the withdrawals of these, oldest first."""
    wanted = set(claims)
    everything = judgements(store)
    kept = {each.id for each in everything if each.claim in wanted or each.other in wanted}
    grown = True
    while grown:  # a withdrawal may be withdrawn
        more = {each.id for each in everything if each.judgement in kept} - kept
        kept |= more
        grown = bool(more)
    return [each for each in everything if each.id in kept]


def run_named(store: Store, word: str) -> Run:
    """The run of this id, or the only one whose id begins so; "first" and "last" in the order of first writing.

    Raises:
        UnknownRunError: where there is none, or more than one.
    """
    runs = store.runs()
    if word in ("first", "last") and runs:
        return runs[0 if word == "first" else -1]
    fit = [run for run in runs if word and run.id.startswith(word.strip().lower())]
    if len(fit) == 1:
        return fit[0]
    some = ", ".join(f"{run.id} ({run.started})" for run in runs[-5:])
    problem = "more than one run begins with" if fit else f"{store.path} has no run"
    raise UnknownRunError(f"{problem} {word!r}; take first, last or one of: {some or 'nothing was loaded'}")


def diff_runs(store: Store, before: str, after: str) -> Iterator[Difference]:
    """What the run `after` codes otherwise than the run `before` in the articles that both have coded.

    Claims that differ in confidence, rule or extent of evidence alone are not told. In order of the article's id.

    Raises:
        UnknownRunError: see `run_named`; also where both are one run.
    """
    one, other = run_named(store, before), run_named(store, after)
    if one.id == other.id:
        raise UnknownRunError(f"{before!r} and {after!r} are one run, {one.id}; name two")
    return _differences(store, one.id, other.id)


def told_line(record: _Told) -> str:
    """What a claim says, in one line."""
    told = (words_of(record.get(name)) for name in _IN_A_LINE)
    return " · ".join(word for word in told if word and word not in _USUAL)


def changes_between(before: _Told, after: _Told, leave_out: frozenset[str] = _NOT_CODED) -> tuple[Change, ...]:
    """The fields in which two records differ, as people read them."""
    names = [name for name in dict.fromkeys((*before, *after)) if name not in leave_out]
    told = ((name, words_of(before.get(name)), words_of(after.get(name))) for name in names)
    return tuple(Change(name, was, now) for name, was, now in told if was != now)


def words_of(value: object) -> str | None:
    """A field of a record in words; None where there is nothing."""
    match value:
        case None | [] | "":
            return None
        case list():
            return "; ".join(filter(None, map(words_of, value)))
        case {"edtf": edtf}:
            return str(edtf)
        case {"name": name, **more}:
            code = " ".join(str(more[each]) for each in ("country", "sector") if more.get(each))
            return f"{name} [{code}]" if code else str(name)
        case {"text": text}:
            return str(text)
    return str(value)


def _readings(store: Store, article: str) -> Iterator[tuple[str, HistoryEntry]]:
    """The readings of the versions of an article: id and an entry to be filled in, oldest first."""
    found: list[tuple[tuple[object, ...], str, HistoryEntry]] = []
    for reading, key, published, updated, stored, run, ordinal, version, started in store.fetch(
        "SELECT ledger.id, articles.key, articles.published, articles.updated, ledger.stored, runs.id, runs.ordinal, "
        "runs.code_version, runs.started FROM ledger JOIN runs ON runs.id = ledger.run "
        "JOIN articles ON articles.key = ledger.article_key WHERE articles.id = ? AND ledger.state = 'coded'",
        [article],
    ):
        written = stored.replace(tzinfo=UTC).isoformat() if isinstance(stored, datetime) else None
        entry = HistoryEntry(
            at=written or load_cell(started) or "", what="same", claim=None, run=str(run),
            code_version=load_cell(version),
            run_started=load_cell(started), stored=written, article_key=str(key), published=load_cell(published),
            updated=load_cell(updated),
        )  # fmt: skip
        order = (entry.at, ordinal, entry.updated or entry.published or "", entry.article_key)
        found.append((order, str(reading), entry))
    for _, reading, entry in sorted(found, key=lambda each: each[0]):
        yield reading, entry


def _judged(judgement: Judgement, claims: set[str]) -> HistoryEntry:
    about = next((each for each in (judgement.claim, judgement.other) if each in claims), judgement.claim)
    told = f"{judgement.field}: {judgement.value or 'none'}" if judgement.action == "correct" else None
    return HistoryEntry(at=judgement.judged, what=judgement.action, claim=about, told=told, judgement=judgement)


def _differences(store: Store, one: str, other: str) -> Iterator[Difference]:
    rows = store.fetch(
        """
        WITH both_read AS (
          SELECT before.article_key, before.id AS before, after.id AS after
          FROM ledger AS before JOIN ledger AS after ON after.article_key = before.article_key
          WHERE before.run = ? AND after.run = ? AND before.state = 'coded' AND after.state = 'coded'
        ), was AS (
          SELECT article_key, claim FROM both_read JOIN found ON found.ledger = both_read.before
        ), now AS (
          SELECT article_key, claim FROM both_read JOIN found ON found.ledger = both_read.after
        ), apart AS (
          SELECT *, true AS gone FROM (FROM was EXCEPT FROM now)
          UNION ALL SELECT *, false FROM (FROM now EXCEPT FROM was)
        )
        SELECT apart.article_key, claim, gone FROM apart JOIN articles ON articles.key = apart.article_key
        ORDER BY articles.id, apart.article_key, claim
        """,
        [one, other],
    )
    for page in _pages(rows):
        pairs = {
            known.id: (known, record) for known, record in read_claim_records(store, {str(row[1]) for row in page})
        }
        articles: dict[str, tuple[list[_Pair], list[_Pair]]] = {}
        for key, claim, gone in page:
            known, record = pairs[str(claim)]
            was, now = articles.setdefault(str(key), ([], []))
            # Both runs have read this version, whichever it was first told in.
            (was if gone else now).append((replace(known, told_in=str(key)), record))
        for was, now in articles.values():
            yield from _of_article(was, now)


def _pages(rows: Sequence[tuple[object, ...]]) -> Iterator[list[tuple[object, ...]]]:
    """Rows (article, …) in pieces that end between two articles."""
    page: list[tuple[object, ...]] = []
    for row in rows:
        if len(page) >= _CLAIMS_A_PAGE and row[0] != page[-1][0]:
            yield page
            page = []
        page.append(row)
    if page:
        yield page


def _of_article(was: list[_Pair], now: list[_Pair]) -> Iterator[Difference]:
    """The differences in one version of an article: claims on the same words are one claim told otherwise."""
    likely = sorted(
        (-likeness(old, new), old.id, new.id, at, to)
        for at, (old, _) in enumerate(was)
        for to, (new, _) in enumerate(now)
        if on_same_words(old, new)
    )
    taken: dict[int, int] = {}
    given: set[int] = set()
    for _, _, _, at, to in likely:
        if at not in taken and to not in given:
            taken[at] = to
            given.add(to)
    found: list[tuple[int, str, Difference]] = []
    for at, (old, record) in enumerate(was):
        after = now[taken[at]] if at in taken else None
        changes = changes_between(record, after[1]) if after else ()
        if after is not None and not changes:
            continue
        fields = tuple(change.field for change in changes)
        before = _listed((each.field, each.before) for each in changes) if after else told_line(record)
        then = _listed((each.field, each.after) for each in changes) if after else None
        row = Difference(
            old.article, old.told_in, "changed" if after else "gone", old.kind, before, then, fields,
            old.evidence.text, old.id, after[0].id if after else None,
        )  # fmt: skip
        found.append((old.evidence.start, old.id, row))
    for to, (new, record) in enumerate(now):
        if to not in given:
            row = Difference(
                new.article, new.told_in, "new", new.kind, None, told_line(record), (), new.evidence.text, None, new.id
            )
            found.append((new.evidence.start, new.id, row))
    yield from (row for _, _, row in sorted(found, key=lambda each: each[:2]))


def _listed(told: Iterable[tuple[str, str | None]]) -> str:
    return "; ".join(f"{field}: {words or 'none'}" for field, words in told)
