"""The US ambassadors that articles tell of, against the US historian's list of chiefs of mission beside the project.

    python benchmarks/missions.py --claims claims.jsonl

Every office claim of a US ambassador to a state, former, incumbent or outgoing, is looked up: it agrees where the list
has that person (by surname) as chief of mission there, at a time that the claim does not exclude. Those that do not
agree are printed, to be looked at: the list ends in 2020 and has no ambassadors to organisations.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from almanac import MISSIONS, REFERENCE, TERRITORIES, _post_name, _rows, _states, alike, words
from dragoman.knowledge.tables import DATA
from measure import result


@dataclass(frozen=True, slots=True)
class Told:
    """A tenure as an article tells it; `first`/`end` are ISO days or None where open or not told."""

    name: str
    country: str
    status: str
    first: str | None
    end: str | None
    article: str
    sentence: str


def told(lines: Iterable[str]) -> Iterator[Told]:
    """The tenures of US ambassadors among claims, each person, post and status once."""
    seen: set[tuple[str, str, str]] = set()
    for line in lines:
        row = json.loads(line)
        if row.get("kind") != "office" or row["country"] != "USA" or not row["accredited_to"]:
            continue
        if "ambassador" not in row["title"].lower() or row["status"] == "designate" or row["accredited_to"] == "USA":
            continue
        key = (row["holder"]["name"], row["accredited_to"], row["status"])
        if key in seen or len(words(row["holder"]["name"])) < 1:
            continue
        seen.add(key)
        when = row["when"] or {}
        day = when.get("basis") != "published"
        yield Told(
            row["holder"]["name"], row["accredited_to"], row["status"], when.get("from") if day else None,
            when.get("to"), row["article"], (row["sentence"] or row["evidence"])["text"],
        )  # fmt: skip


def listed() -> dict[str, list[dict[str, str]]]:
    """Chiefs of mission by the code of the state they were sent to."""
    _, by_name = _states(DATA / "almanac")
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(REFERENCE / MISSIONS):
        if row["kind"] == "missions-countries":
            code = TERRITORIES.get(row["territory"]) or by_name.get(_post_name(row["territory"]))
            if code is not None:
                found[code].append(row)
    return found


def agrees(one: Told, rows: Iterable[dict[str, str]]) -> bool:
    """Whether the list has the person there, at a time that the claim does not exclude."""
    surname = words(one.name)[-1]
    for row in rows:
        if not any(alike(surname, word) for word in words(row["name"])):
            continue
        begun, ended = row["started"] or row["appointed"], row["ended"]
        late = one.first is not None and ended != "" and ended < one.first
        early = one.end is not None and begun != "" and begun > one.end
        if not late and not early:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=Path, required=True, help="what `dragoman code --claims-only` printed")
    options = parser.parse_args()
    with options.claims.open(encoding="utf-8") as handle:
        found = list(told(handle))
    rows = listed()
    different = [one for one in found if not agrees(one, rows.get(one.country, ()))]
    for one in different:
        print(f"{one.name} to {one.country} ({one.status}, {one.first}–{one.end}) {one.article}")
        print(f"    {' '.join(one.sentence.split())[:200]}")
    print(f"{len(found)} tenures told, {len(found) - len(different)} agree with the list")
    result("missions.agree", 1 - len(different) / max(1, len(found)))


if __name__ == "__main__":
    main()
