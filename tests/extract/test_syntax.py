"""Who does it to whom: logical subjects and objects, by small sentences and by trees that no sentence should give."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.extract.syntax import Syntax
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text
from hand_readings import reading_of

# sentence, verb, who does it, to whom
CLAUSES = [
    # active and passive
    ("Peru accused Chile.", "accused", "Peru", "Chile"),
    ("Chile was accused by Peru.", "accused", "Peru", "Chile"),
    ("Chile has been accused by Peru.", "accused", "Peru", "Chile"),
    ("Chile was accused.", "accused", "", "Chile"),
    ("The minister, accused by Peru of theft, resigned.", "accused", "Peru", "minister"),
    ("The minister accused by Peru resigned.", "accused", "Peru", "minister"),
    # coordination
    ("Peru and Bolivia accused Chile.", "accused", "Peru Bolivia", "Chile"),
    ("Peru accused Chile and Bolivia.", "accused", "Peru", "Chile Bolivia"),
    ("Peru accused Chile and praised Bolivia.", "praised", "Peru", "Bolivia"),
    ("Chile was accused by Peru and praised by Bolivia.", "praised", "Bolivia", "Chile"),
    ("Peru condemned and attacked Chile.", "condemned", "Peru", "Chile"),
    ("Peru was accused by Chile, Bolivia and Brazil.", "accused", "Chile Bolivia Brazil", "Peru"),
    # control
    ("Peru wants to attack Chile.", "attack", "Peru", "Chile"),
    ("Peru urged Chile to attack Bolivia.", "attack", "Chile", "Bolivia"),
    ("Chile was urged to attack Bolivia.", "attack", "Chile", "Bolivia"),
    ("Peru promised Chile to attack Bolivia.", "attack", "Peru", "Bolivia"),
    ("Peru is ready to attack Chile.", "attack", "Peru", "Chile"),
    ("Peru agreed to stop attacking Chile.", "attacking", "Peru", "Chile"),
    # relative clauses
    ("The rebels who attacked the village fled.", "attacked", "rebels", "village"),
    ("The village that the rebels attacked burned.", "attacked", "rebels", "village"),
    ("Peru, which attacked Chile, apologised.", "attacked", "Peru", "Chile"),
    ("The rebels who were attacked by the army fled.", "attacked", "army", "rebels"),
    # participles
    ("The rebels attacking the village fled.", "attacking", "rebels", "village"),
    ("Accusing Chile of theft, Peru recalled its envoy.", "Accusing", "Peru", "Chile"),
    ("Peru recalled its envoy, accusing Chile of theft.", "accusing", "Peru", "Chile"),
    # gerunds after prepositions
    ("Peru accused Chile of attacking Bolivia.", "attacking", "Chile", "Bolivia"),
    ("Peru apologised for attacking Chile.", "attacking", "Peru", "Chile"),
    ("Peru thanked Chile for attacking Bolivia.", "attacking", "Chile", "Bolivia"),
    ("After attacking Chile, Peru apologised.", "attacking", "Peru", "Chile"),
    # clauses under nouns
    ("Peru announced a plan to attack Chile.", "attack", "Peru", "Chile"),
    ("Peru's decision to attack Chile was wrong.", "attack", "Peru", "Chile"),
    ("A decision by Peru to attack Chile was wrong.", "attack", "Peru", "Chile"),
    # nobody
    ("It rained.", "rained", "It", ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def syntax_of(coder: Coder) -> Callable[[str], Syntax]:
    sentences = list(dict.fromkeys([*(row[0] for row in CLAUSES), *(row[0] for row in NEGATED)]))
    made = dict(zip(sentences, coder.parser.read(plain_text(each) for each in sentences), strict=True))
    return lambda sentence: Syntax(made[sentence])


def words(syntax: Syntax, tokens: tuple[int, ...]) -> str:
    return " ".join(syntax.reading.words[token] for token in tokens)


@pytest.mark.parametrize(("sentence", "verb", "subjects", "objects"), CLAUSES)
def test_who_does_it_to_whom(
    sentence: str, verb: str, subjects: str, objects: str, syntax_of: Callable[[str], Syntax]
) -> None:
    syntax = syntax_of(sentence)
    token = syntax.reading.words.index(verb)
    assert words(syntax, syntax.subjects(token)) == subjects
    assert words(syntax, syntax.objects(token)) == objects


NEGATED = [
    ("Peru did not attack Chile.", "attack", True),
    ("Peru never attacked Chile.", "attacked", True),
    ("Peru attacked Chile.", "attacked", False),
    ("Peru attacked no village.", "village", True),
    ("Peru does not want to attack Chile.", "attack", False),
]


@pytest.mark.parametrize(("sentence", "word", "negated"), NEGATED)
def test_negation_stands_directly_under_its_word(
    sentence: str, word: str, negated: bool, syntax_of: Callable[[str], Syntax]
) -> None:
    syntax = syntax_of(sentence)
    assert syntax.is_negated(syntax.reading.words.index(word)) is negated


MET = [("Peru", "NNP", "nsubj", 1), ("met", "VBD", "ROOT", 1)]


def test_preposition_after_a_preposition_counts_by_the_inner_one() -> None:
    syntax = Syntax(
        reading_of(
            [
                ("left", "VBD", "ROOT", 0),
                ("because", "IN", "prep", 0),
                ("of", "IN", "prep", 1),
                ("rain", "NN", "pobj", 2),
            ]
        )
    )
    assert syntax.with_preposition(0, ("of",)) == ((3, "of"),)
    assert syntax.with_preposition(0, ("because",)) == ()


def test_voices_named_by_according_to_have_no_part() -> None:
    syntax = Syntax(
        reading_of(
            [
                *MET, ("Chile", "NNP", "dobj", 1), ("according", "VBG", "prep", 1), ("to", "IN", "prep", 3),
                ("Reuters", "NNP", "pobj", 4),
            ]
        )
    )  # fmt: skip
    assert syntax.prepositional(1, ("to",)) == ()


def test_expletive_does_nothing() -> None:
    syntax = Syntax(reading_of([("There", "EX", "expl", 1), ("is", "VBZ", "ROOT", 1), ("war", "NN", "attr", 1)]))
    assert syntax.subjects(1) == ()


def test_second_preposition_of_the_same_kind_is_heard() -> None:
    syntax = Syntax(
        reading_of(
            [
                ("attack", "NN", "ROOT", 0), ("on", "IN", "prep", 0), ("Peru", "NNP", "pobj", 1),
                ("and", "CC", "cc", 1), ("on", "IN", "conj", 1), ("Chile", "NNP", "pobj", 4),
            ]
        )
    )  # fmt: skip
    assert syntax.prepositional(0, ("on",)) == (2, 5)


LABELS = ["nsubj", "nsubjpass", "dobj", "conj", "xcomp", "advcl", "acl", "relcl", "prep", "pobj", "pcomp", "agent",
          "ccomp", "attr", "acomp", "poss", "appos", "auxpass", "ROOT"]  # fmt: skip
TAGS = ["VBD", "VBN", "VBG", "VB", "NN", "NNP", "JJ", "IN", "WDT", "PRP"]


@given(
    st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(LABELS), st.integers(0, 11)), min_size=12, max_size=12)
)
def test_any_graph_of_heads_gets_an_answer(rows: list[tuple[str, str, int]]) -> None:
    """Also cycles: a parser of another make may hand on anything."""
    syntax = Syntax(reading_of([(f"w{at}", tag, dep, head) for at, (tag, dep, head) in enumerate(rows)]))
    for token in range(12):
        answers = (
            *syntax.subjects(token), *syntax.objects(token), *syntax.understood(token), *syntax.conjuncts(token),
            *syntax.noun_tree(token), *syntax.prepositional(token, ("w1", "w2", "w3")),
        )  # fmt: skip
        assert all(0 <= each < 12 for each in answers)
        assert len(syntax.auxiliaries(token)) <= 12
