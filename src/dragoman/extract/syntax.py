"""Who stands where in a clause: subjects, objects and prepositional objects through passives, coordination, control,
relative and participial clauses. All syntax that rules need is handled here, once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.model.reading import Reading

_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_EXPLETIVE = frozenset({"it", "there"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "DT", "CD", "JJ", "VBG"})
# Verbs whose infinitive is done by their subject although they have an object: "promised the rebels to withdraw".
_LIGHT = frozenset({"make", "take", "pay"})  # "to" after their object tells what for, not what it is made to do
_SUBJECT_CONTROL = frozenset({"promise", "threaten", "vow", "pledge", "offer", "use", "take", "hold", "make", "sign"})
_ATTRIBUTING = frozenset({"according", "owing", "thanks", "prior"})  # "according to X": X has no part in what is told
_DEPTH = 8  # clauses climbed in search of a subject; deeper chains are parser errors


@dataclass(slots=True)
class Syntax:
    """Answers questions about one reading; every answer is a tuple of head tokens, remembered."""

    reading: Reading
    _subjects: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _objects: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def child(self, token: int, *deps: str) -> int | None:
        """The first child of `token` with one of these labels."""
        labels = self.reading.deps
        for child in self.reading.children[token]:
            if labels[child] in deps:
                return child
        return None

    def is_verb(self, token: int) -> bool:
        return self.reading.tags[token][0] == "V"

    def conjuncts(self, token: int) -> tuple[int, ...]:
        """`token` and everything coordinated after it, in order."""
        found = [token]
        deps, children = self.reading.deps, self.reading.children
        at = 0
        while at < len(found) and len(found) < 40:
            found.extend(
                child for child in children[found[at]] if deps[child] == "conj" or self._is_listed(found[at], child)
            )
            at += 1
        return tuple(found)

    def _is_listed(self, first: int, second: int) -> bool:
        """True for the "Oman" of "Iran, Oman, and Qatar", which the parser takes for an apposition to the first."""
        reading = self.reading
        return (
            reading.deps[second] == "appos"
            and reading.tags[first].startswith("NNP")
            and reading.tags[second].startswith("NNP")
            and any(reading.deps[child] == "cc" for child in reading.children[second])
        )

    def nouns(self, token: int) -> tuple[int, ...]:
        """The nominal conjuncts of a noun phrase's head."""
        tags = self.reading.tags
        return tuple(noun for noun in self.conjuncts(token) if noun == token or tags[noun] in _NOUN_TAGS)

    def is_passive(self, verb: int) -> bool:
        """True for full and reduced passives, and for a participle coordinated with one."""
        reading = self.reading
        if self.child(verb, "auxpass", "nsubjpass") is not None:
            return True
        if reading.tags[verb] != "VBN":
            return False
        if self.child(verb, "agent") is not None:
            return True
        if reading.deps[verb] == "acl":
            return not self._is_main_verb(verb)
        head = reading.heads[verb]
        return (
            reading.deps[verb] == "conj"
            and head != verb
            and self.child(verb, "aux", "nsubj") is None
            and self.is_verb(head)
            and self.is_passive(head)
        )

    def _is_main_verb(self, verb: int) -> bool:
        """True for a sentence's past tense that the parser takes for a participle ("The rebels pledged ...")."""
        reading = self.reading
        head = reading.heads[verb]
        if reading.heads[head] != head or self.child(head, "nsubj", "cop") is not None:
            return False
        sentence = reading.sentences[reading.sentence_of[verb]]
        return not sentence.headline and reading.words[sentence.last - 1] in (".", "!", "?", '"', "”")

    def agents(self, verb: int) -> tuple[int, ...]:
        """The "by" agents of a passive."""
        by = self.child(verb, "agent")
        if by is None:
            return ()
        return tuple(noun for child in self.reading.children[by] if self._is_pobj(child) for noun in self.nouns(child))

    def subjects(self, verb: int, depth: int = 0) -> tuple[int, ...]:
        """Who does it: the logical subject of a verb, found through voice, coordination and control."""
        known = self._subjects.get(verb)
        if known is None:
            known = self._find_subjects(verb, depth) if depth < _DEPTH else ()
            if depth == 0 or known:
                self._subjects[verb] = known
        return known

    def adjective_subjects(self, adjective: int) -> tuple[int, ...]:
        """Of whom an adjective is said: "Iran is ready", "the minister, unwilling to"."""
        return self._of_adjective(adjective, 0)

    def objects(self, verb: int, depth: int = 0) -> tuple[int, ...]:
        """To whom or what it is done: the logical direct object."""
        known = self._objects.get(verb)
        if known is None:
            known = self._find_objects(verb, depth) if depth < _DEPTH else ()
            if depth == 0 or known:
                self._objects[verb] = known
        return known

    def understood(self, verb: int, depth: int = 0) -> tuple[int, ...]:
        """The surface subject, whatever the voice: who a subjectless clause under `verb` is about."""
        if depth >= _DEPTH:
            return ()
        if self.is_passive(verb):
            return self.objects(verb, depth + 1)
        return self.subjects(verb, depth + 1)

    def _find_subjects(self, verb: int, depth: int) -> tuple[int, ...]:
        reading = self.reading
        if self.is_passive(verb):
            return self.agents(verb)
        subject = self.child(verb, "nsubj")
        head, dep = reading.heads[verb], reading.deps[verb]
        if subject is not None:
            if dep == "ccomp" and reading.lemmas[head] in _LIGHT and self._is_infinitive(verb):
                return self.understood(head, depth)  # "making a trip to Rome to meet": not the trip meets
            return self._antecedent(subject, verb)
        if head == verb:
            return ()
        if dep == "conj":
            return self.understood(head, depth) if self.is_verb(head) else self._of_adjective(head, depth)
        if dep == "acomp":  # "is opposed to": a participle that the parser takes for an adjective
            return self._of_adjective(verb, depth)
        if dep in ("xcomp", "advcl", "ccomp", "oprd"):
            return self._controller(head, dep, depth)
        if dep in ("acl", "relcl"):
            tag = reading.tags[verb]
            if (
                tag in ("VBG", "VBD", "VBN") or dep == "relcl"
            ):  # a finite verb hung under a noun is a slip of the parser
                return self.nouns(head)
            return self.owner(head, depth)
        if dep == "pcomp":
            return self._of_preposition(head, depth)
        return ()

    def _is_infinitive(self, verb: int) -> bool:
        """Whether "to" stands before the verb."""
        return any(self.reading.tags[child] == "TO" for child in self.reading.children[verb])

    def _controller(self, head: int, dep: str, depth: int) -> tuple[int, ...]:
        reading = self.reading
        if not self.is_verb(head):
            return self._of_adjective(head, depth)
        if dep == "xcomp" and not self.is_passive(head) and reading.lemmas[head] not in _SUBJECT_CONTROL:
            objects = self.objects(head, depth + 1)
            if objects:
                return objects
        return self.understood(head, depth)

    def _of_adjective(self, adjective: int, depth: int) -> tuple[int, ...]:
        """The subject of "is ready", "are willing": that of the copula above the adjective."""
        reading = self.reading
        own = self.child(adjective, "nsubj")
        if own is not None:
            return self._antecedent(own, adjective)
        head = reading.heads[adjective]
        if head != adjective and self.is_verb(head) and reading.deps[adjective] in ("acomp", "attr", "oprd", "conj"):
            return self.understood(head, depth)
        if reading.deps[adjective] in ("amod", "acl", "relcl"):
            return self.nouns(head)
        if reading.deps[adjective] in ("attr", "dobj", "pobj", "nsubj", "nsubjpass", "conj"):
            return self.owner(adjective, depth)
        return ()

    def _of_preposition(self, preposition: int, depth: int) -> tuple[int, ...]:
        """The subject of a gerund after a preposition: "accused Iran of arming", "after meeting"."""
        reading = self.reading
        head = reading.heads[preposition]
        if head == preposition:
            return ()
        if self.is_verb(head):
            if reading.lower[preposition] in ("of", "for", "from", "into", "with"):
                objects = self.objects(head, depth + 1)
                if objects and reading.lemmas[head] not in _SUBJECT_CONTROL:
                    return objects
            return self.understood(head, depth)
        return self.owner(head, depth)

    def owner(self, noun: int, depth: int = 0) -> tuple[int, ...]:
        """Whose decision, plan or effort a noun is: its possessor, else the subject of the verb it is an object of."""
        reading = self.reading
        owner = self.child(noun, "poss")
        if owner is not None:
            return self.nouns(owner)
        by = self.prepositional(noun, ("by",))
        if by:
            return by
        head = reading.heads[noun]
        at = noun
        while head != at and not self.is_verb(head) and reading.deps[at] in ("conj", "pobj", "prep", "compound"):
            at, head = head, reading.heads[head]
        if head != at and self.is_verb(head) and reading.deps[at] in ("dobj", "attr", "prep", "conj", "oprd", "pobj"):
            return self.understood(head, depth)
        return ()

    def _find_objects(self, verb: int, depth: int) -> tuple[int, ...]:
        reading = self.reading
        head, dep = reading.heads[verb], reading.deps[verb]
        if self.is_passive(verb):
            subject = self.child(verb, "nsubjpass", "nsubj")
            if subject is not None:
                return self._antecedent(subject, verb)
            if dep == "acl":
                return self.nouns(head)
            if dep in ("conj", "xcomp", "advcl") and head != verb and self.is_verb(head):
                return self.understood(head, depth)
            if dep in ("xcomp", "oprd") and head != verb:
                return self._of_adjective(head, depth)
            return ()
        direct = [child for child in reading.children[verb] if reading.deps[child] == "dobj"]
        if direct:
            found: list[int] = []
            for child in direct:
                found.extend(self._antecedent(child, verb))
            return tuple(found)
        if dep == "relcl" and self.child(verb, "nsubj") is not None and not self._has_relative_subject(verb):
            return self.nouns(head)
        for child in reading.children[verb]:
            if child > verb and reading.deps[child] == "conj" and self.is_verb(child) and not self.is_passive(child):
                if self.child(child, "nsubj") is None:
                    return self.objects(child, depth + 1)
        return ()

    def _has_relative_subject(self, verb: int) -> bool:
        subject = self.child(verb, "nsubj")
        return subject is not None and self.reading.lower[subject] in _RELATIVE

    def _antecedent(self, noun: int, verb: int) -> tuple[int, ...]:
        """The noun's conjuncts, or what a relative pronoun stands for; expletives stand for nobody."""
        reading = self.reading
        if reading.lower[noun] in _RELATIVE and reading.tags[noun][0] in ("W", "D", "I"):
            at = verb
            while reading.deps[at] in ("conj", "xcomp", "ccomp") and reading.heads[at] != at:
                at = reading.heads[at]
            if reading.deps[at] in ("relcl", "acl"):
                return self.nouns(reading.heads[at])
            if reading.lower[noun] != "that":
                return ()
        if reading.deps[noun] == "expl":
            return ()
        return self.nouns(noun)

    def _is_pobj(self, token: int) -> bool:
        return self.reading.deps[token] == "pobj"

    def prepositional(self, head: int, prepositions: Iterable[str]) -> tuple[int, ...]:
        """The objects of these prepositions directly under `head`, coordinated ones included."""
        return tuple(noun for noun, _ in self.with_preposition(head, prepositions))

    def with_preposition(self, head: int, prepositions: Iterable[str]) -> tuple[tuple[int, str], ...]:
        """``(object, preposition)`` pairs under `head`; a preposition before a preposition counts as the inner one."""
        reading = self.reading
        wanted = frozenset(prepositions)
        found: list[tuple[int, str]] = []
        for child in reading.children[head]:
            if reading.deps[child] not in ("prep", "dative", "agent", "prt", "advmod"):
                continue
            if reading.lower[child] in _ATTRIBUTING:
                continue
            for preposition in (child, *(sub for sub in reading.children[child] if reading.deps[sub] == "prep")):
                if reading.lower[preposition] not in wanted:
                    continue
                for noun in reading.children[preposition]:
                    if reading.deps[noun] == "pobj":
                        found.extend((each, reading.lower[preposition]) for each in self.nouns(noun))
                for again in reading.children[preposition]:  # "on X and on Y"
                    if reading.deps[again] == "conj" and reading.lower[again] in wanted:
                        found.extend(
                            (each, reading.lower[again])
                            for noun in reading.children[again]
                            if reading.deps[noun] == "pobj"
                            for each in self.nouns(noun)
                        )
        return tuple(found)

    def noun_tree(self, noun: int, limit: int = 4) -> tuple[int, ...]:
        """The noun and the nouns under its prepositions, `limit` levels down: where a modifier may have been hung."""
        reading = self.reading
        level, found = [noun], [noun]
        for _ in range(limit):
            level = [
                below
                for at in level
                for child in reading.children[at]
                if reading.deps[child] in ("prep", "conj")
                for below in ((child,) if reading.deps[child] == "conj" else reading.children[child])
                if reading.deps[below] in ("pobj", "conj")
            ]
            if not level:
                break
            found.extend(level)
        return tuple(found)

    def clause(self, token: int) -> tuple[int, ...]:
        """The tokens of the clause that a verb or noun stands in, without the clauses beside and inside it."""
        reading = self.reading
        top = token
        while not self.is_verb(top) and reading.heads[top] != top:
            top = reading.heads[top]
        found, at = [top], 0
        while at < len(found):
            found.extend(child for child in reading.children[found[at]] if not self._opens_clause(child))
            at += 1
        return tuple(found)

    def _opens_clause(self, token: int) -> bool:
        dep = self.reading.deps[token]
        return dep in ("ccomp", "advcl", "relcl", "parataxis") or (dep == "conj" and self.is_verb(token))

    def is_negated(self, token: int) -> bool:
        """True where "not", "never" or a negative determiner stands directly under the token."""
        reading = self.reading
        for child in reading.children[token]:
            if reading.deps[child] == "neg":
                return True
            if reading.deps[child] == "det" and reading.lower[child] in ("no", "neither"):
                return True
            if reading.deps[child] == "advmod" and reading.lower[child] in ("never", "hardly", "no", "neither"):
                return True
            if reading.deps[child] == "preconj" and reading.lower[child] == "neither":
                return True
        return False

    def auxiliaries(self, verb: int) -> tuple[str, ...]:
        """Lemmas of the auxiliaries of a verb, those of the verb it is coordinated with included where it has none."""
        reading = self.reading
        own = tuple(
            reading.lemmas[child] for child in reading.children[verb] if reading.deps[child] in ("aux", "auxpass")
        )
        head = reading.heads[verb]
        if not own and reading.deps[verb] == "conj" and head != verb and self.is_verb(head):
            if self.child(verb, "nsubj", "nsubjpass") is None and reading.tags[verb] == reading.tags[head]:
                return self.auxiliaries(head)
        return own
