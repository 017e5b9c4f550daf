"""Finds events: cues meet rules, operators compose with the action inside them, syntax tells who stands where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import COMPLEMENTS, Composition, Lexicon, Outcome, Rule
from dragoman.knowledge.not_events import NotEvents
from dragoman.model.claim import Polarity, Status
from dragoman.model.finding import EventMention
from dragoman.model.reading import Reading
from dragoman.model.span import Passage

_DEPTH = 4  # operators inside operators: "is ready to agree to stop shelling"
_SECOND_WORD = frozenset({"prt", "prep", "advmod", "dative", "agent", "aux", "oprd", "acomp"})
_PREPOSITION = frozenset({"prep", "dative", "prt", "mark", "agent"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_POSSIBLE = frozenset({"could", "may", "might", "can", "should", "must"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "ROOT", "conj"})
_OBLIGING = frozenset({"must", "should"})
_CONDITION = frozenset({"if", "unless", "whether", "lest"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue with its parties filled in (indexes of mentions); `tokens` are the words it stands on.

    An empty `type` is an operator that makes no event of the action inside it, and takes it up all the same.
    """

    rule: Rule
    type: str
    mode: str | None
    token: int
    actor: tuple[int, ...]
    recipient: tuple[int, ...]
    reciprocal: bool
    polarity: Polarity = "affirmed"
    status: Status = "actual"
    tokens: tuple[int, ...] = ()
    consumed: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    via: tuple[str, ...] = field(default=())
    """Ids of the rules inside, innermost last."""


@dataclass(slots=True)
class EventFinder:
    """Events of one reading."""

    reading: Reading
    text: str
    syntax: Syntax
    mentions: MentionFinder
    lexicon: Lexicon
    not_events: NotEvents = field(default_factory=lambda: NotEvents({}))
    _elsewhere: set[int] = field(default_factory=set)
    """Tokens of phrases in which a cue means something else."""

    def __post_init__(self) -> None:
        self._elsewhere = self.not_events.covered(self.reading.lower, self.reading.lemmas)

    def find(self) -> tuple[EventMention, ...]:
        """All events, in the order of their cues."""
        found: list[EventMention] = []
        for sentence in self.reading.sentences:
            frames = list(self._sentence(sentence.first, sentence.last, pronouns=True))
            frames.sort(key=lambda frame: frame.token)
            found.extend(self._event(frame) for frame in frames)
        return tuple(found)

    def frames(self, first: int, last: int) -> list[Frame]:
        """The frames of the tokens `[first, last)`, outermost first."""
        return list(self._sentence(first, last))

    def candidates(self, first: int, last: int) -> Iterator[tuple[Frame, bool]]:
        """Every cue's frame, also of cues inside others; True for those that are events of their own."""
        own = {frame.token: frame for frame in self._sentence(first, last)}
        for token in self._cues(first, last):
            frame = own.get(token) or self._frame(token, 0)
            if frame is not None and frame.type:
                modal = frame if token in own else self._with_modality(frame)
                if modal is not None:
                    yield modal, token in own

    def _cues(self, first: int, last: int) -> list[int]:
        index, reading = self.lexicon.index, self.reading
        return [
            token
            for token in range(first, last)
            if token not in self._elsewhere
            and (
                (reading.tags[token][0] == "V" and reading.lemmas[token] in index.verbs)
                or (reading.tags[token][0] == "N" and self._noun_rules(token))
                or (reading.tags[token][0] in "JV" and reading.lower[token] in index.adjectives)
                or self._is_gerund(token)
            )
        ]

    def _is_gerund(self, token: int) -> bool:
        """A verbal noun that the parser takes for a verb: "Fighting between ..."."""
        reading = self.reading
        return (
            reading.tags[token] == "VBG"
            and reading.deps[token] in _NOMINAL
            and reading.lower[token] in self.lexicon.index.nouns
        )

    def _sentence(self, first: int, last: int, *, pronouns: bool = False) -> Iterator[Frame]:
        cues = self._cues(first, last)
        if not cues:
            return
        cues.sort(key=self._depth)
        consumed: set[int] = set()
        seen: set[tuple[str, tuple[int, ...], tuple[int, ...]]] = set()
        done: list[Frame] = []
        for token in cues:
            if token in consumed:
                continue
            frame = self._frame(token, 0)
            if frame is None:
                continue
            consumed.update(frame.consumed)
            frame = self._with_modality(frame) if frame.type else None
            if frame is None or not self._is_worth(frame, pronouns):
                continue
            key = (frame.type, frame.actor, frame.recipient)
            if key not in seen:
                seen.add(key)
                done.append(frame)
                yield frame
        yield from self._done_again(first, last, done)

    def _done_again(self, first: int, last: int, frames: Sequence[Frame]) -> Iterator[Frame]:
        """Events told by "do so": who did it before ("the first to do so since X") did what was told."""
        reading = self.reading
        for token in range(first, last):
            if reading.lemmas[token] != "do" or reading.tags[token][0] != "V":
                continue
            if not any(reading.lower[child] == "so" for child in reading.children[token]):
                continue
            before = [frame for frame in frames if frame.token < token]
            heads = (token, reading.heads[token])
            again = self.mentions.parties(
                noun for head in heads for noun in self.syntax.prepositional(head, ("since",))
            )
            again = tuple(party for party in again if self.mentions.mentions[party].form == "name")
            if before and again and not before[-1].reciprocal:
                reasons = ('"do so" stands for what was told before',)
                yield replace(before[-1], token=token, actor=again, tokens=(token,), reasons=reasons, status="actual")

    def _depth(self, token: int) -> tuple[int, int]:
        heads, depth, at = self.reading.heads, 0, token
        while heads[at] != at and depth < 200:
            at, depth = heads[at], depth + 1
        return depth, token

    def _is_worth(self, frame: Frame, pronouns: bool) -> bool:
        """An event needs a party, one made by a noun alone both; pronouns count where they can still be resolved."""
        if frame.token in self._noun_cue_tokens(frame):
            return bool(frame.actor and (frame.recipient or (frame.reciprocal and self._are_several(frame.actor))))
        parties = (*frame.actor, *frame.recipient)
        if frame.rule.reciprocal and len(parties) == 1 and self._is_one(parties[0]):
            return False  # nobody meets alone
        return len(parties) > 1 or any(pronouns or self.mentions.mentions[party].form != "pronoun" for party in parties)

    def _are_several(self, parties: tuple[int, ...]) -> bool:
        """True for two mentions, or one that names people of two countries ("U.S. and Russian negotiators")."""
        mentions = self.mentions.mentions
        return len(parties) > 1 or any(mentions[each].plural and len(mentions[each].countries) > 1 for each in parties)

    def _is_one(self, party: int) -> bool:
        """A single person or state: a council may meet by itself, a president may not."""
        mention = self.mentions.mentions[party]
        entity = mention.entity or ""
        if mention.plural or mention.role_kind in ("group", "body"):
            return False
        return mention.label == "PERSON" or mention.role_kind == "person" or entity.startswith(("person:", "state:"))

    def _noun_cue_tokens(self, frame: Frame) -> tuple[int, ...]:
        return (frame.token,) if self.reading.tags[frame.token][0] == "N" or self._is_gerund(frame.token) else ()

    # ---- one cue ------------------------------------------------------------------------------------------------

    def _frame(self, token: int, depth: int) -> Frame | None:
        if depth > _DEPTH or token in self._elsewhere:
            return None
        tag = self.reading.tags[token][0]
        if tag == "N" or self._is_gerund(token):
            return self._noun_frame(token, depth)
        if tag == "V":
            frame = self._verb_frame(token, depth)
            if frame is not None:
                return frame
        return self._adjective_frame(token, depth)

    def _verb_frame(self, verb: int, depth: int) -> Frame | None:
        reading = self.reading
        matched: list[tuple[int, Rule, tuple[int, ...]]] = []
        for second, rule in self.lexicon.index.verbs.get(reading.lemmas[verb], ()):
            words = self._second_words(verb, second)
            if words is None:
                continue
            if rule.objects:
                at = self._object_among(verb, rule.objects, words[-1])
                if at is None:
                    continue
                words = (*words, at)
                around = {reading.lower[child] for child in self._around(at)}
                if (rule.modifiers and not rule.modifiers & around) or rule.without & around:
                    continue
            if rule.without and self._object_among(verb, rule.without, words[-1]) is not None:
                continue
            matched.append((2 * bool(rule.objects) + bool(second), rule, words))
        matched.sort(key=lambda item: -item[0])  # the more particular rule first; then the order of the files
        alone: Frame | None = None
        for _, rule, words in matched:
            frame = self._fill(verb, rule, words, depth)
            if frame is None:
                continue
            if rule.operator is None or frame.via or not frame.type:
                return frame
            alone = alone or frame  # an operator that found its inner action goes before one that did not
        return alone

    def _second_words(self, verb: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
        """The verb and the particles and prepositions that its cue demands, each under the verb or the one before."""
        reading = self.reading
        found = [verb]
        for word in words:
            at = next(
                (
                    child
                    for parent in dict.fromkeys((found[-1], verb))
                    for child in reading.children[parent]
                    if reading.lower[child] == word
                    and reading.deps[child] in _SECOND_WORD
                    and reading.tags[child] != "TO"
                    and not self._is_before_time(child)
                ),
                None,
            )
            if at is None:
                return None
            found.append(at)
        return tuple(found)

    def _is_before_time(self, preposition: int) -> bool:
        """True for the "on" of "called his colleague on Tuesday", which belongs to no cue."""
        labels = self.mentions.label_at
        return any(
            child in labels and labels[child][2] in ("DATE", "TIME") for child in self.reading.children[preposition]
        )

    def _object_among(self, verb: int, lemmas: frozenset[str], last_word: int) -> int | None:
        """The object (or the noun under an object like "series of") that is one of `lemmas`; after a preposition that
        belongs to the cue, its object ("come to terms")."""
        objects = self.syntax.objects(verb)
        if self.syntax.is_passive(verb):  # "was given a loan": what is given stays an object
            kept = (child for child in self.reading.children[verb] if self.reading.deps[child] == "dobj")
            objects = (*objects, *kept)
        if last_word != verb:
            objects = (
                *(child for child in self.reading.children[last_word] if self.reading.deps[child] == "pobj"),
                *objects,
            )
        for noun in objects:
            for at in (noun, *self.syntax.prepositional(noun, ("of",))):
                if self.reading.lemmas[at] in lemmas:
                    return at
        return None

    def _adjective_frame(self, token: int, depth: int) -> Frame | None:
        for rule in self.lexicon.index.adjectives.get(self.reading.lower[token], ()):
            frame = self._fill(token, rule, (token,), depth)
            if frame is not None:
                return frame
        return None

    def _fill(self, cue: int, rule: Rule, words: tuple[int, ...], depth: int) -> Frame | None:
        """Fill a verb's or adjective's slots; None where the rule does not hold here."""
        light = words[-1] if rule.objects else None
        actor = self._first_slot(cue, rule.actor, light)
        consumed = [*words, *self._nouns_used_up(cue, rule)]
        if rule.operator is None:
            recipient = self._first_slot(cue, rule.recipient, light, actor)
            frame = Frame(rule, rule.type, rule.mode, cue, actor, recipient, rule.reciprocal, tokens=words)
        else:
            if rule.without and any(
                self.reading.lemmas[token] in rule.without for token in self._complements(cue, rule)
            ):
                return None
            composed = self._compose(cue, rule, words, actor, depth)
            if composed is None:
                return None
            frame = composed
            consumed.extend(frame.consumed)
        if any(not getattr(frame, role) for role in rule.requires) or (
            rule.reciprocal and not frame.actor and not self._are_several(frame.recipient)
        ):
            return None
        frame = replace(frame, consumed=tuple(consumed))
        return self._reciprocal(frame) if rule.reciprocal or frame.reciprocal else frame

    def _nouns_used_up(self, cue: int, rule: Rule) -> tuple[int, ...]:
        """Noun cues in a verb's object that only tell what the verb is about: no events of their own."""
        index = self.lexicon.index.nouns
        if rule.operator is None and not rule.objects:
            return ()
        return tuple(
            noun for object_ in self.syntax.objects(cue) for noun in self.syntax.noun_tree(object_, 1)
            if self.reading.lemmas[noun] in index
        )  # fmt: skip

    def _compose(
        self, cue: int, rule: Rule, words: tuple[int, ...], actor: tuple[int, ...], depth: int
    ) -> Frame | None:
        composition = self.lexicon.compositions[rule.operator or ""]
        inner: Frame | None = None
        for token in self._complements(cue, rule):
            inner = self._inner(token, depth + 1)
            if inner is not None:
                break
        if inner is not None:
            inner = self._negated_inner(inner)
        outcome = composition.outcome(inner.type, inner.mode) if inner is not None else composition.alone
        if outcome.type is None:
            if inner is None:
                return None
            return Frame(rule, "", None, cue, (), (), False, consumed=(inner.token, *inner.consumed))
        recipient = self._first_slot(cue, rule.recipient, None, actor)
        if inner is not None:
            if not actor and composition.recipient == "recipient":
                about = self.mentions.parties(self.syntax.understood(cue)) if self.syntax.is_verb(cue) else ()
                actor = tuple(party for party in about if party in inner.actor) or inner.actor
            first, second = inner.recipient, inner.actor
            if composition.recipient == "actor":
                first, second = second, first
            inside = self._without(first, actor) or self._without(second, actor)
            recipient = self._without(recipient or inside, actor)
        if inner is not None and composition.denies:  # who denies may speak of others' deeds
            return replace(
                inner,
                type=outcome.type,
                polarity="denied",
                tokens=(*words, *inner.tokens),
                consumed=(cue, inner.token, *inner.consumed),
                reasons=(*inner.reasons, f"denied by {rule.id}"),
                via=(rule.id, *inner.via),
            )
        if not recipient and outcome.type == "THREATEN":
            recipient = self._without(self._conditioned(cue), actor)
        return Frame(
            rule=rule,
            type=outcome.type,
            mode=outcome.mode
            or (inner.mode if inner is not None and outcome.type == inner.type else None)
            or rule.mode,
            token=cue,
            actor=actor,
            recipient=recipient,
            reciprocal=inner is not None and inner.reciprocal and (outcome.type == inner.type or not recipient),
            status=_status(composition, inner),
            polarity="denied" if composition.denies else inner.polarity if inner is not None else "affirmed",
            tokens=(*words, *(inner.tokens if inner is not None else ())),
            consumed=(inner.token, *inner.consumed) if inner is not None else (),
            reasons=self._composition_reason(rule, inner, outcome),
            via=(inner.rule.id, *inner.via) if inner is not None else (),
        )

    def _negated_inner(self, inner: Frame) -> Frame:
        """ "agreed not to attack": refraining from harm is a concession, from cooperation a rejection."""
        if not self.syntax.is_verb(inner.token) or not self.syntax.is_negated(inner.token):
            return inner
        outcome = self.lexicon.compositions["REFUSE"].outcome(inner.type, inner.mode)
        reasons = (*inner.reasons, f"not to do {inner.type}")
        return replace(inner, type=outcome.type or "CONCEDE", mode=outcome.mode, polarity="affirmed", reasons=reasons)

    def _conditioned(self, verb: int) -> tuple[int, ...]:
        """Whose doing a threat hangs on: the subject of "if" or "unless" under the verb."""
        reading = self.reading
        for clause in reading.children[verb]:
            if reading.deps[clause] == "advcl" and any(
                reading.deps[child] == "mark" and reading.lower[child] in _CONDITION
                for child in reading.children[clause]
            ):
                return self.mentions.parties(self.syntax.understood(clause))
        return ()

    def _composition_reason(self, rule: Rule, inner: Frame | None, outcome: Outcome) -> tuple[str, ...]:
        if inner is None:
            return ()
        return (*inner.reasons, f"{rule.operator} over {inner.type} ({inner.rule.id}) makes {outcome.type}")

    def _complements(self, cue: int, rule: Rule) -> Iterator[int]:
        """Tokens where the inner action of an operator may stand, in the rule's order."""
        reading = self.reading
        for slot in rule.complement:
            if slot in ("xcomp", "ccomp"):
                for child in reading.children[cue]:
                    if self._is_question(child):
                        continue
                    if reading.deps[child] in (slot, "advcl" if slot == "xcomp" else slot) and child > cue:
                        if reading.deps[child] != "advcl" or reading.tags[child] == "VB":
                            yield from self.syntax.conjuncts(child)
            elif slot == "obj":
                yield from (noun for noun in self.syntax.objects(cue) if noun not in self.mentions.hit_at)
                for object_ in self.syntax.objects(cue):  # "made a pledge to send", "won approval to build"
                    for child in reading.children[object_]:
                        if reading.deps[child] == "acl" and reading.tags[child] == "VB":
                            yield child
            else:
                parents = (cue, *self.syntax.objects(cue)) if self.syntax.is_verb(cue) else (cue,)
                for child in (child for parent in parents for child in reading.children[parent]):
                    if reading.lower[child] == slot and reading.deps[child] in _PREPOSITION:
                        for below in reading.children[child]:
                            if reading.deps[below] in ("pobj", "pcomp"):
                                yield from self.syntax.conjuncts(below)

    def _is_question(self, clause: int) -> bool:
        reading = self.reading
        return any(
            reading.deps[child] == "mark" and reading.lower[child] in _CONDITION for child in reading.children[clause]
        )

    def _inner(self, token: int, depth: int) -> Frame | None:
        """The action at a complement: at the token itself, else at a noun under it ("an end to", "a series of")."""
        frame = self._frame(token, depth)
        if frame is None and self.reading.tags[token][0] == "N":
            for noun in self.syntax.prepositional(token, ("of", "to", "in")):
                if self.reading.lemmas[noun] in self.lexicon.index.nouns:
                    frame = self._frame(noun, depth)
                    if frame is not None:
                        break
        if frame is None and self.reading.lemmas[token] == "be":
            for child in self.reading.children[token]:
                if self.reading.deps[child] in ("acomp", "attr", "oprd"):
                    frame = self._frame(child, depth)
        return frame

    def _noun_rules(self, noun: int) -> tuple[Rule, ...]:
        """The rules of a noun cue; words joined by a hyphen ("cease-fire") are looked up whole first."""
        reading, nouns = self.reading, self.lexicon.index.nouns
        word = reading.lower[noun] if reading.tags[noun] == "VBG" else reading.lemmas[noun]
        if noun > 1 and reading.words[noun - 1] == "-":
            whole = f"{reading.lower[noun - 2]}-{word}"
            joined = nouns.get(whole) or nouns.get(whole.replace("-", ""))
            if joined:
                return joined
        return nouns.get(word, ())

    def _noun_frame(self, noun: int, depth: int) -> Frame | None:
        for rule in self._noun_rules(noun):
            around = {self.reading.lower[child] for child in self._around(noun)}
            if (rule.without and around & rule.without) or (rule.modifiers and not around & rule.modifiers):
                continue
            actor: tuple[int, ...] = ()
            for slot in rule.noun_actor:
                actor = self._noun_slot(noun, slot)
                if actor:
                    break
            recipient: tuple[int, ...] = ()
            for slot in rule.noun_recipient:
                recipient = self._without(self._noun_slot(noun, slot), actor)
                if recipient:
                    break
            between = self._noun_slot(noun, "between")
            together = self._are_several(between)
            if together:
                actor, recipient = between, ()
            frame = Frame(
                rule, rule.type, rule.mode, noun, actor, recipient, rule.reciprocal or together, tokens=(noun,)
            )
            if rule.operator is not None:
                outcome = self.lexicon.compositions[rule.operator].alone
                for token in self._noun_complements(noun, rule):
                    inner = self._inner(token, depth + 1)
                    if inner is not None:
                        outcome = self.lexicon.compositions[rule.operator].outcome(inner.type, inner.mode)
                        frame = replace(
                            frame, consumed=(inner.token, *inner.consumed),
                            recipient=recipient or self._without(inner.recipient or inner.actor, actor),
                            reasons=self._composition_reason(rule, inner, outcome), via=(inner.rule.id, *inner.via),
                        )  # fmt: skip
                        break
                if outcome.type is None:
                    if frame.consumed:
                        return replace(frame, type="")
                    continue
                frame = replace(frame, type=outcome.type, mode=outcome.mode or rule.mode)
            if depth == 0 and any(not getattr(frame, role) for role in rule.requires):
                continue
            return self._reciprocal(frame) if frame.reciprocal else frame
        return None

    def _noun_complements(self, noun: int, rule: Rule) -> Iterator[int]:
        reading = self.reading
        for child in reading.children[noun]:
            if reading.deps[child] in ("acl", "ccomp") and ("xcomp" in rule.complement or "ccomp" in rule.complement):
                yield child
        for slot in rule.complement:
            if slot not in COMPLEMENTS:
                for child in reading.children[noun]:
                    if reading.deps[child] == "prep" and reading.lower[child] == slot:
                        yield from (
                            below for below in reading.children[child] if reading.deps[below] in ("pobj", "pcomp")
                        )

    def _around(self, noun: int) -> list[int]:
        reading = self.reading
        return [child for child in reading.children[noun] if reading.deps[child] in ("compound", "amod", "nmod")]

    # ---- slots --------------------------------------------------------------------------------------------------

    def _first_slot(
        self, cue: int, slots: Sequence[str], light: int | None, others: tuple[int, ...] = ()
    ) -> tuple[int, ...]:
        """The parties of the first slot that holds any besides `others`."""
        for slot in slots:
            strict = slot.endswith("!")
            found = self._slot(cue, slot.removesuffix("!"), light)
            if found and strict:
                heads = self._slot_heads(cue, slot.removesuffix("!"))
                found = tuple(each for each in found if self.mentions.mentions[each].head in heads)
            found = self._without(found, others)
            if found:
                return found
        return ()

    def _slot_heads(self, cue: int, slot: str) -> set[int]:
        """The head nouns that stand in a slot themselves: a strict slot takes no party from inside of them."""
        if slot == "obj":
            heads = self.syntax.objects(cue)
        elif slot == "subj":
            heads = self.syntax.subjects(cue)
        else:
            heads = self.syntax.prepositional(cue, (slot,))
        return {*heads, *(noun for head in heads for noun in self.syntax.prepositional(head, ("of",)))}

    def _slot(self, cue: int, slot: str, light: int | None) -> tuple[int, ...]:
        syntax = self.syntax
        if slot == "subj":
            if self.reading.tags[cue][0] == "V":
                return self.mentions.parties(syntax.subjects(cue))
            return self.mentions.parties(syntax.adjective_subjects(cue))
        if slot == "obj":
            if light is not None and light in self._object_nouns(cue):
                return self.mentions.inside(light) or self._people_at(light)
            return self.mentions.parties(syntax.objects(cue))
        if slot == "dative":
            if light is not None and syntax.is_passive(cue) and light not in syntax.objects(cue):
                return self.mentions.parties(syntax.objects(cue))
            return self.mentions.parties(
                child for child in self.reading.children[cue]
                if self.reading.deps[child] == "dative" and self.reading.tags[child][0] in "NP"
            )  # fmt: skip
        if slot == "agent":
            return self.mentions.parties(syntax.agents(cue))
        if slot == "poss":
            owners = [child for object_ in syntax.objects(cue) for child in self.reading.children[object_]
                      if self.reading.deps[child] == "poss"]  # fmt: skip
            return self.mentions.parties(owners)
        if slot == "complement":
            verbs = [child for child in self.reading.children[cue] if self.reading.deps[child] in ("ccomp", "xcomp")]
            return self.mentions.parties(noun for verb in verbs for noun in syntax.understood(verb))
        heads = [cue]
        if self.reading.tags[cue][0] == "V":
            for object_ in (*syntax.objects(cue), *((light,) if light is not None else ())):
                heads.extend(noun for noun in syntax.noun_tree(object_, 3) if noun not in heads)
        for head in heads:
            found = self.mentions.parties(syntax.prepositional(head, (slot,)))
            if found:
                return found
        return ()

    def _people_at(self, light: int) -> tuple[int, ...]:
        """The light object itself where it names people: "expelled the migrants", not "searched the house"."""
        role = self.mentions.role_ending_at(light)
        return self.mentions.parties((light,)) if role is not None and role.kind in ("person", "group") else ()

    def _object_nouns(self, cue: int) -> set[int]:
        objects = self.syntax.objects(cue)
        return {*objects, *(noun for each in objects for noun in self.syntax.prepositional(each, ("of",)))}

    def _noun_slot(self, noun: int, slot: str) -> tuple[int, ...]:
        reading, syntax = self.reading, self.syntax
        if slot == "poss":
            owners = [child for child in reading.children[noun] if reading.deps[child] == "poss"]
            return self.mentions.parties(each for owner in owners for each in syntax.nouns(owner))
        if slot == "adj":
            return self.mentions.modifiers(noun)
        if slot == "verb-subj":
            head = reading.heads[noun]
            if head != noun and syntax.is_verb(head) and reading.deps[noun] in ("dobj", "attr", "oprd"):
                return self.mentions.parties(syntax.subjects(head))
            return ()
        for at in syntax.noun_tree(noun, 2):  # "a demonstration by monks against the junta"
            found = self.mentions.parties(syntax.prepositional(at, (slot,)))
            if found:
                return found
        return ()

    @staticmethod
    def _without(parties: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(party for party in parties if party not in others)

    def _reciprocal(self, frame: Frame) -> Frame:
        """Everybody who takes part together stands in `actor`, as PLOVER has it."""
        everybody = tuple(dict.fromkeys((*frame.actor, *frame.recipient)))
        return replace(frame, actor=everybody, recipient=(), reciprocal=True)

    # ---- polarity and status ------------------------------------------------------------------------------------

    def _with_modality(self, frame: Frame) -> Frame | None:
        """Denials, futures and conditions around the cue; a told future or refusal changes the type as operators do."""
        reading, syntax = self.reading, self.syntax
        token = frame.token
        verb = token
        if not syntax.is_verb(token):
            head = reading.heads[token]
            if (
                head == token
                or not syntax.is_verb(head)
                or reading.deps[token] not in ("acomp", "attr", "dobj", "oprd")
            ):
                denied = syntax.is_negated(token)
                return replace(frame, polarity="denied") if denied else frame
            verb = head
        if self._is_purpose(verb):
            frame = replace(frame, status="hypothetical", reasons=(*frame.reasons, "is only meant to be done"))
        auxiliaries = syntax.auxiliaries(verb)
        denied = syntax.is_negated(verb) or syntax.is_negated(token) or any(
            syntax.is_negated(noun) for noun in frame.tokens[1:] if reading.tags[noun][0] == "N"
        )  # fmt: skip
        conditional = any(
            reading.deps[child] == "mark" and reading.lower[child] in _CONDITION for child in reading.children[verb]
        )
        reasons = list(frame.reasons)
        if conditional:
            return replace(frame, status="hypothetical", reasons=(*reasons, "stands in a condition"),
                           polarity="denied" if denied else frame.polarity)  # fmt: skip
        future = next((word for word in auxiliaries if word in _FUTURE or word == "would"), None)
        if future is not None and not denied and self._has_condition(verb, "unless"):
            reasons.append(f'"{future}" and "unless" make a threat')
            recipient = frame.recipient or self._without(self._conditioned(verb), frame.actor)
            return replace(frame, type="THREATEN", mode=None, recipient=recipient, reciprocal=False,
                           status="hypothetical", reasons=tuple(reasons))  # fmt: skip
        if future is not None:
            name = "REFUSE" if denied else "FUTURE"
            outcome = self.lexicon.compositions[name].outcome(frame.type, frame.mode)
            if outcome.type is None:
                return None
            if outcome.type != frame.type:
                reasons.append(f'"{future}"{" not" if denied else ""} over {frame.type} makes {outcome.type}')
                frame = replace(frame, type=outcome.type, mode=outcome.mode, polarity="affirmed")
            elif denied:
                frame = replace(frame, polarity="denied")
            status: Status = "future" if future in _FUTURE else "hypothetical"
            return replace(frame, status=status, reasons=tuple(reasons))
        possible = next((word for word in auxiliaries if word in _POSSIBLE), None)
        if possible in _OBLIGING and frame.actor:
            demanded = self._demanded(frame, verb, possible or "")
            if demanded is not None:
                return demanded
        if possible is not None:
            reasons.append(f'"{possible}" leaves open whether it happens')
            frame = replace(frame, status="hypothetical", reasons=tuple(reasons))
        if denied:
            frame = replace(frame, polarity="denied", reasons=(*frame.reasons, "negated"))
        return frame

    def _is_purpose(self, verb: int) -> bool:
        """An infinitive that hangs on a noun or adjective ("a plan to oust", "determined to fight") tells an aim."""
        reading = self.reading
        if reading.tags[verb] != "VB" or not any(reading.tags[child] == "TO" for child in reading.children[verb]):
            return False
        return reading.deps[verb] in ("acl", "relcl") or (
            reading.deps[verb] in ("xcomp", "ccomp") and not self.syntax.is_verb(reading.heads[verb])
        )

    def _has_condition(self, verb: int, word: str) -> bool:
        reading = self.reading
        return any(
            reading.deps[clause] == "advcl"
            and any(
                reading.deps[child] == "mark" and reading.lower[child] == word for child in reading.children[clause]
            )
            for clause in reading.children[verb]
        )

    def _demanded(self, frame: Frame, verb: int, word: str) -> Frame | None:
        """ "X said that Y must withdraw": X asks it of Y; None where nobody is heard to say so."""
        head = self.reading.heads[verb]
        if self.reading.deps[verb] != "ccomp" or not self.syntax.is_verb(head):
            return None
        speaker = self._without(self.mentions.parties(self.syntax.subjects(head)), frame.actor)
        if not speaker:
            return None
        outcome = self.lexicon.compositions["REQUEST"].outcome(frame.type, frame.mode)
        reasons = (*frame.reasons, f'"{word}" in what somebody says asks for it')
        return replace(frame, type="REQUEST", mode=outcome.mode, actor=speaker, recipient=frame.actor, reciprocal=False,
                       status="hypothetical", reasons=reasons)  # fmt: skip

    # ---- the finding ---------------------------------------------------------------------------------------------

    def _event(self, frame: Frame) -> EventMention:
        reading = self.reading
        cue = reading.span(frame.token, frame.token + 1)
        sentence = reading.sentence_of[frame.token]
        starts = [reading.starts[token] for token in (frame.token, *frame.tokens)]
        ends = [reading.ends[token] for token in (frame.token, *frame.tokens)]
        for mention in (*frame.actor, *frame.recipient):
            party = self.mentions.mentions[mention]
            if party.sentence == sentence:
                starts.append(party.passage.start)
                ends.append(party.passage.end)
        reasons = frame.reasons
        if frame.via:
            reasons = (*reasons, "rules inside: " + ", ".join(frame.via))
        return EventMention(
            type=frame.type,
            mode=frame.mode,
            rule=frame.rule.id,
            cue=Passage.cut(self.text, cue.start, cue.end),
            token=frame.token,
            evidence=Passage.cut(self.text, min(starts), max(ends)),
            sentence=sentence,
            actor=frame.actor,
            recipient=frame.recipient,
            polarity=frame.polarity,
            status=frame.status,
            contexts=frame.rule.contexts,
            confidence=frame.rule.confidence,
            reasons=reasons,
        )


def _status(composition: Composition, inner: Frame | None) -> Status:
    if composition.status == "future":
        return "future"
    if composition.status == "hypothetical":
        return "hypothetical"
    return inner.status if inner is not None else "actual"
