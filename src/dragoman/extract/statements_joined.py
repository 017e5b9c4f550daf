"""Where rules and tagger meet: the statements that rules read, and those that the tagger sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dragoman.extract.statements_draft import Draft
from dragoman.extract.statements_spans import Extents, Range
from dragoman.extract.statements_speakers import NOBODY, Speaker, Speakers
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.model.finding import TAGGER_RULE, SeenStatement, Sighting
from dragoman.model.reading import Reading

ALONE = 0.95
"""Chance of a cue from which the tagger's statement stands where no rule reads one."""
UNHEARD = 0.98
"""The same where the cue holds no word of the lexicon."""
DOUBTED = 0.1
"""A statement by rule whose cue the tagger gives less is dropped."""
_SURE = frozenset({"that", "bare", "quote", "inverted", "inserted", "whether", "wh", "label", "according-to", "convey"})
"""How the content stands in statements by rule that are hardly ever wrong."""

Look = Callable[[Sequence[int]], Sighting]
"""Asks the tagger about some sentences of the reading."""


@dataclass(slots=True)
class Joiner:
    """Joins both for one reading."""

    reading: Reading
    extents: Extents
    speakers: Speakers
    speech: SpeechLexicon

    def join(self, drafts: list[Draft], look: Look) -> list[Draft]:
        """The drafts of rules, mended by the tagger, and its own; in the order of their tokens."""
        asked = self._asked(drafts)
        if not asked:
            return drafts
        sighting = look(asked)
        sentences = set(asked)
        seen = {token: each for each in sighting.statements for token in range(*each.cue)}
        joined: list[Draft] = []
        used: set[SeenStatement] = set()
        for draft in drafts:
            cue = draft.cue or (draft.token, draft.token + 1)
            match = next((seen[token] for token in (draft.token, *range(*cue)) if token in seen), None)
            if match is not None:
                used.add(match)
                self._mend(draft, match)
                joined.append(draft)
            elif (
                _is_sure(draft)
                or self.reading.sentence_of[draft.token] not in sentences
                or max(sighting.chances[cue[0] : cue[1]], default=0.0) >= DOUBTED
            ):
                joined.append(draft)
        for each in sighting.statements:
            if each not in used and each.chance >= ALONE:
                draft_ = self._own(each)
                if draft_ is not None:
                    joined.append(draft_)
        joined.sort(key=lambda draft: draft.token)
        return joined

    def _asked(self, drafts: Sequence[Draft]) -> list[int]:
        """The sentences worth the tagger's time: with an unused cue word, or a statement by rule that is not sure.

        Words that are quoted anyway, or a turn of a transcript, are their speaker's own and not asked about.
        """
        reading = self.reading
        spoken = bytearray(len(reading))
        used: set[int] = set()
        unsure: set[int] = set()
        for draft in drafts:
            used.update(range(*(draft.cue or (draft.token, draft.token + 1))))
            if draft.verbatim:
                for first, last in draft.contents:
                    spoken[first:last] = b"\x01" * (last - first)
        for token in self.extents.quote_at:
            spoken[token] = 1
        for draft in drafts:
            if not _is_sure(draft) and not spoken[draft.token]:
                unsure.add(reading.sentence_of[draft.token])
        found: list[int] = []
        for number, sentence in enumerate(reading.sentences):
            open_ = [at for at in range(sentence.first, sentence.last) if not spoken[at] and at not in used]
            if number in unsure or any(self._may_be_cue(at) for at in open_):
                found.append(number)
        return found

    def _may_be_cue(self, token: int) -> bool:
        tag, lemma, speech = self.reading.tags[token], self.reading.lemmas[token], self.speech
        if tag[0] == "V":
            return lemma in speech.verbs and self.reading.deps[token] not in ("aux", "auxpass")
        return (tag in ("NN", "NNS") and lemma in speech.nouns) or (tag[0] == "J" and lemma in speech.adjectives)

    def _mend(self, draft: Draft, seen: SeenStatement) -> None:
        """A rule's spans stand, for grammar drew them; the tagger gives a missing speaker, and the rest of a list."""
        if draft.speaker.extent is None and seen.speaker is not None:
            draft.speaker = self._speaker(seen.speaker, draft.token) or NOBODY
        if draft.contents and seen.content:
            first, last = draft.contents[-1]
            end = seen.content[-1][1]
            stop = self.extents.sentence(last - 1)[1]
            if seen.content[-1][0] < last < end <= stop and draft.token < first:
                longer = self.extents.trim(first, end)
                if longer is not None:
                    draft.contents[-1] = longer

    def _own(self, seen: SeenStatement) -> Draft | None:
        cue, contents = self.extents.trim(*seen.cue), self._contents(seen)
        if not contents:
            return None
        cue = cue or seen.cue
        token, stance = self._head(cue), self._stance(cue)
        if self.reading.tags[token][0] not in "VNJ" or (stance is None and seen.chance < UNHEARD):
            return None
        speaker = self._speaker(seen.speaker, token) if seen.speaker is not None else None
        if speaker is None and self.reading.tags[token][0] == "V":
            speaker = self.speakers.of_verb(token)
        return Draft(
            TAGGER_RULE, token, cue, speaker or NOBODY, contents, stance,
            confidence=round(seen.chance * 0.8, 3),
        )  # fmt: skip

    def _contents(self, seen: SeenStatement) -> list[Range]:
        """The tagger's content, each piece up to the ends of the phrase or quotation that it holds most of."""
        found: list[Range] = []
        for piece in seen.content:
            whole = self._whole(piece, seen.cue)
            if found and whole[0] < found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], whole[1]))
            else:
                found.append(whole)
        return [trimmed for first, last in found if (trimmed := self.extents.trim(first, last)) is not None]

    def _whole(self, piece: Range, cue: Range) -> Range:
        """The phrase that the piece is the larger part of, as far as the cue; else the piece as it is."""
        first, last = self.extents.edges(self._head(piece))
        if first <= cue[0] < last:
            first, last = (cue[1], last) if piece[0] >= cue[1] else (first, cue[0])
        first, last = min(first, piece[0]), max(last, piece[1])
        return (first, last) if 2 * (piece[1] - piece[0]) >= last - first else piece

    def _speaker(self, extent: Range, cue: int) -> Speaker | None:
        """The whole noun phrase around the head of the tagger's speaker."""
        head = self._head(extent)
        if self.reading.tags[head][0] not in "NPWDJC":
            return None
        speaker = self.speakers.noun(head, cue)
        return speaker if speaker.extent is not None else None

    def _head(self, extent: Range) -> int:
        """The token that the others of the range hang under."""
        heads = self.reading.heads
        first, last = extent
        return next((at for at in range(first, last) if heads[at] == at or not first <= heads[at] < last), first)

    def _stance(self, cue: Range) -> str | None:
        """The stance of the first word of the cue that the lexicon knows."""
        reading, speech = self.reading, self.speech
        for token in range(*cue):
            lemma, tag = reading.lemmas[token], reading.tags[token]
            table = {"V": speech.verbs, "N": speech.nouns, "J": speech.adjectives}.get(tag[0], {})
            for known in table.get(lemma, ()):
                return known.stance
        return None


def _is_sure(draft: Draft) -> bool:
    """Whether the form of a statement by rule leaves hardly a doubt: "said that", a quotation, "according to"."""
    return draft.preposition or draft.verbatim or draft.rule.rsplit(".", 1)[-1] in _SURE
