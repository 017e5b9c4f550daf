"""Events by rules, by the model, or by both: what each leaves in a claim, and that nothing but the text decides."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.classify.classifier import NONE
from dragoman.knowledge.ontology import load_ontology
from dragoman.model.claim import EventClaim
from dragoman.model.finding import MODEL_RULE
from dragoman.run.api import code
from dragoman.run.coder import Coder
from dragoman.run.opinions import Engine, joiner_of

TEXT = (
    "Norway condemned the army of Myanmar on Tuesday. Warplanes of Sudan bombed the port of Massawa in Eritrea. "
    "The president of Peru met the president of Chile in Lima. Protesters marched through Nairobi. "
    "Kenya sent food and medicine to Somalia."
)
ARTICLES = [
    {"id": "a", "text": TEXT},
    {"id": "b", "text": "France expelled two diplomats of Mali. Fiji did not condemn Tonga."},
    {"id": "c", "text": "Ghana outfoxed Togo at the border, and Togo warned Ghana of war."},
    *(
        {"id": f"d{at}", "text": f"Oman praised Laos for the {at}th time. Nepal urged Bhutan to talk."}
        for at in range(20)
    ),
]
ENGINES: tuple[Engine, ...] = ("rules", "model", "both")

pytestmark = pytest.mark.usefixtures("coder")


def events(text: str, engine: Engine) -> list[EventClaim]:
    return [claim for claim in code(text, engine=engine) if isinstance(claim, EventClaim)]


def lines(articles: list[dict[str, str]], engine: Engine, processes: int = 1) -> list[str]:
    return [json.dumps(row) for row in code(articles, engine=engine, processes=processes).records()]


def test_rules_alone_ask_no_model() -> None:
    found = events(TEXT, "rules")
    assert {"ACCUSE", "ASSAULT", "CONSULT", "AID"} <= {event.type for event in found}
    assert all(event.chances is None and event.rule != MODEL_RULE for event in found)


def test_the_model_alone_is_the_rule_of_all_its_events() -> None:
    found = events(TEXT, "model")
    assert "ACCUSE" in {event.type for event in found}
    for event in found:
        assert event.rule == MODEL_RULE
        assert event.chances is not None
        assert event.chances.best[0] == event.type
        assert event.type != NONE
        assert event.confidence == pytest.approx(0.8 * event.chances.best[1], abs=0.21)


def test_both_keep_the_rule_and_add_what_the_model_makes_of_it() -> None:
    (alone,) = [event for event in events(TEXT, "rules") if event.type == "ACCUSE"]
    (both,) = [event for event in events(TEXT, "both") if event.type == "ACCUSE"]
    assert (both.rule, both.mode, both.cue, both.evidence) == (alone.rule, alone.mode, alone.cue, alone.evidence)
    assert both.chances is not None
    assert both.chances.best[0] == "ACCUSE"
    assert both.chances.to_dict() == both.to_dict()["chances"]
    assert both.confidence != alone.confidence


@pytest.mark.parametrize("engine", ENGINES)
def test_evidence_stands_where_it_says(engine: Engine) -> None:
    for event in events(TEXT, engine):
        assert TEXT[event.evidence.start : event.evidence.end] == event.evidence.text
        assert event.cue is not None
        assert TEXT[event.cue.start : event.cue.end] == event.cue.text
        assert event.actor


def test_what_is_not_an_event_of_the_rules_or_the_model_leaves_other_claims_alone() -> None:
    text = '"We condemn these arrests," the foreign minister of Norway told reporters in Oslo.'
    said = [[claim.to_dict() for claim in code(text, engine=engine) if claim.kind == "statement"] for engine in ENGINES]
    assert said[0]
    assert said[0] == said[1] == said[2]


@pytest.mark.parametrize("engine", ENGINES)
def test_two_runs_give_the_same_claims(engine: Engine) -> None:
    assert lines(ARTICLES, engine) == lines(ARTICLES, engine)


def test_two_processes_give_the_same_claims() -> None:
    assert lines(ARTICLES, "both", processes=2) == lines(ARTICLES, "both")


@pytest.mark.parametrize("engine", ["model", "both"])
def test_the_order_of_articles_changes_nothing(engine: Engine) -> None:
    there = lines(ARTICLES, engine)
    assert sorted(lines(ARTICLES[::-1], engine)) == sorted(there)
    alone = [line for article in ARTICLES for line in lines([article], engine)]
    assert alone == there


def test_the_joiner_writes_types_as_the_ontology_does(coder: Coder) -> None:
    ontology = load_ontology()
    names = joiner_of(ontology, None).coded_as
    assert names["ACCUSE.allege"] == ("ACCUSE", "allege")
    for name, written in names.items():
        type_, _, mode = name.partition(".")
        assert written == ontology.coded_as(type_, mode)
    accuse = ontology.types["ACCUSE"]
    moved = replace(accuse.modes["allege"], coded_as=("REJECT", None))
    changed = replace(ontology, types={**ontology.types, "ACCUSE": replace(accuse, modes={"allege": moved})})
    assert joiner_of(changed, None).coded_as["ACCUSE.allege"] == ("REJECT", None)


def test_a_folder_without_the_model_is_no_model(tmp_path: Path) -> None:
    from dragoman.classify.classifier import ClassifierMissingError

    (tmp_path / "model.json").write_text("{}")
    with pytest.raises(ClassifierMissingError, match=r"holds no model\.onnx, tokenizer\.json"):
        next(code(TEXT, model=str(tmp_path)))
