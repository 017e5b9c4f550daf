"""Which place an event happened at, as its clause tells it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from dragoman.knowledge.places import PlaceWords
from dragoman.model.claim import Place
from dragoman.model.reading import Reading

_DEPTH = 3  # noun phrases gone down in a preposition's object: "at the headquarters of the army in the city of X"
_PREPOSITIONS = ("prep", "dative", "prt", "advmod")
_OBJECTS = ("dobj", "nsubjpass", "attr", "oprd")


def place_for(reading: Reading, places: Sequence[Place], token: int, words: PlaceWords) -> int | None:
    """The index in `places` of where the event of the cue at `token` happened; None where its clause does not say.

    Counts what a preposition of place puts under the cue or its arguments, and the goal of a journey; a country that
    acts ("Beijing said") is no place of the event.
    """
    return _Where(reading, _by_token(reading, places), places, words).find(token) if places else None


def _by_token(reading: Reading, places: Sequence[Place]) -> dict[int, int]:
    """The place at every token that one covers."""
    starts = reading.starts
    found: dict[int, int] = {}
    for index, place in enumerate(places):
        token = bisect_left(starts, place.start)
        while token < len(starts) and starts[token] < place.end:
            found[token] = index
            token += 1
    return found


@dataclass(slots=True)
class _Where:
    reading: Reading
    at: dict[int, int]
    places: Sequence[Place]
    words: PlaceWords

    def find(self, cue: int) -> int | None:
        reading, words = self.reading, self.words
        if reading.tags[cue][0] == "V":
            return self._of_verb(cue)
        found = self._of_noun(cue)
        if found is not None:
            return found
        head, dep = reading.heads[cue], reading.deps[cue]
        while dep == "conj" and reading.tags[head][0] == "N":
            head, dep = reading.heads[head], reading.deps[head]
        if reading.tags[head][0] == "V" and dep in ("nsubj", *_OBJECTS):
            host = reading.lemmas[head] in words.host_verbs
            if host or (dep != "nsubj" and reading.lemmas[head] not in words.remote_verbs):
                return self._under(head, words.happens)
        return None

    def _of_verb(self, verb: int) -> int | None:
        reading, words = self.reading, self.words
        lemma = reading.lemmas[verb]
        if lemma in words.arrival:
            found = self._under(verb, words.toward)
            if found is not None:
                return found
        if lemma in words.visit_verbs:
            for noun in self._children(verb, _OBJECTS):
                found = self._named(noun, 1)
                if found is not None:
                    return found
        found = self._under(verb, words.happens)
        if found is not None:
            return found
        if lemma in words.remote_verbs:
            return None
        for noun in self._children(verb, _OBJECTS):
            found = self._of_noun(noun)
            if found is not None:
                return found
        # "met with the minister in X": the place is often hung on the last name before it
        for preposition in self._children(verb, (*_PREPOSITIONS, "agent")):
            if reading.lower[preposition] in ("with", "by", "between"):
                for noun in self._children(preposition, ("pobj",)):
                    found = self._under(noun, words.happens)
                    if found is not None:
                        return found
        for conjunct in self._children(verb, ("conj",)):
            if reading.tags[conjunct][0] == "V" and not any(self._children(conjunct, ("nsubj", "nsubjpass"))):
                found = self._under(conjunct, words.happens)
                if found is not None:
                    return found
        # "A court in X sentenced", "police in X arrested": who acts where they are, acts there
        for subject in self._children(verb, ("nsubj",)):
            if reading.tags[subject] in ("NN", "NNS"):
                return self._under(subject, words.place_only)
        return None

    def _of_noun(self, noun: int) -> int | None:
        """Under a noun of an event: "a visit to X", "talks between the two in X", "the X summit"."""
        reading, words = self.reading, self.words
        lemma = reading.lemmas[noun]
        found = self._under(noun, words.toward | words.happens if lemma in words.arrival else words.happens)
        if found is not None:
            return found
        for preposition in self._children(noun, _PREPOSITIONS):
            if reading.lower[preposition] in ("with", "by", "between", "of", "on", "against"):
                for below in self._children(preposition, ("pobj",)):
                    if below not in self.at or reading.lower[preposition] == "with":
                        found = self._under(below, words.happens)
                        if found is not None:
                            return found
        if lemma in words.gatherings or lemma in words.arrival:
            for child in self._children(noun, ("compound", "nmod")):
                index = self.at.get(child)
                if index is not None and (self.places[index].geonames is not None or lemma in words.arrival):
                    return index
        return None

    def _under(self, head: int, prepositions: Collection[str]) -> int | None:
        """The place that one of these prepositions under `head` puts something at."""
        reading = self.reading
        for child in self._children(head, _PREPOSITIONS):
            for preposition in (child, *self._children(child, ("prep",))):
                lower = reading.lower[preposition]
                if lower in prepositions or lower == "on":
                    for noun in self._children(preposition, ("pobj",)):
                        if lower == "on" and reading.lemmas[noun] not in self.words.parts:
                            continue  # "talks on X" are about it, a clash on the outskirts of X is there
                        found = self._named(noun, _DEPTH)
                        if found is not None:
                            return found
        return None

    def _named(self, noun: int, depth: int) -> int | None:
        """The place that a preposition's object names: itself, "the city of X", "the X region", "the embassy in X"."""
        reading, words = self.reading, self.words
        if noun in self.at:
            return self.at[noun]
        lemma = reading.lemmas[noun]
        kind = lemma in words.kinds or lemma in words.parts or reading.tags[noun].startswith("NNP")
        if kind or lemma in words.followers:
            for child in self._children(noun, ("compound", "nmod", "appos")):
                if child in self.at:
                    return self.at[child]
        if depth:
            for preposition in self._children(noun, ("prep",)):
                lower = reading.lower[preposition]
                if lower in words.happens or lower in words.inside_of:
                    if lower == "of" and not kind:
                        continue
                    for below in self._children(preposition, ("pobj",)):
                        found = self._named(below, depth - 1)
                        if found is not None:
                            return found
        return None

    def _children(self, head: int, deps: Collection[str]) -> Iterator[int]:
        labels = self.reading.deps
        return (child for child in self.reading.children[head] if labels[child] in deps)
