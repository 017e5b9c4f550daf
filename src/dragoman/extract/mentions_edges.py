"""Where noun phrases and the proper names inside them begin and end."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.mentions_words import KnownWords
from dragoman.knowledge.language import Language
from dragoman.model.reading import Reading

MODIFIERS = frozenset(
    {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "advmod", "punct", "case"}
)
"""The labels of what stands before the head of a noun phrase and belongs to it."""


@dataclass(slots=True)
class Edges:
    """Tells the edges of phrases by their head tokens; all edges are tokens, the right ones exclusive."""

    reading: Reading
    language: Language
    known: KnownWords

    def left(self, head: int) -> int:
        """The first token of the noun phrase: determiners, adjectives, compounds and possessors before the head."""
        reading = self.reading
        first = head
        for child in reversed(reading.children[head]):
            if child > head:
                continue
            if reading.deps[child] not in MODIFIERS:
                break
            first = min(first, child, *reading.subtree(child)[:1])
        while reading.deps[first] == "punct" and first < head:
            first += 1
        while first > 1 and reading.words[first - 1] == "-" and reading.lower[first - 2] in self.language.lesser_words:
            first -= 2  # "vice-minister"
        return first

    def right(self, head: int, last: int) -> int:
        """Past a directly following "of ..." (or an envoy's "to ...") that belongs to the name of the office."""
        reading = self.reading
        for child in reading.children[head]:
            if child != last or reading.deps[child] != "prep":
                continue
            if reading.lower[child] == "of" or (
                reading.lower[child] in ("to", "for") and reading.lemmas[head] in self.language.envoy_nouns
            ):
                for noun in reading.children[child]:
                    if reading.deps[noun] == "pobj" and noun > child:
                        return self.right(noun, noun + 1)
        return last

    def is_possessive(self, token: int, head: int) -> bool:
        """Whether a token stands in a possessor of the noun `head`."""
        reading = self.reading
        while token != head:
            if reading.deps[token] == "poss" or reading.heads[token] == token:
                return True
            token = reading.heads[token]
        return False

    def has_title(self, head: int) -> bool:
        """True where a role noun stands as a title before a proper name that the parser did not label."""
        return self.known.role_ending_at(self.proper_run(head, self.left(head)) - 1) is not None

    def proper_run(self, head: int, floor: int) -> int:
        """The first token of the run of proper nouns that ends at `head`, titles left out."""
        reading = self.reading
        at = head
        while at > floor and (
            reading.tags[at - 1].startswith("NNP")
            or (reading.words[at - 1] == "-" and reading.tags[at - 2].startswith("NNP"))
        ):
            if self.known.role_ending_at(at - 1) is not None or at - 1 in self.known.hit_at:
                break
            at -= 1
        return at

    def without_title(self, first: int, last: int) -> int:
        """The first token of a labelled name after its titles: the label of "President Ortega" covers both words."""
        for token in range(last - 1, first, -1):
            if self.reading.tags[token] in ("IN", "TO", "CC", "POS"):
                continue
            if self.known.role_ending_at(token - 1) is not None:
                return token
        if self.reading.words[first] in self.language.honorifics and first + 1 < last:
            return first + 1
        return first
