"""Finds who holds or held an office: titles before names, appositions, and what verbs tell of offices."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.standing_facts import FactList
from dragoman.extract.standing_phrases import clause_end
from dragoman.extract.standing_titles import Title, Titles
from dragoman.extract.syntax import Syntax
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
    _titles: Titles = field(init=False)
    _titled: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._titles = Titles(self.reading, self.syntax, self.mentions, self.words, self.language)

    def title(self, head: int) -> None:
        """A title before a name ("Chinese President Xi Jinping") or in apposition ("Zhou, an official of ...")."""
        reading = self.reading
        if head in self._titled or reading.deps[head] in ("compound",) or not self._is_name(head):
            return
        if reading.lower[head] in self.words.title_tails:
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
        if appositive is not None:
            appositive = self._titles.noun_of(appositive)
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
        if role_head == appositive:
            self._further(index, head, appositive)

    def _further(self, holder: int, head: int, appositive: int) -> None:
        """The second and third office of an apposition: "X, president of A and chairman of B"."""
        for other in self.syntax.nouns(appositive)[1:]:
            noun = self._titles.noun_of(other)
            role = self.mentions.role_ending_at(noun)
            if role is not None and self._is_office(role) and role.kind == "person":
                last = max(noun + 1, self.mentions.right_edge(noun, noun + 1))
                self._office(holder, role, noun, head, last, "en.office.apposition", None)

    def copula(self, verb: int, subject: int, noun: int) -> None:
        """ "X has been ambassador to Y since 2015"; nothing where the noun is no office."""
        noun = self._titles.noun_of(noun)
        role = self.mentions.role_ending_at(noun)
        index = self.mentions.at(subject) if role is not None and self._is_office(role) else None
        if role is None or index is None or not self._may_hold(self.mentions.mentions[index]):
            return
        first, last = min(subject, noun), clause_end(self.reading, noun)
        if not self._is_to_be(verb):
            self._office(index, role, noun, first, last, "en.office.copula", verb)
        elif self._is_announced(verb):
            self._office(index, role, noun, first, last, "en.office.to-be", verb, "designate")

    def nominee(self, nominee: int) -> None:
        """ "Jane Roe, nominee for ambassador to Chad", "nominee to be secretary of labor"."""
        reading = self.reading
        if reading.deps[nominee] != "appos":
            return
        index = self.mentions.at(reading.heads[nominee])
        heads = list(self.syntax.prepositional(nominee, ("for", "as")))
        for verb in reading.children[nominee]:
            if reading.lemmas[verb] == "be":
                heads.extend(child for child in reading.children[verb] if reading.deps[child] in ("attr", "oprd"))
        for head in heads:
            noun = self._titles.noun_of(head)
            role = self.mentions.role_ending_at(noun)
            if index is None or role is None or not self._is_office(role):
                continue
            if self._may_hold(self.mentions.mentions[index]):
                first, last = reading.heads[nominee], clause_end(reading, noun)
                self._office(index, role, noun, first, last, "en.office.nominee", None, "designate")
                return

    def _is_to_be(self, verb: int) -> bool:
        reading = self.reading
        return any(reading.tags[child] == "TO" for child in reading.children[verb])

    def _is_announced(self, verb: int) -> bool:
        """Whether "to be" stands by itself, as in lists of nominations, or under a verb that puts into an office."""
        reading = self.reading
        if reading.deps[verb] in ("xcomp", "ccomp"):
            return reading.lemmas[reading.heads[verb]] in self.words.appoint_verbs
        return reading.deps[verb] in ("ROOT", "acl", "relcl", "appos")

    def verb(self, verb: int) -> None:
        """ "served as ambassador", "was appointed foreign minister", "resigned as premier"."""
        words, reading, syntax = self.words, self.reading, self.syntax
        lemma = reading.lemmas[verb]
        tells = words.office_verbs.get(lemma) or words.appoint_verbs[lemma]
        holders = syntax.objects(verb) if lemma in words.appoint_verbs else syntax.subjects(verb)
        if not holders or syntax.is_negated(verb):
            return
        status = tells.status
        if self._is_to_be(verb):  # "nominated her to serve as", "continues to act as"; no wishes and purposes
            above = reading.lemmas[reading.heads[verb]]
            if above not in words.appoint_verbs and above not in words.office_verbs:
                return
            status = "designate" if above in words.appoint_verbs else status
        heads = list(syntax.prepositional(verb, ("as",)))
        heads.extend(child for child in reading.children[verb] if reading.deps[child] in ("oprd", "attr"))
        for head in heads:
            head = self._titles.noun_of(head)
            role = self.mentions.role_ending_at(head)
            index = self.mentions.at(holders[0])
            if role is None or not self._is_office(role) or index is None:
                continue
            if self._may_hold(self.mentions.mentions[index]):
                first, last = min(holders[0], verb), max(clause_end(self.reading, head), verb + 1)
                if lemma in words.office_verbs and status == "incumbent" and reading.tags[verb] == "VBD":
                    status = "former"
                self._office(index, role, head, first, last, f"en.office.{lemma}", verb, status, tells.relation)
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
        political = role.sector in words.office_sectors or role.borrows  # a chairman is what the body is that he chairs
        return role.kind == "person" and political and role.noun not in words.not_offices

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
        if self.reading.tags[role_head] in ("NNS", "NNPS"):  # several people have it, each his own
            return
        title = self._titles.read(role_head, role)
        title = self._with_region(title, holder)
        bare = role.noun in self.words.ranks or role.sector not in self.words.office_sectors
        if bare and title.organisation is None:
            return
        self.found.add(
            "office", rule, first, last, (holder,), title.words, cue if cue is not None else role_head,
            status=status or self._status(title, role_head, cue), country=title.country,
            accredited_to=title.accredited_to, organisation=title.organisation, relation=relation,
            dated=cue is not None,
        )  # fmt: skip

    def _with_region(self, title: Title, holder: int) -> Title:
        """The title with what stands after its holder's name: "President Leonid Potapov of Buryatia"."""
        last = self.mentions.mentions[holder].last
        of = next((at for at in range(title.last, last + 1) if self.reading.lower[at : at + 1] == ["of"]), None)
        if title.organisation is not None or of is None:
            return title
        hit = self.mentions.hit_at.get(of + 1)
        if hit is None or hit.entries[0].entity.kind != "region":
            return title
        entity = hit.entries[0].entity
        return replace(title, organisation=entity.name, country=title.country or entity.country)

    def _status(self, title: Title, noun: int, cue: int | None) -> str:
        """Whether its holder has the office still, already or no more, by the words before it and the verb."""
        reading, language = self.reading, self.language
        left = min(self.mentions.left_edge(noun), title.first)
        before = set(reading.lower[left : title.last])
        if before & language.former_words:
            return "former"
        if before & language.outgoing_words:
            return "outgoing"
        if before & language.designate_words:
            return "designate"
        return "former" if cue is not None and reading.tags[cue] == "VBD" else "incumbent"

    def _country_at(self, token: int) -> str | None:
        hit = self.mentions.hit_at.get(token)
        return hit.entries[0].entity.country if hit is not None else None
