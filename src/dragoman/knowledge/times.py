"""How a language tells time: words by class and rules over classes, loaded from `times.yaml` and checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from dragoman.knowledge.tables import DataError, read_yaml
from dragoman.model.time import TimeType

TYPES: tuple[TimeType, ...] = ("DATE", "TIME", "DURATION", "SET")
# "none": words that look like a time and are none ("a 44-year-old envoy"); the rule swallows them
FORMS = frozenset(
    {"date", "iso", "slash", "shift", "offset", "span", "recent", "duration", "long", "set", "vague", "fiscal"}
    | {"yearend", "none"}
)

# Classes that figures belong to, by what they look like; `figure_kind` says which of these a numeral is.
FIGURES: Mapping[str, frozenset[str]] = {
    "number": frozenset({"DIGITS"}),
    "hour": frozenset({"DIGITS", "DAY", "HOUR", "SHORTYEAR"}),
    "small": frozenset({"DIGITS", "DAY", "HOUR"}),
    "day": frozenset({"DIGITS", "DAY", "SHORTYEAR"}),
    "two": frozenset({"DIGITS", "SHORTYEAR"}),
    "year": frozenset({"DIGITS", "YEAR"}),
    "year_hhmm": frozenset({"DIGITS", "YEAR", "HHMM"}),
    "hhmm": frozenset({"DIGITS", "HHMM"}),
    "ordinal": frozenset({"ORDINAL"}),
    "decade": frozenset({"DECADE"}),
    "clock": frozenset({"CLOCK"}),
    "iso": frozenset({"ISODATE"}),
    "slash": frozenset({"SLASHDATE"}),
    "fraction": frozenset({"FRACTION"}),
    "ampm": frozenset({"AMPM"}),
}

# One pass over the characters; the name of the group is the kind of word. `other` keeps figures that are glued to
# letters or to a currency sign from being read as days and years.
TIME_WORDS = re.compile(
    r"""
    (?P<ampm>[aApP](?:\.\s?[mM]\.|[mM]\b))
  | (?P<word>[^\W\d_]++(?!\d))
  | (?P<iso>\d{4}-\d{2}-\d{2}(?![\d-]))(?:T\d{2}:\d{2}(?::\d{2})?Z?)?
  | (?P<slash>\d{1,2}[/.]\d{1,2}[/.]\d{4}(?!\d))
  | (?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?![\d:]) | \d{1,2}\.\d{2}(?=\s?[aApP]\.?[mM]\b))
  | (?P<decade>(?:1\d|20)?\d0s\b)
  | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<fraction>\d/\d(?![\d/]))
  | (?P<other>[^\W\d_]+\d\w* | [$€£¥]\s?\d[\d.,]* | \d[\d.,]*(?:%|[^\W\d_]{3,}) | \d{3,}-\d{2,}-\d+)
  | (?P<number>\d+(?:[.,]\d+)*)
  | (?P<mark>['’]s\b|\S)
    """,
    re.VERBOSE,
)


def figure_kind(figure: str) -> str:
    """The kind (a key of `FIGURES`) of a plain numeral such as "7", "1998" or "2,500"."""
    if not figure.isascii() or not figure.isdigit():
        return "number"
    value = int(figure)
    if len(figure) <= 2:
        if 1 <= value <= 31:
            if len(figure) == 1:
                return "small"
            return "hour" if value <= 24 else "day"
        return "two" if len(figure) == 2 else "number"
    if len(figure) == 4:
        clock = value // 100 <= 24 and value % 100 < 60
        if 1000 <= value < 2200:
            return "year_hhmm" if clock else "year"
        return "hhmm" if clock else "number"
    return "number"


@dataclass(frozen=True, slots=True)
class TimeRule:
    """One way to tell a time: a pattern over class codes, the form it is read as, and conditions on its surroundings.

    `slots` of the pattern are its named groups; a name used twice has "__2" and so on behind it.
    """

    id: str
    form: str
    type: TimeType
    pattern: re.Pattern[str]
    guards: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """Words and rules, ready to use. Every set of classes that some word has is one character, its code.

    `plain` and `capital` give the code of a lower-case word by how it was written; `figures` that of a kind of figure.
    `phrases` hold, by first word, the further words of each phrase and the phrase itself, the longest first.
    `values` are by class and word. `scanner` finds the first rule that fits a string of codes: its only groups are the
    rules, by position. `core` finds a code that can tell a time at all, and `triggers` are the words that have one.
    """

    plain: Mapping[str, str]
    capital: Mapping[str, str]
    figures: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    values: Mapping[str, Mapping[str, str]]
    rules: tuple[TimeRule, ...]
    scanner: re.Pattern[str]
    core: re.Pattern[str]
    triggers: frozenset[str]
    tense: Mapping[str, frozenset[str]]

    def value(self, name: str, word: str) -> str | None:
        """The value of a lower-case word in a class, or None where it is not in it."""
        return self.values[name].get(word)


def load_time_lexicon(folder: Path) -> TimeLexicon:
    """Read `times.yaml` of a language's folder; raises DataError naming the file and the key at fault."""
    path = folder / "times.yaml"
    parts = _checked(path, "the file", read_yaml(path), {"capital", "core", "words", "tense", "macros", "rules"})
    values = {
        _text(path, "words", name): {
            _text(path, f"words: {name}", word): str(value) for word, value in _mapping(path, name, words).items()
        }
        for name, words in _mapping(path, "words", parts["words"]).items()
    }
    known = set(values) | set().union(*FIGURES.values())
    for key in ("capital", "core"):
        if unknown := set(parts[key]) - known:
            raise DataError(f"{path}: {key}: no class is named {sorted(unknown)}")
    classes: dict[str, set[str]] = {}
    for name, words in values.items():
        for word in words:
            classes.setdefault(word, set()).add(name)
    only_capital = set(parts["capital"])
    codes = _Codes({}, count(0xE000))
    capital = {word: codes.of(frozenset(names)) for word, names in classes.items()}
    plain = {word: codes.of(low) for word, names in classes.items() if (low := frozenset(names - only_capital))}
    figures = {kind: codes.of(names) for kind, names in FIGURES.items()}
    sets = codes.sets()
    charsets = {name: f"[{''.join(sorted(members))}]" for name, members in sets.items()}
    rules = tuple(_rules(path, parts, charsets))
    core = "".join(sorted({code for name in parts["core"] for code in sets.get(name, ())}))
    core_names = set(parts["core"])
    triggers = frozenset(
        piece
        for word, names in classes.items()
        if names & core_names
        for longest in [max(split_phrase(word), key=len)]
        for piece in (longest, f"{longest}.")  # parsers keep the dot of "Sept."
    )
    return TimeLexicon(
        plain=plain,
        capital=capital,
        figures=figures,
        phrases=_phrases(classes),
        values=values,
        rules=rules,
        scanner=re.compile("|".join(f"({_unnamed(rule.pattern.pattern)})" for rule in rules)),
        core=re.compile(f"[{core}]"),
        triggers=triggers,
        tense={
            name: frozenset(_text(path, f"tense: {name}", word) for word in words)
            for name, words in _checked(
                path, "tense", parts["tense"], {"future", "modal", "perfect", "be", "ahead"}
            ).items()
        },
    )


def split_phrase(phrase: str) -> list[str]:
    """The words of a phrase as they are told apart in a text."""
    return [match.group() for match in TIME_WORDS.finditer(phrase)]


@dataclass(slots=True)
class _Codes:
    """Gives every set of classes one character of the private use area."""

    given: dict[frozenset[str], str]
    numbers: Iterator[int]

    def of(self, names: frozenset[str]) -> str:
        if names not in self.given:
            self.given[names] = chr(next(self.numbers))
        return self.given[names]

    def sets(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for names, code in self.given.items():
            for name in names:
                found.setdefault(name, set()).add(code)
        return found


def _phrases(classes: Iterable[str]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for word in classes:
        first, *rest = split_phrase(word)
        if rest:
            found.setdefault(first, []).append((tuple(rest), word))
            if "'" in word:  # texts have the typographic apostrophe as often
                found[first].append((tuple(piece.replace("'", "’") for piece in rest), word))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in found.items()}


def _rules(path: Path, parts: Mapping[str, Any], charsets: Mapping[str, str]) -> Iterator[TimeRule]:
    macros = {name: str(value) for name, value in _mapping(path, "macros", parts["macros"]).items()}
    seen: set[str] = set()
    required = {"id", "form", "type", "pattern", "examples", "counter_examples"}
    for number, entry in enumerate(parts["rules"]):
        if not isinstance(entry, dict):
            raise DataError(f"{path}: rules: entry {number} is not a mapping")
        key = f"rules: {entry.get('id', number)}"
        rule = _checked(path, key, entry, required | {"guards"}, optional={"guards"})
        if rule["id"] in seen or rule["form"] not in FORMS or rule["type"] not in TYPES:
            raise DataError(f"{path}: {key}: the id stands twice, or form or type is not known")
        seen.add(rule["id"])
        for name in ("examples", "counter_examples"):
            if not rule[name] or not all(isinstance(example, str) for example in rule[name]):
                raise DataError(f"{path}: {key}: {name} must hold at least one sentence")
        pattern = _translated(path, key, rule["pattern"], macros, charsets)
        yield TimeRule(
            rule["id"],
            rule["form"],
            rule["type"],
            pattern,
            tuple(rule.get("guards", ())),
            tuple(rule["examples"]),
            tuple(rule["counter_examples"]),
        )


_NAME = re.compile(r"[A-Z][A-Z_]*")


def _translated(
    path: Path, key: str, pattern: str, macros: Mapping[str, str], charsets: Mapping[str, str]
) -> re.Pattern[str]:
    """A rule's pattern as a regular expression over codes."""

    def stand_in(match: re.Match[str]) -> str:
        name = match.group()
        if name in macros:
            return f"(?:{_NAME.sub(stand_in, macros[name])})"
        if name not in charsets:
            raise DataError(f"{path}: {key}: no class or macro is named {name}")
        return charsets[name]

    uses: dict[str, int] = {}

    def named(match: re.Match[str]) -> str:
        slot = match.group(1)
        if slot is None:
            return "(?:"
        uses[slot] = uses.get(slot, 0) + 1
        return f"(?P<{slot}{'' if uses[slot] == 1 else f'__{uses[slot]}'}>"

    expanded = _NAME.sub(stand_in, pattern).replace(" ", "")
    try:
        return re.compile(re.sub(r"\((?!\?)(?:([a-z_]+):)?", named, expanded))
    except re.error as error:
        raise DataError(f"{path}: {key}: the pattern is no regular expression: {error}") from error


def _unnamed(pattern: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _checked(path: Path, key: str, value: object, names: set[str], optional: Iterable[str] = ()) -> Mapping[str, Any]:
    found = _mapping(path, key, value)
    if unknown := set(found) - names:
        raise DataError(f"{path}: {key}: unknown key {sorted(map(str, unknown))}")
    if missing := names - set(optional) - set(found):
        raise DataError(f"{path}: {key}: missing key {sorted(missing)}")
    return found


def _mapping(path: Path, key: str, value: object) -> Mapping[Any, Any]:
    if not isinstance(value, dict):
        raise DataError(f"{path}: {key} must be a mapping")
    return value


def _text(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise DataError(f"{path}: {key}: {value!r} is not text; put it in quotation marks")
    return value
