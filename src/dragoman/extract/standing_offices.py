"""Finds who holds or held an office: titles before names, appositions, and what verbs tell of offices."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.standing_facts import FactList
from dragoman.extract.standing_phrases import clause_end
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.gazetteer import name_tokens
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Role
from dragoman.knowledge.standing import StandingWords
from dragoman.model.mention import Mention
from dragoman.model.reading import Reading


@dataclass(slots=True)
class Offices:
    """Adds the offices of one reading to its facts."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    words: StandingWords
    language: Language
    found: FactList
    _titled: set[int] = field(init=False, default_factory=set)

    def title(self, head: int) -> None:
        """A title before a name ("Chinese President Xi Jinping") or in apposition ("Zhou, an official of ...")."""
        reading = self.reading
        if head in self._titled or reading.deps[head] in ("compound",) or not self._is_name(head):
            return
        index = self.mentions.at(head)
        if index is None:
            return
        mention = self.mentions.mentions[index]
        if mention.proper is None or mention.label not in ("PERSON", None) or mention.role is None:
            return
        if mention.entity is not None and not mention.entity.startswith("person:"):
            return
        appositive = self.syntax.child(head, "appos")
        role_head = self._role_head(mention, appositive)
        if role_head is None:
            return
        role = self.mentions.role_ending_at(role_head)
        if role is None or not self._is_office(role):
            return
        self._titled.add(head)
        rule = "en.office.apposition" if role_head == appositive else "en.office.title"
        first, last = min(mention.first, role_head), max(mention.last, role_head + 1)
        if role_head == appositive:
            last = max(last, self.mentions.right_edge(role_head, role_head + 1))
        self._office(index, role, role_head, first, last, rule, None)

    def copula(self, verb: int, subject: int, noun: int) -> None:
        """ "X has been ambassador to Y since 2015"; nothing where the noun is no office."""
        role = self.mentions.role_ending_at(noun)
        index = self.mentions.at(subject) if role is not None and self._is_office(role) else None
        if role is not None and index is not None and self._may_hold(self.mentions.mentions[index]):
            first, last = min(subject, noun), clause_end(self.reading, noun)
            self._office(index, role, noun, first, last, "en.office.copula", verb)

    def verb(self, verb: int) -> None:
        """ "served as ambassador", "was appointed foreign minister", "resigned as premier"."""
        words, reading, syntax = self.words, self.reading, self.syntax
        lemma = reading.lemmas[verb]
        tells = words.office_verbs.get(lemma) or words.appoint_verbs[lemma]
        holders = syntax.objects(verb) if lemma in words.appoint_verbs else syntax.subjects(verb)
        if not holders or syntax.is_negated(verb):
            return
        heads = list(syntax.prepositional(verb, ("as",)))
        heads.extend(child for child in reading.children[verb] if reading.deps[child] in ("oprd", "attr"))
        for head in heads:
            role = self.mentions.role_ending_at(head)
            index = self.mentions.at(holders[0])
            if role is None or not self._is_office(role) or index is None:
                continue
            if self._may_hold(self.mentions.mentions[index]):
                first, last = min(holders[0], verb), max(clause_end(self.reading, head), verb + 1)
                self._office(index, role, head, first, last, f"en.office.{lemma}", verb, tells.status, tells.relation)
                return

    def represent(self, verb: int) -> None:
        """ "represented Chinese interests in Myanmar and the Philippines": an envoy, wherever he was sent."""
        words, reading, syntax = self.words, self.reading, self.syntax
        objects = [noun for noun in syntax.objects(verb) if reading.lemmas[noun] in words.represent_objects]
        subjects = syntax.subjects(verb)
        if not objects or not subjects:
            return
        holder = self.mentions.at(subjects[0])
        if holder is None or not self._may_hold(self.mentions.mentions[holder]):
            return
        whose = [self.mentions.mentions[index] for index in self.mentions.inside(objects[0])]
        country = whose[0].countries[0] if whose and whose[0].countries else None
        past = reading.tags[verb] in ("VBD", "VBN")
        for place in (*syntax.prepositional(verb, ("in", "at")), *syntax.prepositional(objects[0], ("in", "at"))):
            where = self._country_at(place)
            if where is not None and where != country:
                self.found.add(
                    "office", "en.office.represent", min(subjects[0], place), max(place, verb) + 1, (holder,),
                    "representative", verb, status="former" if past else "incumbent", country=country,
                    accredited_to=where,
                )  # fmt: skip

    def first_since(self, noun: int) -> None:
        """ "the first Chinese leader to ... since Hu Jintao in 2005": he was that, then."""
        reading = self.reading
        role = self.mentions.role_ending_at(noun)
        if role is None or not self._is_office(role):
            return
        if not any(reading.lower[child] in self.words.order_words for child in reading.children[noun]):
            return
        for token in reading.subtree(noun):
            if reading.lower[token] != "since" or token < noun:
                continue
            for person in reading.children[token]:
                label = self.mentions.label_at.get(person)
                if reading.deps[person] == "pobj" and label is not None and label[2] == "PERSON":
                    index = self.mentions.at(person)
                    if index is not None:
                        self._office(index, role, noun, noun, person + 1, "en.office.first-since", token, "former")

    def _is_name(self, token: int) -> bool:
        label = self.mentions.label_at.get(token)
        return (label is not None and label[2] == "PERSON") or self.reading.tags[token].startswith("NNP")

    def _role_head(self, mention: Mention, appositive: int | None) -> int | None:
        """The head token of the title inside a mention, or of its appositive."""
        for token in range(mention.last - 1, mention.first - 1, -1):
            role = self.mentions.role_ending_at(token)
            if role is not None and role.noun == mention.role:
                return token
        if appositive is not None and self.mentions.role_ending_at(appositive) is not None:
            return appositive
        return None

    def _is_office(self, role: Role) -> bool:
        words = self.words
        return role.kind == "person" and role.sector in words.office_sectors and role.noun not in words.not_offices

    def _may_hold(self, mention: Mention) -> bool:
        """A person, or a pronoun or role that may stand for one."""
        if mention.plural:
            return False
        if mention.form == "pronoun":
            pronoun = self.language.pronouns.get(mention.words.lower())
            return pronoun is not None and pronoun.gender in ("man", "woman", "speaker")
        return mention.label in (None, "PERSON") and (mention.entity is None or mention.entity.startswith("person:"))

    def _office(
        self, holder: int, role: Role, role_head: int, first: int, last: int, rule: str, cue: int | None,
        status: str | None = None, relation: str | None = None,
    ) -> None:  # fmt: skip
        reading = self.reading
        language = self.language
        left = self.mentions.left_edge(role_head)
        before = {word for token in range(left, role_head + 1) for word in (reading.lower[token],)}
        if status is None:
            status = "incumbent"
            if before & language.former_words:
                status = "former"
            elif before & language.outgoing_words:
                status = "outgoing"
            elif before & language.designate_words:
                status = "designate"
            elif cue is not None and reading.tags[cue] == "VBD":
                status = "former"
        country, organisation = self._whose_office(role_head, left)
        accredited = None
        if reading.lemmas[role_head] in language.envoy_nouns:
            for place in self.syntax.prepositional(role_head, ("to", "in", "for")):
                accredited = accredited or self._country_at(place)
        title = reading.phrase(self._title_first(role_head, role), role_head + 1)
        self.found.add(
            "office", rule, first, last, (holder,), title, cue if cue is not None else role_head, status=status,
            country=country, accredited_to=accredited, organisation=organisation, relation=relation,
            dated=cue is not None,
        )  # fmt: skip

    def _title_first(self, role_head: int, role: Role) -> int:
        tokens = name_tokens(role.noun)
        if self.reading.lemmas[role_head] != tokens[-1]:  # the role goes on after its head: "minister of defence"
            tokens = tokens[
                : next((at for at, token in enumerate(tokens) if token in ("of", "for", "to")), len(tokens))
            ]
        return max(role_head - len(tokens) + 1, self.reading.sentences[self.reading.sentence_of[role_head]].first)

    def _whose_office(self, role_head: int, left: int) -> tuple[str | None, str | None]:
        """Country and organisation of an office by its possessor, adjective, or "of", "at", "with" an organisation."""
        country: str | None = None
        organisation: str | None = None
        for token in range(left, role_head):
            hit = self.mentions.hit_at.get(token)
            if hit is not None and hit.first == token:
                entity = hit.entries[0].entity
                country = country or (entity.country if entity.country and len(entity.country) == 3 else None)
                if entity.kind in ("organisation", "body", "party", "group"):
                    organisation = entity.name
        for noun in self.syntax.prepositional(role_head, ("of", "at", "with", "for")):
            hit = self.mentions.hit_at.get(noun)
            label = self.mentions.label_at.get(noun)
            if hit is not None:
                entity = hit.entries[0].entity
                country = country or entity.country
                if entity.kind in ("organisation", "body", "party", "group"):
                    organisation = entity.name
            role = self.mentions.role_ending_at(noun)
            if organisation is None and (
                (role is not None and role.kind == "body") or (label is not None and label[2] == "ORG")
            ):
                first = self.mentions.left_edge(noun)
                if self.reading.tags[first] == "DT":
                    first += 1
                organisation = self.reading.phrase(first, noun + 1)
                inside = self.mentions.at(noun)
                if country is None and inside is not None and self.mentions.mentions[inside].countries:
                    country = self.mentions.mentions[inside].countries[0]
        return country, organisation

    def _country_at(self, token: int) -> str | None:
        hit = self.mentions.hit_at.get(token)
        return hit.entries[0].entity.country if hit is not None else None
