"""The tense of the verb that governs a token, as far as it tells whether "Friday" is the last or the next one."""

from __future__ import annotations

from dragoman.knowledge.times import TimeLexicon
from dragoman.model.reading import Reading
from dragoman.model.time import Tense

_VERBS = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


def governing_verb(reading: Reading, token: int) -> int | None:
    """The nearest verb above a token (itself included), or None."""
    heads, tags = reading.heads, reading.tags
    while tags[token] not in _VERBS:
        head = heads[token]
        if head == token:
            return None
        token = head
    return token


def hangs_on_verb(reading: Reading, token: int) -> bool:
    """Whether a token stands under a verb directly or by a preposition alone."""
    if reading.deps[token] == "pobj":
        token = reading.heads[token]
    return reading.tags[reading.heads[token]] in _VERBS


def tense_at(reading: Reading, token: int, lexicon: TimeLexicon) -> Tense | None:
    """past, present or future by the verb above the token and its auxiliaries; None where that does not tell."""
    verb = governing_verb(reading, token)
    if verb is None:
        return None
    return _tense_of(reading, verb, lexicon, 0)


def _tense_of(reading: Reading, verb: int, lexicon: TimeLexicon, depth: int) -> Tense | None:
    tags, lemmas, words = reading.tags, reading.lemmas, lexicon.tense
    ahead = lemmas[verb] in words["ahead"]
    auxiliaries = [child for child in reading.children[verb] if reading.deps[child] in ("aux", "auxpass")]
    if any(lemmas[aux] in words["future"] or reading.lower[aux] in words["future"] for aux in auxiliaries):
        return "future"
    if any(lemmas[aux] in words["modal"] for aux in auxiliaries):
        return None
    if any(tags[aux] == "TO" for aux in auxiliaries):
        outer = governing_verb(reading, reading.heads[verb]) if reading.heads[verb] != verb else None
        if outer is None or outer == verb or depth > 3:
            return "future"
        told = _tense_of(reading, outer, lexicon, depth + 1)
        return None if told == "past" and lemmas[outer] not in words["ahead"] else "future"
    if any(lemmas[aux] in words["perfect"] for aux in auxiliaries):
        return "past"
    if ahead and tags[verb] in ("VBN", "VBZ", "VBP", "VBG"):
        return "future"
    if tags[verb] == "VBD" or any(tags[aux] == "VBD" for aux in auxiliaries):
        return "past"
    if tags[verb] in ("VBZ", "VBP") or any(tags[aux] in ("VBZ", "VBP") for aux in auxiliaries):
        going_on = tags[verb] == "VBG" and any(lemmas[aux] in words["be"] for aux in auxiliaries)
        return "future" if going_on else "present"
    if tags[verb] == "VBN":
        return "past"
    if tags[verb] == "VBG" and reading.heads[verb] != verb and depth <= 3:
        outer = governing_verb(reading, reading.heads[verb])
        return _tense_of(reading, outer, lexicon, depth + 1) if outer is not None and outer != verb else None
    return None
