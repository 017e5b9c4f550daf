"""Finds standing facts: who holds which office, which agreements bind whom, who belongs where, how parties stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.standing_agreements import Agreements
from dragoman.extract.standing_facts import FactList
from dragoman.extract.standing_offices import Offices
from dragoman.extract.standing_phrases import Partners
from dragoman.extract.standing_relations import Memberships, Relations
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.finding import StandingFact
from dragoman.model.reading import Reading
from dragoman.model.time import TimeMention


@dataclass(slots=True)
class StandingFactFinder:
    """Standing facts of one reading: takes each cue to the kind of fact that it may tell.

    `text` is the article's own text that passages are cut from. Parties become mentions of `mentions`, which grows.
    """

    reading: Reading
    text: str
    syntax: Syntax
    mentions: MentionFinder
    times: Sequence[TimeMention]
    knowledge: Knowledge
    _found: FactList = field(init=False)
    _offices: Offices = field(init=False)
    _agreements: Agreements = field(init=False)
    _memberships: Memberships = field(init=False)
    _relations: Relations = field(init=False)

    def __post_init__(self) -> None:
        reading, syntax, mentions, words = self.reading, self.syntax, self.mentions, self.knowledge.standing
        partners = Partners(syntax, mentions)
        found = self._found = FactList(reading, self.text, self.times)
        self._offices = Offices(reading, syntax, mentions, words, self.knowledge.language, found)
        self._agreements = Agreements(reading, syntax, mentions, words, partners, found)
        self._memberships = Memberships(reading, syntax, mentions, words, found)
        self._relations = Relations(reading, syntax, mentions, words, partners, found)

    def find(self) -> tuple[StandingFact, ...]:
        """All standing facts, in the order of their cues."""
        words = self.knowledge.standing
        reading = self.reading
        for token, lemma in enumerate(reading.lemmas):
            tag = reading.tags[token]
            if tag[0] == "V":
                if lemma in words.copulas:
                    self._copula(token)
                elif lemma in words.office_verbs or lemma in words.appoint_verbs:
                    self._offices.verb(token)
                elif lemma in words.represent_verbs:
                    self._offices.represent(token)
                if lemma in words.agreement_verbs:
                    self._agreements.verb(token)
                if lemma in words.join_verbs or lemma in words.leave_verbs:
                    self._memberships.verb(token)
                if lemma in words.relation_verbs or lemma in words.relation_ending_verbs:
                    self._relations.verb(token)
            elif tag[0] == "N":
                self._offices.title(token)
                if lemma in words.agreement_nouns:
                    self._agreements.noun(token)
                elif lemma in words.nominee_nouns:
                    self._offices.nominee(token)
                elif lemma in words.member_nouns and reading.deps[token] == "appos":
                    self._memberships.noun(token, reading.heads[token], token)
                self._offices.first_since(token)
        return tuple(sorted(self._found.facts, key=lambda fact: (fact.evidence.start, fact.evidence.end, fact.rule)))

    def _copula(self, verb: int) -> None:
        """What "be" tells: "X has been ambassador to Y since 2015", "X is a member of Y", "X is an ally of Y"."""
        words, reading = self.knowledge.standing, self.reading
        subjects = self.syntax.subjects(verb)
        if not subjects or self.syntax.is_negated(verb):
            return
        for child in reading.children[verb]:
            if reading.deps[child] == "acomp" and reading.lemmas[child] in words.relation_adjectives:
                self._relations.adjective(verb, child, subjects)
            if reading.deps[child] not in ("attr", "oprd"):
                continue
            if reading.lemmas[child] in words.member_nouns:
                self._memberships.noun(child, subjects[0], verb)
            elif reading.lemmas[child] in words.relation_people:
                self._relations.people(verb, child, subjects)
            elif reading.lemmas[child] in words.agreement_nouns and self._agreements.relative_noun(verb) is not None:
                self._agreements.standing(verb)
            else:
                self._offices.copula(verb, subjects[0], child)
