"""A clean record has no fault; whatever is changed behind the program's back is found, and nothing else with it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from store_factories import LATER_RUN, RUN, TEXT, article, dossier, event, office, party, statement, voice

from dragoman.model.article import Problem
from dragoman.model.claim import AgreementClaim, EventClaim, MembershipClaim, Party, RelationClaim, TypeChances
from dragoman.model.dossier import Dossier
from dragoman.model.judging import Judgement
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.store import checking
from dragoman.store.checking import Fault, check_record
from dragoman.store.checking_claims import COLUMNS, misfit_passages, record_id
from dragoman.store.database import Store
from dragoman.store.errors import NotDatabaseError
from dragoman.store.judgements import add_judgement

EVIDENCE = Passage.cut(TEXT, 0, 72)
MONDAY = When("2024-03-04", "2024-03-04", "2024-03-05", "relative", "Monday", 65, 71, "en.weekday")
OUTLET = Party("Ruritanian Gazette", 0, 0, "", country="FRA")
SKIPPED = Problem("not-text", "the file holds no text; name another", origin="x.bin", fatal=True)


def full_event(number: str = "a1") -> EventClaim:
    chances = TypeChances((("CONSULT", 0.75), ("NONE", 0.25)))
    told = event(number, when=MONDAY, said_by=(voice("Gazette"), replace(voice("Minister"), cue=None)))
    return replace(told, also=(Passage.cut(TEXT, 73, 77),), chances=chances, contexts=("military",))


def whole(path: Path) -> Path:
    """A record with claims of every kind, two runs, two versions of an article, odd text, and judgements."""
    claims = (
        full_event(),
        replace(statement(), reported_by=OUTLET),
        office(),
        AgreementClaim("a1", EVIDENCE, 0.5, "en.treaty", name="pact", parties=(party("the envoy", "FRA"),)),
        MembershipClaim("a1", EVIDENCE, 0.5, "en.member", member=party("the envoy", "FRA"), body="the league"),
        RelationClaim("a1", EVIDENCE, 0.5, "en.relation", parties=(party("the envoy", "FRA"),), relation="trade"),
    )
    odd = article("a2", TEXT + " \ud83d", title="\ufdd0 marked", updated="2024-03-07")
    with Store.open(path) as store:
        store.write([dossier(*claims), SKIPPED, dossier(event("a2"), of=odd)], RUN)
        store.write([dossier(event("a2"), of=article("a2")), Dossier(article("a3"))], LATER_RUN)
        unsigned = Judgement("", "reject", "Fritz von Tarlenheim", "2024-05-02T10:00:00Z", "a match", claims[0].id)
        judged = add_judgement(store, unsigned)
        add_judgement(store, Judgement("", "withdraw", "Fritz", "2024-05-03T10:00:00Z", "no", judgement=judged.id))
    return path


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return whole(tmp_path_factory.mktemp("clean") / "d.duckdb")


@pytest.fixture
def path(tmp_path: Path, clean: Path) -> Path:
    return Path(shutil.copyfile(clean, tmp_path / "d.duckdb"))


def change(path: Path, *statements: str) -> None:
    with duckdb.connect(str(path)) as plain:
        for each in statements:
            plain.execute(each)


def faults(path: Path) -> list[Fault]:
    with Store.open(path, read_only=True) as store:
        return list(check_record(store))


def test_clean_record_has_no_fault(path: Path) -> None:
    assert faults(path) == []


def test_empty_record_has_no_fault(tmp_path: Path) -> None:
    Store.open(tmp_path / "d.duckdb").close()
    assert faults(tmp_path / "d.duckdb") == []


def test_pages_are_all_looked_at(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "_A_PAGE", 1)
    assert faults(path) == []
    change(path, "UPDATE claims SET rule = 'x'", "UPDATE ledger SET reason = 'y' WHERE article_key IS NULL")
    with Store.open(path, read_only=True) as store:
        ((count,),) = store.fetch("SELECT count(*) FROM claims")
    assert [fault.table for fault in faults(path)] == ["ledger"] + ["claims"] * int(str(count))


EVENT = "(SELECT id FROM claims WHERE kind = 'event' AND article = 'a1')"
CODED = "(SELECT min(id) FROM ledger WHERE state = 'coded' AND claims > 0)"
PLANTED = [
    ("UPDATE runs SET model = 'other' WHERE ordinal = 1", "runs", "its id is the hash of"),
    ("UPDATE runs SET options = '{}' WHERE ordinal = 1", "runs", "its id is the hash of"),
    ("UPDATE runs SET options = '{]' WHERE ordinal = 1", "runs", "no JSON object"),
    ("UPDATE runs SET ordinal = 7 WHERE ordinal = 2", "runs", "7 where 2 is due"),
    ("UPDATE articles SET url = 'x' WHERE id = 'a3'", "articles", "changed after it was stored"),
    ("UPDATE articles SET author = 'x' WHERE id = 'a3'", "articles", "changed after it was stored"),
    ("UPDATE articles SET text = text || '!' WHERE id = 'a3'", "articles", "changed after it was stored"),
    ("UPDATE articles SET sha256 = 'x' WHERE id = 'a3'", "articles", "sha256 is not that of its text"),
    (f"UPDATE ledger SET id = 'x' WHERE id = {CODED}", "ledger", "not the hash of run and input"),
    ("UPDATE ledger SET message = 'x' WHERE article_key IS NULL", "ledger", "not the hash of run and input"),
    (f"UPDATE ledger SET claims = 9 WHERE id = {CODED}", "ledger", "9 claims told of"),
    (f"UPDATE ledger SET article = 'x' WHERE id = {CODED}", "ledger", "not the id of its article"),
    (f"UPDATE ledger SET article_key = NULL WHERE id = {CODED}", "ledger", "no article is named"),
    (f"UPDATE claims SET record = '[]' WHERE id = {EVENT}", "claims", "no JSON object"),
    (f"UPDATE claims SET record = '{'[' * 99999}' WHERE id = {EVENT}", "claims", "no JSON object"),
    (f"UPDATE claims SET record = replace(record, '0.25', '0.2') WHERE id = {EVENT}", "claims", "is the hash of"),
    (f"UPDATE claims SET publisher = 'x' WHERE id = {EVENT}", "claims", "not that of its article"),
    (f"UPDATE claims SET published = NULL WHERE id = {EVENT}", "claims", "not that of its article"),
    (
        f"UPDATE claim_parties SET office = 'x' WHERE claim = {EVENT} AND role = 'actor'",
        "claim_parties",
        "not those of",
    ),
    (f"UPDATE claim_parties SET ordinal = 4 WHERE claim = {EVENT} AND role = 'actor'", "claim_parties", "not those of"),
    (f"DELETE FROM claim_parties WHERE claim = {EVENT} AND role = 'said_by'", "claim_parties", "not those of"),
    ("INSERT INTO claim_parties FROM claim_parties LIMIT 1", "claim_parties", "not those of"),
    ("INSERT INTO found FROM found LIMIT 1", "found", "stands twice"),
    (f"DELETE FROM found WHERE claim = {EVENT}", "claims", "no reading found it"),
    ("DELETE FROM ledger WHERE article = 'a3'", "articles", "no run has read it"),
    ("UPDATE judgements SET reason = 'x' WHERE action = 'reject'", "judgements", "is the hash of"),
    ("UPDATE judgements SET judge = 'x' WHERE action = 'withdraw'", "judgements", "is the hash of"),
    ("UPDATE schema_version SET name = 'x' WHERE version = 2", "schema_version", "not those of this program"),
    ("DELETE FROM schema_version WHERE version = 1", "schema_version", "not those of this program"),
    ("ALTER TABLE claim_parties ADD COLUMN extra INTEGER", "claim_parties", "not those of the schema: extra"),
    ("ALTER TABLE claim_parties DROP COLUMN entity", "claim_parties", "not those of the schema: entity"),
    ("DROP TABLE disagreements", "disagreements", "there is no such table"),
]


@pytest.mark.parametrize(("statement", "table", "what"), PLANTED)
def test_planted_fault_is_found(path: Path, statement: str, table: str, what: str) -> None:
    change(path, statement)
    found = faults(path)
    assert any(fault.table == table and what in fault.what for fault in found), found
    assert all("; " in fault.what for fault in found), "every fault tells how to mend it"


@pytest.mark.parametrize("kind", ["event", "statement", "office", "agreement", "membership", "relation"])
def test_every_column_must_be_as_the_record_tells(path: Path, kind: str) -> None:
    other = {"VARCHAR": "'zz'", "VARCHAR[]": "['zz']", "INTEGER": "99", "DOUBLE": "0.0625", "DATE": "DATE '1999-01-02'"}
    with duckdb.connect(str(path)) as plain:
        types = dict(plain.execute("SELECT column_name, column_type FROM (DESCRIBE claims)").fetchall())
    one = f"id = (SELECT min(id) FROM claims WHERE kind = '{kind}')"
    sets = ", ".join(f'"{column}" = {other[types[column]]}' for column in COLUMNS)
    change(path, f"UPDATE claims SET {sets} WHERE {one}")
    (told,) = [fault.what for fault in faults(path) if "record tells" in fault.what]
    assert told == f"not as its record tells: {', '.join(COLUMNS)}; {checking.RESTORE}"


JUDGED: dict[str, str] = {
    "article_groups": "INSERT INTO article_groups SELECT key, key, key, 1, '' FROM articles LIMIT 1",
    "judged_claims": "INSERT INTO judged_claims SELECT id, id, 0, 'w', false, NULL, 1, id, [] FROM claims LIMIT 1",
    "disagreements": "INSERT INTO disagreements SELECT id, 'date', id, 'x' FROM claims LIMIT 1",
    "corrected_claims": "INSERT INTO corrected_claims FROM claims LIMIT 1",
    "judgements": "UPDATE judgements SET other = claim, judgement = coalesce(judgement, id)",
}


@pytest.mark.parametrize("reference", checking._REFERENCES, ids=lambda each: f"{each[0]}.{each[2]}")
def test_reference_to_what_is_not_there_is_found(path: Path, reference: tuple[str, str, str, str, str]) -> None:
    table, _, column, other, _ = reference
    change(path, JUDGED.get(table, "SELECT 1"))
    lost = f"{column} is nobody, which the table {other} does not have"
    assert not any(lost in fault.what for fault in faults(path))
    change(path, f"UPDATE {table} SET {column} = 'nobody' WHERE rowid = (SELECT min(rowid) FROM {table})")
    assert [fault.table for fault in faults(path) if fault.what.startswith(lost)] == [table]


def test_claim_whose_words_are_not_the_articles_is_found(tmp_path: Path) -> None:
    told = full_event()
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([dossier(told, of=article(text=TEXT.replace("queen", "cream")))], RUN)
    found = faults(tmp_path / "d.duckdb")
    assert {(fault.table, fault.id) for fault in found} == {("claims", told.id)}
    assert sorted(fault.what.partition(" ")[0] for fault in found) == ["evidence", "recipient[0]", "sentence"]


def test_claim_that_a_version_of_its_article_cannot_tell_is_found(tmp_path: Path) -> None:
    told = event()
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([dossier(told)], RUN)
        store.write([dossier(told, of=article(text=TEXT[:40]))], LATER_RUN)
    found = faults(tmp_path / "d.duckdb")
    assert {fault.table for fault in found} <= {"found", "claims"}  # under whichever version it stands
    assert {fault.id for fault in found} == {told.id}
    assert any("where[" in fault.what or "where at" in fault.what for fault in found)


@pytest.mark.parametrize(
    ("passage", "fault"),
    [
        ({"start": 4, "end": 9, "text": TEXT[4:9]}, None),
        ({"start": 0, "end": 0, "text": ""}, None),
        ({"start": None, "end": None, "text": None}, None),
        ({"start": 0, "end": len(TEXT), "text": TEXT}, None),
        ({"start": 4, "end": 9, "text": TEXT[5:10]}, "does not hold"),
        ({"start": 4, "end": 9, "text": None}, "does not hold"),
        ({"start": 4, "end": 4, "text": "envoy"}, "is empty"),
        ({"start": -1, "end": 4, "text": TEXT[-1:4]}, "outside"),
        ({"start": 9, "end": 4, "text": ""}, "outside"),
        ({"start": 0, "end": len(TEXT) + 1, "text": TEXT}, "outside"),
        ({"start": 4, "end": None, "text": "envoy"}, "offsets"),
        ({"start": True, "end": 4, "text": TEXT[1:4]}, "offsets"),
        ({"start": 4.0, "end": 9.0, "text": TEXT[4:9]}, "offsets"),
    ],
)
def test_passages_anywhere_in_a_record(passage: dict[str, object], fault: str | None) -> None:
    told = list(misfit_passages({"said_by": [{"name": "x", "cue": passage}]}, TEXT))
    assert [each.startswith("said_by[0].cue ") and str(fault) in each for each in told] == [True] * (fault is not None)


@pytest.mark.parametrize("make", [full_event, statement, office])
def test_id_of_a_record_is_that_of_its_claim(make: Callable[[], EventClaim]) -> None:
    assert record_id(make().to_dict()) == make().id


def test_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "d.duckdb"
    with Store.open(path) as store:
        for batch in range(4):
            claims = [event(f"{batch}-{number}", start=number % 40) for number in range(300)]
            store.write([dossier(claim) for claim in claims], RUN)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"en.consult.meet.1")  # inside of a page of claims, not of the head
    content[at : at + 8] = bytes(8)
    path.write_bytes(content)
    with pytest.raises(NotDatabaseError, match=r"d\.duckdb is damaged"):
        faults(path)
