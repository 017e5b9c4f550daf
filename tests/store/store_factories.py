"""Small makers of articles, claims and dossiers for the store's tests."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from dragoman.model.article import Article
from dragoman.model.claim import Claim, EventClaim, OfficeClaim, Party, Place, Run, StatementClaim, Voice
from dragoman.model.dossier import Dossier
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.store.identity import make_run

TEXT = "The envoy of Ruritania met the queen of Graustark in Strelsau on Monday, the Ruritanian Gazette said."
RUN = make_run("0.1.0", "data-1", "model-1", "2024-05-01T10:00:00Z", {"voices": "all"})
LATER_RUN = make_run("0.2.0", "data-1", "model-1", "2024-06-01T10:00:00Z", {"voices": "all"})


def article(number: str = "a1", text: str = TEXT, published: str | None = "2024-03-05", **more: str) -> Article:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    known = {"publisher": "Ruritanian Gazette", "title": "Envoy meets queen", "origin": f"{number}.txt"} | more
    return Article(number, text, digest, "text/1", published=published, **known)


def party(name: str, country: str | None, start: int = 4, text: str = TEXT) -> Party:
    return Party(name, start, start + 5, text[start : start + 5], country=country, sector="GOV", rule="name.full")


def event(
    number: str = "a1",
    actor: Sequence[str] = ("FRA",),
    recipient: Sequence[str] = ("KOR",),
    when: When | None = None,
    start: int = 0,
    kind: str = "CONSULT",
    said_by: tuple[Voice, ...] = (),
) -> EventClaim:
    return EventClaim(
        number,
        Passage.cut(TEXT, start, 72),
        0.75,
        "en.consult.meet.1",
        said_by=said_by,
        cue=Passage.cut(TEXT, 23, 26),
        sentence=Passage.cut(TEXT, 0, len(TEXT)),
        reasons=("active clause",),
        type=kind,
        mode="meet",
        actor=tuple(party(f"{code} envoy", code) for code in actor),
        recipient=tuple(party(f"{code} queen", code, 31) for code in recipient),
        when=when,
        where=Place("Strelsau", 53, 61, TEXT[53:61], country="FRA", lat=-5.5, lon=12.25),
        quad=1,
        intensity=7.0,
        cameo="040",
    )


def statement(number: str = "a1", speaker: str = "Rudolf Rassendyll", country: str = "GBR") -> StatementClaim:
    return StatementClaim(
        number,
        Passage.cut(TEXT, 0, len(TEXT)),
        0.9,
        "en.speech.said",
        speaker=party(speaker, country),
        addressee=(party("the queen", "SWE", 31),),
        content=(Passage.cut(TEXT, 0, 71),),
    )


def office(number: str = "a1") -> OfficeClaim:
    return OfficeClaim(
        number,
        Passage.cut(TEXT, 0, 22),
        0.6,
        "en.office.of",
        holder=party("the envoy", None),
        title="envoy",
        country="FRA",
        accredited_to="KOR",
    )


def voice(name: str) -> Voice:
    return Voice(name, 73, 77, TEXT[73:77], cue=Passage.cut(TEXT, 96, 100))


def dossier(*claims: Claim, of: Article | None = None) -> Dossier:
    return Dossier(of or article(claims[0].article if claims else "a1"), claims=claims)


def same_run(run: Run, started: str) -> Run:
    return make_run(run.code_version, run.data_hash, run.model, started, run.options)
