"""The order of work, once. Each step reads some drawers of the dossier and fills its own; start-up checks the order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from dragoman.classify.classifier import Classifier
from dragoman.classify.joining import Joiner
from dragoman.classify.tagger import Tagger
from dragoman.extract.events import EventFinder
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.places import find_places
from dragoman.extract.places_events import place_for
from dragoman.extract.standing import StandingFactFinder
from dragoman.extract.statements import StatementFinder
from dragoman.extract.syntax import Syntax
from dragoman.extract.times import find_times, time_for
from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.article import Article, Problem, Repair
from dragoman.model.dossier import Dossier
from dragoman.model.finding import EventMention
from dragoman.model.reading import Reading
from dragoman.resolve.claims import compose_claims, settled_parties
from dragoman.resolve.outlets import find_outlets
from dragoman.resolve.parties import PartyResolver
from dragoman.resolve.parties_headline import headline_people
from dragoman.resolve.places import resolve_places
from dragoman.resolve.times import resolve_times
from dragoman.run.opinions import Engine, with_opinions
from dragoman.run.sightings import look_with


@dataclass(frozen=True, slots=True)
class Desk:
    """Scratch paper of one article: the reading and what answers questions about it. It never leaves the run."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder
    classifier: Classifier | None = None
    joiner: Joiner | None = None
    engine: Engine = "rules"
    tagger: Tagger | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a function from dossier to dossier, the drawers it reads and the drawers it fills."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    do: Callable[[Dossier, Desk, Knowledge], Dossier]


def _sentences(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:  # noqa: ARG001
    reading = desk.reading
    spans = tuple(reading.span(sentence.first, sentence.last) for sentence in reading.sentences)
    return replace(dossier, sentences=spans)


def _times(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:
    labels = desk.mentions.label_at
    expressions = tuple(
        expression
        for expression in find_times(desk.reading, knowledge.times, dossier.article.text)
        if not all(labels.get(at, (0, 0, ""))[2] == "PERSON" for at in range(expression.first, expression.last))
    )  # "Theresa May" is no month
    return replace(dossier, times=resolve_times(expressions, dossier.article.published))


def _places(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:
    found = find_places(desk.reading, dossier.article.text, desk.mentions, knowledge)
    return replace(dossier, places=resolve_places(found, dossier.article, knowledge))


def _statements(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:
    reading = desk.reading
    look = look_with(desk.tagger, reading) if desk.tagger is not None else None
    finder = StatementFinder(reading, dossier.article.text, desk.syntax, desk.mentions, knowledge.speech, look)
    return replace(dossier, statement_mentions=finder.find())


def _events(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:
    finder = EventFinder(
        desk.reading, dossier.article.text, desk.syntax, desk.mentions, knowledge.lexicon, knowledge.not_events,
        knowledge.contexts,
    )  # fmt: skip
    rules_events = finder.find()
    composed = {event.token for event in rules_events if _is_composed(event, knowledge)}
    events: Iterable[EventMention] = [_as_written(event, knowledge) for event in rules_events]
    if desk.classifier is not None and desk.joiner is not None:
        events = with_opinions(
            events, dossier.article.text, desk.reading, desk.syntax, desk.mentions, desk.classifier, desk.joiner,
            desk.engine, composed,
        )  # fmt: skip
    found = tuple(
        replace(
            event,
            time=time_for(desk.reading, dossier.times, event.token),
            place=place_for(desk.reading, dossier.places, event.token, knowledge.places.words),
        )
        for event in events
    )
    return replace(dossier, event_mentions=found)


def _is_composed(event: EventMention, knowledge: Knowledge) -> bool:
    """Whether the type is not the rule's own: an operator or an auxiliary has made it."""
    rule = knowledge.lexicon.rule(event.rule)
    return rule is not None and (rule.operator is not None or rule.type != event.type)


def _as_written(event: EventMention, knowledge: Knowledge) -> EventMention:
    """The event under the type and mode that the ontology writes it as; its CAMEO code stays that of what was found."""
    rule = knowledge.lexicon.rule(event.rule)
    cameo = rule.cameo if rule is not None and rule.type == event.type else None
    type_, mode = knowledge.ontology.coded_as(event.type, event.mode)
    if (type_, mode) != (event.type, event.mode):
        cameo = cameo or knowledge.ontology.types[event.type].cameo_of(event.mode)
    return replace(event, type=type_, mode=mode, cameo=cameo)


def _standing_facts(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:
    finder = StandingFactFinder(
        desk.reading, dossier.article.text, desk.syntax, desk.mentions, dossier.times, knowledge
    )
    return replace(dossier, standing_facts=finder.find())


def _mentions(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:  # noqa: ARG001
    desk.mentions.all_named()
    return replace(dossier, mentions=tuple(desk.mentions.mentions))


def _parties(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:  # noqa: ARG001
    article = dossier.article
    home = knowledge.almanac.government_of(article.publisher) if article.publisher else None
    resolver = PartyResolver(knowledge.almanac, knowledge.language, article.published, knowledge.roles, home)
    headline = headline_people(article.title, article.text, knowledge.almanac, knowledge.roles, knowledge.language)
    parties = resolver.resolve(dossier.mentions, dossier.statement_mentions, dossier.event_mentions, headline)
    return replace(dossier, parties=parties, headline=resolver.headline, pair=resolver.pair)


def _outlets(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:  # noqa: ARG001
    return replace(dossier, outlets=find_outlets(dossier.article, knowledge.almanac))


def _settled(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:  # noqa: ARG001
    return replace(dossier, settled=settled_parties(dossier, knowledge))


def _claims(dossier: Dossier, desk: Desk, knowledge: Knowledge) -> Dossier:  # noqa: ARG001
    return replace(dossier, claims=compose_claims(dossier, knowledge))


STEPS: tuple[Step, ...] = (
    Step("sentences", (), ("sentences",), _sentences),
    Step("outlets", (), ("outlets",), _outlets),
    Step("times", (), ("times",), _times),
    Step("places", (), ("places",), _places),
    Step("statements", (), ("statement_mentions",), _statements),
    Step("events", ("times", "places"), ("event_mentions",), _events),
    Step("standing facts", ("times",), ("standing_facts",), _standing_facts),
    Step("mentions", ("statement_mentions", "event_mentions", "standing_facts"), ("mentions",), _mentions),
    Step(
        "parties",
        ("mentions", "statement_mentions", "event_mentions"),
        ("parties", "headline", "pair"),
        _parties,
    ),
    Step(
        "settled",
        ("statement_mentions", "event_mentions", "mentions", "parties", "headline", "pair"),
        ("settled",),
        _settled,
    ),
    Step(
        "claims",
        (
            "sentences",
            "outlets",
            "times",
            "places",
            "statement_mentions",
            "event_mentions",
            "standing_facts",
            "mentions",
            "parties",
            "headline",
            "pair",
        ),
        ("claims",),
        _claims,
    ),
)


class OrderError(ValueError):
    """A step reads a drawer that no earlier step fills, or fills one that is filled already."""


def check_order(steps: Sequence[Step] = STEPS) -> None:
    """Refuse an order of steps that cannot work; OrderError names the step and the drawer."""
    filled: set[str] = {"article", "repairs", "problems"}
    for step in steps:
        for drawer in step.reads:
            if drawer not in filled:
                raise OrderError(f"step {step.name} reads {drawer}, which no step before it fills")
        for drawer in step.writes:
            if drawer in filled:
                raise OrderError(f"step {step.name} fills {drawer}, which is filled already")
            filled.add(drawer)


def code_reading(
    article: Article,
    repairs: tuple[Repair, ...],
    problems: tuple[Problem, ...],
    reading: Reading,
    knowledge: Knowledge,
    classifier: Classifier | None = None,
    joiner: Joiner | None = None,
    engine: Engine = "rules",
    tagger: Tagger | None = None,
) -> Dossier:
    """Take one parsed article through all steps."""
    syntax = Syntax(reading)
    almanac = knowledge.almanac
    publisher = almanac.publisher_named(article.publisher) if article.publisher else None
    home = publisher.country if publisher is not None and (publisher.state or publisher.kind == "government") else None
    mentions = MentionFinder(reading, article.text, syntax, almanac, knowledge.roles, knowledge.language, home)
    desk = Desk(reading, syntax, mentions, classifier, joiner, engine, tagger)
    dossier = Dossier(article, repairs, problems)
    for step in STEPS:
        dossier = step.do(dossier, desk, knowledge)
    return dossier
