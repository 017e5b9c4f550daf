"""Judges a record: its claims and people's judgements go in, the tables made by judging come out."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from dragoman.judge.corrections import corrected_record
from dragoman.judge.judging import judge_claims
from dragoman.judge.rulings import rulings_of
from dragoman.knowledge.almanac import Almanac, load_almanac
from dragoman.knowledge.judging import JUDGING_FILE, load_thresholds
from dragoman.knowledge.knowledge import data_hash
from dragoman.knowledge.ontology import load_ontology
from dragoman.knowledge.tables import DATA
from dragoman.model.judging import Judgement, KnownClaim, Rulings
from dragoman.store.corrected import corrected_rows
from dragoman.store.database import Store
from dragoman.store.identity import content_id
from dragoman.store.judged import is_judged, read_known_articles, write_judging
from dragoman.store.judgements import judgements, known_claim, known_claims_of, read_claim_records, read_known_claims

Records = dict[str, dict[str, object]]


def judge_record(store: Store, *, anew: bool = False) -> bool:
    """Judges all claims of the record, unless nothing has changed since it was judged last; says whether it did.

    `anew` judges in any case. The same claims and judgements give the same tables, whatever the order they came in.

    Raises:
        StoreError: where the database fails; the tables are as they were.
    """
    rules = judging_rules()
    if not anew and is_judged(store, rules):
        return False
    claims = {claim.id: claim for claim in read_known_claims(store)}
    signed = judgements(store)
    rulings = _rulings(store, signed, claims)
    almanac = program_almanac()
    corrected = _corrected(store, rulings, {each.id: each for each in signed}, almanac)
    for number, record in corrected.items():
        before = claims[number]
        claims[number] = known_claim(record, before.told_in, before.published, before.publisher, before.state_media)
    made = judge_claims(read_known_articles(store), claims.values(), rulings, load_thresholds(), almanac)
    rows = list(corrected_rows(store, corrected.values()))
    write_judging(store, made.groups, made.claims, made.disagreements, rows, rules)
    return True


def judging_rules() -> str:
    """A hash of all that judging hangs on besides claims and judgements: program, data, thresholds."""
    return content_id(version("dragoman"), data_hash(), (DATA / JUDGING_FILE).read_text(encoding="utf-8"))


@cache
def program_almanac() -> Almanac:
    """The program's almanac, for the media in it and the names of states; read once in a process."""
    return load_almanac()


def _rulings(store: Store, signed: list[Judgement], claims: dict[str, KnownClaim]) -> Rulings:
    if not signed:
        return Rulings()
    named = {number for each in signed for number in (each.claim, each.other) if number is not None}
    return rulings_of(signed, known_claims_of(store, named), claims.values())


def _corrected(store: Store, rulings: Rulings, signed: dict[str, Judgement], almanac: Almanac) -> Records:
    """The records of corrected claims, by id."""
    if not rulings.corrections:
        return {}
    ontology = load_ontology()
    names = {code: state.name for code, state in almanac.states.items()}
    found: Records = {}
    for claim, record in read_claim_records(store, sorted(rulings.corrections)):
        corrections = [signed[number] for _, _, number in rulings.corrections[claim.id]]
        found[claim.id] = corrected_record(record, corrections, ontology, names)
    return found
