"""The last act of resolving: findings and parties become claims, with their chain of voices, dates and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import (
    AgreementClaim,
    Claim,
    EventClaim,
    MembershipClaim,
    OfficeClaim,
    Party,
    Place,
    RelationClaim,
    StatementClaim,
    Status,
    Voice,
)
from dragoman.model.dossier import Dossier
from dragoman.model.finding import MODEL_RULE, EventMention, StandingFact, StatementMention
from dragoman.model.mention import Mention
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.resolve.claims_retold import join_retold
from dragoman.resolve.parties_home import AtHome, given_country
from dragoman.resolve.parties_known import head_of
from dragoman.resolve.parties_speaker import FirstPersons
from dragoman.resolve.times_calendar import range_end

# How far each doubt lowers a rule's own confidence: the order matters, the sizes are not calibrated yet.
_UNKNOWN_PARTY = 0.75
_INHERITED_COUNTRY = 0.85
_NO_RECIPIENT = 0.9
_OPEN_STATUS = 0.9

# Below this confidence of rules and model together there is no event: of 300 events of real articles that were judged,
# those below had the right type in two of five (docs/accuracy.md).
_FAINT = 0.4

# Between people at home these are daily business and no events of politics, unless a name or country shows otherwise.
_BETWEEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"})
_AMONG_STATES = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})  # nobody does these to his own state
_POLITICAL = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP", "OPP", "PTY", "REB", "UAF", "PRM", "PRE"})
_ABROAD = frozenset({"MOBILIZE", "RETREAT", "AID"})  # at home these are directed at nobody
_ONE_SIDED = frozenset({"PROTEST", "MOBILIZE"})  # however many take part, they do not do it to each other
_POSTED = "the article says elsewhere where this envoy is posted"
_DENIES = "denies"  # the stance of speech.csv that turns what is said inside it

_HISTORICAL_DAYS = 365  # what ended more than a year before publication is background, not news

_NO_PARTY = frozenset({"sea", "strait", "river", "mountains"})  # regions where nobody governs


def compose_claims(dossier: Dossier, knowledge: Knowledge) -> tuple[Claim, ...]:
    """All claims of one article, in the order of their evidence."""
    composer = _composer(dossier, knowledge)
    claims: list[Claim] = [
        *join_retold(composer.events()),
        *composer.statements(),
        *composer.standing(),
    ]
    unique = {claim.id: claim for claim in claims}
    return tuple(
        sorted(unique.values(), key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.kind, claim.id))
    )


def settled_parties(dossier: Dossier, knowledge: Knowledge) -> tuple[tuple[Party, ...], ...]:
    """The parties of all mentions, with what only the setting tells: "we" are who speaks, the police are at home."""
    composer = _composer(dossier, knowledge)
    home = composer.at_home.setting()
    return tuple(
        composer.settled(mention, parties, home)
        for mention, parties in zip(dossier.mentions, dossier.parties, strict=True)
    )


def _composer(dossier: Dossier, knowledge: Knowledge) -> _Composer:
    publisher = dossier.article.publisher
    home = knowledge.almanac.government_of(publisher) if publisher else None
    leader = head_of(knowledge.almanac, home, dossier.article.published)
    first = FirstPersons(dossier, knowledge, leader)
    return _Composer(dossier, knowledge, first, AtHome(dossier, knowledge, first))


@dataclass(slots=True)
class _Composer:
    dossier: Dossier
    knowledge: Knowledge
    first: FirstPersons
    at_home: AtHome

    # ---- events ---------------------------------------------------------------------------------------------------

    def events(self) -> Iterator[EventClaim]:
        home = self.at_home.dateline_country() or self.at_home.publisher_country()
        for event in self.dossier.event_mentions:
            claim = self._event(event, home)
            if claim is not None:
                yield claim

    def _event(self, event: EventMention, home: str | None) -> EventClaim | None:
        ontology = self.knowledge.ontology.types[event.type]
        covering = self._covering(event.cue)
        actor = self._parties(event.actor, covering)
        recipient = tuple(
            party
            for party in self._parties(event.recipient, covering)
            if not _same(party, actor)
            and not (event.type in _AMONG_STATES and (_is_own_state(party, actor) or self._is_water(party)))
        )
        where = self.dossier.places[event.place] if event.place is not None else None
        alone = len(actor) < 2 or event.type in _ONE_SIDED
        by_place = self._state_of(where) if ontology.recipient_by_place and not recipient and alone else None
        if by_place is not None and event.type in _ABROAD and any(party.country == by_place.country for party in actor):
            by_place = None
        if by_place is not None:
            recipient = (by_place,)
        political = [_is_political(party) for party in (*actor, *recipient)]
        if not any(political) or (event.rule == MODEL_RULE and not all(political)):
            return None  # what no rule tells is taken only between those who are surely parties
        if ontology.requires_recipient and not recipient and len(actor) < 2:
            return None
        confidence = event.confidence
        told = (*actor, *recipient)
        actor, recipient = (
            self.at_home.resolved_at_home(actor, recipient, event, home),
            self.at_home.resolved_at_home(recipient, actor, event, home),
        )
        if (*actor, *recipient) != told:
            if event.type in _BETWEEN and not any(party.entity or party.country for party in told):
                return None
            confidence *= _INHERITED_COUNTRY
        if by_place is not None:
            confidence *= _INHERITED_COUNTRY
        if not all(_is_known(party) for party in (*actor, *recipient)) or not actor:
            confidence *= _UNKNOWN_PARTY
        if not recipient and len(actor) < 2:
            confidence *= _NO_RECIPIENT
        when = self._when(event.time)
        status = self._status(event, when)
        if status in ("future", "hypothetical"):
            confidence *= _OPEN_STATUS
        if event.chances is not None and confidence < _FAINT:
            return None
        return EventClaim(
            article=self.dossier.article.id,
            evidence=event.evidence,
            confidence=round(confidence, 3),
            rule=event.rule,
            said_by=self._voices(covering),
            cue=event.cue,
            sentence=self._sentence(event.sentence),
            reasons=event.reasons,
            chances=event.chances,
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            polarity="denied" if covering and covering[-1].stance == _DENIES else event.polarity,
            status=status,
            actor=actor,
            recipient=recipient,
            when=when or self._published(),
            where=where,
            quad=ontology.quad,
            intensity=ontology.intensity_of(event.mode),
            cameo=event.cameo or ontology.cameo_of(event.mode),
        )

    def settled(self, mention: Mention, parties: tuple[Party, ...], setting: dict[int, str]) -> tuple[Party, ...]:
        """The parties of one mention with who speaks for "we" and the country of the setting for people without one."""
        if mention.form == "pronoun" or all(party.country is None for party in parties):
            covering = self._covering(mention.passage) if self._may_be_first(mention) else ()
            parties = self._resolved(mention, parties, covering)
        home = setting.get(mention.sentence)
        if home is None or mention.role_kind == "thing":
            return parties
        return given_country(
            parties, home, "resolve.country.article", f"acts at home: {home} is where this happens",
            lambda party: party.rule != "resolve.person.unknown" and self.at_home.lacks_country(party),
        )  # fmt: skip

    def _may_be_first(self, mention: Mention) -> bool:
        words = mention.words.split(" ", 1)[0].lower()
        pronoun = self.knowledge.language.pronouns.get(words)
        return words == "your" or (pronoun is not None and pronoun.gender in ("speaker", "addressee"))

    def _state_of(self, place: Place | None) -> Party | None:
        """The state where an event happens, as the one it is done to where nobody is named."""
        state = self.knowledge.almanac.states.get(place.country or "") if place is not None else None
        if place is None or state is None:
            return None
        return Party(state.name, place.start, place.end, place.text, f"state:{state.code}", state.code, None,
                     rule="resolve.recipient.place", reason=f"nobody is named; it happens in {state.name}")  # fmt: skip

    def _status(self, event: EventMention, when: When | None) -> Status:
        published = self.dossier.article.published
        if event.status != "actual" or when is None or when.to is None or published is None:
            return event.status
        return "historical" if _days_before(when.to, published) > _HISTORICAL_DAYS else "actual"

    # ---- statements -------------------------------------------------------------------------------------------------

    def statements(self) -> Iterator[StatementClaim]:
        for statement in self.dossier.statement_mentions:
            covering = [each for each in self._covering(statement.cue or statement.evidence) if each is not statement]
            speaker = self._speaker(statement, covering)
            outer = self._voices(covering)
            reported = self._parties((statement.reported_by,) if statement.reported_by is not None else (), [])
            yield StatementClaim(
                article=self.dossier.article.id,
                evidence=statement.evidence,
                confidence=statement.confidence,
                rule=statement.rule,
                said_by=outer,
                cue=statement.cue,
                sentence=self._sentence(statement.sentence),
                speaker=speaker,
                via=self._parties(statement.via, covering),
                reported_by=reported[0] if reported else self._reporter(covering),
                addressee=self._parties(statement.addressee, covering),
                content=statement.content,
                manner=statement.manner,
                stance=statement.stance,
            )

    def _speaker(self, statement: StatementMention, covering: Sequence[StatementMention] = ()) -> Party | None:
        if statement.speaker is not None:
            found = self._parties((statement.speaker,), covering)
            if found:
                return found[0]
        place = statement.speaker_passage
        if place is None:
            return None
        return Party(
            place.text, place.start, place.end, place.text, rule="resolve.speaker.words", reason="named by its words"
        )

    def _reporter(self, covering: list[StatementMention]) -> Party | None:
        """The outermost voice around a statement: who reports it."""
        return self._speaker(covering[0]) if covering else None

    def _is_spoken_by_first_person(self, statement: StatementMention) -> bool:
        return statement.speaker is not None and self.first.is_first(self.dossier.mentions[statement.speaker])

    def _covering(self, cue: Passage) -> list[StatementMention]:
        """The statements whose content holds the cue, outermost first."""
        around = [
            statement
            for statement in self.dossier.statement_mentions
            if statement.cue != cue
            and any(part.start <= cue.start and cue.end <= part.end for part in statement.content)
        ]
        around.sort(key=lambda statement: -sum(part.end - part.start for part in statement.content))
        return around

    def _voices(self, covering: Iterable[StatementMention]) -> tuple[Voice, ...]:
        voices: list[Voice] = []
        outer: list[StatementMention] = []
        for statement in covering:
            reported = self._parties((statement.reported_by,) if statement.reported_by is not None else (), [])
            speaker = self._speaker(statement, outer)
            outer.append(statement)
            for party in (*reported, *self._parties(statement.via, []), *((speaker,) if speaker is not None else ())):
                if not voices or voices[-1].name != party.name:
                    voices.append(self._voice(party, statement))
        return tuple(voices)

    def _voice(self, party: Party, statement: StatementMention) -> Voice:
        publisher = self.knowledge.almanac.publishers.get(party.entity or "")
        return Voice(
            party.name, party.start, party.end, party.text, party.entity, party.country, party.sector,
            publisher.state if publisher is not None else None, statement.cue, statement.manner,
        )  # fmt: skip

    # ---- standing facts ----------------------------------------------------------------------------------------------

    def standing(self) -> Iterator[Claim]:
        claims = list(self._standing_facts())
        posted = {
            (claim.holder.name, claim.title.lower()): claim.accredited_to
            for claim in claims
            if isinstance(claim, OfficeClaim) and claim.holder is not None and claim.accredited_to
        }
        for claim in claims:
            if isinstance(claim, OfficeClaim) and claim.holder is not None and claim.accredited_to is None:
                where = posted.get((claim.holder.name, claim.title.lower()))
                if where is not None and where != claim.country:
                    claim = replace(claim, accredited_to=where, reasons=(*claim.reasons, _POSTED))
            yield claim

    def _standing_facts(self) -> Iterator[Claim]:
        for fact in self.dossier.standing_facts:
            covering = self._covering(fact.cue or fact.evidence)
            parties = self._parties(fact.parties, covering)
            claim = self._standing(fact, parties, self._voices(covering))
            if claim is not None:
                yield claim

    def _standing(self, fact: StandingFact, parties: tuple[Party, ...], voices: tuple[Voice, ...]) -> Claim | None:
        if not parties and fact.kind != "agreement":
            return None
        article, sentence = self.dossier.article.id, self._sentence(fact.sentence)
        when = _related(self._when(fact.time), fact.time_relation)
        if fact.kind == "office":
            holder = parties[0]
            published = self._published()
            return OfficeClaim(
                article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
                holder=holder, title=fact.name, country=fact.country or holder.country,
                accredited_to=fact.accredited_to, organisation=fact.organisation, status=fact.status or "incumbent",  # type: ignore[arg-type]
                when=when or (published if fact.status in (None, "incumbent", "outgoing") else None),
            )  # fmt: skip
        if fact.kind == "agreement":
            return AgreementClaim(
                article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
                name=fact.name, parties=parties, subject=fact.subject, status=fact.status or "signed",  # type: ignore[arg-type]
                when=when,
            )  # fmt: skip
        if fact.kind == "membership":
            return MembershipClaim(
                article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
                member=parties[0], body=fact.name, when=when,
            )  # fmt: skip
        if len({party.country or party.name for party in parties}) < 2:
            return None
        return RelationClaim(
            article, fact.evidence, fact.confidence, fact.rule, voices, fact.cue, sentence,
            parties=parties, relation=fact.name, when=when,
        )  # fmt: skip

    # ---- shared ---------------------------------------------------------------------------------------------------

    def _parties(self, indexes: Iterable[int], covering: Sequence[StatementMention]) -> tuple[Party, ...]:
        """The parties of some mentions; "I" and "we" are whoever speaks around them, else whose text it is."""
        found: list[Party] = []
        for index in indexes:
            parties = self._resolved(self.dossier.mentions[index], self.dossier.parties[index], covering)
            known = {(party.entity or party.name, party.country) for party in found}
            found.extend(party for party in parties if (party.entity or party.name, party.country) not in known)
        return tuple(found)

    def _resolved(
        self, mention: Mention, parties: tuple[Party, ...], covering: Sequence[StatementMention]
    ) -> tuple[Party, ...]:
        others = [each for each in covering if not self._is_spoken_by_first_person(each)]
        voices = (self._speaker(each) for each in reversed(others))
        speaker = next((voice for voice in voices if voice is not None), None)
        return self.first.parties(mention, parties, speaker)

    def _is_water(self, party: Party) -> bool:
        """Seas, straits, rivers and mountains: nobody whom one could help or agree with."""
        region = self.knowledge.almanac.regions.get(party.entity or "")
        return region is not None and region.kind in _NO_PARTY

    def _when(self, time: int | None) -> When | None:
        return self.dossier.times[time].when if time is not None else None

    def _published(self) -> When | None:
        """The day of publication as the only date known: "published" in `basis` says so."""
        day = self.dossier.article.published
        if day is None:
            return None
        after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        return When(f"../{day}", None, after, "published", rule="resolve.when.published")

    def _sentence(self, index: int) -> Passage | None:
        if index >= len(self.dossier.sentences):
            return None
        span = self.dossier.sentences[index]
        return Passage.cut(self.dossier.article.text, span.start, span.end)


def _is_known(party: Party) -> bool:
    return bool(party.entity or party.country or (party.sector and party.rule == "resolve.role"))


def _is_political(party: Party) -> bool:
    """A known party, or one whose role alone makes it political: private people are not, until a country shows."""
    return bool(party.entity or party.country or party.sector in _POLITICAL)


def _is_own_state(party: Party, actors: Iterable[Party]) -> bool:
    """True for the state whose people act: "the President reaffirmed the United States' commitment"."""
    return any(party.entity == f"state:{actor.country}" for actor in actors if actor.country)


def _same(party: Party, others: Iterable[Party]) -> bool:
    """True where a party is one of the others: named by the same words, or the same known entity."""
    return any(
        (party.start, party.end) == (other.start, other.end)
        or (party.entity is not None and party.entity == other.entity)
        for other in others
    )


def _related(when: When | None, relation: str) -> When | None:
    """The interval of a standing fact: "since 2015" is open at its end, "until 2018" at its beginning.

    "since last week" is open from the week's first day on.
    """
    if when is None or relation in ("at", "from-to"):
        return when
    if relation == "since":
        return replace(when, edtf=f"{range_end(when.edtf, False)}/..", to=None)
    return replace(when, edtf=f"../{range_end(when.edtf, True)}", from_=None)


def _days_before(day: str, later: str) -> int:
    """Days from one ISO day to a later one."""
    return (date.fromisoformat(later) - date.fromisoformat(day)).days
