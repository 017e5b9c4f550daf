"""Voices around and behind a statement: go-betweens, reporters, and the statement it is part of."""

from __future__ import annotations

from dragoman.extract.statements_draft import Draft
from dragoman.extract.syntax import Syntax
from dragoman.model.reading import Reading


def link_chains(reading: Reading, syntax: Syntax, drafts: list[Draft]) -> None:
    """Sets go-betweens, reporters and `outer` of the drafts in place; `drafts` come in the order of their tokens."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(reading.sentence_of[draft.token], []).append(draft)
    for together in by_sentence.values():
        _rehang(reading, syntax, together)
        for draft in together:
            if draft.rule == "en.convey":
                _carry_on(reading, syntax, draft, together)
            elif draft.preposition and syntax.child(draft.token, "dobj") is not None:
                _cite(reading, draft, together)
    _drop_doubles(drafts)
    _nest(drafts)
    for draft in drafts:
        outer = draft.outer
        if outer is not None and (outer.preposition or outer.stance == "reports") and draft.reported_by is None:
            draft.reported_by = outer.speaker.mention


def _rehang(reading: Reading, syntax: Syntax, together: list[Draft]) -> None:
    """ "said that X, adding that Y": Y is no part of X, and the speaker is the same.

    The parser often hangs such a participle, and "according to Z" at a sentence's end, under the content's own verb.
    """
    for draft in together:
        at = draft.token
        participle = (
            reading.tags[at] == "VBG"
            and reading.words[at - 1] == ","
            and not draft.preposition
            and syntax.child(at, "nsubj") is None
            and syntax.child(at, "ccomp", "xcomp") is not None
        )
        closing = draft.preposition and any(last <= at for _, last in draft.contents)
        if not participle and not closing:
            continue
        for other in together:
            if other is draft or other.token >= at or other.preposition:
                continue
            first, last = other.contents[-1]
            if other.token == reading.heads[at] and draft.preposition and syntax.child(at, "dobj") is not None:
                continue
            if not other.token < first < at < last or reading.words[first] in ("“", '"', "''"):
                continue
            end = at - 1 if reading.words[at - 1] == "," else at
            if closing and not any(a <= other.token < b for a, b in draft.contents):
                continue
            if end > first:
                other.contents[-1] = (first, end)
                if participle:
                    draft.speaker = other.speaker
                    break


def _drop_doubles(drafts: list[Draft]) -> None:
    """Drops a noun whose content a verb already has, and a cue that stands inside a longer one."""
    covered = {content for draft in drafts if not draft.rule.startswith("en.noun.") for content in draft.contents}
    within = {
        token: draft for draft in drafts if draft.cue is not None for token in range(*draft.cue) if token != draft.token
    }
    drafts[:] = [
        draft
        for draft in drafts
        if draft.token not in within and not (draft.rule.startswith("en.noun.") and draft.contents[0] in covered)
    ]


def _carry_on(reading: Reading, syntax: Syntax, conveyed: Draft, together: list[Draft]) -> None:
    """ "conveyed Z's message to Y, saying ...": what is said is Z's too, by the same way."""
    for draft in together:
        if draft.token > conveyed.token and reading.tags[draft.token] == "VBG" and not draft.preposition:
            if syntax.child(draft.token, "nsubj") is None and reading.deps[draft.token] in (
                "advcl",
                "acl",
                "conj",
                "xcomp",
            ):
                draft.speaker = conveyed.speaker
                draft.via = list(conveyed.via)
                draft.addressee = draft.addressee or conveyed.addressee


def _cite(reading: Reading, cited: Draft, together: list[Draft]) -> None:
    """ "Yonhap reported ..., citing the ministry": the ministry's words are those that Yonhap reports."""
    above = reading.heads[cited.token]
    reports = [
        draft
        for draft in together
        if not draft.preposition and (draft.token == above or (draft.token < cited.token and draft.stance == "reports"))
    ]
    if not reports:
        return
    report = reports[0]
    cited.contents = list(report.contents)
    cited.reported_by = report.speaker.mention
    cited.outer = report


def _nest(drafts: list[Draft]) -> None:
    """Sets `outer` to the draft with the smallest content around the cue: one sweep over the article."""
    pieces = sorted(
        ((first, last, draft) for draft in drafts for first, last in draft.contents), key=lambda piece: piece[:2]
    )
    around: list[tuple[int, int, Draft]] = []
    at = 0
    for draft in sorted(drafts, key=lambda draft: draft.token):
        while at < len(pieces) and pieces[at][0] <= draft.token:
            around.append(pieces[at])
            at += 1
        around = [piece for piece in around if piece[1] > draft.token]
        if draft.outer is not None:
            continue
        best: tuple[int, Draft] | None = None
        for first, last, other in around:
            if other is draft or other.outer is draft or (best is not None and last - first >= best[0]):
                continue
            if not any(start <= other.token < stop for start, stop in draft.contents):  # no two around each other
                best = (last - first, other)
        draft.outer = best[1] if best is not None else None
