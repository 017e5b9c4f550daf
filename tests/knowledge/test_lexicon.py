"""The lexicon's loader: rules become frozen records, and every slip of their authors is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.knowledge.lexicon import COMPLEMENTS, Lexicon, Outcome, load_lexicon
from dragoman.knowledge.tables import DataError

COMPOSITION = """
promise:
  alone: AGREE
  status: future
  over: {ASSAULT: THREATEN.attack, ASSAULT.kill: ACCUSE, CONSULT: same, CONSULT.visit: same, PROTEST: null}
deny:
  denies: true
  recipient: actor
"""


def lexicon(folder: Path, *, composition: str = COMPOSITION, **files: str) -> Lexicon:
    """The lexicon of these files; `ACCUSE="..."` is ACCUSE.yaml."""
    (folder / "composition.yaml").write_text(composition, encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name.replace('__', '.')}.yaml").write_text(content, encoding="utf-8")
    return load_lexicon(folder)


RULE = """
- id: en.accuse.blame
  mode: disapprove
  verbs: [blame, lash out, call on]
  nouns: [blame]
  adjectives: [critical]
  objects: [fault]
  recipient: [obj, on]
  cameo: "111"
  examples:
    - {text: Peru blamed Chile., actor: Peru, recipient: Chile}
  counter_examples: [Nobody blamed anybody.]
"""


def test_rule_is_read_with_the_type_of_its_file(tmp_path: Path) -> None:
    (rule,) = lexicon(tmp_path, ACCUSE=RULE).rules
    assert (rule.id, rule.type, rule.mode, rule.cameo) == ("en.accuse.blame", "ACCUSE", "disapprove", "111")
    assert rule.verbs == ("blame", "lash out", "call on")
    assert rule.objects == frozenset({"fault"})
    assert rule.recipient == ("obj", "on")
    assert rule.actor == ("subj",)
    assert rule.examples[0].actor == "Peru"
    assert rule.counter_examples == ("Nobody blamed anybody.",)


def test_file_may_be_one_of_several_of_a_type(tmp_path: Path) -> None:
    assert {rule.type for rule in lexicon(tmp_path, ASSAULT__people="- {id: a, verbs: [kill]}").rules} == {"ASSAULT"}


def test_cues_are_indexed_by_first_word(tmp_path: Path) -> None:
    index = lexicon(tmp_path, ACCUSE=RULE).index
    assert [others for others, _ in index.verbs["lash"]] == [("out",)]
    assert [others for others, _ in index.verbs["blame"]] == [()]
    assert set(index.nouns) == {"blame"}
    assert set(index.adjectives) == {"critical"}


def test_on_and_no_stay_words_in_a_rule(tmp_path: Path) -> None:
    (rule,) = lexicon(tmp_path, ACCUSE="- {id: a, verbs: [call on], recipient: [on], without: [no]}").rules
    assert rule.recipient == ("on",)
    assert rule.without == frozenset({"no"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("- {id: a, verb: [blame]}", r"^ACCUSE\.yaml: rule a: unknown keys \['verb'\]; known are"),
        ("- {verbs: [blame]}", r"^ACCUSE\.yaml: each rule needs an id"),
        ("- blame", r"^ACCUSE\.yaml: each rule needs an id"),
        ("a: {verbs: [blame]}", r"^ACCUSE\.yaml: must be a list of rules"),
        ("- {id: a, verbs: blame}", r"^ACCUSE\.yaml: rule a: verbs must be a list of words"),
        ("- {id: a, verbs: [1]}", r"^ACCUSE\.yaml: rule a: verbs must be a list of words"),
        ("- {id: a, verbs: [blame], cameo: 011}", r"^ACCUSE\.yaml: rule a: cameo must be quoted"),
        ("- {id: a, verbs: [blame], operator: promise}", r"^ACCUSE\.yaml: rule a: an operator needs its complement"),
        ("- {id: a, verbs: [vow], operator: vow, complement: [xcomp]}", r"operator vow is not in composition\.yaml"),
        ("- {id: a, examples: [Peru blamed Chile.]}", r"^ACCUSE\.yaml: rule a: an example has the keys"),
        ("- {id: a, examples: [{text: x, who: y}]}", r"^ACCUSE\.yaml: rule a: an example has the keys"),
        ("- {id: a, examples: [{actor: Peru}]}", r"^ACCUSE\.yaml: rule a: an example has the keys"),
        ("- id: [", r"^ACCUSE\.yaml: not readable as YAML"),
    ],
)
def test_slip_is_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        lexicon(tmp_path, ACCUSE=content)


def test_id_given_twice_names_both_files(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^AGREE\.yaml: rule a stands in ACCUSE\.yaml already"):
        lexicon(tmp_path, ACCUSE="- {id: a, verbs: [blame]}", AGREE="- {id: a, verbs: [agree]}")


def test_composition_tells_what_becomes_of_the_inner_type(tmp_path: Path) -> None:
    compositions = lexicon(tmp_path).compositions
    promise = compositions["promise"]
    assert promise.outcome("ASSAULT", None) == Outcome("THREATEN", "attack")
    assert promise.outcome("ASSAULT", "beat") == Outcome("THREATEN", "attack")
    assert promise.outcome("ASSAULT", "kill") == Outcome("ACCUSE")
    assert promise.outcome("CONSULT", None) == promise.outcome("CONSULT", "visit") == Outcome("CONSULT")
    assert promise.outcome("PROTEST", None) == Outcome(None)
    assert promise.outcome("AID", None) == promise.alone == Outcome("AGREE")
    assert (promise.status, promise.recipient, promise.denies) == ("future", "recipient", False)
    assert compositions["deny"].alone == Outcome(None)
    assert (compositions["deny"].recipient, compositions["deny"].denies) == ("actor", True)


def test_unknown_key_of_a_composition_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^composition\.yaml: promise has unknown keys \['ower'\]"):
        lexicon(tmp_path, composition="promise: {ower: {}}")


def test_rule_is_found_by_its_id(tmp_path: Path) -> None:
    made = lexicon(tmp_path, ACCUSE=RULE)
    assert made.rule("en.accuse.blame") is made.rules[0]
    assert made.rule("en.accuse") is None


def test_every_operator_of_the_lexicon_has_slots_that_are_known() -> None:
    made = load_lexicon()
    operators = [rule for rule in made.rules if rule.operator is not None]
    assert operators
    for rule in operators:
        assert all(slot in COMPLEMENTS or slot.islower() for slot in rule.complement), rule.id
