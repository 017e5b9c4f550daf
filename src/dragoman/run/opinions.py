"""Asks the model about the events that the rules found, and about deeds that no rule knows; joins both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Literal

from dragoman.classify.classifier import Classifier
from dragoman.classify.joining import ALONE, SOLE, Joiner
from dragoman.classify.marks import MarkedSentence
from dragoman.extract.events_open import OpenFrame, open_frames
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.ontology import Ontology
from dragoman.model.finding import MODEL_RULE, EventMention
from dragoman.model.reading import Reading
from dragoman.model.span import Passage, Span

Engine = Literal["rules", "model", "both"]
OPEN_A_SENTENCE = 3  # deeds without a rule that the model is asked about


def joiner_of(ontology: Ontology, classifier: Classifier | None) -> Joiner:
    """How the ontology writes the types that the model knows, and which those are."""
    names: dict[str, tuple[str, str | None]] = {}
    for type_ in ontology.types.values():
        for mode in type_.modes.values():
            names[f"{type_.name}.{mode.name}"] = ontology.coded_as(type_.name, mode.name)
    known = classifier.about["types"] if classifier is not None else ()
    return Joiner(names, frozenset(names.get(name, (name, None))[0] for name in known))


def with_opinions(
    found: Iterable[EventMention], text: str, reading: Reading, syntax: Syntax, mentions: MentionFinder,
    classifier: Classifier, joiner: Joiner, engine: Engine, composed: Collection[int] = (),
) -> Iterator[EventMention]:  # fmt: skip
    """The events of the rules with the model's view, and those that it alone sees; in the order of their cues.

    `composed` are the tokens of those whose type an operator or an auxiliary has made.
    """
    events = sorted(found, key=lambda event: event.token)
    joined: list[EventMention] = []
    taken: dict[int, set[int]] = {}
    told: dict[int, set[tuple[int, int]]] = {}
    for event in events:
        taken.setdefault(event.sentence, set()).add(event.token)
        pair = _pair(event)
        if pair is None or event.type not in joiner.known:
            if engine == "both":
                joined.append(event)
            continue
        opinion = classifier.judge(_marked(text, reading, mentions, event.sentence, *pair, event.cue))
        if engine == "both":
            both = joiner.join(event, opinion, composed=event.token in composed)
            if both is not None:
                joined.append(both)
        else:
            alone = joiner.alone(opinion, SOLE)
            if alone is not None:
                type_, mode, confidence, chances = alone
                joined.append(
                    replace(event, type=type_, mode=mode, cameo=None, rule=MODEL_RULE, confidence=confidence,
                            chances=chances, reasons=())
                )  # fmt: skip
    for event in joined:
        everybody = (*event.actor, *event.recipient)
        told.setdefault(event.sentence, set()).update((one, other) for one in everybody for other in everybody)
    for sentence in range(len(reading.sentences)):
        frames = open_frames(reading, syntax, mentions, sentence, taken.get(sentence, set()))
        pairs = told.get(sentence, set())
        fresh = (frame for frame in frames if (frame.actor[0], frame.recipient[0]) not in pairs)
        for frame in islice(fresh, OPEN_A_SENTENCE):
            least = ALONE if engine == "both" else SOLE
            event_ = _open_event(frame, sentence, text, reading, mentions, classifier, joiner, least)
            if event_ is not None:
                joined.append(event_)
    joined.sort(key=lambda event: event.token)
    yield from joined


def _pair(event: EventMention) -> tuple[int, int | None] | None:
    """The parties to ask about: the first actor and the first recipient, of a mutual event its first two."""
    if event.actor and event.recipient:
        return event.actor[0], event.recipient[0]
    if len(event.actor) > 1:
        return event.actor[0], event.actor[1]
    return (event.actor[0], None) if event.actor else None


def _marked(
    text: str, reading: Reading, mentions: MentionFinder, sentence: int, actor: int, recipient: int | None, cue: Passage
) -> MarkedSentence:
    bounds = reading.sentences[sentence]
    start, end = reading.starts[bounds.first], reading.ends[bounds.last - 1]

    def inside(passage: Passage) -> Span | None:
        if not start <= passage.start < passage.end <= end:
            return None
        return Span(passage.start - start, passage.end - start)

    who = inside(mentions.mentions[actor].passage)
    whom = inside(mentions.mentions[recipient].passage) if recipient is not None else None
    word = inside(cue)
    return MarkedSentence(text[start:end], who, whom, (word,) if word is not None else ())


def _open_event(
    frame: OpenFrame, sentence: int, text: str, reading: Reading, mentions: MentionFinder, classifier: Classifier,
    joiner: Joiner, least: float,
) -> EventMention | None:  # fmt: skip
    cue = Passage.cut(text, reading.starts[frame.token], reading.ends[frame.token])
    opinion = classifier.judge(_marked(text, reading, mentions, sentence, frame.actor[0], frame.recipient[0], cue))
    alone = joiner.alone(opinion, least)
    if alone is None:
        return None
    type_, mode, confidence, chances = alone
    places = [cue, *(mentions.mentions[party].passage for party in (*frame.actor, *frame.recipient))]
    near = [place for place in places if reading.starts[reading.sentences[sentence].first] <= place.start]
    return EventMention(
        type=type_,
        mode=mode,
        rule=MODEL_RULE,
        cue=cue,
        token=frame.token,
        evidence=Passage.cut(text, min(each.start for each in near), max(each.end for each in near)),
        sentence=sentence,
        actor=frame.actor,
        recipient=frame.recipient,
        confidence=confidence,
        chances=chances,
        reasons=("no rule knows this; the model alone sees it",),
    )
