"""Who speaks and to whom, as words in the article: the noun phrase, its head and the party behind it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.statements_spans import Extents, Range
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.speech import SpeechLexicon

_RELATIVE_TAGS = frozenset({"WP", "WDT"})
_PAIRED = frozenset({",", "–", "—", "--"})
_DEFINITE = frozenset({"the", "this", "that"})
_MEMORY = 400  # tokens back to which "the statement" may refer
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """The speaker's words (`extent`), the head they are resolved by (an antecedent for "who"), the mention or None.

    `antecedent` is the phrase that "who" stands for, `others` are the mentions that stand beside the first ("A and B").
    """

    extent: Range | None
    head: int | None
    mention: int | None
    antecedent: Range | None = None
    others: tuple[int, ...] = ()


NOBODY = Speaker(None, None, None)


@dataclass(slots=True)
class Speakers:
    """Finds the speakers of cues; `mentions` grows as parties are asked for."""

    syntax: Syntax
    mentions: MentionFinder
    speech: SpeechLexicon
    extents: Extents

    def of_verb(self, verb: int) -> Speaker:
        """The subject of an active verb or the "by" agent of a passive; NOBODY for "it was said"."""
        syntax, reading = self.syntax, self.syntax.reading
        if syntax.is_passive(verb):
            agents = syntax.agents(verb)
            return self.noun(agents[0], verb) if agents else NOBODY
        at = verb
        for _ in range(6):
            subject = syntax.child(at, "nsubj", "nsubjpass")
            if subject is not None:
                if reading.deps[subject] == "nsubjpass" and at != verb and reading.deps[verb] == "xcomp":
                    return NOBODY
                return self._subject(subject, at, verb)
            head = reading.heads[at]
            if reading.deps[at] != "conj" or head == at or not syntax.is_verb(head):
                break
            if syntax.is_passive(head) and syntax.child(head, "nsubjpass") is None:
                break
            at = head
        found = self._agent_behind(verb, syntax.subjects(verb))
        if found:
            return self.noun(found[0], verb)
        return self._of_sentence(verb) if reading.tags[verb] in _FINITE else NOBODY

    def _agent_behind(self, verb: int, found: tuple[int, ...]) -> tuple[int, ...]:
        """Who carries on the struggle in "carry on a struggle demanding ...": the thing itself demands nothing."""
        reading = self.syntax.reading
        if reading.deps[verb] != "acl" or len(found) != 1 or found[0] != reading.heads[verb]:
            return found
        thing = found[0]
        if self.mentions.at(thing) is not None or reading.lemmas[thing] in self.speech.nouns:
            return found
        return self.syntax.owner(thing) or found

    def _of_sentence(self, verb: int) -> Speaker:
        """The subject of the clauses above a finite verb that has none: "X did this and, after that, said ..."."""
        reading = self.syntax.reading
        at = verb
        for _ in range(12):
            above = reading.heads[at]
            if above == at:
                break
            at = above
            subject = self.syntax.child(at, "nsubj", "nsubjpass")
            if subject is not None and subject < verb:
                return self._subject(subject, at, verb)
        return NOBODY

    def _subject(self, subject: int, clause: int, verb: int) -> Speaker:
        reading = self.syntax.reading
        if reading.tags[subject] in _RELATIVE_TAGS or (
            reading.lower[subject] == "that" and reading.tags[subject] != "DT"
        ):
            antecedents = self.syntax.subjects(clause) or self.syntax.objects(clause)
            head = antecedents[0] if antecedents and antecedents[0] != subject else None
            if head is None and reading.lower[subject] == "what":
                return NOBODY
            return Speaker((subject, subject + 1), head, self.party(head), self._phrase(head, subject))
        if reading.lower[subject] in ("it", "there") and reading.deps[subject] == "expl":
            return NOBODY
        return self.noun(subject, verb)

    def _phrase(self, head: int | None, until: int) -> Range | None:
        """The noun phrase of an antecedent up to the relative clause."""
        if head is None or head >= until:
            return None
        return self.extents.trim(self.extents.edges(head)[0], until)

    def noun(self, head: int, cue: int) -> Speaker:
        """The whole noun phrase of `head`, cut where it would take in the cue."""
        extents = self.extents
        first, last = extents.edges(head)
        if first <= cue < last:
            if cue > head:
                last = self._branch(head, cue)
            else:
                first = head
        extent = extents.trim(first, last)
        if extent is not None:
            extent = self._with_comma(*extent)
        return Speaker(extent, head, self.party(head), others=self._beside(head, extent))

    def _beside(self, head: int, extent: Range | None) -> tuple[int, ...]:
        """The mentions coordinated with the head inside the speaker's words."""
        if extent is None:
            return ()
        beside = (noun for noun in self.syntax.nouns(head)[1:] if extent[0] <= noun < extent[1])
        return tuple(found for noun in beside if (found := self.party(noun)) is not None)

    def whole(self, extent: Range, head: int) -> Speaker:
        """The speaker named by a phrase whose ends are known."""
        return Speaker(extent, head, self.party(head))

    def _with_comma(self, first: int, last: int) -> Range:
        """An apposition stands between two commas or dashes; the second belongs to the phrase like the first."""
        words = self.syntax.reading.words
        if last < len(words) and words[last] in _PAIRED and words[last] in words[first:last]:
            return first, last + 1
        return first, last

    def _branch(self, head: int, inner: int) -> int:
        """The first token of the branch under `head` that holds `inner`."""
        reading = self.syntax.reading
        at = inner
        for _ in range(40):
            if reading.heads[at] == head or reading.heads[at] == at:
                break
            at = reading.heads[at]
        return self.extents.edges(at)[0]

    def party(self, head: int | None) -> int | None:
        """The mention at this head; for a document ("the ministry's statement") whoever it is from."""
        if head is None:
            return None
        found = self.mentions.at(head)
        if found is None and self.syntax.reading.lemmas[head] in self.speech.nouns:
            found = self.owner(head)
            return self._earlier(head) if found is None else found
        return found

    def _earlier(self, noun: int) -> int | None:
        """Whose "the statement" is: of whoever the same noun was said to be from, the last time before."""
        reading = self.syntax.reading
        if not any(reading.lower[child] in _DEFINITE for child in reading.children[noun]):
            return None
        lemma = reading.lemmas[noun]
        for at in range(noun - 1, max(noun - _MEMORY, -1), -1):
            if reading.lemmas[at] != lemma:
                continue
            found = self.owner(at)
            above = reading.heads[at]
            if found is None and reading.deps[at] == "pobj" and reading.lower[above] == "in":  # "said in a statement"
                subjects = self.syntax.subjects(reading.heads[above])
                found = self.mentions.at(subjects[0]) if subjects else None
            if found is not None:
                return found
        return None

    def owner(self, noun: int) -> int | None:
        """The party whose words a noun stands for: its possessor, "by" or "from" phrase, or a name before it."""
        syntax = self.syntax
        reading = syntax.reading
        possessor = syntax.child(noun, "poss")
        if possessor is not None:
            return self.mentions.at(possessor)
        for source in syntax.prepositional(noun, ("by", "from", "of")):
            found = self.mentions.at(source)
            if found is not None:
                return found
        for child in reading.children[noun]:
            if (
                child < noun
                and reading.deps[child] in ("compound", "nmod", "amod")
                and reading.tags[child][:3] == "NNP"
            ):
                found = self.mentions.at(child)
                if found is not None:
                    return found
        modifiers = self.mentions.modifiers(noun)
        if modifiers:
            return modifiers[0]
        if self.is_issued(noun):
            subjects = syntax.subjects(reading.heads[noun])
            return self.mentions.at(subjects[0]) if subjects else None
        return None

    def is_issued(self, noun: int) -> bool:
        """True for the "statement" of "issued a statement": it is whose who issued it."""
        reading = self.syntax.reading
        issuer = reading.lemmas[reading.heads[noun]]
        return reading.deps[noun] == "dobj" and any(
            len(cue.words) == 1 and "convey" in cue.frames for cue in self.speech.verbs.get(issuer, ())
        )

    def addressees(self, verb: int, content: int = -1) -> tuple[int, ...]:
        """Parties told: the object of "told X that", "to X" of "said to X"; `content` is no addressee."""
        reading = self.syntax.reading
        heads: list[int] = []
        for child in reading.children[verb]:
            if child == content:
                continue
            if reading.deps[child] in ("dobj", "dative") and reading.tags[child][0] in "NP":
                heads.extend(self.syntax.nouns(child))
        heads.extend(self.syntax.prepositional(verb, ("to",)))
        return tuple(dict.fromkeys(found for head in heads if (found := self.mentions.at(head)) is not None))

    def go_betweens(self, verb: int) -> tuple[int, ...]:
        """Parties through whom it is said: "said through a spokesman"."""
        heads = self.syntax.prepositional(verb, ("through", "via"))
        return tuple(dict.fromkeys(found for head in heads if (found := self.mentions.at(head)) is not None))
