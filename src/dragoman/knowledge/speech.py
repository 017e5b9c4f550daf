"""Words that report speech, belief and intention, with the frames in which their content stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from dragoman.knowledge.tables import DATA, DataError, cell_list, read_table

CuePos = Literal["VERB", "NOUN", "ADJ", "PREP"]
FRAMES = frozenset(
    {
        "that", "bare", "quote", "wh", "whether", "to-inf", "np", "as", "of", "about", "for", "addressee-obj",
        "convey", "agent",
    }
)  # fmt: skip
STANCES = frozenset(
    {
        "asserts", "reports", "believes", "doubts", "denies", "asks", "demands", "warns", "promises", "intends",
        "agrees", "refuses", "blames", "praises",
    }
)  # fmt: skip
_FACTIVE = frozenset({"yes", "no", "counter"})
ANYBODY = "one"
"""The word in a multiword cue that stands for the speaker: "in one's view", "as one put it"."""


@dataclass(frozen=True, slots=True)
class SpeechCue:
    """A cue in lemma form. `frames`: how its content may stand (a clause after "that", a bare clause, a quotation,
    an infinitive, a noun phrase, ...); with "agent" its subject must be somebody or a document, for things do so too
    without saying anything ("this shows"). `stance`: what the speaker does to the content. `factive`: "yes" where the
    content is taken as true, "counter" where it is taken as false, else "no".
    """

    words: tuple[str, ...]
    pos: CuePos
    frames: frozenset[str]
    stance: str
    factive: str


@dataclass(frozen=True, slots=True)
class SpeechLexicon:
    """Cues by one word that a finder meets: verbs, adjectives and prepositions by their first, nouns by their last.

    Each tuple holds the longest cues first.
    """

    verbs: Mapping[str, tuple[SpeechCue, ...]]
    nouns: Mapping[str, tuple[SpeechCue, ...]]
    adjectives: Mapping[str, tuple[SpeechCue, ...]]
    prepositions: Mapping[str, tuple[SpeechCue, ...]]

    def cue(self, words: str, pos: CuePos) -> SpeechCue | None:
        """The cue of these words in lemma form and this part of speech, or None."""
        parts = tuple(words.split())
        table = {"VERB": self.verbs, "NOUN": self.nouns, "ADJ": self.adjectives, "PREP": self.prepositions}[pos]
        key = parts[-1] if pos == "NOUN" else parts[0]
        return next((cue for cue in table.get(key, ()) if cue.words == parts), None)


def load_speech(path: Path = DATA / "languages" / "en" / "speech.csv") -> SpeechLexicon:
    """Read speech.csv; DataError with file and line on a word it does not know or a cue that stands there twice."""
    cues: dict[tuple[tuple[str, ...], str], SpeechCue] = {}
    for line, row in read_table(path, ("cue", "pos", "frame", "stance", "factive", "note")):
        where = f"{path.name}:{line}"
        words, pos, frames = tuple(row["cue"].split()), row["pos"], cell_list(row["frame"])
        if not words or row["cue"] != row["cue"].lower():
            raise DataError(f"{where}: the cue {row['cue']!r} must be one or more lower-case words")
        if pos not in get_args(CuePos):
            raise DataError(f"{where}: pos {pos!r} is none of {', '.join(get_args(CuePos))}")
        if not frames or not FRAMES.issuperset(frames):
            raise DataError(f"{where}: frame {row['frame']!r} must be some of {', '.join(sorted(FRAMES))}")
        if row["stance"] not in STANCES:
            raise DataError(f"{where}: stance {row['stance']!r} is none of {', '.join(sorted(STANCES))}")
        if row["factive"] not in _FACTIVE:
            raise DataError(f"{where}: factive {row['factive']!r} is none of {', '.join(sorted(_FACTIVE))}")
        if (words, pos) in cues:
            raise DataError(f"{where}: {row['cue']!r} as {pos} stands twice; keep one row with the frames of both")
        cues[(words, pos)] = SpeechCue(words, pos, frozenset(frames), row["stance"], row["factive"])  # type: ignore[arg-type]
    found = cues.values()
    return SpeechLexicon(
        verbs=_indexed((cue for cue in found if cue.pos == "VERB"), 0),
        nouns=_indexed((cue for cue in found if cue.pos == "NOUN"), -1),
        adjectives=_indexed((cue for cue in found if cue.pos == "ADJ"), 0),
        prepositions=_indexed((cue for cue in found if cue.pos == "PREP"), 0),
    )


def _indexed(cues: Iterable[SpeechCue], at: int) -> dict[str, tuple[SpeechCue, ...]]:
    table: dict[str, list[SpeechCue]] = {}
    for cue in cues:
        table.setdefault(cue.words[at], []).append(cue)
    return {word: tuple(sorted(row, key=lambda cue: -len(cue.words))) for word, row in table.items()}
