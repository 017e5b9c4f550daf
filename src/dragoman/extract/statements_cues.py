"""Reads one cue at a time: the verb, noun, adjective or preposition, who speaks, and where the content stands."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.statements_spans import Extents, Quotation, Range
from dragoman.extract.statements_speakers import NOBODY, Speaker, Speakers
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.speech import SpeechCue, SpeechLexicon
from dragoman.model.reading import Reading

_INNER = frozenset({"believes", "intends", "doubts"})
_SLIGHT = frozenset({"np", "as", "of", "for", "about", "small", "to-inf", "passive"})  # not worth a voice in a quotation
_AUXILIARY = frozenset({"aux", "auxpass", "neg"})
_SUBORDINATE = frozenset({"ccomp", "parataxis", "advcl", "dep"})
_WH = frozenset({"what", "who", "whom", "whose", "which", "how", "why", "where", "when"})
_MARKS = frozenset({",", "-", "--", "–", "—"})
_Found = tuple[str, list[Range], Range | None]
"""How the content stands, its ranges, and the cue's range where it is more than the verb."""
_REACH = 25  # tokens between a cue and the quotation it brings in


@dataclass(slots=True)
class Draft:
    """A statement in tokens; `contents` are its ranges, `speaker` who is behind it."""

    rule: str
    token: int
    cue: Range | None
    speaker: Speaker
    contents: list[Range]
    stance: str | None
    via: list[int] = field(default_factory=list)
    reported_by: int | None = None
    addressee: tuple[int, ...] = ()
    outer: Draft | None = None
    preposition: bool = False
    confidence: float = 0.8


@dataclass(slots=True)
class CueReader:
    """Drafts of the statements that single cues bring in."""

    reading: Reading
    syntax: Syntax
    speech: SpeechLexicon
    extents: Extents
    speakers: Speakers

    # ---- verbs ---------------------------------------------------------------------------------------------------

    def verb(self, verb: int) -> Draft | None:
        """What the verb at this token reports, or None where it reports nothing here."""
        reading = self.reading
        cue = self._verb_cue(verb)
        if cue is None or reading.deps[verb] in ("aux", "auxpass", "amod", "compound", "nmod"):
            return None
        if self._names(verb):
            return None
        passive = self.syntax.is_passive(verb)
        extent = self._cue_extent(verb, len(cue.words))
        frames = cue.frames
        if "convey" in frames:
            conveyed = self._convey(verb, extent, cue.stance)
            if conveyed is not None:
                return conveyed
        found = (
            self._clause(verb, frames)
            or self._parenthesis(verb, frames, passive)
            or self._quoted(verb, frames)
            or self._infinitive(verb, frames, passive)
            or self._as(verb, frames, passive)
            or self._object(verb, frames, passive, extent)
            or self._with_preposition(verb, frames, passive, extent)
        )
        if found is None:
            return None
        kind, contents, extent = found[0], found[1], found[2] or extent
        ranges = [trimmed for first, last in contents if (trimmed := self.extents.trim(first, last)) is not None]
        if not ranges:
            return None
        speaker, reporter = self._voice(verb)
        if cue.stance in _INNER and self._is_author(speaker):
            return None
        if kind in _SLIGHT and verb in self.extents.quote_at and self.extents.is_speech(self.extents.quote_at[verb]):
            return None
        draft = Draft(f"en.{cue.words[0]}.{kind}", verb, extent, speaker, ranges, cue.stance, reported_by=reporter)
        if kind in ("that", "bare", "wh", "whether", "quote", "inverted", "inserted", "to-inf"):
            draft.addressee = self.speakers.addressees(verb)
            draft.via = list(self.speakers.go_betweens(verb))
        return draft

    def _is_author(self, speaker: Speaker) -> bool:
        """True for "I think" and "you know": the article's or a quoted speaker's own voice, no report of another's."""
        if speaker.head is None:
            return False
        word = self.reading.lower[speaker.head]
        pronoun = self.speakers.mentions.language.pronouns.get(word)
        return word == "you" or (pronoun is not None and pronoun.gender == "speaker")

    def _convey(self, verb: int, extent: Range, stance: str) -> Draft | None:
        """ "X conveyed Z's message to Y": Z speaks, X is the go-between, Y is told."""
        reading, syntax, speakers = self.reading, self.syntax, self.speakers
        message = next((noun for noun in syntax.objects(verb) if reading.lemmas[noun] in self.speech.nouns), None)
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

    def _cue_extent(self, verb: int, length: int) -> Range:
        """The verb with its auxiliaries, adverbs and negation before it, and its particle after it."""
        reading = self.reading
        deps, heads, tags = reading.deps, reading.heads, reading.tags
        first, last = verb, verb + length
        while first > 0:
            before = first - 1
            if heads[before] != verb or not (deps[before] in _AUXILIARY or (deps[before] == "advmod" and tags[before] == "RB")):
                break
            first = before
        particle = self.syntax.child(verb, "prt")
        if particle is not None and particle == verb + 1:
            last = max(last, particle + 1)
        last = min(last, self.extents.sentence(verb)[1])
        if last < len(reading) and reading.words[last] == ":":
            last += 1
        return first, last

    def _clause(self, verb: int, frames: frozenset[str]) -> _Found | None:
        """A content clause under the verb: after it, or before it in inverted reports."""
        if not frames & {"that", "bare", "wh", "whether", "quote"}:
            return None
        reading = self.reading
        clause: int | None = None
        for child in reading.children[verb]:
            if reading.deps[child] == "ccomp" and (clause is None or child > verb > clause):
                clause = child
        if clause is None:
            return None
        first, last = self.extents.edges(clause)
        if clause < verb:
            return self._before(verb, first)
        first = max(first, verb + 1)
        opening = self._opening(clause, first)
        if opening == "small" and "np" not in frames and "as" not in frames:
            return None
        if opening == "bare" and not frames & {"bare", "that", "quote"}:
            return None
        quotation = self.extents.quote_at.get(first) or self.extents.quote_at.get(first - 1)
        if quotation is not None and quotation.first in (first, first - 1) and quotation.first > verb:
            if quotation.last > last:
                last = quotation.last
            first = quotation.first
        return ("quote" if quotation is not None else opening), [(first, last)], None

    def _opening(self, clause: int, first: int) -> str:
        """How a content clause opens: "that", "whether", "wh", "bare", or "small" for "called it a crime"."""
        reading = self.reading
        for child in reading.children[clause]:
            if child > clause:
                break
            if reading.deps[child] == "mark":
                return "that" if reading.lower[child] == "that" else "whether"
        if reading.lower[first] in _WH:
            return "wh"
        if not self.syntax.is_verb(clause) and self.syntax.child(clause, "cop", "aux") is None:
            return "small"
        return "bare"

    def _before(self, verb: int, first: int) -> _Found | None:
        """Content before the cue: "X, said Y", with what the same sentence adds after it."""
        reading = self.reading
        left = self._left(verb)
        start, stop = self.extents.sentence(verb)
        if reading.deps[verb] == "ROOT":
            first = start
        first = min(first, left)
        end = self.extents.skip_back(left - 1)
        quotation = self.extents.quote_at.get(end)
        if quotation is not None and quotation.last == end + 1:
            first = min(first, quotation.first) if quotation.first >= start else quotation.first
        if end < first:
            return None
        contents = [(first, end + 1)]
        after = self._resumed(verb, stop)
        if after is not None:
            contents.append(after)
        return "inverted", contents, None

    def _left(self, verb: int) -> int:
        """The first token of the cue's own clause: its subject, auxiliary or the verb itself."""
        reading = self.reading
        left = verb
        for child in reading.children[verb]:
            if child >= verb:
                break
            if reading.deps[child] in ("nsubj", "nsubjpass", "aux", "auxpass", "neg") or (
                reading.deps[child] == "advmod" and reading.tags[child] == "RB"
            ):
                left = min(left, self.extents.edges(child)[0])
        return left

    def _resumed(self, verb: int, stop: int) -> Range | None:
        """A quotation that goes on after the attribution in the same sentence: '"A," he said, "B."'"""
        for quotation in self.extents.quotations:
            if verb < quotation.first < min(stop, verb + _REACH):
                if self.reading.words[quotation.first - 1] in (",", ":", "—", "–", "-", "--") and self._plain(verb, quotation.first):
                    return quotation.first, quotation.last
                return None
        return None

    def _plain(self, verb: int, until: int) -> bool:
        """True where no other cue verb stands between the verb and a quotation."""
        reading = self.reading
        return not any(
            reading.tags[at][0] == "V" and reading.lemmas[at] in self.speech.verbs and reading.deps[at] not in ("acl", "relcl")
            for at in range(verb + 1, until)
        )

    def _parenthesis(self, verb: int, frames: frozenset[str], passive: bool) -> _Found | None:
        """The clause that the cue is put into: "the talks, he said, have failed"."""
        reading = self.reading
        if not frames & {"that", "bare", "quote"}:
            return None
        head = reading.heads[verb]
        subject = self.syntax.child(verb, "nsubj", "nsubjpass")
        if head == verb or subject is None or reading.deps[verb] not in _SUBORDINATE or self._is_infinitive(verb):
            return None
        if reading.lower[subject] in ("who", "which", "that"):
            return None
        left = self._left(verb)
        own_last = self._own_end(verb)
        as_they_say = left > 0 and reading.lower[left - 1] == "as"
        if as_they_say:
            left -= 1
        elif self.syntax.child(verb, "mark") is not None:
            return None
        start, stop = self.extents.sentence(verb)
        opens = left == start or reading.words[left - 1] in (",", "-", "--", "–", "—", "”", '"', "''", "(")
        closes = own_last >= stop or reading.words[own_last] in (",", "-", "--", "–", "—", ".", "?", "!", ")", ":")
        if not opens or not closes or (left == start and not as_they_say):
            return None
        first, last = self._clause_of(head, verb, start, stop)
        contents = [piece for piece in ((first, left), (own_last, last)) if piece[0] < piece[1]]
        return ("as" if as_they_say else "inserted"), contents, None

    def _own_end(self, verb: int) -> int:
        """Past the last token of what belongs to the cue's clause itself: object, time, place."""
        return self.extents.edges(verb)[1]

    def _clause_of(self, head: int, inner: int, start: int, stop: int) -> Range:
        """The clause around a parenthesis, without what is coordinated after it with a subject of its own."""
        reading = self.reading
        at = head
        while not self.syntax.is_verb(at) and reading.heads[at] != at and reading.deps[at] not in ("nsubj", "attr"):
            at = reading.heads[at]
        while reading.deps[at] in ("xcomp", "prep", "pobj", "dobj", "attr", "acomp", "nsubj", "nsubjpass", "pcomp", "acl", "relcl", "compound", "amod", "advcl") and reading.heads[at] != at:
            at = reading.heads[at]
        first, last = self.extents.edges(at)
        for child in reading.children[at]:
            if reading.deps[child] == "conj" and child > inner and self.syntax.child(child, "nsubj", "nsubjpass") is not None:
                cut = self.extents.edges(child)[0]
                last = cut
                if reading.deps[cut - 1] == "cc":
                    last = cut - 1
                break
        return max(first, start), min(last, stop)

    def _quoted(self, verb: int, frames: frozenset[str]) -> _Found | None:
        """A quotation next to the cue that the parser has not put under it."""
        if "quote" not in frames:
            return None
        reading, extents = self.reading, self.extents
        left = self._left(verb)
        end = extents.skip_back(left - 1)
        before = extents.quote_at.get(end) if end >= 0 else None
        if before is not None and before.last == end + 1 and extents.is_speech(before) and before.last <= verb:
            ended = reading.words[before.last - 2] == "." and left < verb and reading.words[left - 1] not in _MARKS
            if not ended and not self.syntax.is_passive(verb) and reading.sentences[reading.sentence_of[end]].paragraph == self._paragraph(verb):
                contents = [(before.first, before.last)]
                after = self._resumed(verb, extents.sentence(verb)[1])
                if after is not None:
                    contents.append(after)
                return "quote", contents, None
        after_quote = self._following(verb)
        if after_quote is not None:
            return "quote", [(after_quote.first, after_quote.last)], None
        return None

    def _paragraph(self, token: int) -> int:
        return self.reading.sentences[self.reading.sentence_of[token]].paragraph

    def _following(self, verb: int) -> Quotation | None:
        """The quotation that the cue announces: 'he said: "..."', also at the start of the next paragraph."""
        reading = self.reading
        stop = self.extents.sentence(verb)[1]
        for quotation in self.extents.quotations:
            if quotation.first <= verb:
                continue
            if quotation.first > verb + _REACH:
                return None
            before = quotation.first - 1
            while before > verb and reading.tags[before] == "_SP":
                before -= 1
            mark = reading.words[before]
            if quotation.first >= stop and mark != ":":
                return None
            if mark not in (",", ":") and before != verb:
                return None
            return quotation if self._plain(verb, quotation.first) else None
        return None

    def _infinitive(self, verb: int, frames: frozenset[str], passive: bool) -> _Found | None:
        """ "vowed to fight", "urged them to stop", "is said to have left"."""
        reading = self.reading
        clause = next(
            (
                child
                for child in reading.children[verb]
                if child > verb and reading.deps[child] in ("xcomp", "ccomp") and self._is_infinitive(child)
            ),
            None,
        )
        if clause is None:
            return None
        first, last = self.extents.edges(clause)
        first = max(first, verb + 1)
        if passive:
            subject = self.syntax.child(verb, "nsubjpass")
            if not frames & {"that", "bare", "to-inf"}:
                return None
            contents = [(first, last)]
            if subject is not None:
                contents.insert(0, self.extents.edges(subject))
            return "passive", contents, None
        if "to-inf" not in frames and "addressee-obj" not in frames:
            return None
        told = self.syntax.child(verb, "dobj", "dative")
        if told is not None and verb < told < first and "addressee-obj" in frames and not frames & {"bare", "whether"}:
            first = self.extents.edges(told)[0]
        return "to-inf", [(first, last)], None

    def _is_infinitive(self, clause: int) -> bool:
        reading = self.reading
        return any(
            reading.tags[child] == "TO" and reading.deps[child] == "aux" for child in reading.children[clause]
        )

    def _as(self, verb: int, frames: frozenset[str], passive: bool) -> _Found | None:
        """ "called it a crime", "described the vote as a farce": object and predicate are the content."""
        if "as" not in frames or passive:
            return None
        reading = self.reading
        predicate = self.syntax.child(verb, "oprd")
        if predicate is None:
            predicate = next(
                (c for c in reading.children[verb] if reading.deps[c] == "prep" and reading.lower[c] == "as"), None
            )
        if predicate is None or predicate < verb:
            return None
        target = self.syntax.child(verb, "dobj", "nsubj")
        last = self.extents.edges(predicate)[1]
        first = self.extents.edges(target)[0] if target is not None and verb < target else verb + 1
        return "as", [(max(first, verb + 1), last)], None

    def _object(self, verb: int, frames: frozenset[str], passive: bool, extent: Range) -> _Found | None:
        """ "denied the charges", "expressed concern that ..."; with "accused X of ..." the charge included."""
        reading = self.reading
        if not frames & {"np", "of", "for"} or passive:
            return None
        target = self.syntax.child(verb, "dobj")
        if target is None or target < verb:
            return None
        if "np" not in frames:
            charge = next(
                (c for c in reading.children[verb] if reading.deps[c] == "prep" and reading.lower[c] in frames and c > target),
                None,
            )
            if charge is None:
                return None
            return "of", [(self.extents.edges(target)[0], self.extents.edges(charge)[1])], None
        first, last = self.extents.edges(target)
        first = max(first, verb + 1)
        if reading.lemmas[target] in self.speech.nouns and first == target and extent[1] == target:
            clause = self._noun_content(target)
            if clause is not None:
                return "np", [clause[1]], (extent[0], target + 1)
        for child in reading.children[verb]:
            if child > target and reading.deps[child] == "prep" and reading.lower[child] in ("as", "for", "of"):
                last = max(last, self.extents.edges(child)[1])
        return "np", [(first, last)], None

    def _with_preposition(self, verb: int, frames: frozenset[str], passive: bool, extent: Range) -> _Found | None:
        """ "called for talks", "spoke about the war": the preposition goes to the cue."""
        reading = self.reading
        for child in reading.children[verb]:
            if child < verb or reading.deps[child] not in ("prep", "agent") or reading.lower[child] == "by":
                continue
            word = reading.lower[child]
            if word in frames or child < extent[1]:
                inner = next((c for c in reading.children[child] if reading.deps[c] in ("pobj", "pcomp")), None)
                if inner is None:
                    continue
                last = self.extents.edges(child)[1]
                for other in reading.children[verb]:
                    if other >= last and reading.deps[other] == "prep" and reading.lower[other] == "as":
                        last = self.extents.edges(other)[1]
                cue = (extent[0], child + 1) if child == extent[1] or child < extent[1] else None
                return word if word in frames else "np", [(child + 1, last)], cue
        return None

    # ---- nouns, adjectives, prepositions -------------------------------------------------------------------------

    def _noun_content(self, noun: int) -> tuple[str, Range] | None:
        """The clause that a noun holds: "that ...", "to ..."; a relative clause holds none."""
        reading = self.reading
        for child in reading.children[noun]:
            if child < noun or reading.deps[child] not in ("acl", "ccomp", "relcl", "xcomp"):
                continue
            first, last = self.extents.edges(child)
            if self._is_infinitive(child) and reading.deps[child] != "relcl":
                return "to-inf", (max(first, noun + 1), last)
            if reading.lower[first] == "that" and reading.deps[first] == "mark":
                return "that", (first, last)
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
            found = self._noun_content(noun)
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
        head = reading.heads[noun]
        if reading.deps[noun] in ("dobj", "attr") and syntax.is_verb(head):
            return self.speakers.of_verb(head)
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
        cue = next((cue for cue in self.speech.adjectives.get(reading.lower[adjective], ()) if len(cue.words) == 1), None)
        if cue is None:
            return None
        head = reading.heads[adjective]
        clause: tuple[str, Range] | None = None
        for holder in (adjective, head):
            for child in reading.children[holder]:
                if child > adjective and reading.deps[child] in ("ccomp", "xcomp"):
                    first, last = self.extents.edges(child)
                    kind = "to-inf" if self._is_infinitive(child) else "that"
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
        first = self._cue_extent(verb, 1)[0] if verb is not None and verb < adjective else adjective
        return Draft(f"en.adjective.{clause[0]}", adjective, (first, adjective + 1), speaker, [content], cue.stance, confidence=0.6)

    def preposition(self, token: int) -> Draft | None:
        """ "according to X", "in X's view", "as reported by X": the clause around it is the content."""
        reading = self.reading
        for cue in self.speech.prepositions.get(reading.lower[token], ()):
            placed = self._place(token, cue)
            if placed is None:
                continue
            speaker, extent, last = placed
            start, stop = self.extents.sentence(token)
            first, end = self._clause_of(reading.heads[token], last - 1, start, stop)
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
            return Draft(f"en.{'-'.join(cue.words)}", token, extent, speaker, contents, cue.stance, preposition=True)
        return None

    def _has_clause_before(self, start: int, first: int) -> bool:
        return any(self.reading.deps[at] in ("nsubj", "nsubjpass") for at in range(start, first))

    def _place(self, token: int, cue: SpeechCue) -> tuple[Speaker, Range, int] | None:
        """Speaker, cue and the end of a prepositional cue's phrase; None where the words are others."""
        reading = self.reading
        lower = reading.lower
        words = cue.words
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

