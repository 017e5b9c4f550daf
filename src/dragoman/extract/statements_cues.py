"""Reads one cue at a time: the verb, noun, adjective or preposition, who speaks, and what its content is."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.statements_content import Contents
from dragoman.extract.statements_draft import Draft
from dragoman.extract.statements_spans import Extents, Range
from dragoman.extract.statements_speakers import NOBODY, Speaker, Speakers
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.speech import ANYBODY, SpeechCue, SpeechLexicon
from dragoman.model.reading import Reading

_SOMEBODYS = f"{ANYBODY}'s"
_FOLLOWING = frozenset({"following", "below"})
_INNER = frozenset({"believes", "intends", "doubts"})
_SLIGHT = frozenset(
    {"np", "as", "of", "for", "about", "small", "to-inf", "passive"}
)  # not worth a voice in a quotation
_TOLD = frozenset({"that", "bare", "wh", "whether", "quote", "inverted", "inserted", "to-inf", "np"})


def _hyphened(cue: SpeechCue) -> str:
    """The cue's words as a part of a rule's id: "according-to", "in-ones-view"."""
    return "-".join(cue.words).replace("'", "")


@dataclass(slots=True)
class CueReader:
    """Drafts of the statements that single cues bring in."""

    reading: Reading
    syntax: Syntax
    speech: SpeechLexicon
    extents: Extents
    speakers: Speakers
    contents: Contents

    def verb(self, verb: int) -> Draft | None:
        """What the verb at this token reports, or None where it reports nothing here."""
        reading = self.reading
        cue = self._verb_cue(verb)
        if cue is None or reading.deps[verb] in ("aux", "auxpass", "amod", "compound", "nmod"):
            return None
        if self._names(verb):
            return None
        passive = self.syntax.is_passive(verb)
        if self._quotes(verb):
            return None
        extent = self.contents.cue_extent(verb, len(cue.words))
        frames = cue.frames
        if "convey" in frames:
            conveyed = self._convey(verb, extent, cue.stance) or self._follows(verb, extent, cue.stance)
            if conveyed is not None:
                return conveyed
        found = (
            self.contents.clause(verb, frames)
            or self.contents.parenthesis(verb, frames)
            or self.contents.quoted(verb, frames)
            or self.contents.infinitive(verb, frames, passive, extent)
            or self.contents.predicate(verb, frames, passive)
            or self.contents.object(verb, frames, passive, extent)
            or self.contents.with_preposition(verb, frames, extent)
        )
        if found is None:
            return None
        kind, contents, extent = found[0], found[1], found[2] or extent
        ranges = [trimmed for first, last in contents if (trimmed := self.extents.trim(first, last)) is not None]
        if not ranges:
            return None
        speaker, reporter = self._voice(verb)
        if speaker.extent is None and not passive and ranges[0][1] <= verb:
            asked = self.syntax.child(verb, "dobj")  # "asked the senator" after a quotation
            if asked is not None and asked > verb and kind in ("quote", "inverted"):
                speaker = self.speakers.noun(asked, verb)
        if cue.stance in _INNER and self._is_author(speaker):
            return None
        if "agent" in frames and not passive and not self._may_say(speaker):
            return None
        if kind in _SLIGHT and verb in self.extents.quote_at and self.extents.is_speech(self.extents.quote_at[verb]):
            return None
        draft = Draft(f"en.{cue.words[0]}.{kind}", verb, extent, speaker, ranges, cue.stance, reported_by=reporter)
        if kind in _TOLD:
            content = self.syntax.child(verb, "dobj") if kind == "np" else None
            told = self.speakers.addressees(verb, -1 if content is None else content)
            draft.addressee = tuple(found for found in told if found != speaker.mention)
            draft.via = list(self.speakers.go_betweens(verb))
        return draft

    def _may_say(self, speaker: Speaker) -> bool:
        """Whether the subject is somebody, or something written or found: "polls show", and not "this shows"."""
        if speaker.head is None or speaker.mention is not None:
            lower = self.reading.lower[speaker.head] if speaker.head is not None else ""
            return lower not in ("it", "this", "that", "which")
        return self.reading.lemmas[speaker.head] in self.speech.nouns or self.reading.tags[speaker.head][:3] in (
            "PRP", "NNP", "WP",
        )  # fmt: skip

    def _is_author(self, speaker: Speaker) -> bool:
        """True for "I think" and "you know": the article's or a quoted speaker's own voice, no report of another's."""
        if speaker.head is None:
            return False
        word = self.reading.lower[speaker.head]
        pronoun = self.speakers.mentions.language.pronouns.get(word)
        return word == "you" or (pronoun is not None and pronoun.gender == "speaker")

    def _follows(self, verb: int, extent: Range, stance: str) -> Draft | None:
        """ "issued the following statement:": the rest of the article is the statement."""
        reading, syntax = self.reading, self.syntax
        stop = self.extents.sentence(verb)[1]
        for noun in syntax.objects(verb):
            if reading.lemmas[noun] not in self.speech.nouns or stop >= len(reading):
                continue
            if any(reading.lower[child] in _FOLLOWING for child in reading.children[noun]):
                content = self.extents.trim(stop, len(reading))
                if content is None:
                    return None
                speaker = self.speakers.of_verb(verb)
                return Draft("en.follows", verb, extent, speaker, [content], stance, verbatim=True)
        return None

    def _convey(self, verb: int, extent: Range, stance: str) -> Draft | None:
        """ "X conveyed Z's message to Y": Z speaks, X is the go-between, Y is told."""
        reading, syntax, speakers = self.reading, self.syntax, self.speakers
        objects = (*syntax.objects(verb), *syntax.prepositional(verb, reading.lower[verb + 1 : extent[1]]))
        message = next((noun for noun in objects if reading.lemmas[noun] in self.speech.nouns), None)
        if message is None:
            return None
        sender = syntax.child(message, "poss")
        if sender is None:
            sender = next(iter(syntax.prepositional(message, ("from", "of", "by"))), None)
        if sender is None:
            return None
        carriers = [found for noun in syntax.subjects(verb) if (found := speakers.party(noun)) is not None]
        content = self.extents.trim(*self.extents.edges(message))
        if content is None:
            return None
        speaker = self._possessor(sender) if reading.deps[sender] == "poss" else speakers.noun(sender, verb)
        if reading.tags[sender] == "PRP$":  # "conveyed his greetings" are most often the carrier's own
            carriers = []
        return Draft(
            "en.convey", verb, extent, speaker, [content], stance, via=carriers,
            addressee=speakers.addressees(verb, message),
        )  # fmt: skip

    def _quotes(self, verb: int) -> bool:
        """True for the "quoted" of "was quoted as saying": the saying is the cue."""
        reading = self.reading
        return any(
            reading.lemmas[inner] in self.speech.verbs and self.syntax.child(inner, "ccomp") is not None
            for child in reading.children[verb]
            if child > verb and reading.lower[child] == "as" and reading.deps[child] == "prep"
            for inner in reading.children[child]
            if reading.deps[inner] == "pcomp"
        )

    def _voice(self, verb: int) -> tuple[Speaker, int | None]:
        """The speaker; and who quotes them where the verb stands in "was quoted by X as saying"."""
        reading, syntax = self.reading, self.syntax
        above = reading.heads[verb]
        if reading.deps[verb] == "pcomp" and reading.lower[above] == "as" and syntax.is_verb(reading.heads[above]):
            quoting = reading.heads[above]
            quoted = syntax.objects(quoting) if quoting != above else ()
            if quoted:
                quoters = syntax.subjects(quoting)
                return self.speakers.noun(quoted[0], verb), self.speakers.party(quoters[0]) if quoters else None
        return self.speakers.of_verb(verb), None

    def _names(self, verb: int) -> bool:
        """True for "a group called X" and "the so-called X": the verb names a thing and reports nobody."""
        reading = self.reading
        return (
            reading.deps[verb] == "acl"
            and reading.tags[verb] == "VBN"
            and self.syntax.child(verb, "oprd") is not None
            and self.syntax.child(verb, "agent") is None
        )

    def _verb_cue(self, verb: int) -> SpeechCue | None:
        lower, lemmas = self.reading.lower, self.reading.lemmas
        for cue in self.speech.verbs.get(lemmas[verb], ()):
            rest = cue.words[1:]
            if not rest:
                return cue
            at = verb + 1
            if all(at + n < len(lower) and word in (lower[at + n], lemmas[at + n]) for n, word in enumerate(rest)):
                return cue
            particle = self.syntax.child(verb, "prt")
            if len(rest) == 1 and particle is not None and lower[particle] == rest[0]:
                return cue
        return None

    def noun(self, noun: int) -> Draft | None:
        """ "the claim that ...", "warnings that ...", "a threat to ..."."""
        reading = self.reading
        if noun in self.extents.quote_at and self.extents.is_speech(self.extents.quote_at[noun]):
            return None
        for cue in self.speech.nouns.get(reading.lemmas[noun], ()):
            size = len(cue.words)
            if size > 1 and tuple(reading.lower[noun - size + 1 : noun]) != cue.words[:-1]:
                continue
            found = self.contents.of_noun(noun)
            if found is None or found[0] not in cue.frames:
                return None
            if found[0] == "to-inf" and reading.deps[noun] == "pobj" and noun - size == reading.heads[noun]:
                return None  # "in order to", "in answer to": a conjunction, nobody's words
            content = self.extents.trim(*found[1])
            if content is None:
                return None
            return Draft(
                f"en.noun.{found[0]}", noun, (noun - size + 1, noun + 1), self._noun_speaker(noun), [content],
                cue.stance, confidence=0.6,
            )  # fmt: skip
        return None

    def _noun_speaker(self, noun: int) -> Speaker:
        reading, syntax = self.reading, self.syntax
        possessor = syntax.child(noun, "poss")
        if possessor is not None:
            return self._possessor(possessor)
        sources = syntax.prepositional(noun, ("by", "from", "of", "among"))
        if sources:
            return self.speakers.noun(sources[0], noun)
        if self.speakers.is_issued(noun):  # not "ignored warnings that ..."
            return self.speakers.of_verb(reading.heads[noun])
        return NOBODY

    def _possessor(self, possessor: int) -> Speaker:
        first, last = self.extents.edges(possessor)
        if self.reading.tags[last - 1] == "POS":
            last -= 1
        return Speaker((first, last), possessor, self.speakers.party(possessor))

    def adjective(self, adjective: int) -> Draft | None:
        """ "is confident that ...", "are ready to ..."."""
        reading = self.reading
        if reading.deps[adjective] not in ("acomp", "oprd", "attr") or adjective in self.extents.quote_at:
            return None
        cue = next(
            (cue for cue in self.speech.adjectives.get(reading.lower[adjective], ()) if len(cue.words) == 1), None
        )
        if cue is None:
            return None
        head = reading.heads[adjective]
        clause: tuple[str, Range] | None = None
        for holder in (adjective, head):
            for child in reading.children[holder]:
                if child > adjective and reading.deps[child] in ("ccomp", "xcomp"):
                    first, last = self.extents.edges(child)
                    kind = "to-inf" if self.contents.is_infinitive(child) else "that"
                    if kind in cue.frames:
                        clause = (kind, (max(first, adjective + 1), last))
            if clause is not None or not self.syntax.is_verb(head):
                break
        if clause is None:
            return None
        content = self.extents.trim(*clause[1])
        verb = head if self.syntax.is_verb(head) and reading.deps[adjective] in ("acomp", "oprd", "attr") else None
        speaker = self.speakers.of_verb(verb) if verb is not None else NOBODY
        if content is None or speaker.extent is None or self._is_author(speaker):
            return None
        first = self.contents.cue_extent(verb, 1)[0] if verb is not None and verb < adjective else adjective
        return Draft(
            f"en.adjective.{clause[0]}",
            adjective,
            (first, adjective + 1),
            speaker,
            [content],
            cue.stance,
            confidence=0.6,
        )

    def preposition(self, token: int) -> Draft | None:
        """ "according to X", "in X's view", "as reported by X": the clause around it is the content."""
        reading = self.reading
        for cue in self.speech.prepositions.get(reading.lower[token], ()):
            placed = self._place(token, cue)
            if placed is None:
                continue
            speaker, extent, last = placed
            start, stop = self.extents.sentence(token)
            quotation = self.extents.quote_at.get(token)
            if quotation is not None:  # said inside a quotation, it is about what stands there
                start, stop = max(start, quotation.first + 1), min(stop, quotation.last)
            wide = last >= stop - 1 or token == start
            first, end = self.contents.clause_of(reading.heads[token], last - 1, start, stop, wide)
            if last >= stop - 1 and first > start and not self._has_clause_before(start, first):
                first = start
            first = min(first, token)
            contents = [
                trimmed
                for piece in ((first, token), (last, max(end, last)))
                if piece[0] < piece[1] and (trimmed := self.extents.trim(*piece)) is not None
            ]
            if not contents:
                return None
            return Draft(
                f"en.{_hyphened(cue)}",
                token,
                extent,
                speaker,
                contents,
                cue.stance,
                preposition=True,
            )
        return None

    def _has_clause_before(self, start: int, first: int) -> bool:
        return any(self.reading.deps[at] in ("nsubj", "nsubjpass") for at in range(start, first))

    def _place(self, token: int, cue: SpeechCue) -> tuple[Speaker, Range, int] | None:
        """Speaker, cue and the end of a prepositional cue's phrase; None where the words are others."""
        reading = self.reading
        lower = reading.lower
        words = cue.words
        if _SOMEBODYS in words:
            return self._somebodys(token, words[-1])
        if reading.tags[token] in ("VBN", "VBD") and (reading.deps[token] != "acl" or self.syntax.child(token, "oprd")):
            return None  # "was reported by": the verb's own frame tells more
        if tuple(lower[token : token + len(words)]) != words:
            return None
        last_word = token + len(words) - 1
        noun = next((c for c in reading.children[last_word] if reading.deps[c] == "pobj"), None)
        if noun is None and reading.tags[last_word] == "VBG":
            noun = self.syntax.child(last_word, "dobj")
        if noun is None:
            return None
        speaker = self.speakers.noun(noun, token)
        if speaker.extent is None or (reading.tags[last_word] == "VBG" and speaker.mention is None):
            return None
        return speaker, (token, last_word + 1), speaker.extent[1]

    def _somebodys(self, token: int, word: str) -> tuple[Speaker, Range, int] | None:
        """ "in the minister's view": the possessor speaks, the noun is the cue."""
        reading = self.reading
        for noun in reading.children[token]:
            if reading.deps[noun] == "pobj" and reading.lower[noun] == word:
                possessor = self.syntax.child(noun, "poss")
                if possessor is not None:
                    return self._possessor(possessor), (noun, noun + 1), noun + 1
        return None
