"""What the reading of a user's tables looks up: states by any name or number, known people, offices by their labels."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.knowledge.almanac import STATE_COLUMNS, TOP_OFFICES, Almanac, Tenure, load_almanac
from dragoman.knowledge.gazetteer import fold, words_of
from dragoman.knowledge.holders import state_named
from dragoman.knowledge.own_rows import NON_STATES, OFFICES
from dragoman.knowledge.tables import DATA, cell_list, read_table

LABEL_COLUMNS = ("label", "office", "title", "country")
ROLE_COLUMNS = ("role", "office", "title")
_LIFE = 45
"""Years between the offices of one person at most: who bears the name further off is somebody else."""
_WITH_ARTICLE = re.compile(
    r"(?:United|Netherlands|Philippines|Bahamas|Gambia|Maldives|Seychelles|Holy|Soviet)\b|.* (?:Islands|Republic)$"
    r"|.*Republic of the"
)
_SMALL = frozenset({"And", "Of", "The"})


@dataclass(frozen=True, slots=True)
class Post:
    """An office as a label names it: its kind, its title in the news, its country (None where the label has none)."""

    office: str
    title: str
    country: str | None


@dataclass(frozen=True, slots=True)
class World:
    """The program's almanac with what only an import needs."""

    almanac: Almanac
    offices: frozenset[str]
    cow: dict[str, list[tuple[str, str, str]]]
    """``(code, from, to)`` by Correlates of War abbreviation and number."""
    labels: dict[str, list[tuple[str, str, str]]]
    """``(office, title, country or "")`` by label in lower case."""
    roles: dict[str, tuple[str, str]]
    """``(office, title)`` by the US historian's role."""
    last_start: dict[str, str] = field(default_factory=dict)
    """The latest start of each post of the file at hand, and of the whole under ""."""

    @classmethod
    def load(cls, data: Path = DATA) -> World:
        """Read all of it; raises DataError."""
        almanac = load_almanac(data / "almanac")
        cow: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for _, row in read_table(data / "almanac" / "states.csv", STATE_COLUMNS):
            for key in dict.fromkeys((*cell_list(row["cow_abbrev"]), *cell_list(row["cow"]))):
                cow[key].append((row["code"], row["from"], row["to"]))
        labels: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for _, row in read_table(data / "imports" / "office_labels.csv", LABEL_COLUMNS):
            labels[row["label"]].append((row["office"], row["title"], row["country"]))
        roles = {
            row["role"]: (row["office"], row["title"])
            for _, row in read_table(data / "imports" / "us_roles.csv", ROLE_COLUMNS)
        }
        held = {tenure.office for tenures in almanac.tenures.values() for tenure in tenures}
        return cls(almanac, frozenset(OFFICES) | held, dict(cow), dict(labels), roles)

    def country_by_cow(self, keys: tuple[str, ...], day: str) -> str | None:
        """The state with the first known of these abbreviations or numbers; of several the one of the day."""
        for key in keys:
            if rows := self.cow.get(key):
                for code, since, until in rows:
                    if since[: len(day)] <= day and (not until or day < until):
                        return code
                return rows[0][0]
        return None

    def country(self, words: str) -> str | None:
        """The code of a state by code or name, "IGO" for an organisation; None where nobody has the name."""
        if words in self.almanac.states or words in NON_STATES:
            return words
        code = state_named(self.almanac, words) or state_named(self.almanac, re.sub(r"^[Tt]he ", "", words))
        if code is None and any(entry.entity.kind == "organisation" for entry in self.almanac.names.look_up(words)):
            return "IGO"
        return code

    def place(self, key: str) -> str:
        """The name of the land behind a slug such as "united-kingdom", with the article that it takes after "to"."""
        key = re.sub(r"-\d{4}$", "", key)
        words = " ".join(word.lower() if word in _SMALL else word for word in key.replace("-", " ").title().split())
        for name in (words, key.title()):
            if (code := state_named(self.almanac, name)) is not None:
                name = self.almanac.states[code].name
                return f"the {name}" if _WITH_ARTICLE.match(name) else name
        return words

    def known_person(self, name: str, country: str, since: str, *, rulers: bool = False) -> Tenure | None:
        """A tenure of the one person of the almanac with this name who served the country at about that time.

        Middle names may be missing there. Of `rulers` the surname is enough, if it was one at the time.
        """
        words = name.split()
        found: dict[str, Tenure] = {}
        for spelt in (name, f"{words[0]} {words[-1]}"):
            for entry in self.almanac.names.look_up(spelt):
                if entry.entity.kind == "person":
                    self._consider(entry.entity.id, country, since, found)
            if found:
                break
        if not found and rulers:
            for person in self.almanac.family_names.get(fold(words[-1]), ()):
                for tenure in self.almanac.tenures[person]:
                    if tenure.country == country and tenure.office in TOP_OFFICES and tenure.covers(since[:7]):
                        found[person] = tenure
        return next(iter(found.values())) if len(found) == 1 else None

    def _consider(self, person: str, country: str, since: str, found: dict[str, Tenure]) -> None:
        for tenure in self.almanac.tenures[person]:
            if tenure.country == country and abs(int(tenure.since[:4]) - int(since[:4])) <= _LIFE:
                found[person] = tenure

    def post(self, label: str, country: str | None) -> Post:
        """The office that a label such as "Minister of Foreign Affairs of Ukraine" names."""
        rest, of = self._without_state(label)
        country = country or of
        key = rest.casefold()
        for office, title, only in self.labels.get(key, ()):
            if only in ("", country):
                return Post(office, title, country)
        for pattern, ((office, title, _), *_) in self.labels.items():
            if pattern.endswith("*") and key.startswith(pattern[:-1]):
                return Post(office, title[:-1] + rest[len(pattern) - 1 :], country)
        known = {word for hit in self._hits(rest) for word in hit}
        plain = " ".join(
            word if word in known or word[1:].lower() != word[1:] else word.lower() for word in rest.split()
        )
        return Post("other", plain, country)

    def organisation_post(self, label: str) -> Post:
        """The office of an organisation: its title keeps the organisation's name."""
        for hit in self.almanac.names.find(words_of(label)):
            if any(entry.entity.kind == "organisation" for entry in hit.entries):
                name = _spelt(words_of(label)[hit.first : hit.last])
                rest = re.sub(rf"\s+of(?:\s+the)?\s+{name}$|^{name}\s+", "", label)
                for office, title, _ in self.labels.get(rest.casefold(), ()):
                    if office in ("secretary-general", "spokesperson"):
                        return Post(office, f"{title} of {' '.join(words_of(label)[hit.first : hit.last])}", "IGO")
                return Post("other", label[:1].lower() + label[1:] if label[1:2].islower() else label, "IGO")
        return Post("other", label, "IGO")

    def _without_state(self, label: str) -> tuple[str, str | None]:
        """The label without the state whose office it is, and the state's code."""
        words = words_of(label)
        for hit in self.almanac.names.find(words):
            code = next((entry.entity.country for entry in hit.entries if entry.entity.kind == "state"), None)
            if code is None:
                continue
            name = _spelt(words[hit.first : hit.last])
            rest = re.sub(rf"^(?:the\s+)?{name}(?:['’]s)?\s+|\s+of(?:\s+the)?\s+{name}(?=[\s,]|$)", "", label, count=1)
            if rest != label:
                return rest.strip(" ,"), code
        return label, None

    def _hits(self, words: str) -> list[tuple[str, ...]]:
        tokens = words_of(words)
        return [tokens[hit.first : hit.last] for hit in self.almanac.names.find(tokens)]


def _spelt(tokens: tuple[str, ...]) -> str:
    return r"\s*".join(map(re.escape, tokens))
