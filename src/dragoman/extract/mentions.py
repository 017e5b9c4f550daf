"""Finds who a noun phrase names: proper names, role nouns, nationality adjectives, pronouns and short forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.extract.syntax import Syntax
from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.gazetteer import NameEntry, NameHit, fold
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role, Roles
from dragoman.model.mention import Mention, MentionForm
from dragoman.model.reading import Reading
from dragoman.model.span import Passage

_MODIFIERS = frozenset(
    {"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "advmod", "punct", "case"}
)
_PARTY_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
# Where a party is sought inside a noun phrase that is none itself ("the attack by ... on ..."), likeliest first.
_INSIDE = ("by", "of", "against", "on", "in", "from", "at", "to", "with", "for")


@dataclass(slots=True)
class MentionFinder:
    """Mentions of one reading, made when asked for and remembered; `mentions` is the list that indexes point into."""

    reading: Reading
    text: str
    syntax: Syntax
    almanac: Almanac
    roles: Roles
    language: Language
    mentions: list[Mention] = field(default_factory=list)
    hit_at: dict[int, NameHit] = field(default_factory=dict)
    label_at: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    person_words: set[str] = field(default_factory=set)
    """First and last words of the personal names in the article: alone they mean the same people."""
    _by_head: dict[int, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for first, last, label in self.reading.entities:
            for token in range(first, last):
                self.label_at[token] = (first, last, label)
            if label == "PERSON" and last - first > 1:
                self.person_words.update((self.reading.words[first], self.reading.words[last - 1]))
        for hit in self.almanac.names.find(self.reading.words):
            if not self._is_inside_person(hit):
                for token in range(hit.first, hit.last):
                    self.hit_at[token] = hit

    def _is_inside_person(self, hit: NameHit) -> bool:
        """True for the "Israel" of a man called Israel Katz: a place name at an end of a longer personal name."""
        label = self.label_at.get(hit.first)
        if label is None or label[2] != "PERSON" or hit.entries[0].entity.kind == "person":
            return False
        first, last, _ = label
        if hit.first == first and hit.last == last:
            return False
        rest = [token for token in range(first, last) if not hit.first <= token < hit.last]
        # a title between country and name ("US President Obama") shows that the country is no first name
        return all(self.reading.tags[token] == "NNP" for token in rest) and not any(
            self.reading.lower[token] in self.roles.heads for token in rest
        )

    def all_named(self) -> None:
        """Make the mentions of every noun phrase that names a party by itself: what `annotate` lists."""
        reading = self.reading
        for token, dep in enumerate(reading.deps):
            if dep in ("compound", "det", "punct") or reading.tags[token][0] not in "NP":
                continue
            if token in self.hit_at or token in self.label_at or reading.lemmas[token] in self.roles.heads:
                self.at(token)

    def parties(self, tokens: Iterable[int]) -> tuple[int, ...]:
        """Mentions for head tokens: each one's own, else those found inside its noun phrase."""
        found: dict[int, None] = {}
        for token in tokens:
            own = self.at(token)
            for mention in (own,) if own is not None else self.inside(token):
                found[mention] = None
        return tuple(found)

    def at(self, head: int) -> int | None:
        """The mention whose head token this is, or None where it names no party."""
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
            if reading.deps[child] == "poss":
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
        for token in range(self.left_edge(head), head):
            hit = self.hit_at.get(token)
            if hit is None or hit.last - 1 != token or hit.entries[0].entity.kind in ("person", "publisher"):
                continue
            if self._is_possessive(token, head):
                continue
            key = -1 - hit.first  # modifiers are kept apart from noun heads in the same memory
            if key not in self._by_head:
                self.mentions.append(self._mention(hit.first, hit.last, token, "adjective", hit.entries))
                self._by_head[key] = len(self.mentions) - 1
            mention = self._by_head[key]
            if mention is not None:
                found[mention] = None
        return tuple(found)

    def _is_possessive(self, token: int, head: int) -> bool:
        reading = self.reading
        while token != head:
            if reading.deps[token] == "poss" or reading.heads[token] == token:
                return True
            token = reading.heads[token]
        return False

    # ---- making one mention -------------------------------------------------------------------------------------

    def _make(self, head: int) -> Mention | int | None:
        reading = self.reading
        tag, lower = reading.tags[head], reading.lower[head]
        if tag in ("PRP", "PRP$"):
            if lower not in self.language.pronouns:
                return None
            return self._mention(head, head + 1, head, "pronoun", (), plural=self.language.pronouns[lower].plural)
        if tag[0] not in "NJCDV" or tag in ("CC",):
            return None
        if lower in self.language.partitives or tag == "CD":
            for noun in self.syntax.prepositional(head, ("of",)):
                inner = self.at(noun)
                if inner is not None:
                    return inner
        hit = self.hit_at.get(head)
        if (
            hit is not None
            and hit.entries[0].form == "adjective"
            and tag[0] != "N"
            and reading.deps[head] in _MODIFIERS
        ):
            return None
        label = self.label_at.get(head)
        if label is None and hit is None and tag == "NNP" and self._is_surname(head):
            label = self.label_at[head] = (head, head + 1, "PERSON")
        role = self.role_ending_at(head)
        if hit is None and self._short_form(head) is not None:
            return self._definite(head, role)
        if hit is None and role is None and (label is None or label[2] not in _PARTY_LABELS):
            if not tag.startswith("NNP") or not self._has_title(head):
                return None
        if role is None and hit is None and label is None and tag[0] == "V":
            return None
        return self._noun_phrase(head, hit, label, role)

    def _noun_phrase(
        self, head: int, hit: NameHit | None, label: tuple[int, int, str] | None, role: Role | None
    ) -> Mention:
        reading = self.reading
        first = self.left_edge(head)
        last = head + 1
        entries: tuple[NameEntry, ...] = hit.entries if hit is not None else ()
        proper: str | None = None
        proper_first = head + 1
        if label is not None and label[2] in ("PERSON", "ORG", "GPE", "NORP"):
            proper_first, last = self._without_title(label[0], label[1]), max(last, label[1])
            proper = reading.phrase(proper_first, label[1]) if proper_first < label[1] else None
            first = min(first, label[0])
        if hit is not None and hit.entries[0].form != "adjective":
            if proper is None or hit.last - hit.first >= last - proper_first:
                proper, proper_first = reading.phrase(hit.first, hit.last), hit.first
            last = max(last, hit.last)
            first = min(first, hit.first)
        elif proper is None and reading.tags[head].startswith("NNP") and role is None:
            proper_first = self._proper_run(head, first)
            proper = reading.phrase(proper_first, head + 1)
        title = role
        appositive = self.syntax.child(head, "appos")
        countries: dict[str, None] = {}
        if entries and entries[0].entity.country and entries[0].entity.kind != "publisher":
            countries[entries[0].entity.country] = None
        if title is None and proper_first <= head:
            title = self.role_ending_at(proper_first - 1) if proper_first > first else None
        self._gather_countries(head, first, proper_first, countries, bool(entries))
        if appositive is not None:
            name_hit, name_label = self.hit_at.get(appositive), self.label_at.get(appositive)
            if title is None:
                title = self.role_ending_at(appositive)
                if title is not None:
                    self._gather_countries(appositive, self.left_edge(appositive), appositive, countries, False)
            elif proper is None and name_label is not None and name_label[2] == "PERSON":
                proper = reading.phrase(self._without_title(name_label[0], name_label[1]), name_label[1])
                if name_hit is not None:
                    entries = name_hit.entries
                if name_label[0] == last:  # "the ambassador Li Jinjun": the name goes on where the title ends
                    last = name_label[1]
        last = self.right_edge(head, last)
        form: MentionForm = "name" if proper is not None else "role"
        return self._mention(
            first, last, head, form, entries, proper=proper, role=title, countries=tuple(countries),
            label=label[2] if label is not None else None, plural=reading.tags[head] in ("NNS", "NNPS"),
        )  # fmt: skip

    def _mention(
        self, first: int, last: int, head: int, form: MentionForm, entries: Sequence[NameEntry], *,
        proper: str | None = None, role: Role | None = None, countries: tuple[str, ...] = (),
        label: str | None = None, plural: bool = False,
    ) -> Mention:  # fmt: skip
        reading = self.reading
        span = reading.span(first, last)
        entity = entries[0].entity if entries else None
        name_form = entries[0].form if entries else form
        if not countries and entity is not None and entity.country:
            countries = (entity.country,)
        return Mention(
            passage=Passage.cut(self.text, span.start, span.end),
            words=reading.phrase(first, last),
            form=form,
            sentence=reading.sentence_of[head],
            first=first,
            last=last,
            head=head,
            plural=plural,
            subject=reading.deps[head] in ("nsubj", "nsubjpass"),
            definite=reading.lower[first] in ("the", "both", "this", "that", "these", "those"),
            proper=proper,
            label=label,
            role=role.noun if role is not None else None,
            sector=role.sector if role is not None else entity.sector if entity is not None else None,
            entity=entity.id if entity is not None else None,
            countries=countries,
            rule=f"mention.{entity.kind}.{name_form}" if entity is not None else f"mention.{form}",
        )

    def _is_surname(self, token: int) -> bool:
        """A name that the parser did not label, standing alone, that people in the article or in office bear."""
        reading = self.reading
        word = reading.words[token]
        if reading.deps[token] == "compound" or self.role_ending_at(token) is not None:
            return False
        return word in self.person_words or fold(word) in self.almanac.surnames

    def role_ending_at(self, head: int) -> Role | None:
        """The longest role noun phrase whose head stands here ("deputy foreign minister", "minister of defence")."""
        reading = self.reading
        if head < 0 or reading.lemmas[head] not in self.roles.heads:
            return None
        lemma = reading.lemmas[head]
        floor = reading.sentences[reading.sentence_of[head]].first
        by_phrase = self.roles.by_phrase
        words = reading.lower
        tail = self.roles.tails.get(lemma, 0)
        if tail and head + 1 < len(words) and words[head + 1] in ("of", "for", "to"):
            for size in range(tail, 1, -1):
                found = by_phrase.get(" ".join((lemma, *words[head + 1 : head + 1 + size])))
                if found is not None:
                    return found
        for length in range(min(self.roles.heads[lemma], head - floor + 1), 0, -1):
            found = by_phrase.get(" ".join((*words[head - length + 1 : head], lemma)))
            if found is not None:
                return found
        return None

    def _has_title(self, head: int) -> bool:
        """True where a role noun stands as a title before a proper name that the parser did not label."""
        return self.role_ending_at(self._proper_run(head, self.left_edge(head)) - 1) is not None

    def _proper_run(self, head: int, floor: int) -> int:
        """The first token of the run of proper nouns that ends at `head`, titles left out."""
        reading = self.reading
        at = head
        while at > floor and (
            reading.tags[at - 1].startswith("NNP")
            or (reading.words[at - 1] == "-" and reading.tags[at - 2].startswith("NNP"))
        ):
            if self.role_ending_at(at - 1) is not None or at - 1 in self.hit_at:
                break
            at -= 1
        return at

    def _without_title(self, first: int, last: int) -> int:
        """The first token of a labelled name after its titles: the label of "President Ortega" covers both words."""
        for token in range(last - 1, first, -1):
            if self.role_ending_at(token - 1) is not None:
                return token
        return first

    def left_edge(self, head: int) -> int:
        """The first token of the noun phrase: determiners, adjectives, compounds and possessors before the head."""
        reading = self.reading
        first = head
        for child in reversed(reading.children[head]):
            if child > head:
                continue
            if reading.deps[child] not in _MODIFIERS:
                break
            first = min(first, child, *reading.subtree(child)[:1])
        while reading.deps[first] == "punct" and first < head:
            first += 1
        return first

    def right_edge(self, head: int, last: int) -> int:
        """Past a directly following "of ..." (or an envoy's "to ...") that belongs to the name of the office."""
        reading = self.reading
        for child in reading.children[head]:
            if child != last or reading.deps[child] != "prep":
                continue
            if reading.lower[child] == "of" or (
                reading.lower[child] in ("to", "for") and reading.lemmas[head] in self.language.envoy_nouns
            ):
                for noun in reading.children[child]:
                    if reading.deps[noun] == "pobj":
                        return self.right_edge(noun, noun + 1)
        return last

    def _gather_countries(
        self, head: int, first: int, proper_first: int, countries: dict[str, None], named: bool
    ) -> None:
        """Countries the phrase's own words show, strongest first: possessor, modifiers, "of", then "in", "from"."""
        reading = self.reading
        found: list[tuple[int, str]] = []
        for token in range(first, min(head, proper_first) if proper_first > first else head):
            hit = self.hit_at.get(token)
            if hit is not None and hit.first == token and hit.entries[0].entity.country:
                found.append((0 if reading.deps[hit.last - 1] == "poss" else 1, hit.entries[0].entity.country))
        envoy = reading.lemmas[head] in self.language.envoy_nouns
        if not named:
            for rank, prepositions in ((2, ("of",)), (3, ("in", "from", "for", "at", "to"))):
                if rank == 3 and envoy:
                    continue
                for noun in self.syntax.prepositional(head, prepositions):
                    hit = self.hit_at.get(noun)
                    if hit is not None and hit.entries[0].entity.country:
                        found.append((rank, hit.entries[0].entity.country))
        for _, country in sorted(found, key=lambda item: item[0]):
            countries[country] = None

    def _short_form(self, head: int) -> str | None:
        """The definite short form that ends here ("the two countries"), or None."""
        reading = self.reading
        first = self.left_edge(head)
        phrase = " ".join(reading.lower[first : head + 1])
        return phrase if phrase in self.language.short_forms else None

    def _definite(self, head: int, role: Role | None) -> Mention:
        plural = self.reading.tags[head] in ("NNS", "NNPS")
        return self._mention(self.left_edge(head), head + 1, head, "pronoun", (), role=role, plural=plural)
