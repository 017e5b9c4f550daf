"""Words that name a place, before it is known which place they mean."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.span import Passage


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in an article: its characters, its repaired words (`name`) and what the text says about it.

    `first`/`last` are the tokens `[first, last)` it covers, `sentence` the sentence's index, `label` the parser's
    entity label. `entities` are the states and regions of the almanac that bear the name, likeliest first. `container`
    indexes the mention of the larger place that the text puts it in ("Paris, Texas"), `country` is the code of the
    country whose adjective stands before it ("the Syrian town of ..."). `around` counts the countries whose adjectives
    the article uses; it is the same for all mentions of an article. `rule` tells how it was found.
    """

    passage: Passage
    name: str
    sentence: int
    first: int
    last: int
    rule: str
    label: str | None = None
    entities: tuple[str, ...] = ()
    container: int | None = None
    country: str | None = None
    around: tuple[tuple[str, int], ...] = ()
