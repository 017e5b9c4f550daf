"""The engine of events, with a lexicon of a few rules: cues, operators, modality, slots, and trees without end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.events import EventFinder
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.pairs import FALLBACK_RULE, PairType, type_pair
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import Lexicon, load_lexicon
from dragoman.model.reading import Reading
from dragoman.model.span import Span
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text
from hand_readings import Token, reading_of

RULES = {
    "ASSAULT": """
- {id: attack, verbs: [attack, strike at], nouns: [attack], recipient: [obj, at], confidence: 0.8, mode: heavy}
- {id: launch, verbs: [launch], objects: [missile], recipient: [at, on], without: [ship]}
""",
    "CONSULT": """
- {id: visit, verbs: [visit], nouns: [visit], noun_recipient: [to, with]}
- {id: meet, verbs: [meet], reciprocal: true, recipient: [obj, with]}
""",
    "ACCUSE": "- {id: angry, adjectives: [angry], recipient: [at]}",
    "SANCTION": "- {id: expel, verbs: [expel], requires: [recipient], mode: expel}",
    "operators": """
- {id: promise, type: AGREE, operator: PROMISE, verbs: [promise, agree], complement: [xcomp, ccomp, to],
   recipient: [dative, with]}
- {id: stop, type: CONCEDE, operator: STOP, verbs: [stop], complement: [xcomp, obj], recipient: []}
- {id: deny, type: REJECT, operator: DENY, verbs: [deny], complement: [xcomp], recipient: []}
- {id: accuse, type: ACCUSE, operator: ACCUSE, verbs: [accuse], complement: [of], recipient: [obj]}
- {id: demand, type: REQUEST, operator: REQUEST, verbs: [urge], complement: [xcomp], recipient: [obj]}
- {id: plan, type: AGREE, operator: PROMISE, verbs: [], nouns: [plan], complement: [xcomp]}
""",
}
COMPOSITION = """
FUTURE: {alone: same, status: future, over: {ASSAULT: THREATEN.violence, CONSULT: AGREE, ACCUSE: null}}
REFUSE: {alone: REJECT, over: {ASSAULT: CONCEDE}}
REQUEST: {alone: REQUEST}
PROMISE: {alone: AGREE, status: future, over: {ASSAULT: THREATEN.violence, CONCEDE: CONCEDE}}
STOP: {alone: null, over: {ASSAULT: CONCEDE, ASSAULT.heavy: CONCEDE.ceasefire}}
DENY: {alone: null, denies: true, over: {ASSAULT: same}}
ACCUSE: {alone: ACCUSE, status: actual}
"""

# sentence, its events as "TYPE mode status polarity: actors -> recipients by rule"
TEXTS = [
    # plain cues
    ("Peru attacked Chile.", ["ASSAULT heavy actual affirmed: Peru -> Chile by attack"]),
    ("Chile was attacked by Peru.", ["ASSAULT heavy actual affirmed: Peru -> Chile by attack"]),
    ("Peru struck at Chile.", ["ASSAULT heavy actual affirmed: Peru -> Chile by attack"]),
    ("Peru struck Chile.", []),
    ("Peru launched missiles at Chile.", ["ASSAULT - actual affirmed: Peru -> Chile by launch"]),
    ("Peru launched talks with Chile.", []),
    ("Peru's attack on Chile surprised many.", ["ASSAULT heavy actual affirmed: Peru -> Chile by attack"]),
    ("An attack surprised many.", []),
    ("Peru is angry at Chile.", ["ACCUSE - actual affirmed: Peru -> Chile by angry"]),
    ("Peru expelled the gas.", []),
    # one side or both
    ("Peru met Chile.", ["CONSULT - actual affirmed: Peru, Chile -> - by meet"]),
    ("Peru and Chile met.", ["CONSULT - actual affirmed: Peru, Chile -> - by meet"]),
    ("Peru attacked itself and Chile.", ["ASSAULT heavy actual affirmed: Peru -> itself, Chile by attack"]),
    # polarity
    ("Peru did not attack Chile.", ["ASSAULT heavy actual denied: Peru -> Chile by attack"]),
    ("Peru never visited Chile.", ["CONSULT - actual denied: Peru -> Chile by visit"]),
    ("Peru denied attacking Chile.", ["ASSAULT heavy actual denied: Peru -> Chile by attack"]),
    # futures and hypotheses
    ("Peru will attack Chile.", ["THREATEN violence future affirmed: Peru -> Chile by attack"]),
    ("Peru will not attack Chile.", ["CONCEDE - future affirmed: Peru -> Chile by attack"]),
    ("Peru will visit Chile.", ["AGREE - future affirmed: Peru -> Chile by visit"]),
    ("Peru would attack Chile.", ["THREATEN violence hypothetical affirmed: Peru -> Chile by attack"]),
    ("Peru may visit Chile.", ["CONSULT - hypothetical affirmed: Peru -> Chile by visit"]),
    ("Peru could attack Chile.", ["ASSAULT heavy hypothetical affirmed: Peru -> Chile by attack"]),
    ("If Peru attacks Chile, oil gets dear.", ["ASSAULT heavy hypothetical affirmed: Peru -> Chile by attack"]),
    (
        "Peru will visit Chile unless Bolivia leaves.",
        ["THREATEN - hypothetical affirmed: Peru -> Chile by visit"],
    ),
    # operators and what they take up
    ("Peru promised to attack Chile.", ["THREATEN violence future affirmed: Peru -> Chile by promise"]),
    ("Peru agreed to stop attacking Chile.", ["CONCEDE ceasefire future affirmed: Peru -> Chile by promise"]),
    ("Peru stopped the attack on Chile.", ["CONCEDE ceasefire actual affirmed: Peru -> Chile by stop"]),
    ("Peru stopped the music.", []),
    ("Peru accused Chile of attacking Bolivia.", ["ACCUSE - actual affirmed: Peru -> Chile by accuse"]),
    ("Peru urged Chile to visit Bolivia.", ["REQUEST - actual affirmed: Peru -> Chile by demand"]),
    ("Peru did not agree to visit Chile.", ["AGREE - future denied: Peru -> Chile by promise"]),
    ("Peru agreed not to attack Chile.", ["CONCEDE - future affirmed: Peru -> Chile by promise"]),
    # several events
    (
        "Peru attacked Chile and visited Bolivia.",
        [
            "ASSAULT heavy actual affirmed: Peru -> Chile by attack",
            "CONSULT - actual affirmed: Peru -> Bolivia by visit",
        ],
    ),
    ("Peru attacked Chile. Peru attacked Chile.", ["ASSAULT heavy actual affirmed: Peru -> Chile by attack"] * 2),
    ("Oslo slept.", []),
]


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("events")
    (folder / "composition.yaml").write_text(COMPOSITION, encoding="utf-8")
    for name, content in RULES.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return load_lexicon(folder)


class Desk:
    """A coder and the lexicon of this file; its `repr` is short, for Hypothesis prints what a test failed with."""

    def __init__(self, coder: Coder, lexicon: Lexicon) -> None:
        self.coder = coder
        self.lexicon = lexicon


@pytest.fixture(scope="module")
def desk(coder: Coder, lexicon: Lexicon) -> Desk:
    return Desk(coder, lexicon)


def finder_of(reading: Reading, coder: Coder, lexicon: Lexicon) -> EventFinder:
    knowledge, text, syntax = coder.knowledge, reading.clean.text, Syntax(reading)
    mentions = MentionFinder(reading, text, syntax, knowledge.almanac, knowledge.roles, knowledge.language)
    return EventFinder(reading, text, syntax, mentions, lexicon)


def shown(finder: EventFinder) -> list[str]:
    def names(indexes: tuple[int, ...]) -> str:
        return ", ".join(finder.mentions.mentions[index].words for index in indexes) or "-"

    return [
        f"{event.type} {event.mode or '-'} {event.status} {event.polarity}: "
        f"{names(event.actor)} -> {names(event.recipient)} by {event.rule}"
        for event in finder.find()
    ]


@pytest.fixture(scope="module")
def finders(coder: Coder, lexicon: Lexicon) -> Callable[[str], EventFinder]:
    texts = [*(text for text, _ in TEXTS), *(text for text, _, _, _ in PAIRS)]
    made = dict(zip(texts, coder.parser.read(plain_text(text) for text in texts), strict=True))
    return lambda text: finder_of(made[text], coder, lexicon)


@pytest.mark.parametrize(("text", "events"), TEXTS)
def test_text_gives_exactly_these_events(text: str, events: list[str], finders: Callable[[str], EventFinder]) -> None:
    assert shown(finders(text)) == events


def test_event_carries_cue_evidence_and_reasons(finders: Callable[[str], EventFinder]) -> None:
    (event,) = finders("Peru agreed to stop attacking Chile.").find()
    assert event.cue.text == "agreed"
    assert event.evidence.text == "Peru agreed to stop attacking Chile"
    assert event.confidence == 0.7
    assert event.reasons[-1] == "rules inside: stop, attack"
    assert event.reasons[0] == "STOP over ASSAULT (attack) makes CONCEDE"


def test_events_stand_in_the_order_of_their_cues(finders: Callable[[str], EventFinder]) -> None:
    tokens = [event.token for event in finders("Peru attacked Chile and visited Bolivia.").find()]
    assert tokens == sorted(tokens)


def chain(length: int) -> list[Token]:
    """ "Peru promised to promise to ... attack Chile": `length` promises one inside the other."""
    tokens: list[Token] = [("Peru", "NNP", "nsubj", 1)]
    for depth in range(length):
        tokens.append(("promise", "VB", "xcomp" if depth else "ROOT", depth if depth else 1))
    return [*tokens, ("attack", "VB", "xcomp", length), ("Chile", "NNP", "dobj", length + 1)]


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_operators_stand_in_operators(length: int, coder: Coder, lexicon: Lexicon) -> None:
    finder = finder_of(reading_of(chain(length)), coder, lexicon)
    assert len(shown(finder)) == 1


@pytest.mark.parametrize("length", [5, 30, 300])
def test_chain_of_operators_is_followed_to_a_limit(length: int, coder: Coder, lexicon: Lexicon) -> None:
    finder = finder_of(reading_of(chain(length)), coder, lexicon)
    for event in finder.find():
        assert len(event.reasons) <= 8


def test_deep_tree_of_nouns_does_not_run_away(coder: Coder, lexicon: Lexicon) -> None:
    size = 400
    tokens: list[Token] = [("attack", "NN", "ROOT", 0)]
    for at in range(1, size, 2):
        tokens += [("on", "IN", "prep", at - 1), ("attack", "NN", "pobj", at)]
    assert finder_of(reading_of(tokens), coder, lexicon).find() == ()


WORDS = ["attack", "promise", "agree", "stop", "deny", "Peru", "Chile", "plan", "angry", "meet", "it", "so", "do", "of"]
TAGS = ["VB", "VBD", "VBG", "VBN", "NN", "NNP", "JJ", "PRP", "IN"]
LABELS = ["nsubj", "nsubjpass", "dobj", "conj", "xcomp", "ccomp", "advcl", "acl", "relcl", "prep", "pobj", "agent",
          "poss", "appos", "amod", "acomp", "mark", "aux", "neg"]  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> list[Token]:
    """Any tree of words that the rules know: the first word is the root, each later one hangs on one before it."""
    tokens: list[Token] = [(draw(st.sampled_from(WORDS)), draw(st.sampled_from(TAGS)), "ROOT", 0)]
    for at in range(1, draw(st.integers(2, 14))):
        tokens.append(
            (
                draw(st.sampled_from(WORDS)), draw(st.sampled_from(TAGS)), draw(st.sampled_from(LABELS)),
                draw(st.integers(0, at - 1)),
            )
        )  # fmt: skip
    return tokens


@given(tokens=trees())
def test_any_tree_gives_events_whose_spans_lie_in_the_text(tokens: list[Token], desk: Desk) -> None:
    finder = finder_of(reading_of(tokens), desk.coder, desk.lexicon)
    for event in finder.find():
        assert finder.text[event.evidence.start : event.evidence.end] == event.evidence.text
        assert event.evidence.start <= event.cue.start < event.cue.end <= event.evidence.end
        assert not set(event.actor) & set(event.recipient)
        assert event.actor or event.recipient


# text, marked actor, marked recipient, type and rule
PAIRS = [
    ("Peru attacked Chile on Monday.", "Peru", "Chile", PairType("ASSAULT", "heavy", 0.765, "attack")),
    ("Chile was attacked by Peru.", "Peru", "Chile", PairType("ASSAULT", "heavy", 0.765, "attack")),
    ("Peru visited Bolivia and attacked Chile.", "Peru", "Chile", PairType("ASSAULT", "heavy", 0.765, "attack")),
    ("Peru visited Bolivia and attacked Chile.", "Peru", "Bolivia", PairType("CONSULT", None, 0.722, "visit")),
    ("Peru and Chile ate fish.", "Peru", "Chile", PairType("CONSULT", None, 0.1, FALLBACK_RULE)),
]


@pytest.mark.parametrize(("text", "actor", "recipient", "wanted"), PAIRS)
def test_marked_pair_gets_the_type_of_what_joins_it(
    text: str, actor: str, recipient: str, wanted: PairType, finders: Callable[[str], EventFinder]
) -> None:
    spans = [Span(text.index(words), text.index(words) + len(words)) for words in (actor, recipient)]
    assert type_pair(finders(text), spans[0], spans[1], "CONSULT") == wanted


def test_pair_turned_around_is_less_sure(finders: Callable[[str], EventFinder]) -> None:
    text = "Peru attacked Chile on Monday."
    peru, chile = Span(0, 4), Span(14, 19)
    assert type_pair(finders(text), chile, peru, "CONSULT").confidence < 0.5
    assert type_pair(finders(text), peru, chile, "CONSULT").confidence > 0.7
