"""A person judges: the judgement is checked, signed and stored, and the record judged anew."""

from __future__ import annotations

from pathlib import Path

from dragoman.judge.corrections import check_correction
from dragoman.knowledge.ontology import Ontology, load_ontology
from dragoman.model.judging import Judgement
from dragoman.run import judging
from dragoman.store.draft import Draft
from dragoman.store.judgements import add_judgement

_OTHERS = ("IGO", "NGO", "MNC", "IMG", "ISM")
"""What stands in a country's place for parties of no country."""


def judge_by_hand(
    path: Path | str, judgement: Judgement, ontology: Ontology | None = None, *, later: bool = False
) -> Judgement:
    """Stores the judgement in the database at `path`, judges the record anew, and returns what was stored.

    `later` leaves the judging anew to `judge_anew` (or the next judgement): for many judgements one after another.

    `ontology` is whose types and modes a correction may name; None: the program's own. The ids in `judgement` may be
    unique beginnings; its own `id` does not matter.

    A failure of the database leaves it as it was. After Ctrl-C the judgement may be stored and the record not yet
    judged anew, which `judge_anew` makes good.

    Raises:
        StoreError: the judgement makes no sense or names nothing, or the database fails; nothing was changed.
    """
    types = ontology or load_ontology()

    def check(kind: str, field: str, value: str) -> None:
        check_correction(kind, field, value, types, {*judging.program_almanac().states, *_OTHERS})

    with Draft.open(Path(path)) as draft:
        stored = add_judgement(draft.store, judgement, check)
        if not later:
            judging.judge_record(draft.store)
    return stored


def judge_anew(path: Path | str) -> None:
    """Judges the record of the database at `path` anew, from its claims and judgements."""
    with Draft.open(Path(path)) as draft:
        judging.judge_record(draft.store, anew=True)
