"""The thresholds of judging, by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TypeVar

from dragoman.knowledge.tables import DATA, DataError, read_yaml

JUDGING_FILE = "judging.yaml"
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class ArticleThresholds:
    """When articles are copies or versions; each is explained in the file."""

    shingle_words: int
    permutations: int
    copy_similarity: float
    copy_days: int
    version_similarity: float


@dataclass(frozen=True, slots=True)
class EventThresholds:
    """When claims of events tell of the same happening; each is explained in the file."""

    join: float
    join_within: float
    kin: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    largest_block: int
    neighbours: int


@dataclass(frozen=True, slots=True)
class StatementThresholds:
    """When claims of statements tell of the same words; each is explained in the file."""

    shingle_words: int
    likeness: float
    contained: float
    days: int
    commonest: int


@dataclass(frozen=True, slots=True)
class StandingThresholds:
    """When standing facts contradict each other; each is explained in the file."""

    same_time_days: int


@dataclass(frozen=True, slots=True)
class CountWords:
    """How numbers are written, and the words behind a number that it does not count."""

    number_words: Mapping[str, int]
    large_words: Mapping[str, int]
    not_counted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """judging.yaml."""

    articles: ArticleThresholds
    events: EventThresholds
    statements: StatementThresholds
    standing: StandingThresholds
    counts: CountWords


def load_thresholds(path: Path = DATA / JUDGING_FILE) -> Thresholds:
    """Read judging.yaml; DataError on unknown or missing keys, and on values that are no numbers."""
    content = read_yaml(path)
    _demand_keys(content, Thresholds, path.name)
    events = dict(content["events"])
    events["kin"] = _kin(events.get("kin"), path.name)
    return Thresholds(
        articles=_part(ArticleThresholds, content["articles"], path.name),
        events=_part(EventThresholds, events, path.name),
        statements=_part(StatementThresholds, content["statements"], path.name),
        standing=_part(StandingThresholds, content["standing"], path.name),
        counts=_counts(content["counts"], path.name),
    )


def _counts(values: Mapping[str, object], file: str) -> CountWords:
    _demand_keys(values, CountWords, file)
    numbers, large, others = (values[name] for name in ("number_words", "large_words", "not_counted"))
    if not isinstance(numbers, dict) or not isinstance(large, dict) or not isinstance(others, list):
        raise DataError(f"{file}: number_words and large_words map words to numbers, not_counted is a list of words")
    return CountWords(numbers, large, frozenset(map(str, others)))


def _kin(groups: object, file: str) -> dict[str, frozenset[str]]:
    """Each type with those that may tell of the same happening, itself left out."""
    if not isinstance(groups, list) or not all(isinstance(group, list) for group in groups):
        raise DataError(f"{file}: kin is a list of lists of event types")
    kin: dict[str, set[str]] = {}
    for group in groups:
        for type_ in group:
            kin.setdefault(type_, set()).update(other for other in group if other != type_)
    return {type_: frozenset(others) for type_, others in kin.items()}


def _part(kind: type[Part], values: Mapping[str, object], file: str) -> Part:
    _demand_keys(values, kind, file)
    for name, value in values.items():
        numbers = value.values() if name == "weights" and isinstance(value, Mapping) else [value]
        if name != "kin" and not all(isinstance(number, int | float) for number in numbers):
            raise DataError(f"{file}: {name} must be a number")
    return kind(**values)


def _demand_keys(values: object, kind: type[object], file: str) -> None:
    known = {item.name for item in fields(kind)}  # type: ignore[arg-type]
    given = set(values) if isinstance(values, Mapping) else set()
    if given != known:
        raise DataError(f"{file}: keys {sorted(given ^ known)} are missing or not known")
