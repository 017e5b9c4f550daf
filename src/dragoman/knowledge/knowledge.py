"""Everything the other rooms may ask, loaded once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.almanac import Almanac, load_almanac
from dragoman.knowledge.language import Language, load_language
from dragoman.knowledge.lexicon import Lexicon, load_lexicon
from dragoman.knowledge.not_events import NotEvents, load_not_events
from dragoman.knowledge.ontology import Ontology, load_ontology
from dragoman.knowledge.places import PlaceKnowledge, load_place_knowledge
from dragoman.knowledge.roles import Roles, load_roles
from dragoman.knowledge.speech import SpeechLexicon, load_speech
from dragoman.knowledge.standing import StandingWords, load_standing_words
from dragoman.knowledge.tables import DATA
from dragoman.knowledge.times import TimeLexicon, load_time_lexicon


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The cellar: almanac, language, lexicon of events and of times."""

    almanac: Almanac
    language: Language
    roles: Roles
    lexicon: Lexicon
    not_events: NotEvents
    times: TimeLexicon
    ontology: Ontology
    standing: StandingWords
    speech: SpeechLexicon
    places: PlaceKnowledge


def load_knowledge(folder: Path = DATA) -> Knowledge:
    """Load everything under a data folder; DataError names the file and line of what is wrong."""
    english = folder / "languages" / "en"
    return Knowledge(
        almanac=load_almanac(folder / "almanac"),
        language=load_language(english),
        roles=load_roles(english / "roles.csv"),
        lexicon=load_lexicon(english / "events"),
        not_events=load_not_events(english / "not_events.csv"),
        times=load_time_lexicon(english),
        ontology=load_ontology(folder / "ontology"),
        speech=load_speech(english / "speech.csv"),
        standing=load_standing_words(english / "standing.yaml"),
        places=load_place_knowledge(folder),
    )


def data_hash(folder: Path = DATA) -> str:
    """The first 16 hex digits of a SHA-256 over the names and bytes of all data files: what a run was coded with."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix in (".yaml", ".csv", ".json"):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
