"""The last act of resolving: findings and parties become claims, with their chain of voices, dates and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import (
    Claim,
    EventClaim,
    Party,
    Place,
    Polarity,
    Status,
)
from dragoman.model.dossier import Dossier
from dragoman.model.finding import MODEL_RULE, EventMention, StatementMention
from dragoman.model.mention import Mention
from dragoman.model.time import When
from dragoman.resolve.claims_chains import Chains
from dragoman.resolve.claims_frame import published_time, sentence_at, told_time
from dragoman.resolve.claims_retold import join_retold
from dragoman.resolve.claims_standing import StandingClaims
from dragoman.resolve.parties_home import AtHome, given_country
from dragoman.resolve.parties_known import head_of
from dragoman.resolve.parties_speaker import FirstPersons

# How far each doubt lowers a rule's own confidence: the order matters, the sizes are not calibrated yet.
_UNKNOWN_PARTY = 0.75
_INHERITED_COUNTRY = 0.85
_NO_RECIPIENT = 0.9
_OPEN_STATUS = 0.9
_DOUBTED = 0.7

# Below this confidence of rules and model together there is no event: of 300 events of real articles that were judged,
# those below had the right type in two of five (docs/accuracy.md).
_FAINT = 0.4

# Between people at home these are daily business and no events of politics, unless a name or country shows otherwise.
_BETWEEN = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "REQUEST"})
_AMONG_STATES = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})  # nobody does these to his own state
_POLITICAL = frozenset({"GOV", "LEG", "JUD", "MIL", "SPY", "COP", "OPP", "PTY", "REB", "UAF", "PRM", "PRE"})
_ABROAD = frozenset({"MOBILIZE", "RETREAT", "AID"})  # at home these are directed at nobody
_ONE_SIDED = frozenset({"PROTEST", "MOBILIZE"})  # however many take part, they do not do it to each other
_DENIES, _DOUBTS = "denies", "doubts"  # the stances of speech.csv that turn what is said inside them, or weaken it

_HISTORICAL_DAYS = 365  # what ended more than a year before publication is background, not news

_NO_PARTY = frozenset({"sea", "strait", "river", "mountains"})  # regions where nobody governs


def compose_claims(dossier: Dossier, knowledge: Knowledge) -> tuple[Claim, ...]:
    """All claims of one article, in the order of their evidence."""
    composer = _composer(dossier, knowledge)
    claims: list[Claim] = [
        *join_retold(composer.events()),
        *composer.chains.statements(),
        *StandingClaims(dossier, knowledge, composer.chains).all(),
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
    return _Composer(dossier, knowledge, Chains(dossier, knowledge, first), AtHome(dossier, knowledge, first))


@dataclass(slots=True)
class _Composer:
    dossier: Dossier
    knowledge: Knowledge
    chains: Chains
    at_home: AtHome

    def events(self) -> Iterator[EventClaim]:
        home = self.at_home.dateline_country() or self.at_home.publisher_country()
        for event in self.dossier.event_mentions:
            claim = self._event(event, home)
            if claim is not None:
                yield claim

    def _event(self, event: EventMention, home: str | None) -> EventClaim | None:
        ontology = self.knowledge.ontology.types[event.type]
        covering = self.chains.covering(event.cue)
        actor = self.chains.parties(event.actor, covering)
        recipient = tuple(
            party
            for party in self.chains.parties(event.recipient, covering)
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
        when = told_time(self.dossier, event.time)
        status = self._status(event, when)
        if status in ("future", "hypothetical"):
            confidence *= _OPEN_STATUS
        polarity, doubt, why = self._believed(event, covering)
        confidence *= doubt
        if event.chances is not None and confidence < _FAINT:
            return None
        return EventClaim(
            article=self.dossier.article.id,
            evidence=event.evidence,
            confidence=round(confidence, 3),
            rule=event.rule,
            said_by=self.chains.voices(covering),
            cue=event.cue,
            sentence=sentence_at(self.dossier, event.sentence),
            reasons=(*event.reasons, *why),
            chances=event.chances,
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            polarity=polarity,
            status=status,
            actor=actor,
            recipient=recipient,
            when=when or published_time(self.dossier),
            where=where,
            quad=ontology.quad,
            intensity=ontology.intensity_of(event.mode),
            cameo=event.cameo or ontology.cameo_of(event.mode),
        )

    def _believed(
        self, event: EventMention, covering: Sequence[StatementMention]
    ) -> tuple[Polarity, float, tuple[str, ...]]:
        """Polarity, the factor of confidence, and why, by how the innermost voice stands to what it tells."""
        nearest = covering[-1] if covering else None
        if nearest is None or nearest.stance not in (_DENIES, _DOUBTS):
            return event.polarity, 1.0, ()
        speaker = self.chains.speaker(nearest)
        who = speaker.name if speaker is not None else "somebody unnamed"
        if nearest.stance == _DENIES:
            return "denied", 1.0, (f"{who} denies it",)
        return event.polarity, _DOUBTED, (f"{who} doubts it",)

    def settled(self, mention: Mention, parties: tuple[Party, ...], setting: dict[int, str]) -> tuple[Party, ...]:
        """The parties of one mention with who speaks for "we" and the country of the setting for people without one."""
        if mention.form == "pronoun" or all(party.country is None for party in parties):
            covering = self.chains.covering(mention.passage) if self._may_be_first(mention) else ()
            parties = self.chains.resolved(mention, parties, covering)
        home = setting.get(mention.sentence)
        if home is None or mention.role_kind == "thing":
            return parties
        return given_country(
            parties, home, "resolve.country.article", f"acts at home: {home} is where this happens",
            lambda party: (party.rule != "resolve.person.unknown" or party.office is not None)
            and self.at_home.lacks_country(party),
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

    def _is_water(self, party: Party) -> bool:
        """Seas, straits, rivers and mountains: nobody whom one could help or agree with."""
        region = self.knowledge.almanac.regions.get(party.entity or "")
        return region is not None and region.kind in _NO_PARTY


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


def _days_before(day: str, later: str) -> int:
    """Days from one ISO day to a later one."""
    return (date.fromisoformat(later) - date.fromisoformat(day)).days
