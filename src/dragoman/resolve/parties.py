"""Who a mention stands for: known names, people in their office on the day, short forms, pronouns.

Mentions are taken in the order of the text, so that a short form finds what was named in full before it. Where two
candidates fit, nobody is chosen and the party keeps its own words only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dragoman.knowledge.almanac import Almanac, Tenure
from dragoman.knowledge.gazetteer import Entity, fold, name_tokens
from dragoman.knowledge.language import Language
from dragoman.knowledge.roles import Roles, office_noun, sector_of_title
from dragoman.model.claim import Party
from dragoman.model.finding import EventMention, StatementMention
from dragoman.model.mention import Mention
from dragoman.resolve.parties_back import GoingBack, is_person
from dragoman.resolve.parties_known import (
    Known,
    again,
    bare,
    distinct,
    first_country,
    fullness,
    head_of,
    is_spelt_like,
    name_words,
    party_of,
    same_office,
    was_near,
)

_INITIALS = 3  # letters: shorter words in capitals are no names in capitals
_IN_OFFICE, _SURNAME = 0.65, 0.8  # how like the known name one must be for the holder of the same office

_OWN = frozenset({"GOV", "LEG", "JUD"})  # what a government's own text calls by its office alone is its own

# Types of events whose parties do something with each other: "they" and "the two sides" are those.
_TOGETHER = frozenset({"CONSULT", "COOPERATE", "AGREE", "SUPPORT"})


@dataclass(slots=True)
class PartyResolver:
    """Resolves the mentions of one article; `day` is the ISO day of publication or None."""

    almanac: Almanac
    language: Language
    day: str | None
    roles: Roles
    home: str | None = None
    """The country of the government whose own text this is: "the President" without more is its own."""
    known: list[Known] = field(default_factory=list)
    best: dict[tuple[str | None, str], Party] = field(default_factory=dict)
    """The fullest party known by an entity and name: what a short form is filled up from."""
    headline: tuple[Party, ...] = field(init=False, default=())
    _back: GoingBack = field(init=False)

    def __post_init__(self) -> None:
        self._back = GoingBack(self.almanac, self.language, self.known, self.best)

    @property
    def pair(self) -> tuple[Party, ...]:
        """The two whom the article is about, or nobody."""
        return self._back.pair

    def resolve(
        self,
        mentions: Sequence[Mention],
        statements: Sequence[StatementMention] = (),
        events: Sequence[EventMention] = (),
        headline: Sequence[Mention] = (),
    ) -> tuple[tuple[Party, ...], ...]:
        """Parties aligned with `mentions`; a mention nobody can be found for gives a party of its own words.

        `statements` tell who speaks: "he" in words that somebody passes on is the one whose words they are. `events`
        tell who met whom: "they" may be those. `headline` are people whom the title names, in a sentence before all.
        """
        found: list[tuple[Party, ...]] = [()] * len(mentions)
        passed_on = [each for each in statements if each.via and each.speaker is not None]
        ready = self._meetings(mentions, events)
        self._read_headline(headline)
        order = sorted(range(len(mentions)), key=lambda index: (mentions[index].first, -mentions[index].last))
        for index in order:
            mention = mentions[index]
            while ready and ready[-1][0] < mention.first:
                self._note_meeting(ready.pop()[1], found)
            if mention.form == "pronoun":
                parties = self._passed_on(mention, passed_on, found) or self._pronoun(mention)
            else:
                parties = self._each_country(mention)
            found[index] = parties or (bare(mention, "resolve.none", "nobody in the article fits alone"),)
            if mention.form != "pronoun" or parties:
                self._remember(mention, found[index])
        return tuple(found)

    # ---- who is there together --------------------------------------------------------------------------------------

    def _read_headline(self, headline: Sequence[Mention]) -> None:
        """Remember whom the title names; two of them, or one and the president whose site it is, are the pair."""
        people: list[Party] = []
        for mention in headline:
            party = self._named(mention)
            self._remember(mention, (party,))
            people.append(party)
        self.headline = distinct(people)
        leader = head_of(self.almanac, self.home, self.day)
        if len(distinct(people)) == 1 and leader is not None and people[0].entity != leader.entity:
            people.insert(0, leader)
        pair = distinct(people)
        if len(pair) == 2 and pair[0].country != pair[1].country:
            self._back.pair = pair

    def _meetings(self, mentions: Sequence[Mention], events: Sequence[EventMention]) -> list[tuple[int, EventMention]]:
        """Events of several who act with each other, by the last token of the last of them, the earliest last."""
        found: list[tuple[int, EventMention]] = []
        for event in events:
            together = (*event.actor, *event.recipient) if event.type == "CONSULT" else event.actor
            if event.type in _TOGETHER and len(together) > 1 and not (event.type != "CONSULT" and event.recipient):
                found.append((max(mentions[index].first for index in together), event))
        found.sort(key=lambda pair: -pair[0])
        return found

    def _note_meeting(self, event: EventMention, found: Sequence[tuple[Party, ...]]) -> None:
        indexes = event.actor if len(event.actor) > 1 else (*event.actor, *event.recipient)
        parties = distinct(party for index in indexes for party in found[index])
        if len(parties) < 2 or any(party.rule == "resolve.none" for party in parties):
            return
        self._back.company.append((event.sentence, parties))
        people = [party for party in parties if is_person(party)]
        if not self._back.pair and len(people) == len(parties) == 2 and people[0].country != people[1].country:
            self._back.pair = parties

    def _each_country(self, mention: Mention) -> tuple[Party, ...]:
        """One party, or one for each country of "the Turkish and Greek sides", "troops from Chad and Niger"."""
        if not mention.plural or len(mention.countries) < 2 or mention.form != "role":
            return (self._named(mention),)
        one = [replace(mention, countries=(country,), plural=False) for country in mention.countries]
        return tuple(self._state_body(each, self._named(each)) for each in one)

    def _state_body(self, mention: Mention, party: Party) -> Party:
        """One of "the governments of Chile and Peru" by a name of its own."""
        state = self.almanac.states.get(party.country or "")
        if state is None or party.entity is not None or mention.role is None:
            return party
        return replace(party, name=f"{mention.role} of {state.name}")

    # ---- names and roles ------------------------------------------------------------------------------------------

    def _named(self, mention: Mention) -> Party:
        if mention.entity is not None:
            entity = self._entity(mention)
            if entity is not None:
                return self._of_entity(mention, entity)
        if mention.proper is not None and (mention.label == "PERSON" or mention.label is None):
            return self._person(mention)
        if mention.proper is not None:
            owners = self._owners(mention) if not mention.countries else ()
            if owners:
                return self._owned(mention, owners)
            return party_of(
                mention, mention.proper, None, first_country(mention.countries), mention.sector, mention.role,
                "resolve.name.unknown", "a proper name that the almanac does not hold",
            )  # fmt: skip
        return self._role(mention)

    def _entity(self, mention: Mention) -> Entity | None:
        """The bearer of the name: the one that existed on the day, else the likeliest."""
        entries = self.almanac.names.look_up(mention.proper or mention.words)
        entities = [entry.entity for entry in entries] or [
            entry.entity for entry in self.almanac.names.look_up(mention.words)
        ]
        if not entities:
            hits = self.almanac.names.find(name_tokens(mention.words))
            entities = [entry.entity for hit in hits for entry in hit.entries if entry.entity.id == mention.entity]
        day = self.day
        if day is not None:
            living = [
                entity for entity in entities
                if (entity.since is None or entity.since <= day) and (entity.until is None or day < entity.until)
            ]  # fmt: skip
            entities = living or entities
        if day is not None and len(entities) > 1 and all(entity.kind == "person" for entity in entities):
            sitting = [entity for entity in entities if self.almanac.offices_on(entity.id, day)]
            entities = sitting or entities
        if entities and mention.entity is not None and mention.entity.startswith("state:"):
            code = mention.entity.removeprefix("state:")
            if all(entity.kind == "state" and entity.country != code for entity in entities):
                return replace(entities[0], id=mention.entity, name=self.almanac.states[code].name, country=code)
        if len(entities) > 1 and mention.countries:
            same = [entity for entity in entities if entity.country in mention.countries[1:]]
            entities = same or entities
        return entities[0] if entities else None

    def _of_entity(self, mention: Mention, entity: Entity) -> Party:
        if entity.kind == "person":
            return self._known_person(mention, entity.id, entity.name, "resolve.person.name", "known by full name")
        sector = mention.sector or entity.sector
        rule = mention.rule.replace("mention.", "resolve.", 1)
        if entity.kind == "state":
            reason = {
                "capital": f"a capital named for its government ({entity.name})",
                "seat": f"a seat of government named for it ({entity.name})",
                "adjective": f"nationality adjective of {entity.name}",
                "demonym": f"people of {entity.name}",
                "city": f"a city of {entity.name}",
            }.get(mention.rule.rsplit(".", 1)[-1], "a state's name")
            if mention.role is None and mention.rule.endswith((".name", ".capital", ".seat", ".adjective")):
                sector = sector or "GOV"
            elif mention.role is None and mention.rule.endswith(".demonym"):
                sector = sector or "CVL"
        else:
            reason = f"a known {entity.kind}"
        country = entity.country or first_country(mention.countries)
        return party_of(mention, entity.name, entity.id, country, sector, None, rule, reason)

    def _person(self, mention: Mention) -> Party:
        proper = mention.proper or mention.words
        if proper.isupper() and len(proper) > _INITIALS:  # transcripts print who speaks in capitals
            proper = proper.title()
        before = self._named_before(proper)
        if not before and proper.endswith("s"):
            before = self._named_before(proper[:-1])  # "the Choes statement": an apostrophe was lost
        fitting = {(known.party.entity, known.party.name): known for known in before}
        if mention.countries:
            fitting = {
                key: known for key, known in fitting.items() if known.party.country in (None, *mention.countries)
            }
        if len(fitting) == 1:
            party = self._back.fullest(before[-1].party)
            return party_of(mention, party.name, party.entity, party.country or first_country(mention.countries),
                          party.sector or mention.sector, mention.role or party.office,
                          "resolve.person.short-name", f"short for {party.name}, named before")  # fmt: skip
        if len(proper.split()) == 1 and not fitting:
            tenure = self._by_surname(proper, mention)
            if tenure is not None:
                return self._known_person(mention, tenure.person, tenure.name, "resolve.person.surname",
                                          f"the only {proper} known in office then")  # fmt: skip
        owners = self._owners(mention) if not mention.countries else ()
        if owners:
            return self._owned(mention, owners)
        tenure = self._spelt_otherwise(proper, mention)
        if tenure is not None:
            return self._known_person(mention, tenure.person, tenure.name, "resolve.person.spelling",
                                      f"{tenure.name} in another spelling")  # fmt: skip
        return party_of(mention, proper, None, first_country(mention.countries), mention.sector, mention.role,
                      "resolve.person.unknown", "a person whom the almanac does not hold")  # fmt: skip

    def _named_before(self, proper: str) -> list[Known]:
        words = name_words(proper)
        return [known for known in self.known if known.person and words and words <= known.words]

    def _by_surname(self, surname: str, mention: Mention) -> Tenure | None:
        """The one person of this surname who was in office on the day, or lately; with a title, in that office."""
        candidates: dict[str, Tenure] = {}
        bearers = self.almanac.surnames if mention.role is None else self.almanac.family_names
        for person in bearers.get(fold(surname), ()):
            for tenure in self.almanac.tenures[person]:
                if mention.countries and tenure.country not in mention.countries:
                    continue
                if mention.role is not None and not same_office(mention.role, tenure.title):
                    continue
                if self.day is None or was_near(tenure, self.day) or mention.role is not None:
                    candidates[person] = tenure
        if len(candidates) > 1 and self.day is not None:
            sitting = {person: tenure for person, tenure in candidates.items() if tenure.covers(self.day)}
            lately = {person: tenure for person, tenure in candidates.items() if was_near(tenure, self.day)}
            candidates = sitting or lately or candidates
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    def _spelt_otherwise(self, proper: str, mention: Mention) -> Tenure | None:
        """The holder of the named office, or one in office with this surname, whose name is spelt nearly so."""
        if self.day is None or len(proper.split()) < 2:
            return None
        country = first_country(mention.countries)
        if country is not None and mention.role is not None:
            for tenure in self._holders(country, mention.role):
                if is_spelt_like(proper, tenure.name, _IN_OFFICE) or is_spelt_like(
                    proper.split()[-1], tenure.name.split()[-1], _SURNAME
                ):
                    return tenure
        for person in self.almanac.family_names.get(fold(proper.split()[-1]), ()):
            for tenure in self.almanac.tenures[person]:
                at_home = country is None or tenure.country == country
                if at_home and tenure.covers(self.day) and is_spelt_like(proper, tenure.name):
                    return tenure
        return None

    def _holders(self, country: str, role: str) -> tuple[Tenure, ...]:
        """Who holds an office on the day: by its title, else by what the office is ("taoiseach", "premier")."""
        if self.day is None:
            return ()
        role = role.removeprefix("acting ")
        titled = self.almanac.holders(country, role, self.day)
        office = self.language.offices.get(role)
        return titled or (self.almanac.in_office(country, office, self.day) if office is not None else ())

    def _known_person(self, mention: Mention, person: str, name: str, rule: str, reason: str) -> Party:
        held = self.almanac.offices_on(person, self.day)
        told = first_country(mention.countries)
        if told is not None and held and told not in {tenure.country for tenure in held}:
            held = ()  # the article speaks of another time of this life ("Chilean President Bachelet")
        held = tuple(tenure for tenure in held if "shared" not in (tenure.note or "")) or held
        tenures = held or self.almanac.tenures.get(person, ())[-1:]
        country = told or (tenures[-1].country if tenures else None)
        office = held[-1].title if held else mention.role
        sector = mention.sector or (sector_of_title(held[-1].title, self.roles) or "GOV" if held else "ELI")
        if held:
            reason = f"{reason}; {held[-1].title} since {held[-1].since}"
        return party_of(mention, name, person, country, sector, office, rule, reason)

    def _role(self, mention: Mention) -> Party:
        country = first_country(mention.countries)
        if mention.definite and not mention.plural and mention.role is not None and " of " not in mention.words:
            same = self._same_role(mention)
            if same is not None:
                return party_of(mention, same.name, same.entity, same.country, same.sector, same.office or mention.role,
                              "resolve.role.before", f"{same.name} was named in that office before")  # fmt: skip
        owners = self._owners(mention) if country is None else ()
        if owners:
            return self._owned(mention, owners)
        country = country or self._of_its_head(mention)
        at_home = country is None and self._is_own_office(mention)
        if at_home:
            country = self.home
        one = not mention.plural and not self._is_lesser(mention)
        if country is not None and mention.role is not None and self.day is not None and one:
            holders = {tenure.person: tenure for tenure in self._holders(country, mention.role)}
            if mention.role == "leader":
                leaders = self.almanac.leaders(country, self.day)
                holders = {tenure.person: tenure for tenure in leaders if tenure.office == "ruler"} or {
                    tenure.person: tenure for tenure in leaders
                }
            if len(holders) == 1:
                tenure = next(iter(holders.values()))
                return party_of(mention, tenure.name, tenure.person, country, mention.sector, tenure.title,
                              "resolve.office.tenure", f"{tenure.title} of {country} on {self.day}")  # fmt: skip
        reason = f"role noun of {country}" if country else "role noun without a country"
        rule = "resolve.role.home" if at_home else "resolve.role"
        return party_of(mention, mention.words, None, country, mention.sector, mention.role, rule, reason)

    def _is_lesser(self, mention: Mention) -> bool:
        """True for the deputy, the former or the coming holder of an office, where the role noun does not say so."""
        words = mention.words.lower().replace("-", " ").split()
        role = (mention.role or "").replace("-", " ").split()
        language = self.language
        others = language.lesser_words | language.former_words | language.designate_words
        return any(word in others for word in words[: words.index(role[0]) if role and role[0] in words else 0])

    def _is_own_office(self, mention: Mention) -> bool:
        """True for "the President", "the Government" in a government's own text; envoys and allies are others'."""
        if self.home is None or mention.plural or mention.role is None or mention.role_kind == "thing":
            return False
        foreign = mention.role.rsplit(" ", 1)[-1] in self.language.foreign_nouns
        if self._inner_name(mention):
            return False
        return mention.definite and mention.sector in _OWN and not foreign

    def _inner_name(self, mention: Mention) -> str:
        """The name inside "the Obama administration", or an empty text."""
        role = set((mention.role or "").split())
        words = [word for word in mention.words.split()[1:] if word.lower() not in role and word.lower() != "of"]
        return " ".join(word for word in words if word[0].isupper()) if mention.role_kind == "body" else ""

    def _of_its_head(self, mention: Mention) -> str | None:
        """The country of the person whose name stands in "the Obama administration"."""
        inner = self._inner_name(mention)
        if not inner or " " in inner:
            return None
        before = {known.party.country for known in self._named_before(inner)}
        if len(before) == 1:
            return next(iter(before))
        tenure = self._by_surname(inner, replace(mention, role=None))
        return tenure.country if tenure is not None else None

    def _owners(self, mention: Mention) -> tuple[Party, ...]:
        """Whose "his wife", "its army", "their parliament" are."""
        first = mention.words.split(" ", 1)[0].lower()
        pronoun = self.language.pronouns.get(first)
        if pronoun is None or pronoun.gender in ("speaker", "addressee") or mention.first == mention.head:
            return ()
        return self._back.pronoun(replace(mention, words=first, form="pronoun", subject=False))

    def _owned(self, mention: Mention, owners: Sequence[Party]) -> Party:
        """A party of its own words with the country of its owners, if they are of one."""
        countries = {owner.country for owner in owners if owner.country is not None}
        abroad = (mention.role or "").rsplit(" ", 1)[-1] in self.language.foreign_nouns  # "her counterpart"
        if not self.language.abroad_words.isdisjoint(mention.words.lower().split()):
            abroad = True
        country = next(iter(countries)) if len(countries) == 1 and not abroad else None
        reason = "belongs to " + " and ".join(owner.name for owner in owners)
        name = mention.proper if mention.label == "PERSON" and mention.proper is not None else mention.words
        return party_of(mention, name, None, country, mention.sector, mention.role, "resolve.role.owned", reason)

    def _same_role(self, mention: Mention) -> Party | None:
        """The one person named before whose office ends in the same noun and whose country does not contradict."""
        noun = office_noun(mention.role or "")
        found: dict[tuple[str | None, str], Party] = {}
        for known in self.known:
            party = known.party
            if not known.person or not known.named or known.plural or party.office is None:
                continue
            if mention.countries and party.country not in mention.countries:
                continue
            if noun == "leader" and mention.countries:
                if self.day is None or not any(
                    tenure.person == party.entity for tenure in self.almanac.leaders(mention.countries[0], self.day)
                ):
                    continue
            elif office_noun(party.office.lower()) != noun or self._rank(party.office) != self._rank(mention.role):
                continue
            found[party.entity, party.name] = party
        if len(found) > 1 and self.home is not None and not mention.countries:
            found = {key: party for key, party in found.items() if party.country == self.home}
        return next(iter(found.values())) if len(found) == 1 else None

    def _rank(self, office: str | None) -> bool:
        """Whether an office is a deputy's: a vice president is no president."""
        return (office or "").lower().replace("-", " ").split(" ", 1)[0] in self.language.lesser_words

    # ---- pronouns and short forms ------------------------------------------------------------------------------------

    def _passed_on(
        self, mention: Mention, statements: Sequence[StatementMention], found: Sequence[tuple[Party, ...]]
    ) -> tuple[Party, ...]:
        """The speaker of words that somebody else conveys, for "he" and "she" as a subject inside them."""
        pronoun = self.language.pronouns.get(mention.words.lower())
        if pronoun is None or pronoun.gender not in ("man", "woman") or not mention.subject:
            return ()
        for statement in statements:
            inside = any(part.start <= mention.passage.start < part.end for part in statement.content)
            speaker = found[statement.speaker] if inside and statement.speaker is not None else ()
            if len(speaker) == 1:
                reason = f"{speaker[0].name}'s words are passed on here"
                return (again(mention, self._back.fullest(speaker[0]), "resolve.pronoun.passed-on", reason),)
        return ()

    def _pronoun(self, mention: Mention) -> tuple[Party, ...]:
        short = self.language.short_forms.get(mention.words.lower())
        if short is None:
            return self._back.pronoun(mention)
        meant = self._back.short_form(mention, short.number, short.kind)
        of_one_country = mention.role is not None and not (
            mention.plural and mention.role.rsplit(" ", 1)[-1] in self.language.summit_nouns | self.language.state_nouns
        )
        return meant or ((self._role(mention),) if of_one_country else ())

    def _remember(self, mention: Mention, parties: tuple[Party, ...]) -> None:
        party = parties[0]
        key = party.entity, party.name
        if fullness(party) >= fullness(self.best.get(key)):
            self.best[key] = party
        person = (party.entity or "").startswith("person:")
        if party.entity is None:
            person = mention.label == "PERSON" or (
                mention.role_kind == "person" and (mention.proper is None or mention.label is None)
            )
        self.known.append(
            Known(
                party=party,
                parties=parties,
                words=name_words(party.name) | name_words(mention.proper if person and mention.proper else ""),
                sentence=mention.sentence,
                subject=mention.subject and mention.form != "adjective",
                person=person,
                plural=mention.plural,
                named=mention.proper is not None or party.entity is not None,
                definite=mention.definite,
                thing=mention.role_kind == "thing",
                first=mention.first,
                row=mention.row,
            )
        )
