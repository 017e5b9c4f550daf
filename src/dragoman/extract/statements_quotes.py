"""Quotations that stand without a cue of their own: they go on with the statement before them."""

from __future__ import annotations

from dragoman.extract.statements_cues import Draft
from dragoman.extract.statements_spans import Extents, Quotation
from dragoman.extract.statements_speakers import Speakers
from dragoman.model.reading import Reading


def attach_quotations(
    reading: Reading, extents: Extents, speakers: Speakers, drafts: list[Draft]
) -> list[Draft]:
    """Adds each quotation that opens a sentence without an attribution to the statement it continues.

    In one paragraph a quotation continues the statement just before it; a paragraph that is a quotation continues a
    statement of the paragraph before that ended in a quotation. `drafts` grow in place; what is returned is new:
    quotations that a colon after a name brings in.
    """
    taken: set[int] = set()
    owner: dict[int, Draft] = {}
    for draft in drafts:
        for first, last in draft.contents:
            for quotation in extents.quotations:
                if quotation.first < last and first < quotation.last:
                    taken.add(quotation.first)
                    owner[quotation.first] = draft
    by_token = sorted(drafts, key=lambda draft: draft.token)
    for number, quotation in enumerate(extents.quotations):
        if quotation.first in taken:
            continue
        sentence = reading.sentences[reading.sentence_of[quotation.first]]
        if quotation.first != sentence.first or not extents.is_speech(quotation):
            continue
        before = _statement_before(reading, extents, by_token, owner, number, quotation)
        if before is not None:
            before.contents.append((quotation.first, quotation.last))
            owner[quotation.first] = before
    return []


def _statement_before(
    reading: Reading,
    extents: Extents,
    drafts: list[Draft],
    owner: dict[int, Draft],
    number: int,
    quotation: Quotation,
) -> Draft | None:
    earlier = extents.quotations[number - 1] if number else None
    if quotation.chained and earlier is not None:
        return owner.get(earlier.first)
    last: Draft | None = None
    for draft in drafts:
        if draft.token >= quotation.first:
            break
        if draft.cue is not None and draft.token not in extents.quote_at:
            last = draft
    if last is None:
        return None
    here = reading.sentence_of[quotation.first]
    there = reading.sentence_of[last.token]
    if earlier is not None and owner.get(earlier.first) is last:
        there = max(there, reading.sentence_of[earlier.last - 1])
    gap = reading.sentences[here].paragraph - reading.sentences[there].paragraph
    if gap == 0 and here - there <= 1:
        return last
    if gap == 1 and here - there <= 1 and earlier is not None and owner.get(earlier.first) is last:
        return last
    return None
