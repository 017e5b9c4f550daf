"""How far the almanac's leaders, US ambassadors and secretaries agree with reference lists that lie beside the project.

Two lists are read: REIGN's leaders (one ruler of each state, from 1990-01-01 to 2021-03-01) and the US historian's
principal officers and chiefs of mission. A person-day is one person of the reference on one day on which the almanac
also names somebody for that state or post; it agrees where that person is among those the almanac names.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from dragoman.knowledge.almanac import TOP_OFFICES
from dragoman.knowledge.gazetteer import fold
from dragoman.knowledge.tables import DATA, cell_list
from measure import result, table

REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
REIGN = "reign_leaderlist_2021_3.csv"
MISSIONS = "us_chiefs_of_mission_and_principals.csv"
FIRST, LAST = date(1990, 1, 1).toordinal(), date(2021, 3, 1).toordinal()  # REIGN's last month is February 2021
KEPT = date(2021, 1, 1).toordinal()  # up to here the historian's list is kept; later rows are few

# Posts of the historian's list whose names are not those of a state, by the almanac's titles.
POSTS = {
    "secretary": "secretary of state",
    "deputy-secretary": "deputy secretary of state",
    "assistant-secretary-for-east-asian-pacific-affairs": "assistant secretary of state for East Asia",
    "representative-to-un": "ambassador to the United Nations",
    "representative-to-nato": "ambassador to NATO",
}
TERRITORIES = {"korea": "KOR", "congo-democratic-republic": "COD", "congo-republic": "COG", "turkey": "TUR",
    "yugoslavia": "SRB", "burma": "MMR", "micronesia": "FSM", "gambia": "GMB", "bahamas": "BHS"}  # fmt: skip
UNSPELT = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "ß": "ss", "ð": "d", "þ": "th", "ə": "a"})
PARTICLES = frozenset(
    {"the", "and", "bin", "ibn", "ould", "al", "el", "ul", "ad", "as", "van", "von", "den", "der", "del", "dos", "das",
     "de", "da", "di", "do", "la", "le", "jr", "ii", "iii", "iv", "sheikh", "prince", "st", "time"}
)  # fmt: skip
_BROKEN = re.compile("\ufffd|Ä.")  # letters lost in REIGN's own file; such a word tells nothing
ALIKE = 0.75  # ratio of difflib at which two words of five letters or more are spellings of one name

Spell = tuple[int, int]  # days as ordinals, half-open


@dataclass(frozen=True, slots=True)
class Held:
    """A person in a post for the days `[first, end)`; `words` are those of all spellings of the name, folded."""

    post: str
    name: str
    words: frozenset[str]
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Days `[first, end)` on which the reference names one person and the almanac only others (`ours`)."""

    post: str
    theirs: str
    ours: tuple[str, ...]
    first: int
    end: int

    @property
    def days(self) -> int:
        return self.end - self.first


@dataclass(frozen=True, slots=True)
class Comparison:
    """Person-days of the reference (`all`), those that the almanac holds too, those that agree, and the differences."""

    all: int
    both: int
    agreed: int
    differences: tuple[Difference, ...]

    @property
    def share(self) -> float:
        return self.agreed / self.both if self.both else 0.0


# ---- names -----------------------------------------------------------------------------------------------------------


def words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it: folded to plain small letters, without particles, initials and remarks."""
    with suppress(UnicodeError):
        name = name.encode("cp1252").decode("utf-8")  # some names were written in one encoding and read in another
    name = " ".join(word for word in name.split() if not _BROKEN.search(word))
    name = re.sub(r"(?<=[a-z][a-z])(?=[A-Z])", " ", re.sub(r"\(.*?\)|['’`ʻ]", "", name))
    plain = fold(name.lower().translate(UNSPELT))
    return tuple(word for word in re.split(r"[^a-z]+", plain) if len(word) > 1 and word not in PARTICLES)


def _skeleton(word: str) -> str:
    for old, new in (("ck", "k"), ("ph", "f"), ("q", "k"), ("c", "k"), ("z", "s"), ("w", "v")):
        word = word.replace(old, new)
    return re.sub(r"(.)\1", r"\1", word[0] + re.sub("[aeiouyjh]", "", word[1:]))


@lru_cache(100_000)
def alike(one: str, other: str) -> bool:
    """True for two spellings of one word: Dukanovic and Djukanovic, Kravchuk and Kravtchuk."""
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or one[0] != other[0]:  # short words differ by one letter
        return False
    if len(_skeleton(one)) > 2 and _skeleton(one) == _skeleton(other):  # two consonants tell nothing
        return True
    return min(len(one), len(other)) > 4 and SequenceMatcher(None, one, other).ratio() >= ALIKE


def same_person(theirs: Sequence[str], ours: Iterable[str]) -> bool:
    """True where at least half of the reference's words of a name stand in ours."""
    ours = tuple(ours)
    found = sum(any(alike(word, known) for known in ours) for word in theirs)
    return found > 0 and found * 2 >= len(theirs)


# ---- the almanac -----------------------------------------------------------------------------------------------------


def _day(text: str, last: bool = False) -> int:
    """The ordinal of an ISO day; of a month or a year its first day, or the day after its last."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:  # year, month, day
        return date(*parts).toordinal() + last
    year, month = (parts[0], parts[1]) if len(parts) > 1 else (parts[0], 12 if last else 1)
    if not last:
        return date(year, month, 1).toordinal()
    return date(year + month // 12, month % 12 + 1, 1).toordinal()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        yield from csv.DictReader(handle)


def _states(folder: Path) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Codes of states by COW number, and by each of their names (folded)."""
    by_number: dict[str, list[str]] = defaultdict(list)
    by_name: dict[str, str] = {}
    for row in _rows(folder / "states.csv"):
        for number in cell_list(row["cow"]):
            by_number[number].append(row["code"])
        for name in (row["name"], row["official"], *cell_list(row["names"])):
            by_name.setdefault(_post_name(name), row["code"])
    return by_number, by_name


def _post_name(name: str) -> str:
    return re.sub(r"[^a-z]+", "-", fold(name.lower())).removeprefix("the-")


def _tenures(folder: Path) -> Iterator[tuple[dict[str, str], Held]]:
    rows = list(_rows(folder / "tenures.csv"))
    spelling: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        spelling[row["person"]].update(
            word for name in (row["name"], *cell_list(row["aliases"])) for word in words(name)
        )
    for row in rows:
        spelt = spelling[row["person"]]  # a person's spellings stand in any of the rows
        end = _day(row["to"], last=True) if row["to"] else LAST + 10_000
        yield row, Held(row["country"], row["name"], frozenset(spelt), _day(row["from"]), end)


# ---- the references --------------------------------------------------------------------------------------------------


def reign(path: Path) -> Iterator[Held]:
    """Leaders by COW number. The list tells the day of a beginning and only the month of an end.

    An end is the beginning of the next leader where that is in this month or on the first of the following one; else
    the days of the month are left out.
    """
    rows: dict[str, list[tuple[int, str, dict[str, str]]]] = defaultdict(list)
    for row in _rows(path):
        first = date(int(row["syear"]), int(row["smonth"]), 1).toordinal() + int(row["sdate"]) - 1
        rows[row["ccode"]].append((first, row["leader"], row))
    for number, listed in rows.items():
        listed.sort(key=lambda item: item[0])
        for (first, leader, row), (following, *_) in pairwise([*listed, (LAST + 10_000, "", {})]):
            end = LAST
            if row["eyear"]:
                month = f"{int(float(row['eyear'])):04d}-{int(float(row['emonth'])):02d}"
                end = following if _day(month) <= following <= _day(month, last=True) else _day(month)
            first, end = max(first, FIRST), min(end, LAST)
            if first < end:
                yield Held(number, leader, frozenset(words(leader)), first, end)


def missions(path: Path, by_name: dict[str, str]) -> Iterator[Held]:
    """US principals by title, and ambassadors by the code of the state they were sent to, from 1990 on.

    Somebody without an end held the post until the next one, or until the list stops being kept.
    """
    rows: dict[str, list[tuple[int, dict[str, str]]]] = defaultdict(list)
    for row in _rows(path):
        post = POSTS.get(row["role"])
        if post is None and row["role"] == "ambassador-e-p" and row["kind"] == "missions-countries":
            post = TERRITORIES.get(row["territory"]) or by_name.get(_post_name(row["territory"]))
        if post is None or not row["started"]:
            continue
        rows[post].append((_day(row["started"]), row))
    for post, listed in rows.items():
        listed.sort(key=lambda item: item[0])
        for (first, row), (following, _) in pairwise([*listed, (KEPT, {})]):
            end = _day(row["ended"]) if row["ended"] else min(following, KEPT)
            first = max(first, FIRST)
            if first < end:
                # the surname alone: Bill and William, Chris and Christopher are not told apart by spelling
                yield Held(post, row["name"], frozenset(words(row["name"])[-1:]), first, end)


# ---- comparing -------------------------------------------------------------------------------------------------------


def compare(theirs: Iterable[Held], ours: dict[str, list[Held]]) -> Comparison:
    """Person-days; `ours` is by the reference's post."""
    total = both = agreed = 0
    differences: list[Difference] = []
    for held in theirs:
        total += held.end - held.first
        known = [one for one in ours.get(held.post, []) if one.first < held.end and held.first < one.end]
        same = [one for one in known if same_person(sorted(held.words), one.words)]
        either, right = _cover(known, held), _cover(same, held)
        both += sum(end - first for first, end in either)
        agreed += sum(end - first for first, end in right)
        for first, end in _without(either, right):
            names = dict.fromkeys(one.name for one in known if one.first < end and first < one.end)
            differences.append(Difference(held.post, held.name, tuple(names), first, end))
    differences.sort(key=lambda difference: -difference.days)
    return Comparison(total, both, agreed, tuple(differences))


def _cover(held: Iterable[Held], within: Held) -> list[Spell]:
    """The days of `within` that any of the tenures covers, as spells in order."""
    spells: list[Spell] = []
    for first, end in sorted((max(one.first, within.first), min(one.end, within.end)) for one in held):
        if spells and first <= spells[-1][1]:
            spells[-1] = (spells[-1][0], max(end, spells[-1][1]))
        elif first < end:
            spells.append((first, end))
    return spells


def _without(spells: Iterable[Spell], taken: Iterable[Spell]) -> Iterator[Spell]:
    taken = list(taken)
    for first, end in spells:
        at = first
        for begin, stop in taken:
            if stop > at and begin < end:
                if at < begin:
                    yield at, begin
                at = max(at, stop)
        if at < end:
            yield at, end


def compare_leaders(folder: Path, reference: Path) -> Comparison:
    """REIGN's leaders against the almanac's rulers and heads of state and government."""
    by_number, _ = _states(folder)
    by_code: dict[str, list[Held]] = defaultdict(list)
    for row, held in _tenures(folder):
        if row["office"] in TOP_OFFICES:
            by_code[held.post].append(held)
    ours = {number: [one for code in codes for one in by_code[code]] for number, codes in by_number.items()}
    return compare(reign(reference / REIGN), ours)


def compare_missions(folder: Path, reference: Path) -> Comparison:
    """The US historian's secretaries and ambassadors against the almanac's."""
    _, by_name = _states(folder)
    ours: dict[str, list[Held]] = defaultdict(list)
    titles = set(POSTS.values())
    for row, held in _tenures(folder):
        if row["country"] != "USA":
            continue
        if row["title"] in titles:
            ours[row["title"]].append(held)
        elif row["office"] == "ambassador":
            code = by_name.get(_post_name(row["title"].removeprefix("ambassador to ")))
            if row["title"] == "ambassador to Congo":  # the almanac's rows are those in Kinshasa
                code = "COD"
            if code is not None:
                ours[code].append(held)
    return compare(missions(reference / MISSIONS, by_name), ours)


def _shown(comparison: Comparison, count: int) -> None:
    table(
        ("post", "days", "from", "to", "reference", "almanac"),
        [
            (found.post, found.days, date.fromordinal(found.first), date.fromordinal(found.end - 1), found.theirs,
             " | ".join(found.ours))
            for found in comparison.differences[:count]
        ],
    )  # fmt: skip


def main() -> None:
    """Print person-days that both hold and the share that agrees, and differences if asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--almanac", type=Path, default=DATA / "almanac", help="folder of the almanac's tables")
    parser.add_argument("--reference", type=Path, default=REFERENCE, help="folder of the lists (../shared/reference)")
    parser.add_argument("--differences", type=int, default=0, metavar="N", help="list the N longest of each")
    arguments = parser.parse_args()
    missing = [name for name in (REIGN, MISSIONS) if not (arguments.reference / name).is_file()]
    if missing:
        sys.exit(f"no {', '.join(missing)} in {arguments.reference}; name their folder with --reference")
    found = {
        "leaders": compare_leaders(arguments.almanac, arguments.reference),
        "us_posts": compare_missions(arguments.almanac, arguments.reference),
    }
    table(
        ("list", "person-days", "both hold", "agree", "share", "differences"),
        [(name, one.all, one.both, one.agreed, one.share, len(one.differences)) for name, one in found.items()],
    )
    for name, one in found.items():
        if arguments.differences:
            print(f"\n{name}: the longest differences")
            _shown(one, arguments.differences)
    for name, one in found.items():
        result(f"{name}_agree", one.share)


if __name__ == "__main__":
    main()
