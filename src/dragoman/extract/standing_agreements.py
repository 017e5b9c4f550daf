"""Finds agreements and who is bound by them."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.standing_facts import FactList
from dragoman.extract.standing_phrases import Partners
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.standing import StandingWords
from dragoman.model.reading import Reading


@dataclass(slots=True)
class Agreements:
    """Adds the agreements of one reading to its facts."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    words: StandingWords
    partners: Partners
    found: FactList

    def verb(self, verb: int) -> None:
        """ "X and Y signed a treaty": an agreement that a verb makes, keeps or ends."""
        words = self.words
        tells = words.agreement_verbs[self.reading.lemmas[verb]]
        if self.syntax.is_negated(verb) or "will" in self.syntax.auxiliaries(verb):
            return
        for noun in self.syntax.objects(verb):
            if self.reading.lemmas[noun] not in words.agreement_nouns:
                continue
            parties = self.partners.of_verb(verb, noun)
            if len(parties) < 2 and self.reading.lemmas[noun] not in words.binding_nouns:
                continue
            first, last = self._noun_bounds(noun)
            self.found.add(
                "agreement", "en.agreement.verb", min(first, verb), max(last, verb + 1), parties,
                self._name(first, last), verb, status=tells.status, subject=self._subject_of(noun),
            )  # fmt: skip

    def noun(self, noun: int) -> None:
        """ "the 1994 agreement between Israel and Jordan": an agreement told in passing."""
        parties = self.mentions.parties(self.partners.between(noun)) or self.mentions.modifiers(noun)
        if len(parties) < 2:
            return
        first, last = self._noun_bounds(noun)
        self.found.add(
            "agreement", "en.agreement.noun", first, last, parties, self._name(first, last), noun,
            status="in force" if self.reading.lemmas[noun] in self.words.binding_nouns else "signed",
            subject=self._subject_of(noun),
        )  # fmt: skip

    def standing(self, verb: int) -> None:
        """ "a treaty ..., which is the only ... in force": told of an agreement that a verb before made known."""
        noun = self.relative_noun(verb)
        if noun is None:
            return
        parties = self.mentions.parties((*self.partners.between(noun), *self.partners.beside(noun)))
        if len(parties) > 1:
            first, last = self._noun_bounds(noun)
            self.found.add(
                "agreement", "en.agreement.standing", first, last, parties, self._name(first, last), verb,
                status="in force", subject=self._subject_of(noun),
            )  # fmt: skip

    def relative_noun(self, verb: int) -> int | None:
        """The agreement that a relative clause tells of, by the verb of the clause."""
        reading = self.reading
        head = reading.heads[verb]
        if reading.deps[verb] == "relcl" and reading.lemmas[head] in self.words.agreement_nouns:
            return head
        return None

    def _name(self, first: int, last: int) -> str:
        if self.reading.tags[first] in ("DT", "PRP$") and first + 1 < last:
            first += 1
        return self.reading.phrase(first, last)

    def _subject_of(self, noun: int) -> str | None:
        for topic in self.syntax.prepositional(noun, ("on", "of", "for", "about")):
            return self.reading.phrase(*self._noun_bounds(topic))
        return None

    def _noun_bounds(self, noun: int) -> tuple[int, int]:
        """A noun phrase with its "of" and "on" parts, coordinated ones included, without clauses."""
        reading = self.reading
        first, last = self.mentions.left_edge(noun), noun + 1
        changed = True
        while changed:
            changed = False
            for child in reading.children[noun]:
                if child == last and reading.deps[child] == "prep" and reading.lower[child] in ("of", "on", "for"):
                    end = max(reading.subtree(child)) + 1
                    if end > last:
                        last, changed = end, True
        return first, last
