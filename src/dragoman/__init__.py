"""dragoman: a sourced record of diplomacy, read from news reports.

    import dragoman

    for claim in dragoman.code("Norway suspended arms sales to Myanmar on Tuesday.", published="2023-03-14"):
        print(claim.to_dict())

Everything public is in `__all__` and loads when it is first used: importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.export.frames import FramesMissingError
    from dragoman.knowledge.tables import DataError
    from dragoman.model.article import Article, Problem, Repair
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
        Voice,
    )
    from dragoman.model.dossier import Dossier
    from dragoman.model.span import Passage
    from dragoman.model.time import When
    from dragoman.reading.parser import ModelMissingError
    from dragoman.run.api import Coding, InputWarning, code, load, open, read_articles, resolve_phrase
    from dragoman.run.archive import LoadReport
    from dragoman.run.phrases import Named
    from dragoman.store.database import Store
    from dragoman.store.errors import StoreError
    from dragoman.store.filters import Filters
    from dragoman.store.questions import Answer, ask
    from dragoman.store.questions_dyads import Dyad, WhoReports
    from dragoman.store.questions_events import Events, Timeline, Visits
    from dragoman.store.questions_facts import Agreements, Officeholders, Statements
    from dragoman.store.questions_witnesses import Witnesses

__version__ = "0.1.0"

__all__ = [
    "AgreementClaim",
    "Agreements",
    "Answer",
    "Article",
    "Claim",
    "Coding",
    "DataError",
    "Dossier",
    "Dyad",
    "EventClaim",
    "Events",
    "Filters",
    "FramesMissingError",
    "InputWarning",
    "LoadReport",
    "MembershipClaim",
    "ModelMissingError",
    "Named",
    "OfficeClaim",
    "Officeholders",
    "Party",
    "Passage",
    "Place",
    "Problem",
    "RelationClaim",
    "Repair",
    "StatementClaim",
    "Statements",
    "Store",
    "StoreError",
    "Timeline",
    "Visits",
    "Voice",
    "When",
    "WhoReports",
    "Witnesses",
    "__version__",
    "ask",
    "code",
    "load",
    "open",
    "read_articles",
    "resolve_phrase",
]

_HOMES = {
    "export.frames": ("FramesMissingError",),
    "knowledge.tables": ("DataError",),
    "model.article": ("Article", "Problem", "Repair"),
    "model.claim": (
        *("AgreementClaim", "Claim", "EventClaim", "MembershipClaim", "OfficeClaim", "Party", "Place"),
        *("RelationClaim", "StatementClaim", "Voice"),
    ),
    "model.dossier": ("Dossier",),
    "model.span": ("Passage",),
    "model.time": ("When",),
    "reading.parser": ("ModelMissingError",),
    "run.api": ("Coding", "InputWarning", "code", "load", "open", "read_articles", "resolve_phrase"),
    "run.archive": ("LoadReport",),
    "run.phrases": ("Named",),
    "store.database": ("Store",),
    "store.errors": ("StoreError",),
    "store.filters": ("Filters",),
    "store.questions": ("Answer", "ask"),
    "store.questions_dyads": ("Dyad", "WhoReports"),
    "store.questions_events": ("Events", "Timeline", "Visits"),
    "store.questions_facts": ("Agreements", "Officeholders", "Statements"),
    "store.questions_witnesses": ("Witnesses",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
    value = getattr(import_module(f"dragoman.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
