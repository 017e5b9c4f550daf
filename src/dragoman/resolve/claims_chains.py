"""Statements become claims, and who says what gets its chain: who reported, who conveyed, who said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import Party, StatementClaim, Voice
from dragoman.model.dossier import Dossier
from dragoman.model.finding import StatementMention
from dragoman.model.mention import Mention
from dragoman.model.span import Passage
from dragoman.resolve.claims_frame import sentence_at
from dragoman.resolve.outlets import as_party
from dragoman.resolve.parties_speaker import FirstPersons

_PRAISES = "praises"  # the stance of thanks and congratulations


@dataclass(slots=True)
class Chains:
    """The voices of one article."""

    dossier: Dossier
    knowledge: Knowledge
    first: FirstPersons

    def statements(self) -> Iterator[StatementClaim]:
        """The claims of the article's statements."""
        for statement in self.dossier.statement_mentions:
            covering = [each for each in self.covering(statement.cue or statement.evidence) if each is not statement]
            speaker = self.speaker(statement, covering)
            outer = self.voices(covering)
            reported = self.parties((statement.reported_by,) if statement.reported_by is not None else (), [])
            yield StatementClaim(
                article=self.dossier.article.id,
                evidence=statement.evidence,
                confidence=statement.confidence,
                rule=statement.rule,
                said_by=outer,
                cue=statement.cue,
                sentence=sentence_at(self.dossier, statement.sentence),
                speaker=speaker,
                via=self.parties(statement.via, covering),
                reported_by=reported[0] if reported else self._reporter(statement, covering),
                addressee=self.parties(statement.addressee, covering),
                content=statement.content,
                manner=statement.manner,
                stance=statement.stance,
            )

    def speaker(self, statement: StatementMention, covering: Sequence[StatementMention] = ()) -> Party | None:
        """Who says it: a known party, several as one, or whoever its words name; None where nobody is named."""
        if statement.speaker is not None:
            found = self.parties((statement.speaker, *statement.co_speakers), covering)
            if found:
                return _together(found)
        elif statement.speaker_passage is None and statement.stance == _PRAISES and covering:
            if covering[-1].manner == "direct":  # "Thank you": whoever is speaking thanks
                return self.speaker(covering[-1], covering[:-1])
        place = statement.antecedent or statement.speaker_passage
        if place is None:
            return None
        return Party(
            place.text, place.start, place.end, place.text, rule="resolve.speaker.words", reason="named by its words"
        )

    def _reporter(self, statement: StatementMention, covering: list[StatementMention]) -> Party | None:
        """Who reports a statement: the outermost voice around it, else the medium that the text just took its news
        from, else the article's own agency or publisher.
        """
        if covering:
            return self.speaker(covering[0])
        medium = self._cited_before(statement)
        if medium is not None:
            return medium
        return as_party(self.dossier.outlets[-1]) if self.dossier.outlets else None

    def _cited_before(self, statement: StatementMention) -> Party | None:
        """The medium that the sentence before is attributed to: what follows comes from there too."""
        for other in reversed(self.dossier.statement_mentions):
            if other.sentence >= statement.sentence or other.speaker is None:
                continue
            if other.sentence < statement.sentence - 1:
                break
            party = self.speaker(other)
            if party is not None and party.entity in self.knowledge.almanac.publishers:
                return replace(
                    party, rule="resolve.reporter.cited", reason="the sentence before is taken from this medium"
                )
        return None

    def _is_spoken_by_first_person(self, statement: StatementMention) -> bool:
        return statement.speaker is not None and self.first.is_first(self.dossier.mentions[statement.speaker])

    def covering(self, cue: Passage) -> list[StatementMention]:
        """The statements whose content holds the cue, outermost first."""
        around = [
            statement
            for statement in self.dossier.statement_mentions
            if statement.cue != cue
            and any(part.start <= cue.start and cue.end <= part.end for part in statement.content)
        ]
        around.sort(key=lambda statement: -sum(part.end - part.start for part in statement.content))
        return around

    def voices(self, covering: Iterable[StatementMention]) -> tuple[Voice, ...]:
        """The chain of voices of statements around each other, outermost first."""
        voices: list[Voice] = []
        outer: list[StatementMention] = []
        for statement in covering:
            reported = self.parties((statement.reported_by,) if statement.reported_by is not None else (), [])
            speaker = self.speaker(statement, outer)
            outer.append(statement)
            for party in (*reported, *self.parties(statement.via, []), *((speaker,) if speaker is not None else ())):
                if not voices or voices[-1].name != party.name:
                    voices.append(self._voice(party, statement))
        return tuple(voices)

    def _voice(self, party: Party, statement: StatementMention) -> Voice:
        publisher = self.knowledge.almanac.publishers.get(party.entity or "")
        return Voice(
            party.name, party.start, party.end, party.text, party.entity, party.country, party.sector,
            publisher.state if publisher is not None else None, statement.cue, statement.manner,
        )  # fmt: skip

    def parties(self, indexes: Iterable[int], covering: Sequence[StatementMention]) -> tuple[Party, ...]:
        """The parties of some mentions; "I" and "we" are whoever speaks around them, else whose text it is."""
        found: list[Party] = []
        for index in indexes:
            parties = self.resolved(self.dossier.mentions[index], self.dossier.parties[index], covering)
            known = {(party.entity or party.name, party.country) for party in found}
            found.extend(party for party in parties if (party.entity or party.name, party.country) not in known)
        return tuple(found)

    def resolved(
        self, mention: Mention, parties: tuple[Party, ...], covering: Sequence[StatementMention]
    ) -> tuple[Party, ...]:
        """What a mention was resolved to, "I" and "you" by who speaks around it."""
        others = [each for each in covering if not self._is_spoken_by_first_person(each)]
        voices = (self.speaker(each) for each in reversed(others))
        speaker = next((voice for voice in voices if voice is not None), None)
        return self.first.parties(mention, parties, speaker)


def _together(parties: Sequence[Party]) -> Party:
    """Those who speak as one ("the two leaders said"): what they share, under all their names."""
    first, *others = parties
    if not others:
        return first
    country, sector = ({getattr(party, name) for party in parties} for name in ("country", "sector"))
    names = [party.name for party in parties]
    return Party(
        " and ".join((", ".join(names[:-1]), names[-1])), first.start, first.end, first.text,
        country=first.country if len(country) == 1 else None, sector=first.sector if len(sector) == 1 else None,
        rule="resolve.speaker.together", reason="they speak together",
    )  # fmt: skip
