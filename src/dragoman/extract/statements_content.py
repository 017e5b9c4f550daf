"""Where the content of a cue stands: the clause, infinitive, quotation or noun phrase that a verb or noun brings in."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.statements_spans import Extents, Quotation, Range
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.model.reading import Reading

_AUXILIARY = frozenset({"aux", "auxpass", "neg"})
_SUBORDINATE = frozenset({"ccomp", "parataxis", "advcl", "dep"})
_WH = frozenset({"what", "who", "whom", "whose", "which", "how", "why", "where", "when"})
_DASHES = frozenset({"-", "--", "–", "—"})
_MARKS = _DASHES | {","}
_ENDING = _MARKS | {"?", "!"}
_RESUMING = _MARKS | {":"}
_MATTER = frozenset({"on", "upon", "over"})  # "congratulated X on", "criticised X over"
_REACH = 25  # tokens between a cue and the quotation it brings in

Found = tuple[str, list[Range], Range | None]
"""How the content stands, its ranges, and the cue's range where it is more than the verb."""


@dataclass(slots=True)
class Contents:
    """Finds the content under or beside a cue. Ranges are not trimmed yet; None where the frame does not fit."""

    reading: Reading
    syntax: Syntax
    speech: SpeechLexicon
    extents: Extents

    def cue_extent(self, verb: int, length: int) -> Range:
        """The verb with its auxiliaries, adverbs and negation before it, and its particle after it."""
        reading = self.reading
        deps, heads, tags = reading.deps, reading.heads, reading.tags
        first, last = verb, verb + length
        while first > 0:
            before = first - 1
            if heads[before] != verb or not (
                deps[before] in _AUXILIARY or (deps[before] == "advmod" and tags[before] == "RB")
            ):
                break
            first = before
        particle = self.syntax.child(verb, "prt")
        if particle is not None and particle == verb + 1:
            last = max(last, particle + 1)
        last = min(last, self.extents.sentence(verb)[1])
        if last < len(reading) and reading.words[last] == ":":
            last += 1
        return first, last

    def clause(self, verb: int, frames: frozenset[str]) -> Found | None:
        """A content clause under the verb: after it, or before it in inverted reports."""
        if not frames & {"that", "bare", "wh", "whether", "quote"}:
            return None
        reading = self.reading
        clause: int | None = None
        for child in reading.children[verb]:
            if reading.deps[child] == "ccomp" and (clause is None or child > verb > clause):
                clause = child
        if clause is None:
            return self._after_noun(verb) if "that" in frames else None
        first, last = self.extents.edges(clause)
        if clause < verb:
            return self._before(verb, first) if frames & {"bare", "quote"} else None
        first = max(first, verb + 1)
        opening = self._opening(clause, first)
        if opening == "small" and "np" not in frames and "as" not in frames:
            return None
        if opening == "bare" and not frames & {"bare", "that", "quote"}:
            return None
        quotation = self.extents.quote_at.get(first) or self.extents.quote_at.get(first - 1)
        if quotation is not None and not (verb < quotation.first and first < quotation.last):
            quotation = None
        if quotation is not None:
            if quotation.last > last:
                last = quotation.last
            first = quotation.first
        if quotation is None:
            last = self._without_aside(first, last)
        return ("quote" if quotation is not None else opening), [(first, last)], None

    def _without_aside(self, first: int, last: int) -> int:
        """The content's end before a remark that a single dash appends: that is the writer's."""
        words, quote_at = self.reading.words, self.extents.quote_at
        ends, starts = self.reading.ends, self.reading.starts
        dashes = [
            at
            for at in range(first + 3, last - 1)
            if words[at] in _DASHES
            and at not in quote_at
            and not ends[at - 1] == starts[at] == ends[at] - 1 == starts[at + 1] - 1
        ]
        return dashes[0] if len(dashes) == 1 else last

    def _after_noun(self, verb: int) -> Found | None:
        """ "said in a speech that ...": the parser hangs the clause under the speech."""
        reading = self.reading
        if "dobj" in (reading.deps[child] for child in reading.children[verb]):
            return None
        stop = self.extents.edges(verb)[1]
        that = next((at for at in range(verb + 1, stop) if reading.lower[at] == "that"), None)
        if that is None or reading.tags[that] not in ("IN", "WDT"):
            return None
        clause = reading.heads[that]
        holder = reading.heads[clause]
        subject = self.syntax.child(clause, "nsubj", "nsubjpass")
        if reading.deps[clause] not in ("acl", "relcl", "ccomp", "dep") or subject in (None, that) or holder <= verb:
            return None
        above = holder
        while above > verb and not (reading.lemmas[above] in self.speech.nouns and reading.deps[above] == "pobj"):
            above = reading.heads[above]
        return ("that", [(that, self.extents.edges(clause)[1])], None) if above > verb else None

    def _opening(self, clause: int, first: int) -> str:
        """How a content clause opens: "that", "whether", "wh", "bare", or "small" for "called it a crime"."""
        reading = self.reading
        for child in reading.children[clause]:
            if child > clause:
                break
            if reading.deps[child] == "mark":
                return "that" if reading.lower[child] == "that" else "whether"
        if reading.lower[first] == "that":
            return "that"
        if reading.lower[first] in _WH:
            return "wh"
        if not self.syntax.is_verb(clause) and self.syntax.child(clause, "cop", "aux") is None:
            return "small"
        return "bare"

    def _before(self, verb: int, first: int) -> Found | None:
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
        quoted = quotation is not None and quotation.last == end + 1
        if end < first or not (quoted or reading.words[left - 1] in _ENDING):
            return None
        after = self._resumed(verb, stop)
        if after is not None and not quoted:
            return "quote", [after], None  # "Asked whether ..., he said, '...'"
        return "inverted", [(first, end + 1), *([after] if after is not None else [])], None

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
        for quotation in self.extents.quotations_after(verb, min(stop, verb + _REACH)):
            if self.reading.words[quotation.first - 1] in _RESUMING and self._plain(verb, quotation.first):
                return quotation.first, quotation.last
            return None
        return None

    def _plain(self, verb: int, until: int) -> bool:
        """True where no other cue verb stands between the verb and a quotation."""
        reading = self.reading
        return not any(
            reading.tags[at][0] == "V"
            and reading.lemmas[at] in self.speech.verbs
            and reading.deps[at] not in ("acl", "relcl")
            for at in range(verb + 1, until)
        )

    def parenthesis(self, verb: int, frames: frozenset[str]) -> Found | None:
        """The clause that the cue is put into: "the talks, he said, have failed"."""
        reading = self.reading
        if not frames & {"that", "bare"}:
            return None
        head = reading.heads[verb]
        subject = self.syntax.child(verb, "nsubj", "nsubjpass")
        if head == verb or subject is None or reading.deps[verb] not in _SUBORDINATE or self.is_infinitive(verb):
            return None
        if reading.lower[subject] in ("who", "which", "that"):
            return None
        left = self._left(verb)
        own_last = self._own_end(verb)
        as_they_say = left > 0 and reading.lower[left - 1] == "as"
        if as_they_say and "quote" not in frames:
            return None  # "as the crowd gathers": time, no report
        if as_they_say:
            left -= 1
        elif self.syntax.child(verb, "mark") is not None:
            return None
        start, stop = self.extents.sentence(verb)
        opens = left == start or reading.words[left - 1] in (",", "-", "--", "–", "—", "”", '"', "''", "(")
        closes = own_last >= stop or reading.words[own_last] in (",", "-", "--", "–", "—", ".", "?", "!", ")", ":")
        if not opens or not closes or (left == start and not as_they_say):
            return None
        first, last = self.clause_of(head, verb, start, stop)
        contents = [piece for piece in ((first, left), (own_last, last)) if piece[0] < piece[1]]
        return ("as" if as_they_say else "inserted"), contents, None

    def _own_end(self, verb: int) -> int:
        """Past the last token of what belongs to the cue's clause itself: object, time, place."""
        last = self.extents.edges(verb)[1]
        while last > verb + 1 and self.reading.words[last - 1] in _MARKS:
            last -= 1
        return last

    def clause_of(self, head: int, inner: int, start: int, stop: int, wide: bool = False) -> Range:
        """The clause around a parenthesis, without what is coordinated after it with a subject of its own.

        `wide`: up to the main clause, else up to the nearest finite one.
        """
        reading = self.reading
        at = head
        for _ in range(20):
            above = reading.heads[at]
            if above == at or not start <= above < stop:
                break
            own = self.syntax.child(at, "nsubj", "nsubjpass", "expl") is not None
            if own and reading.deps[at] == "conj" and self.syntax.is_verb(at):
                break
            if not wide and own and self.syntax.is_verb(at) and reading.deps[at] in ("ccomp", "relcl", "advcl", "acl"):
                break
            at = above
        first, last = self.extents.edges(at)
        for child in reading.children[at]:
            if (
                reading.deps[child] == "conj"
                and child > inner
                and self.syntax.child(child, "nsubj", "nsubjpass") is not None
            ):
                cut = self.extents.edges(child)[0]
                last = cut
                if reading.deps[cut - 1] == "cc":
                    last = cut - 1
                break
        return max(first, start), min(last, stop)

    def quoted(self, verb: int, frames: frozenset[str]) -> Found | None:
        """A quotation next to the cue that the parser has not put under it."""
        if "quote" not in frames:
            return None
        reading, extents = self.reading, self.extents
        left = self._left(verb)
        end = extents.skip_back(left - 1)
        before = extents.quote_at.get(end) if end >= 0 else None
        if before is not None and before.last == end + 1 and extents.is_speech(before) and before.last <= verb:
            ended = reading.words[before.last - 2] == "." and left < verb and reading.words[left - 1] not in _MARKS
            if (
                not ended
                and not self.syntax.is_passive(verb)
                and reading.sentences[reading.sentence_of[end]].paragraph == self._paragraph(verb)
            ):
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
        for quotation in self.extents.quotations_after(verb, verb + _REACH):
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

    def infinitive(self, verb: int, frames: frozenset[str], passive: bool, extent: Range) -> Found | None:
        """ "vowed to fight", "urged them to stop", "is said to have left"."""
        reading = self.reading
        clause = next(
            (
                child
                for child in reading.children[verb]
                if child > verb and reading.deps[child] in ("xcomp", "ccomp") and self.is_infinitive(child)
            ),
            None,
        )
        if clause is None:
            return None
        first, last = self.extents.edges(clause)
        first = max(first, extent[1])
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
        elif reading.tags[extent[1] - 1] == "IN" and "addressee-obj" in frames:  # "called on them to stop"
            first = min(first, extent[1])
        return "to-inf", [(first, last)], None

    def is_infinitive(self, clause: int) -> bool:
        reading = self.reading
        return any(reading.tags[child] == "TO" and reading.deps[child] == "aux" for child in reading.children[clause])

    def predicate(self, verb: int, frames: frozenset[str], passive: bool) -> Found | None:
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

    def object(self, verb: int, frames: frozenset[str], passive: bool, extent: Range) -> Found | None:
        """ "denied the charges", "expressed concern that ..."; with "accused X of ..." the charge included."""
        reading = self.reading
        if not frames & {"np", "of", "for", "that"} or passive:
            return None
        target = self.syntax.child(verb, "dobj")
        if target is None or target < verb:
            return None
        if target < extent[1]:  # "expressed concern": the noun is part of the cue
            return self._of_cue_noun(target, extent)
        if "np" not in frames:
            charge = next(
                (
                    child
                    for holder in (verb, target)
                    for child in reading.children[holder]
                    if child > target and reading.deps[child] == "prep" and reading.lower[child] in frames
                ),
                None,
            )
            if charge is None:
                return None
            return "of", [(self.extents.edges(target)[0], self.extents.edges(charge)[1])], None
        first, last = self.extents.edges(target)
        first = max(first, verb + 1)
        if reading.lemmas[target] in self.speech.nouns and first == target and extent[1] == target:
            clause = self.of_noun(target)
            if clause is not None:
                return "np", [clause[1]], (extent[0], target + 1)
        worded = reading.lemmas[target] in self.speech.nouns or reading.lower[target] in self.speech.nouns
        for child in reading.children[verb]:
            if child > target and reading.deps[child] in ("prep", "dative"):
                if (
                    reading.lower[child] in ("as", "for", "of")
                    or (worded and child == last)
                    or (child == last and reading.lower[child] in _MATTER and not self._is_dated(child))
                ):
                    last = max(last, self.extents.edges(child)[1])
        beside = self.extents.quote_at.get(last)
        if "as" in frames and beside is not None and beside.first == last:  # calling it "a crime"
            last = beside.last
        return "np", [(first, last)], None

    def _is_dated(self, preposition: int) -> bool:
        """True for "on Monday"."""
        inside = self.reading.subtree(preposition)
        return any(
            label in ("DATE", "TIME") and any(first <= token < last for token in inside)
            for first, last, label in self.reading.entities
        )

    def _of_cue_noun(self, noun: int, extent: Range) -> Found | None:
        reading = self.reading
        clause = self.of_noun(noun)
        if clause is not None:
            return clause[0], [clause[1]], None
        for child in reading.children[noun]:
            if child == extent[1] and reading.deps[child] == "prep":
                return "np", [(child + 1, self.extents.edges(child)[1])], (extent[0], child + 1)
        return None

    def with_preposition(self, verb: int, frames: frozenset[str], extent: Range) -> Found | None:
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
                    elif self.is_infinitive(other) and self.extents.edges(other)[0] == last and "to-inf" in frames:
                        last = self.extents.edges(other)[1]  # "called upon the parties to stop"
                cue = (extent[0], child + 1) if child == extent[1] or child < extent[1] else None
                return word if word in frames else "np", [(child + 1, last)], cue
        return None

    def of_noun(self, noun: int) -> tuple[str, Range] | None:
        """The clause that a noun holds: "that ...", "to ..."; a relative clause holds none."""
        reading = self.reading
        for child in reading.children[noun]:
            if child < noun or reading.deps[child] not in ("acl", "ccomp", "relcl", "xcomp"):
                continue
            first, last = self.extents.edges(child)
            if self.is_infinitive(child) and reading.deps[child] != "relcl":
                return "to-inf", (max(first, noun + 1), last)
            if reading.lower[first] == "that" and reading.deps[first] == "mark":
                return "that", (first, last)
        return None
