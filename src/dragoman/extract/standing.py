"""Finds standing facts: who holds which office, which agreements bind whom, who belongs where, how parties stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.extract.times import time_for
from dragoman.knowledge.gazetteer import name_tokens
from dragoman.knowledge.knowledge import Knowledge
from dragoman.knowledge.roles import Role
from dragoman.model.finding import FactKind, StandingFact
from dragoman.model.mention import Mention
from dragoman.model.reading import Reading
from dragoman.model.span import Passage
from dragoman.model.time import TimeMention

Relation = Literal["at", "since", "until", "from-to"]
_SINCE = frozenset({"since", "from"})
_UNTIL = frozenset({"until", "till", "through"})


@dataclass(slots=True)
class StandingFactFinder:
    """Standing facts of one reading."""

    reading: Reading
    text: str
    syntax: Syntax
    mentions: MentionFinder
    times: Sequence[TimeMention]
    knowledge: Knowledge
    _found: list[StandingFact] = field(default_factory=list)
    _titled: set[int] = field(default_factory=set)

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
                    self._office_verb(token)
                elif lemma in words.represent_verbs:
                    self._represent(token)
                if lemma in words.agreement_verbs:
                    self._agreement(token)
                if lemma in words.join_verbs or lemma in words.leave_verbs:
                    self._join(token)
                if lemma in words.relation_verbs or lemma in words.relation_ending_verbs:
                    self._relation(token)
            elif tag[0] == "N":
                self._title(token)
                if lemma in words.agreement_nouns:
                    self._agreement_noun(token)
                elif lemma in words.member_nouns and reading.deps[token] == "appos":
                    self._member(token, reading.heads[token], token)
                self._first_since(token)
        self._found.sort(key=lambda fact: (fact.evidence.start, fact.evidence.end, fact.rule))
        return tuple(self._found)

    # ---- offices ----------------------------------------------------------------------------------------------------

    def _title(self, head: int) -> None:
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
        words = self.knowledge.standing
        return role.kind == "person" and role.sector in words.office_sectors and role.noun not in words.not_offices

    def _copula(self, verb: int) -> None:
        """What "be" tells: "X has been ambassador to Y since 2015", "X is a member of Y", "X is an ally of Y"."""
        words, reading = self.knowledge.standing, self.reading
        subjects = self.syntax.subjects(verb)
        if not subjects or self.syntax.is_negated(verb):
            return
        for child in reading.children[verb]:
            if reading.deps[child] == "acomp" and reading.lemmas[child] in words.relation_adjectives:
                self._dependence(verb, child, subjects)
            if reading.deps[child] not in ("attr", "oprd"):
                continue
            role = self.mentions.role_ending_at(child)
            if reading.lemmas[child] in words.member_nouns:
                self._member(child, subjects[0], verb)
            elif reading.lemmas[child] in words.relation_people:
                self._people_relation(verb, child, subjects)
            elif reading.lemmas[child] in words.agreement_nouns and self._relative_noun(verb) is not None:
                self._standing_agreement(verb)
            elif role is not None and self._is_office(role):
                index = self.mentions.at(subjects[0])
                if index is not None and self._may_hold(self.mentions.mentions[index]):
                    first = min(subjects[0], child)
                    last = self._clause_end(child)
                    self._office(index, role, child, first, last, "en.office.copula", verb)

    def _may_hold(self, mention: Mention) -> bool:
        """A person, or a pronoun or role that may stand for one."""
        if mention.plural:
            return False
        if mention.form == "pronoun":
            pronoun = self.knowledge.language.pronouns.get(mention.words.lower())
            return pronoun is not None and pronoun.gender in ("man", "woman", "speaker")
        return mention.label in (None, "PERSON") and (mention.entity is None or mention.entity.startswith("person:"))

    def _office_verb(self, verb: int) -> None:
        """ "served as ambassador", "was appointed foreign minister", "resigned as premier"."""
        words, reading, syntax = self.knowledge.standing, self.reading, self.syntax
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
                first, last = min(holders[0], verb), max(self._clause_end(head), verb + 1)
                self._office(index, role, head, first, last, f"en.office.{lemma}", verb, tells.status, tells.relation)
                return

    def _represent(self, verb: int) -> None:
        """ "represented Chinese interests in Myanmar and the Philippines": an envoy, wherever he was sent."""
        words, reading, syntax = self.knowledge.standing, self.reading, self.syntax
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
                self._add(
                    "office", "en.office.represent", min(subjects[0], place), max(place, verb) + 1, (holder,),
                    "representative", verb, status="former" if past else "incumbent", country=country,
                    accredited_to=where,
                )  # fmt: skip

    def _first_since(self, noun: int) -> None:
        """ "the first Chinese leader to ... since Hu Jintao in 2005": he was that, then."""
        reading = self.reading
        role = self.mentions.role_ending_at(noun)
        if role is None or not self._is_office(role):
            return
        if not any(reading.lower[child] in self.knowledge.standing.order_words for child in reading.children[noun]):
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

    def _office(
        self, holder: int, role: Role, role_head: int, first: int, last: int, rule: str, cue: int | None,
        status: str | None = None, relation: str | None = None,
    ) -> None:  # fmt: skip
        reading = self.reading
        language = self.knowledge.language
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
        self._add(
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

    # ---- agreements -------------------------------------------------------------------------------------------------

    def _agreement(self, verb: int) -> None:
        words = self.knowledge.standing
        tells = words.agreement_verbs[self.reading.lemmas[verb]]
        if self.syntax.is_negated(verb) or "will" in self.syntax.auxiliaries(verb):
            return
        for noun in self.syntax.objects(verb):
            if self.reading.lemmas[noun] not in words.agreement_nouns:
                continue
            parties = self.mentions.parties(
                (*self.syntax.subjects(verb), *self._with(verb), *self._with(noun), *self._between(noun))
            )
            if len(parties) < 2 and self.reading.lemmas[noun] not in words.binding_nouns:
                continue
            first, last = self._noun_bounds(noun)
            self._add(
                "agreement", "en.agreement.verb", min(first, verb), max(last, verb + 1), parties,
                self._agreement_name(first, last), verb, status=tells.status, subject=self._subject_of(noun),
            )  # fmt: skip

    def _agreement_noun(self, noun: int) -> None:
        """ "the 1994 agreement between Israel and Jordan": an agreement told in passing."""
        parties = self.mentions.parties(self._between(noun)) or self.mentions.modifiers(noun)
        if len(parties) < 2:
            return
        first, last = self._noun_bounds(noun)
        self._add(
            "agreement", "en.agreement.noun", first, last, parties, self._agreement_name(first, last), noun,
            status="in force", subject=self._subject_of(noun),
        )  # fmt: skip

    def _standing_agreement(self, verb: int) -> None:
        """ "a treaty ..., which is the only ... in force": told of an agreement that a verb before made known."""
        noun = self._relative_noun(verb)
        if noun is None:
            return
        parties = self.mentions.parties((*self._between(noun), *self._with(noun)))
        if len(parties) > 1:
            first, last = self._noun_bounds(noun)
            self._add(
                "agreement", "en.agreement.standing", first, last, parties, self._agreement_name(first, last), verb,
                status="in force", subject=self._subject_of(noun),
            )  # fmt: skip

    def _relative_noun(self, verb: int) -> int | None:
        reading = self.reading
        head = reading.heads[verb]
        if reading.deps[verb] == "relcl" and reading.lemmas[head] in self.knowledge.standing.agreement_nouns:
            return head
        return None

    def _agreement_name(self, first: int, last: int) -> str:
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

    def _with(self, head: int) -> tuple[int, ...]:
        return self.syntax.prepositional(head, ("with",))

    def _between(self, noun: int) -> tuple[int, ...]:
        return self.syntax.prepositional(noun, ("between", "among"))

    # ---- memberships and relations ----------------------------------------------------------------------------

    def _member(self, noun: int, who: int, cue: int) -> None:
        members = self.mentions.parties(self.syntax.nouns(who))
        for body in self.syntax.prepositional(noun, ("of", "to", "in")):
            if not self._is_body(body):
                continue
            first, last = self.mentions.left_edge(body), body + 1
            if self.reading.tags[first] == "DT":
                first += 1
            for member in members:
                self._add(
                    "membership", "en.membership.noun", min(who, noun), last, (member,),
                    self.reading.phrase(first, last), cue,
                )  # fmt: skip
            return

    def _is_body(self, noun: int) -> bool:
        """An organisation, an agreement, or standing talks: what a state can be a member of or a party to."""
        hit, label = self.mentions.hit_at.get(noun), self.mentions.label_at.get(noun)
        if hit is not None:
            return hit.entries[0].entity.kind in ("organisation", "collective", "party", "body")
        lemma = self.reading.lemmas[noun]
        words = self.knowledge.standing
        return (label is not None and label[2] == "ORG") or lemma in words.agreement_nouns or lemma in words.body_nouns

    def _join(self, verb: int) -> None:
        words, reading = self.knowledge.standing, self.reading
        if self.syntax.is_negated(verb) or self.syntax.auxiliaries(verb)[:1] in (("will",), ("would",), ("could",)):
            return
        if reading.deps[verb] == "xcomp":
            return
        ending = reading.lemmas[verb] in words.leave_verbs
        bodies = (*self.syntax.objects(verb), *self.syntax.prepositional(verb, ("to", "into", "from")))
        for body in bodies:
            hit = self.mentions.hit_at.get(body)
            if hit is None or hit.entries[0].entity.kind != "organisation":
                continue
            for member in self.mentions.parties(self.syntax.subjects(verb)):
                if self.mentions.mentions[member].label == "PERSON":
                    continue
                self._add(
                    "membership", "en.membership.leave" if ending else "en.membership.join", verb, body + 1, (member,),
                    hit.entries[0].entity.name, verb, relation="until" if ending else "since",
                )  # fmt: skip
            return

    def _relation(self, verb: int) -> None:
        words, reading = self.knowledge.standing, self.reading
        if self.syntax.is_negated(verb):
            return
        for noun in self.syntax.objects(verb):
            if reading.lemmas[noun] not in words.relation_nouns:
                continue
            parties = self.mentions.parties(
                (*self.syntax.subjects(verb), *self._with(verb), *self._with(noun), *self._between(noun))
            )
            if len(parties) < 1:
                continue
            lemma = reading.lemmas[verb]
            relation: Relation | None = None
            if lemma in words.relation_starting_verbs:
                relation = "since"
            elif lemma in words.relation_ending_verbs:
                relation = "until"
            first = min((self.mentions.mentions[party].first for party in parties), default=verb)
            self._add(
                "relation", "en.relation.verb", min(first, verb), max(noun, verb) + 1, parties,
                self._relation_name(noun), verb, status="ended" if relation == "until" else None, relation=relation,
            )  # fmt: skip

    def _relation_name(self, noun: int) -> str:
        """The noun with the adjectives beside it that tell its kind, without adverbs and determiners."""
        reading = self.reading
        first = noun
        while first > 0 and reading.heads[first - 1] == noun and reading.deps[first - 1] in ("amod", "compound"):
            if first - 1 in self.mentions.hit_at:
                break
            first -= 1
        return " ".join((*reading.lower[first:noun], reading.lower[noun]))

    def _dependence(self, verb: int, adjective: int, subjects: Sequence[int]) -> None:
        reading = self.reading
        others = self.syntax.prepositional(adjective, ("on", "upon", "with", "to", "from"))
        parties = self.mentions.parties((*subjects, *others))
        if len(parties) < 2:
            return
        topics = self.syntax.prepositional(adjective, ("for", "in")) or self.syntax.prepositional(verb, ("for",))
        name = self.knowledge.standing.relation_adjectives[reading.lemmas[adjective]]
        if topics:
            name = f"{reading.lower[topics[0]]} {name}"
        last = max((*others, *topics, adjective)) + 1
        self._add("relation", "en.relation.adjective", min(subjects), last, parties, name, adjective)

    def _people_relation(self, verb: int, noun: int, subjects: Sequence[int]) -> None:
        reading = self.reading
        others = self.mentions.parties(self.syntax.prepositional(noun, ("of", "to")))
        if not others:
            owner = self.syntax.child(noun, "poss")
            others = self.mentions.parties((owner,)) if owner is not None else self.mentions.modifiers(noun)
        parties = (*self.mentions.parties(subjects), *others)
        if len(parties) > 1:
            self._add(
                "relation",
                "en.relation.noun",
                min(subjects),
                self._clause_end(noun),
                parties,
                reading.lower[noun],
                verb,
            )

    # ---- shared ---------------------------------------------------------------------------------------------------

    def _clause_end(self, head: int) -> int:
        """The end of a noun phrase with its prepositions ("ambassador to X since 2015"), clauses left out."""
        reading = self.reading
        last = head + 1
        for child in reading.children[head]:
            if child > head and reading.deps[child] == "prep":
                last = max(last, reading.subtree(child)[-1] + 1)
        return last

    def _add(
        self, kind: FactKind, rule: str, first: int, last: int, parties: tuple[int, ...], name: str, cue: int, *,
        status: str | None = None, country: str | None = None, accredited_to: str | None = None,
        organisation: str | None = None, subject: str | None = None, relation: str | None = None, dated: bool = True,
    ) -> None:  # fmt: skip
        reading = self.reading
        sentence = reading.sentences[reading.sentence_of[cue]]
        first, last = max(first, sentence.first), min(last, sentence.last)
        if last <= first:
            return
        span, cue_span = reading.span(first, last), reading.span(cue, cue + 1)
        time = time_for(reading, self.times, cue) if dated else None
        if time is None and dated:
            time = self._bounding_time(reading.sentence_of[cue])
        self._found.append(
            StandingFact(
                kind=kind, rule=rule, evidence=Passage.cut(self.text, span.start, span.end),
                sentence=reading.sentence_of[cue], parties=parties, name=name,
                cue=Passage.cut(self.text, cue_span.start, cue_span.end), status=status, country=country,
                accredited_to=accredited_to, organisation=organisation, subject=subject, time=time,
                time_relation=self._time_relation(time, relation),
            )
        )  # fmt: skip

    def _bounding_time(self, sentence: int) -> int | None:
        """The sentence's one time after "since" or "until", wherever the parser hung it: it bounds a standing fact."""
        bounding = [
            index
            for index, time in enumerate(self.times)
            if time.sentence == sentence
            and time.when is not None
            and self.reading.lower[max(time.first - 1, 0)] in (_SINCE | _UNTIL) - {"from"}
        ]
        return bounding[0] if len(bounding) == 1 else None

    def _time_relation(self, time: int | None, told: str | None) -> Relation:
        """Whether the date opens or closes the fact: by the preposition before it, else by what the verb tells."""
        if time is not None:
            first = self.times[time].first
            words = set(self.reading.lower[max(first - 1, 0) : first + 1])
            if words & _SINCE:
                return "since"
            if words & _UNTIL:
                return "until"
        return told if told in ("since", "until") else "at"  # type: ignore[return-value]
