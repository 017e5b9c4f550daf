"""Everything the other rooms may ask, loaded once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman.knowledge.almanac import Almanac, load_almanac
from dragoman.knowledge.contexts import ContextWords, load_context_words
from dragoman.knowledge.geonames import load_own_towns
from dragoman.knowledge.judging import JUDGING_FILE
from dragoman.knowledge.language import Language, load_language
from dragoman.knowledge.lexicon import SAME, Lexicon, load_lexicon
from dragoman.knowledge.not_events import NotEvents, load_not_events
from dragoman.knowledge.ontology import Ontology, load_ontology
from dragoman.knowledge.places import PlaceKnowledge, load_place_knowledge
from dragoman.knowledge.roles import Roles, load_roles
from dragoman.knowledge.speech import SpeechLexicon, load_speech
from dragoman.knowledge.standing import StandingWords, load_standing_words
from dragoman.knowledge.tables import DATA, DataError
from dragoman.knowledge.times import TimeLexicon, load_time_lexicon


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The cellar: almanac, language, lexicon of events and of times."""

    almanac: Almanac
    language: Language
    roles: Roles
    lexicon: Lexicon
    not_events: NotEvents
    contexts: ContextWords
    times: TimeLexicon
    ontology: Ontology
    standing: StandingWords
    speech: SpeechLexicon
    places: PlaceKnowledge


def load_knowledge(
    folder: Path = DATA, overlay: Path | None = None, *, geonames: Path | None = None, almanac: Path | None = None
) -> Knowledge:
    """Load everything under a data folder; DataError names the file and line of what is wrong.

    `overlay` is a user's ontology: its event_types.yaml and contexts.yaml stand for the program's, and each file of its
    folder events/ for the program's file of that name, or beside the others. `geonames` is a user's own
    GeoNames dump, whose towns are put beside the program's, `almanac` a folder of a user's own people and groups.
    """
    own = None if geonames is None else load_own_towns(geonames)  # first: a wrong path is told of at once
    if overlay is not None:
        _check_overlay(overlay)
    english = folder / "languages" / "en"
    known = load_almanac(folder / "almanac", almanac)
    lexicon, ontology = load_ontology_and_lexicon(folder, overlay)
    return Knowledge(
        almanac=known,
        language=load_language(english),
        roles=load_roles(english / "roles.csv"),
        lexicon=lexicon,
        not_events=load_not_events(english / "not_events.csv"),
        contexts=load_context_words(english / "contexts.yaml", None if overlay is not None else ontology.contexts),
        times=load_time_lexicon(english),
        ontology=ontology,
        speech=load_speech(english / "speech.csv"),
        standing=load_standing_words(english / "standing.yaml"),
        places=replace(load_place_knowledge(folder), own=own),
    )


def load_ontology_and_lexicon(folder: Path = DATA, overlay: Path | None = None) -> tuple[Lexicon, Ontology]:
    """The two that an overlay may change; DataError where a rule or composition names what the ontology has not."""
    english = folder / "languages" / "en"
    ontology = load_ontology(folder / "ontology", *([overlay] if overlay is not None else []))
    lexicon = load_lexicon(english / "events", *([overlay / "events"] if overlay is not None else []))
    for rule in lexicon.rules:
        _check_known(ontology, rule.type, rule.mode, f"{lexicon.files[rule.id]}: rule {rule.id}")
    for name, composition in lexicon.compositions.items():
        for outcome in (composition.alone, *composition.over.values()):
            if outcome.type not in (None, SAME):
                _check_known(ontology, outcome.type, outcome.mode, f"composition.yaml: {name}")
    return lexicon, ontology


def _check_known(ontology: Ontology, type_: str, mode: str | None, where: str) -> None:
    if type_ not in ontology.types:
        raise DataError(f"{where}: {type_} is no type of event_types.yaml ({', '.join(sorted(ontology.types))})")
    if mode is not None and mode not in ontology.types[type_].modes:
        known = ", ".join(ontology.types[type_].modes) or "none"
        raise DataError(f"{where}: {mode} is no mode of {type_} in event_types.yaml ({known})")


def _check_overlay(overlay: Path) -> None:
    allowed = {"event_types.yaml", "contexts.yaml"}
    if not overlay.is_dir():
        raise DataError(
            f"{overlay}: no such folder; an ontology is a folder with {', '.join(sorted(allowed))}, events/"
        )
    found = {path.name for path in overlay.glob("*.yaml")}
    if found - allowed:
        raise DataError(
            f"{overlay}: {', '.join(sorted(found - allowed))} belongs to no ontology; rules stand in events/"
        )
    if not found and not any((overlay / "events").glob("*.yaml")):
        raise DataError(f"{overlay}: holds none of {', '.join(sorted(allowed))}, events/*.yaml")


def data_hash(
    folder: Path = DATA, overlay: Path | None = None, *, geonames: Path | None = None, almanac: Path | None = None
) -> str:
    """The first 16 hex digits of a SHA-256 over the names and bytes of all data files: what a run was coded with.

    The files of a user's ontology, almanac and their GeoNames dump, if there are such, count too; the thresholds of
    judging do not, for coding does not hang on them.
    """
    digest = hashlib.sha256()
    for root in (folder, *(own for own in (overlay, almanac) if own is not None)):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix in (".yaml", ".csv", ".json") and path.name != JUDGING_FILE:
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    if geonames is not None:
        load_own_towns(geonames)  # has an error of its own for a file that cannot be read
        with geonames.open("rb") as handle:
            digest.update(b"geonames\0" + hashlib.file_digest(handle, "sha256").digest())
    return digest.hexdigest()[:16]
