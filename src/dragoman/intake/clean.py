"""The clean copy of an article: repaired, without furniture, paragraph by paragraph, with a map back to the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.intake.copy_text import make_copy
from dragoman.intake.edits import Edit, apart, applied, repaired_words
from dragoman.intake.furniture import Found, find_furniture, publisher_name
from dragoman.intake.glue import find_glue
from dragoman.intake.limits import MAX_READ, MAX_WORD
from dragoman.intake.markup import clean_title, find_markup
from dragoman.intake.mends import find_mends
from dragoman.model.article import Article, CleanText, Problem, Repair

_ENDLESS = re.compile(rf"\S{{{MAX_WORD + 1},}}")
_BEFORE_MARK = re.compile(r"(?<=[\w)”’\"])[ \xa0]+(?=[,;](?:\s|\Z)|[.:](?:\s|\Z))")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article with the fields its text states, the copy to parse, and what was repaired or went wrong."""

    article: Article
    clean: CleanText
    repairs: tuple[Repair, ...]
    problems: tuple[Problem, ...]


def clean_article(article: Article) -> Cleaned:
    """The clean copy of an article, its repairs and problems, and the fields found in its text.

    Offsets of repairs and problems count into `article.text`, which stays as it is. A field that the article came with
    wins over one found in the text. Never raises; an article that is all furniture gives an empty copy and a problem.
    """
    problems: list[Problem] = []
    text = article.text
    if len(text) > MAX_READ:
        problems.append(
            Problem(
                "article-too-long",
                f"Only the first {MAX_READ:,} characters were read; split the text into articles.",
                article=article.id,
                start=MAX_READ,
                end=len(text),
                origin=article.origin,
            )
        )
        text = text[:MAX_READ]
    repairs, edits = _repairs(text)
    edits.extend(find_markup(text))
    edits.extend(Edit(match.start(), match.end(), "") for match in _BEFORE_MARK.finditer(text))
    edits = apart(edits)
    found = find_furniture(text, edits)
    repairs = [
        repair
        for repair in repairs
        if not any(start <= repair.start and repair.end <= end for start, end in found.cards)
    ]
    cuts = list(found.cuts)
    endless = [match.span() for match in _ENDLESS.finditer(text) if _is_endless(text, *match.span(), edits)]
    if endless:
        cuts.extend(endless)
        problems.append(
            Problem(
                "endless-word",
                f"{len(endless)} run(s) of more than {MAX_WORD} characters without a blank were left out; "
                "take data and lost blanks out of the text.",
                article=article.id,
                start=endless[0][0],
                end=endless[0][1],
                origin=article.origin,
            )
        )
    clean = make_copy(text, _with_cuts(edits, _merged(cuts)), article.title)
    if not clean.text:
        problems.append(
            Problem(
                "no-content",
                "The text holds nothing but furniture (datelines, credits, links); check what was saved.",
                article=article.id,
                origin=article.origin,
            )
        )
    return Cleaned(_filled(article, found, _headline(clean)), clean, tuple(repairs), tuple(problems))


def _is_endless(text: str, start: int, end: int, edits: list[Edit]) -> bool:
    """True where the run is still too long in the copy: a link with a long target is not."""
    return any(len(word) > MAX_WORD for word in applied(text, start, end, edits).split())


def _repairs(text: str) -> tuple[list[Repair], list[Edit]]:
    """The repairs of the text in order and apart, and all edits of the text so far."""
    pairs = [*find_mends(text), *repaired_words(text, find_glue(text))]
    edits: list[Edit] = []
    repairs: list[Repair] = []
    taken: list[tuple[int, int]] = []
    for repair, changes in sorted(pairs, key=lambda pair: (pair[1][0].start, -pair[1][-1].end)):
        if taken and changes[0].start < taken[-1][1]:
            continue
        taken.append((changes[0].start, changes[-1].end))
        edits.extend(changes)
        if repair is not None:
            repairs.append(repair)
    return repairs, edits


def _with_cuts(edits: list[Edit], cuts: list[tuple[int, int]]) -> list[Edit]:
    """The edits outside the cuts, and the cuts as edits that leave nothing."""
    kept: list[Edit] = [Edit(start, end, "") for start, end in cuts]
    at = 0
    for edit in edits:
        while at < len(cuts) and cuts[at][1] <= edit.start:
            at += 1
        if at == len(cuts) or cuts[at][0] >= edit.end:
            kept.append(edit)
    return apart(kept)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _headline(clean: CleanText) -> str | None:
    """The headline that the text begins with, if any."""
    for start, end, kind in clean.paragraphs[:1]:
        if kind == "headline":
            return clean.text[start:end]
    return None


def _filled(article: Article, found: Found, headline: str | None) -> Article:
    publisher = article.publisher or found.publisher
    return replace(
        article,
        title=clean_title(article.title) if article.title else headline,
        published=article.published or found.published,
        author=article.author or found.author,
        publisher=publisher_name(publisher) if publisher and publisher.islower() else publisher,
        image_credit=article.image_credit or found.image_credit,
        dateline_place=article.dateline_place or found.dateline_place,
        agency=article.agency or found.agency,
    )
