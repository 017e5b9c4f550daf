"""The dossier: one article and everything found in it, passed from step to step."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.article import Article, Problem, Repair
from dragoman.model.claim import Claim, Party, Place, Voice
from dragoman.model.finding import EventMention, StandingFact, StatementMention
from dragoman.model.mention import Mention
from dragoman.model.span import Span
from dragoman.model.time import TimeMention


@dataclass(frozen=True, slots=True)
class Dossier:
    """One article and what has been found in it; each drawer is filled by exactly one step and never changed.

    `parties` is aligned with `mentions`: whom each mention was resolved to, several for "the two countries".
    `headline` are the people whom the title names, `pair` the two whom the article is about, if there are such two.
    `outlets` are publisher and agency, whose voice the article is.
    `settled` are `parties` with what only the article's setting tells: who "we" are, where the police are at home.
    """

    article: Article
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    sentences: tuple[Span, ...] = ()
    times: tuple[TimeMention, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statement_mentions: tuple[StatementMention, ...] = ()
    event_mentions: tuple[EventMention, ...] = ()
    standing_facts: tuple[StandingFact, ...] = ()
    places: tuple[Place, ...] = ()
    parties: tuple[tuple[Party, ...], ...] = ()
    headline: tuple[Party, ...] = ()
    pair: tuple[Party, ...] = ()
    settled: tuple[tuple[Party, ...], ...] = ()
    outlets: tuple[Voice, ...] = ()
    claims: tuple[Claim, ...] = ()
