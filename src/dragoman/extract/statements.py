"""Finds who says what: statements, beliefs and intentions with their speakers, go-betweens, reporters and content."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.statements_chains import link_chains
from dragoman.extract.statements_content import Contents
from dragoman.extract.statements_cues import CueReader
from dragoman.extract.statements_draft import Draft
from dragoman.extract.statements_joined import Joiner, Look
from dragoman.extract.statements_quotes import Attributions
from dragoman.extract.statements_spans import Extents, Range
from dragoman.extract.statements_speakers import Speakers
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.model.finding import StatementMention
from dragoman.model.reading import Reading
from dragoman.model.span import Passage


@dataclass(slots=True)
class StatementFinder:
    """Finds the statements of one reading; `text` is the article's own text that passages are cut from.

    Speakers become mentions of `mentions`, which grows; pronouns are mentions too and are resolved by others.
    """

    reading: Reading
    text: str
    syntax: Syntax
    mentions: MentionFinder
    speech: SpeechLexicon
    look: Look | None = None
    """Asks the tagger; None where there is none to ask."""

    def find(self) -> tuple[StatementMention, ...]:
        """Every statement in the order of its evidence; `outer` points into the same tuple."""
        extents = Extents(self.reading, self.text)
        speakers = Speakers(self.syntax, self.mentions, self.speech, extents)
        contents = Contents(self.reading, self.syntax, self.speech, extents)
        cues = CueReader(self.reading, self.syntax, self.speech, extents, speakers, contents)
        drafts = self._read_cues(cues)
        Attributions(self.reading, extents, speakers, drafts).complete()
        if self.look is not None:
            drafts = Joiner(self.reading, extents, speakers, self.speech).join(drafts, self.look)
        link_chains(self.reading, self.syntax, drafts)
        return self._finished(drafts, extents)

    def _read_cues(self, cues: CueReader) -> list[Draft]:
        """A draft for each token that is a cue with content; prepositional cues are tried first."""
        reading, speech = self.reading, self.speech
        lemmas, tags, lower = reading.lemmas, reading.tags, reading.lower
        verbs, nouns, adjectives, prepositions = speech.verbs, speech.nouns, speech.adjectives, speech.prepositions
        found: list[Draft] = []
        for token, tag in enumerate(tags):
            first = tag[0]
            draft: Draft | None = None
            if lower[token] in prepositions:
                draft = cues.preposition(token)
            if draft is None:
                if first == "V" and lemmas[token] in verbs:
                    draft = cues.verb(token)
                elif first == "N" and lemmas[token] in nouns:
                    draft = cues.noun(token)
                elif first == "J" and lower[token] in adjectives:
                    draft = cues.adjective(token)
            if draft is not None and not self._leaves_quotation(draft, cues.extents):
                found.append(draft)
        return found

    def _leaves_quotation(self, draft: Draft, extents: Extents) -> bool:
        """True where the cue is quoted and its content begins behind the quotation: '"We will find him," it said'."""
        quotation = extents.quote_at.get(draft.token)
        if quotation is None or not quotation.closed:
            return False
        return all(first >= quotation.last for first, _ in draft.contents)

    def _finished(self, drafts: list[Draft], extents: Extents) -> tuple[StatementMention, ...]:
        rows: list[tuple[Draft, Passage, tuple[Passage, ...]]] = []
        for draft in drafts:
            passage = extents.passage(self._evidence(draft, extents))
            contents = tuple(cut for piece in draft.contents if (cut := extents.passage(piece)) is not None)
            if passage is not None and contents:  # a repair may have left nothing of the words
                rows.append((draft, passage, contents))
        rows.sort(key=lambda row: (row[1].start, row[0].token))
        order = {id(draft): at for at, (draft, _, _) in enumerate(rows)}
        return tuple(
            StatementMention(
                rule=draft.rule,
                evidence=passage,
                sentence=self.reading.sentence_of[draft.token],
                cue=extents.passage(draft.cue) if draft.cue is not None else None,
                content=contents,
                speaker_passage=extents.passage(draft.speaker.extent) if draft.speaker.extent is not None else None,
                antecedent=extents.passage(draft.speaker.antecedent) if draft.speaker.antecedent is not None else None,
                speaker=draft.speaker.mention,
                co_speakers=draft.speaker.others if draft.speaker.mention is not None else (),
                via=tuple(draft.via),
                reported_by=draft.reported_by,
                addressee=draft.addressee,
                manner="direct" if draft.verbatim else extents.manner(draft.contents),
                stance=draft.stance,
                outer=order.get(id(draft.outer)) if draft.outer is not None else None,
                nested=draft.outer is not None or draft.token in extents.quote_at,
                token=draft.token,
                confidence=draft.confidence,
            )
            for draft, passage, contents in rows
        )

    def _evidence(self, draft: Draft, extents: Extents) -> Range:
        """Speaker, cue and content, as far as they stand in the cue's paragraph up to the end of its sentence."""
        reading = self.reading
        _, stop = extents.sentence(draft.token)
        paragraph = reading.sentences[reading.sentence_of[draft.token]].paragraph
        pieces = list(draft.contents)
        pieces.extend(piece for piece in (draft.cue, draft.speaker.extent) if piece is not None)
        near = [
            piece
            for piece in pieces
            if piece[0] < stop and reading.sentences[reading.sentence_of[piece[0]]].paragraph == paragraph
        ]
        near = near or [(draft.token, draft.token + 1)]
        first = min(piece[0] for piece in near)
        last = max(piece[1] for piece in near)
        return first, last
