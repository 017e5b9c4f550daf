"""The lexicon of events: rules as data, indexed by cue, and how operators compose with the action inside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dragoman.knowledge.tables import DATA, DataError, last_of_each, read_yaml

OPERATORS_FILE = "operators.yaml"
SAME = "same"

# Slots that a rule may name; any other word in a slot list is a preposition.
VERB_SLOTS = frozenset({"subj", "obj", "dative", "agent", "complement", "poss"})
NOUN_SLOTS = frozenset({"poss", "adj", "verb-subj"})
COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj"})

_VERB_RECIPIENT = ("obj",)
_NOUN_ACTOR = ("poss", "by", "adj", "verb-subj")
_NOUN_RECIPIENT = ("on", "against", "with", "to", "of", "at")


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that a rule must code; `actor` and `recipient` are words that the parties' spans must overlap."""

    text: str
    actor: str | None = None
    recipient: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the lexicon: a class of cues that make the same event, and where its parties stand.

    `verbs` are lemmas, further words being particles or prepositions ("lash out", "call for"); `objects` are lemmas one
    of which must head the direct object (light verbs: "lodge" + "protest"); `without` are lemmas that must not stand in
    the object. Slots are tried in order; the first that holds a party wins.
    """

    id: str
    type: str
    mode: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    """A noun cue needs one of these before it: "phone" call."""
    actor: tuple[str, ...] = ("subj",)
    recipient: tuple[str, ...] = _VERB_RECIPIENT
    noun_actor: tuple[str, ...] = _NOUN_ACTOR
    noun_recipient: tuple[str, ...] = _NOUN_RECIPIENT
    reciprocal: bool = False
    requires: frozenset[str] = frozenset()
    """Of {"actor", "recipient"}: without these the rule does not fire."""
    operator: str | None = None
    complement: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    cameo: str | None = None
    confidence: float = 0.7
    examples: tuple[Example, ...] = ()
    counter_examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an operator makes of an inner type; `type` None means no event, SAME the inner type."""

    type: str | None
    mode: str | None = None


@dataclass(frozen=True, slots=True)
class Composition:
    """One operator: what it is alone, and over each inner type."""

    alone: Outcome
    over: Mapping[str, Outcome]
    status: str | None = None
    recipient: str = "recipient"
    """Who of the inner action is the outer one's recipient first, its "recipient" or its "actor"."""

    denies: bool = False
    """Whether the inner action is told to be untrue ("denied having attacked")."""

    @property
    def without_inner(self) -> Outcome:
        """What the operator is where no action is found inside it; "same" as nothing is no event."""
        return Outcome(None) if self.alone.type == SAME else self.alone

    def outcome(self, inner: str, mode: str | None) -> Outcome:
        """What the operator makes of an inner type and mode: the row of both, else of the type, else "alone"."""
        found = self.over.get(f"{inner}.{mode}") or self.over.get(inner, self.alone)
        return Outcome(inner) if found.type == SAME else found


@dataclass(frozen=True, slots=True)
class CueIndex:
    """Rules by cue lemma: the cost of a sentence hangs on the cues it holds, not on the size of the lexicon."""

    verbs: Mapping[str, tuple[tuple[tuple[str, ...], Rule], ...]]
    """By verb lemma: ``(further words of the cue, rule)``."""
    nouns: Mapping[str, tuple[Rule, ...]]
    adjectives: Mapping[str, tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All rules, their index, and the table of compositions."""

    rules: tuple[Rule, ...]
    index: CueIndex
    compositions: Mapping[str, Composition] = field(default_factory=dict)
    by_id: Mapping[str, Rule] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    """The file that each rule stands in, by rule id."""

    def rule(self, rule_id: str) -> Rule | None:
        """The rule with this id, or None."""
        return self.by_id.get(rule_id)


def load_lexicon(*folders: Path) -> Lexicon:
    """Read the rules and ``composition.yaml``; DataError names file, rule and what is wrong.

    Of files of one name in several folders the last counts. No folder named means the program's own.
    """
    files = last_of_each("*.yaml", folders or (DATA / "languages" / "en" / "events",))
    rules: list[Rule] = []
    seen: dict[str, str] = {}
    for name, path in files.items():
        if name == "composition.yaml":
            continue
        content = read_yaml(path)
        if not isinstance(content, list):
            raise DataError(f"{path.name}: must be a list of rules")
        for row in content:
            rule = _rule(row, path, "" if path.name == OPERATORS_FILE else path.stem.split(".")[0])
            if rule.id in seen:
                raise DataError(f"{path.name}: rule {rule.id} stands in {seen[rule.id]} already; give it another id")
            seen[rule.id] = path.name
            rules.append(rule)
    compositions = _compositions(files["composition.yaml"])
    for rule in rules:
        if rule.operator is not None and rule.operator not in compositions:
            raise DataError(f"rule {rule.id}: operator {rule.operator} is not in composition.yaml")
    return Lexicon(tuple(rules), build_index(rules), compositions, {rule.id: rule for rule in rules}, seen)


def build_index(rules: Iterable[Rule]) -> CueIndex:
    """Index rules by the first word of each cue."""
    verbs: dict[str, list[tuple[tuple[str, ...], Rule]]] = {}
    nouns: dict[str, list[Rule]] = {}
    adjectives: dict[str, list[Rule]] = {}
    for rule in rules:
        for cue in rule.verbs:
            first, *others = cue.split()
            verbs.setdefault(first, []).append((tuple(others), rule))
        for cue in rule.nouns:
            nouns.setdefault(cue, []).append(rule)
        for cue in rule.adjectives:
            adjectives.setdefault(cue, []).append(rule)
    return CueIndex(
        {cue: tuple(found) for cue, found in verbs.items()},
        {cue: tuple(found) for cue, found in nouns.items()},
        {cue: tuple(found) for cue, found in adjectives.items()},
    )


_RULE_KEYS = frozenset(item.name for item in fields(Rule))
_TUPLES = (
    "verbs", "nouns", "adjectives", "actor", "recipient", "noun_actor", "noun_recipient", "complement", "contexts",
)  # fmt: skip
_SETS = ("objects", "without", "requires", "modifiers")


def _rule(row: Any, path: Path, type_: str) -> Rule:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise DataError(f"{path.name}: each rule needs an id; found {str(row)[:60]!r}")
    where = f"{path.name}: rule {row['id']}"
    unknown = sorted(set(row) - _RULE_KEYS)
    if unknown:
        raise DataError(f"{where}: unknown keys {unknown}; known are {sorted(_RULE_KEYS)}")
    values = dict(row)
    values["type"] = values.get("type", type_)
    for key in _TUPLES + _SETS:
        if key in values:
            words = values[key]
            if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
                raise DataError(f"{where}: {key} must be a list of words")
            values[key] = frozenset(words) if key in _SETS else tuple(words)
    if "cameo" in values and not isinstance(values["cameo"], str):
        raise DataError(f"{where}: cameo must be quoted, to keep its leading zero")
    values["examples"] = tuple(_example(each, where) for each in values.get("examples", ()))
    values["counter_examples"] = tuple(values.get("counter_examples", ()))
    if values.get("operator") and not values.get("complement"):
        raise DataError(f"{where}: an operator needs its complement slots ({sorted(COMPLEMENTS)} or prepositions)")
    return Rule(**values)


def _example(each: Any, where: str) -> Example:
    known = {item.name for item in fields(Example)}
    if not isinstance(each, dict) or "text" not in each or set(each) - known:
        raise DataError(f"{where}: an example has the keys {sorted(known)}, text first; found {str(each)[:60]!r}")
    return Example(**each)


def _compositions(path: Path) -> dict[str, Composition]:
    content = read_yaml(path)
    made: dict[str, Composition] = {}
    for name, row in content.items():
        unknown = sorted(set(row) - {"alone", "over", "status", "recipient", "denies", "note"})
        if unknown:
            raise DataError(f"{path.name}: {name} has unknown keys {unknown}")
        over = {inner: _outcome(made_of) for inner, made_of in row.get("over", {}).items()}
        made[name] = Composition(
            _outcome(row.get("alone")),
            over,
            row.get("status"),
            row.get("recipient", "recipient"),
            row.get("denies", False),
        )
    return made


def _outcome(words: str | None) -> Outcome:
    """ "REQUEST.change" -> type and mode; "same" -> whatever stands inside; null -> no event."""
    if words is None:
        return Outcome(None)
    type_, _, mode = words.partition(".")
    return Outcome(type_, mode or None)
