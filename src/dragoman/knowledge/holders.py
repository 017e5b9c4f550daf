"""Who held which office: the answer to a state, an organisation, a group or a person by any of its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from dragoman.knowledge.almanac import Almanac, Tenure
from dragoman.knowledge.gazetteer import Entity, NameEntry, fold, name_tokens, words_of
from dragoman.knowledge.own_rows import OFFICES

_ANSWERING = ("state", "organisation", "body", "group", "party", "person")
_RANK = {office: rank for rank, office in enumerate(OFFICES)}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose offices are asked for: one state, organisation, body, group or party, or all persons of a name."""

    words: str
    entity: Entity | None
    persons: tuple[str, ...] = ()


def state_named(almanac: Almanac, words: str) -> str | None:
    """The code of the state with this code, name, adjective or people, as it is spelt; None where there is none."""
    if words in almanac.states:
        return words
    for entry in almanac.names.look_up(words):
        if entry.entity.kind == "state" and entry.form in ("name", "adjective", "demonym"):
            return entry.entity.country
    return None


def find_subject(almanac: Almanac, words: str, day: str | None = None) -> Subject | None:
    """Whom the words name: a code, an id, a name or an adjective in any case, a surname. None where nobody is known.

    Of several states or organisations with the name, the one that existed on the day (YYYY, YYYY-MM, YYYY-MM-DD) wins.
    """
    words = " ".join(words.split())
    code = words.upper().removeprefix("STATE:")
    if code in almanac.states:
        state = almanac.states[code]
        return Subject(words, Entity(f"state:{state.code}", "state", state.name, state.code))
    for person in (words, f"person:{words}"):
        if person in almanac.tenures:
            return Subject(words, None, (person,))
    rows = almanac.names.look_up(words)
    for found in (rows, _caseless(almanac, words) if not rows else ()):
        entries = [entry for entry in found if entry.entity.kind in _ANSWERING and entry.form != "city"]
        others = [entry.entity for entry in entries if entry.entity.kind != "person"]
        if others:
            alive = [entity for entity in others if _existed(entity, day)]
            return Subject(words, (alive or others)[0])
        if entries:
            return Subject(words, None, tuple(dict.fromkeys(entry.entity.id for entry in entries)))
    for surname in (fold(words), fold(words).capitalize()):
        if surname in almanac.family_names:
            return Subject(words, None, almanac.family_names[surname])
    return None


def alike(almanac: Almanac, words: str) -> list[str]:
    """Names of states and organisations that are spelt much like the words: at most three."""
    names = {
        entry.entity.name
        for _, entries in almanac.names.rows()
        for entry in entries
        if entry.entity.kind in ("state", "organisation")
    }
    return get_close_matches(words, sorted(names), n=3, cutoff=0.75)


def holdings(almanac: Almanac, subject: Subject, day: str | None, office: str | None = None) -> list[Tenure]:
    """The subject's tenures that may include the day, year or month; without one, all there are. Highest office first.

    `office` is a kind of office or a title; case does not matter.
    """
    wanted = None if office is None else office.lower()
    found = [
        tenure
        for tenure in _all_of(almanac, subject)
        if (day is None or tenure.covers(day)) and (wanted is None or wanted in (tenure.office, tenure.title.lower()))
    ]
    return sorted(found, key=lambda held: (_RANK.get(held.office, len(_RANK)), held.title, held.since, held.person))


def is_office(almanac: Almanac, words: str) -> bool:
    """Whether this is a kind of office, or a title that somebody in the almanac holds or held."""
    wanted = words.lower()
    return wanted in _RANK or any(
        wanted in (tenure.office, tenure.title.lower()) for held in almanac.tenures.values() for tenure in held
    )


def _all_of(almanac: Almanac, subject: Subject) -> Iterator[Tenure]:
    entity = subject.entity
    if entity is None:
        for person in subject.persons:
            yield from almanac.tenures.get(person, ())
        return
    for held in almanac.tenures.values():
        for tenure in held:
            if tenure.country == entity.country if entity.kind == "state" else _is_of(almanac, tenure, entity):
                yield tenure


def _is_of(almanac: Almanac, tenure: Tenure, entity: Entity) -> bool:
    """Whether an office is one of an organisation or group: its title or note names it, and it is no envoy's."""
    if tenure.office == "ambassador" or (tenure.country in almanac.states and tenure.country != entity.country):
        return False
    return any(
        entry.entity.id == entity.id
        for words in (tenure.title, tenure.note or "")
        for hit in almanac.names.find(words_of(words))
        for entry in hit.entries
    )


def _caseless(almanac: Almanac, words: str) -> list[NameEntry]:
    """All whose name or id this is when case is left aside."""
    wanted = tuple(token.casefold() for token in name_tokens(words))
    key = words.lower()
    return [
        entry
        for tokens, entries in almanac.names.rows()
        for same in [len(tokens) == len(wanted) and tuple(token.casefold() for token in tokens) == wanted]
        for entry in entries
        if same or key in (entry.entity.id, entry.entity.id.partition(":")[2])
    ]


def _existed(entity: Entity, day: str | None) -> bool:
    if day is None:
        return entity.until is None
    since, until = entity.since or "", entity.until
    return since[: len(day)] <= day and (until is None or day <= until)
