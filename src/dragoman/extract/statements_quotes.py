"""Quotations without a cue of their own, and speakers named before a colon."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from dragoman.extract.statements_draft import Draft
from dragoman.extract.statements_spans import Extents, Quotation
from dragoman.extract.statements_speakers import Speakers
from dragoman.model.reading import Reading

_INSIDE_LABELS = frozenset({"of", "the", "(", ")", "and"})
_NAME_TAGS = frozenset({"NNP", "NNPS", "NN", "NNS", "DT", "JJ", "POS", ",", "-LRB-", "-RRB-", "HYPH", "CD", "IN"})
_LABEL = 8  # words before a colon that may name a speaker
_CAPTION = 4  # the same in the body of an article
_TITLED = 16  # the same where a name ends it ("President of the Republic of Chile Jane Roe (speaking in Spanish):")
_ASKED = frozenset({"Q", "Q."})  # opens an unnamed reporter's question in a transcript
_AFTER = 12  # tokens after a quotation in which an unknown verb of speech is sought


@dataclass(slots=True)
class Attributions:
    """Gives quotations to the statements they continue; finds what a rare verb or a name before a colon brings in."""

    reading: Reading
    extents: Extents
    speakers: Speakers
    drafts: list[Draft]
    owner: dict[int, Draft] = field(default_factory=dict)

    def complete(self) -> None:
        """Adds to `drafts` and to their contents, in place."""
        self.drafts.extend(self._labelled())
        for draft in self.drafts:
            self._own(draft)
        self.drafts.sort(key=lambda draft: draft.token)
        for number, quotation in enumerate(self.extents.quotations):
            if quotation.first in self.owner or not self.extents.is_speech(quotation):
                continue
            unknown = self._unknown_verb(quotation)
            if unknown is not None:
                self.drafts.append(unknown)
                self.drafts.sort(key=lambda draft: draft.token)
                self._own(unknown)
            elif self.extents.opens_sentence(quotation):
                before = self._before(number, quotation)
                if before is not None:
                    before.contents.append((quotation.first, quotation.last))
                    self.owner[quotation.first] = before
        self._join_chains()

    def _own(self, draft: Draft) -> None:
        """A statement owns the quotations in its content, unless its own cue stands inside them."""
        for first, last in draft.contents:
            for token in range(first, last):
                quotation = self.extents.quote_at.get(token)
                if quotation is not None and not quotation.first <= draft.token < quotation.last:
                    self.owner.setdefault(quotation.first, draft)

    def _before(self, number: int, quotation: Quotation) -> Draft | None:
        """The statement that a quotation goes on with: just before it, or in the paragraph before, quoted too."""
        reading, extents = self.reading, self.extents
        earlier = extents.quotations[number - 1] if number else None
        if quotation.chained and earlier is not None:
            return self.owner.get(earlier.first)
        last: Draft | None = None
        for at in range(bisect_left(self.drafts, quotation.first, key=lambda draft: draft.token) - 1, -1, -1):
            draft = self.drafts[at]
            if draft.cue is None or draft.token in extents.quote_at:
                continue
            if last is None:
                last = draft
            elif any(first <= last.token < stop for first, stop in draft.contents):
                last = draft  # a statement inside another: what follows goes on with the outer one
            if reading.sentence_of[draft.token] < reading.sentence_of[last.token]:
                break
        if last is None:
            return None
        here = reading.sentence_of[quotation.first + 1]
        there = reading.sentence_of[last.token]
        quoted = earlier is not None and self.owner.get(earlier.first) is last
        if earlier is not None and quoted:
            there = max(there, reading.sentence_of[earlier.last - 2])
        gap = reading.sentences[here].paragraph - reading.sentences[there].paragraph
        return last if here - there <= 1 and (gap == 0 or (gap == 1 and quoted)) else None

    def _join_chains(self) -> None:
        """A quotation over several paragraphs whose attribution comes late belongs to it from its start."""
        quotations = self.extents.quotations
        for number in range(len(quotations) - 1, 0, -1):
            quotation, earlier = quotations[number], quotations[number - 1]
            draft = self.owner.get(quotation.first)
            if quotation.chained and draft is not None and earlier.first not in self.owner:
                self.owner[earlier.first] = draft
                draft.contents.insert(0, (earlier.first, earlier.last))

    def _unknown_verb(self, quotation: Quotation) -> Draft | None:
        """'"...," she chuckled': a quotation that ends in a comma is followed by a verb of speech, known or not."""
        reading = self.reading
        if not quotation.closed or reading.words[quotation.last - 2] not in (",", "?", "!"):
            return None
        if not self.extents.opens_sentence(quotation):
            return None
        stop = min(self.extents.sentence(min(quotation.last, len(reading) - 1))[1], quotation.last + _AFTER)
        for token in range(quotation.last, stop):
            if reading.tags[token] in ("VBD", "VBZ", "VBP") and reading.deps[token] in ("ROOT", "ccomp", "parataxis"):
                subject = self.speakers.syntax.child(token, "nsubj")
                if subject is None or subject < quotation.last or reading.tags[quotation.last][0] in "IRC":
                    return None
                speaker = self.speakers.noun(subject, token)
                content = [(quotation.first, quotation.last)]
                return Draft("en.quote.any", token, (token, token + 1), speaker, content, None, confidence=0.5)
        return None

    def _labelled(self) -> Iterator[Draft]:
        """ "Kremlin: no talks planned" in a headline; "SMITH: We agreed." in a transcript, up to the next label."""
        reading = self.reading
        sentences = reading.sentences
        labels: list[tuple[int, int, int, bool]] = []  # first token, colon, first token after the speech, transcript?
        for number, sentence in enumerate(sentences):
            if number and sentences[number - 1].paragraph == sentence.paragraph:
                continue
            headline = sentence.headline or number == 0
            end = self._paragraph_end(number)
            colon = self._colon(sentence.first, min(sentence.first + _TITLED + 1, end - 1))
            longest = _LABEL if headline else _CAPTION
            if colon is not None and colon - sentence.first > longest and not self._names_person(sentence.first, colon):
                colon = None
            if colon is not None:
                shouted = not headline and (
                    all(word.isupper() or word == "." for word in reading.words[sentence.first : colon])
                    or self._names_person(sentence.first, colon)
                )
                labels.append((sentence.first, colon, end, shouted))
            elif (
                labels
                and labels[-1][3]
                and labels[-1][2] == sentence.first
                and reading.words[sentence.first] not in _ASKED
            ):
                labels[-1] = (*labels[-1][:2], end, True)
        for first, colon, end, shouted in labels:
            end_of_name = self._before_brackets(first, colon)
            head = next((at for at in range(end_of_name - 1, first - 1, -1) if reading.tags[at][0] == "N"), None)
            if head is None or not (shouted or self._by_name(head) is not None):
                continue
            content, label = self.extents.trim(colon + 1, end), self.extents.trim(first, colon)
            if content is None or label is None:
                continue
            speaker = self.speakers.whole(label, head)
            cue = (colon, colon + 1)
            yield Draft("en.label", colon, cue, speaker, [content], "asserts", verbatim=shouted, confidence=0.5)

    def _names_person(self, first: int, colon: int) -> bool:
        """True for "President of Finland Jane Roe:" at the start of a paragraph: a turn of a transcript."""
        last = self._before_brackets(first, colon) - 1
        label = self.speakers.mentions.label_at.get(last)
        hit = self.speakers.mentions.hit_at.get(last)
        known = hit is not None and hit.entries[0].entity.kind == "person"
        return last > first and (known or (label is not None and label[2] == "PERSON"))

    def _before_brackets(self, first: int, colon: int) -> int:
        """The end of a label without what stands in brackets at its end ("(retranslated):")."""
        words = self.reading.words
        if words[colon] != "):" and words[colon - 1] != ")":
            return colon
        return next((at for at in range(colon - 1, first, -1) if words[at] == "("), colon)

    def _colon(self, first: int, limit: int) -> int | None:
        """The colon after a name at the start of a paragraph; None where other words stand before it."""
        reading = self.reading
        inside = False
        for at in range(first, limit):
            if reading.words[at] in (":", "):"):
                return at if at > first and reading.tags[at + 1] != "CD" else None
            inside = (inside or reading.words[at] == "(") and reading.words[at] != ")"
            if inside or (reading.lower[at] in _INSIDE_LABELS and at > first):
                continue
            if reading.tags[at] not in _NAME_TAGS and not (reading.words[at] == "." and at - first == 1):
                return None  # one stop may stand after "MR" and "MS"
        return None

    def _by_name(self, head: int) -> int | None:
        """The mention at the end of a label, where it is a person or a body and no mere topic or place."""
        mentions = self.speakers.mentions
        found = mentions.at(head)
        if found is None:
            return None
        mention = mentions.mentions[found]
        return found if mention.label in ("PERSON", "ORG") or mention.role is not None else None

    def _paragraph_end(self, number: int) -> int:
        sentences = self.reading.sentences
        paragraph = sentences[number].paragraph
        while number + 1 < len(sentences) and sentences[number + 1].paragraph == paragraph:
            number += 1
        return sentences[number].last
