"""Finds who a noun phrase names: proper names, role nouns, nationality adjectives, pronouns and short forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.extract.mentions_edges import MODIFIERS, Edges
from dragoman.extract.mentions_phrases import PARTY_LABELS, NounPhrases
from dragoman.extract.mentions_words import KnownWords, Label
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.gazetteer import NameHit
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role, Roles
from dragoman.model.mention import Mention
from dragoman.model.reading import Reading

# Where a party is sought inside a noun phrase that is none itself ("the attack by ... on ..."), likeliest first.
_INSIDE = ("by", "of", "against", "between", "on", "in", "from", "at", "to", "with", "for")
_SURNAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT"})


def _may_be_surname(label: Label) -> bool:
    """Whether a one-word label may be a slip for a surname: the parser takes many for companies and towns."""
    return label[1] - label[0] == 1 and label[2] in _SURNAME_LABELS


@dataclass(slots=True)
class MentionFinder:
    """Mentions of one reading, made when asked for and remembered; `mentions` is the list that indexes point into.

    `text` is the article's own text that passages are cut from. `home` is the state whose own text it
    is, if it is one. `hit_at` and `label_at` tell the known name and the
    parser's label that a token stands in.
    """

    reading: Reading
    text: str
    syntax: Syntax
    almanac: Almanac
    roles: Roles
    language: Language
    home: str | None = None
    mentions: list[Mention] = field(init=False, default_factory=list)
    hit_at: dict[int, NameHit] = field(init=False)
    label_at: dict[int, Label] = field(init=False)
    _known: KnownWords = field(init=False)
    _edges: Edges = field(init=False)
    _phrases: NounPhrases = field(init=False)
    _by_head: dict[int, int | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._known = KnownWords(self.reading, self.almanac, self.roles, self.language, self.home)
        self._edges = Edges(self.reading, self.language, self._known)
        self._phrases = NounPhrases(self.reading, self.text, self.syntax, self.language, self._known, self._edges)
        self.hit_at, self.label_at = self._known.hit_at, self._known.label_at

    def all_named(self) -> None:
        """Make the mentions of every noun phrase that names a party by itself: what `annotate` lists."""
        reading = self.reading
        for token, dep in enumerate(reading.deps):
            if dep in ("compound", "det", "punct") or reading.tags[token][0] not in "NP":
                continue
            if self._is_mere_place(token):
                continue
            if token in self.hit_at or token in self.label_at or reading.lemmas[token] in self.roles.heads:
                self.at(token)

    def _is_mere_place(self, token: int) -> bool:
        """True for a capital, city or seat where something is or happens ("in Berlin"): no party there."""
        hit, reading = self.hit_at.get(token), self.reading
        if hit is None or reading.deps[token] != "pobj" or hit.entries[0].form not in ("capital", "city", "seat"):
            return False
        return reading.lower[reading.heads[token]] in self.language.place_prepositions

    def parties(self, tokens: Iterable[int]) -> tuple[int, ...]:
        """Mentions for head tokens: each one's own, else those found inside its noun phrase."""
        found: dict[int, None] = {}
        for token in tokens:
            own = self.at(token)
            for mention in (own,) if own is not None else self.inside(token):
                found[mention] = None
            if own is not None:
                found.update((mention, None) for mention in self._listed_after(token, own))
        return tuple(found)

    def _listed_after(self, token: int, mention: int) -> tuple[int, ...]:
        """The rest of a list of people that the parser took for one's titles ("Jane Roe, President of Peru Jo Doe")."""
        if not self._is_named_person(mention):
            return ()
        for child in self.reading.children[token]:
            if self.reading.deps[child] == "appos" and child > token:
                found = tuple(
                    other for noun in self.syntax.nouns(child)
                    if (other := self.at(noun)) is not None and self._is_named_person(other)
                )  # fmt: skip
                if found and self.mentions[found[0]].role is not None and self.mentions[found[0]].head == child:
                    return found
        return ()

    def _is_named_person(self, mention: int) -> bool:
        found = self.mentions[mention]
        person = found.label == "PERSON" or found.role_kind == "person" or (found.entity or "").startswith("person:")
        return found.proper is not None and person

    def at(self, head: int) -> int | None:
        """The mention whose head token this is, or None where it names no party; any word of a known name will do."""
        head = self._known.name_head(head)
        if head not in self._by_head:
            self._by_head[head] = None  # a cycle in the parse ends here
            made = self._make(head)
            if isinstance(made, Mention):
                self.mentions.append(made)
                self._by_head[head] = len(self.mentions) - 1
            else:
                self._by_head[head] = made
        return self._by_head[head]

    def inside(self, head: int, depth: int = 0) -> tuple[int, ...]:
        """Parties named inside a noun phrase that is none itself: possessors, nationality adjectives, prepositions."""
        reading = self.reading
        children = reading.children[head]
        for child in children:
            if reading.deps[child] == "poss" and reading.tags[child] != "PRP$":  # "their pledge" is directed at others
                found = self.parties(self.syntax.nouns(child)) if depth < 3 else ()
                if found:
                    return found
        by = self._by_preposition(head, ("by",), depth)
        if by:
            return by
        modifiers = self.modifiers(head)
        if modifiers:
            return modifiers
        for preposition in _INSIDE[1:]:
            found = self._by_preposition(head, (preposition,), depth)
            if found:
                return found
        return ()

    def _by_preposition(self, head: int, prepositions: Sequence[str], depth: int) -> tuple[int, ...]:
        found: dict[int, None] = {}
        for noun in self.syntax.prepositional(head, prepositions):
            own = self.at(noun)
            for mention in (own,) if own is not None else (self.inside(noun, depth + 1) if depth < 2 else ()):
                found[mention] = None
        return tuple(found)

    def modifiers(self, head: int) -> tuple[int, ...]:
        """Nationality adjectives and country names before a noun, those of compounds ("Iran-Iraq") included."""
        found: dict[int, None] = {}
        reading = self.reading
        for token in range(self._edges.left(head), head):
            hit = self.hit_at.get(token)
            if hit is None or hit.last - 1 != token or hit.entries[0].entity.kind in ("person", "publisher"):
                continue
            if self._edges.is_possessive(token, head):
                continue
            place = hit.entries[0].form in ("capital", "city") or hit.entries[0].entity.kind == "region"
            if place and reading.lemmas[head] in self.language.named_after_places:
                continue
            key = -1 - hit.first  # modifiers are kept apart from noun heads in the same memory
            if key not in self._by_head:
                self.mentions.append(self._phrases.mention(hit.first, hit.last, token, "adjective", hit.entries))
                self._by_head[key] = len(self.mentions) - 1
            mention = self._by_head[key]
            if mention is not None:
                found[mention] = None
        return tuple(found)

    def role_ending_at(self, head: int) -> Role | None:
        """The longest role noun phrase whose head stands here ("deputy foreign minister", "minister of defence")."""
        return self._known.role_ending_at(head)

    def left_edge(self, head: int) -> int:
        """The first token of the noun phrase: determiners, adjectives, compounds and possessors before the head."""
        return self._edges.left(head)

    def right_edge(self, head: int, last: int) -> int:
        """Past a directly following "of ..." (or an envoy's "to ...") that belongs to the name of the office."""
        return self._edges.right(head, last)

    # ---- making one mention -------------------------------------------------------------------------------------

    def _make(self, head: int) -> Mention | int | None:
        """A new mention for a head token, or the index of the one that it shares with another head, or None."""
        reading = self.reading
        tag, lower = reading.tags[head], reading.lower[head]
        if tag in ("PRP", "PRP$"):
            pronoun = self.language.pronouns.get(lower)
            if pronoun is None:
                return None
            return self._phrases.mention(head, head + 1, head, "pronoun", (), plural=pronoun.plural)
        if head not in self.hit_at and (tag[0] not in "NJCDV" or tag == "CC"):
            return None
        if tag == "CD" and reading.deps[head] in ("nsubj", "nsubjpass") and self._short_form(head) is not None:
            return self._phrases.mention(self._edges.left(head), head + 1, head, "pronoun", (), plural=True)
        if lower in self.language.partitives or tag == "CD":
            measured = self.syntax.prepositional(head, ("of",))
            for noun in measured:
                inner = self.at(noun)
                if inner is not None:
                    return inner
            if measured and tag != "CD" and head not in self.hit_at:
                return None  # "thousands of dollars" are nobody
        hit = self.hit_at.get(head)
        if hit is not None and hit.entries[0].form == "adjective" and tag[0] != "N" and reading.deps[head] in MODIFIERS:
            return None
        label = self.label_at.get(head)
        if hit is None and tag == "NNP" and (label is None or _may_be_surname(label)) and self._known.is_surname(head):
            label = self.label_at[head] = (head, head + 1, "PERSON")
        if hit is None and tag == "NNP" and (label is None or label[2] != "PERSON") and self._is_told_a_person(head):
            label = (self._edges.proper_run(head, self._edges.left(head)), head + 1, "PERSON")
            self.label_at.update(dict.fromkeys(range(label[0], label[1]), label))
        if hit is None and label is not None and self._is_agreement(label):
            return None
        role = self._known.role_ending_at(head)
        if hit is None and role is not None and role.noun in self.language.condition_nouns and self._is_condition(head):
            return None
        if hit is None and self._short_form(head) is not None:
            return self._definite(head, role)
        if hit is None and role is None and (label is None or label[2] not in PARTY_LABELS):
            if not tag.startswith("NNP") or not self._edges.has_title(head):
                return None
        if role is None and hit is None and label is None and tag[0] == "V":
            return None
        return self._phrases.describe(head, hit, label, role, self._countries_at)

    def _is_agreement(self, label: Label) -> bool:
        """True for the name of a treaty, which the parser takes for a body."""
        name = self.reading.phrase(label[0], label[1]).lower()
        return name.removeprefix("the ") in self.almanac.agreements

    def _is_condition(self, head: int) -> bool:
        """True for "the state of relations" and the "state" of "heads of state", which are no states."""
        reading = self.reading
        if reading.deps[head] == "pobj" and self._edges.left(head) == head:
            return True
        return "of" in reading.lower[head + 1 : head + 2] and not any(
            noun in self.hit_at for noun in self.syntax.prepositional(head, ("of",))
        )

    def _is_told_a_person(self, head: int) -> bool:
        """Whether a name of several words has a person's office behind it ("Jane Roe, a Chilean judge")."""
        if not self.reading.tags[head - 1].startswith("NNP") or self.reading.heads[head - 1] != head:
            return False
        appositive = self.syntax.child(head, "appos")
        role = self._known.role_ending_at(appositive) if appositive is not None and appositive > head else None
        return role is not None and role.kind == "person" and self._known.role_ending_at(head) is None

    def _short_form(self, head: int) -> str | None:
        """The definite short form that ends here ("the two countries"), or None; more words after it make it a name."""
        reading = self.reading
        last = head + 1
        if any(
            child == head + 1 and reading.deps[child] == "prep" and reading.lower[child] == "of"
            for child in reading.children[head]
        ):
            last = head + 3  # "the heads of state" are one such form
        phrase = " ".join(reading.lower[self._edges.left(head) : last])
        found = self.language.short_forms.get(phrase)
        if found is None or (found.kind == "persons" and found.number == "1"):
            return None  # "the president" is a role noun and found as one
        return phrase

    def _definite(self, head: int, role: Role | None) -> Mention:
        plural = self.reading.tags[head] in ("NNS", "NNPS")
        last = head + 1
        if self._edges.right(head, last) == head + 3:  # "the heads of state"
            last = head + 3
        return self._phrases.mention(self._edges.left(head), last, head, "pronoun", (), role=role, plural=plural)

    def _countries_at(self, head: int) -> tuple[str, ...]:
        index = self.at(head)
        return self.mentions[index].countries if index is not None else ()
