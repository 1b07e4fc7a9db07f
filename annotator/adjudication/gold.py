"""The marks of the gold layer, made from what was chosen of the reviewers' marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from annotator.accounts.person import Person
from annotator.adjudication.comparing import Extent, Item, common, union
from annotator.adjudication.drafts import (
    NONE,
    OVERLAP,
    OWN,
    UNION,
    DecisionDraft,
    Outcome,
    OwnVerdict,
    Picks,
)
from annotator.adjudication.evidence import copied_sources, give_verdict
from annotator.adjudication.fields import BY_LABEL, copied, row_beside, said
from annotator.adjudication.standing import Case, Held
from annotator.annotations.drafts import AnnotationDraft, FragmentDraft
from annotator.annotations.models import Annotation, Context, Label, Layer, Part
from annotator.annotations.service import create_annotation
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of
from annotator.db import Base
from annotator.errors import Invalid
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import Source
from annotator.sources.service import save_sources
from annotator.verdicts.models import Verdict


@dataclass(frozen=True, slots=True)
class Gold:
    """A new mark with what hangs on it, to be stored, and the changes for the trail."""

    annotation: Annotation
    sources: list[Source]
    verdicts: list[Verdict]
    changes: list[Change]

    @property
    def own_rows(self) -> list[Base]:
        """The mark itself, and the rows that belong to it, in the order in which they go in."""
        beside = row_beside(self.annotation)
        own = [self.annotation, *self.annotation.fragments]
        return own if beside is None else [*own, beside]

    @property
    def held(self) -> Held:
        """The mark as it is compared."""
        return Held(self.annotation, self.sources, self.verdicts[-1] if self.verdicts else None)


def golds_of(case: Case, item: Item, draft: DecisionDraft, *, author: Person) -> list[Gold]:
    """The marks that a decision makes; raises `Invalid` for what does not go together."""
    making = _Making(case, item, draft, author)
    if draft.outcome is Outcome.SETTLE:
        gold = making.gold("gold", draft.picks)
        _refuse_untellable(draft, gold.verdicts)
        return [gold]
    _refuse_untellable(draft, ())
    if draft.outcome is Outcome.DROP:
        return []
    return [making.gold(mark.id, _all_from(mark.id)) for mark in item.marks]


def _refuse_untellable(draft: DecisionDraft, verdicts: Sequence[Verdict]) -> None:
    """Refuse to lose what readers are to be told where there is no verdict to tell of."""
    if draft.verdict.public_state is not None and not verdicts:
        raise Invalid(
            "Readers are told of one claim with a verdict: settle on that, or leave out what they "
            "are told.",
            "public_state",
        )


def _all_from(mark_id: str) -> Picks:
    fields = dict.fromkeys(_names(), mark_id)
    return Picks(mark_id, mark_id, mark_id, mark_id, fields)


def _names() -> list[str]:
    return [name for parts in BY_LABEL.values() for name in parts]


@dataclass(frozen=True, slots=True)
class _Making:
    """One decision on its way into the gold layer."""

    case: Case
    item: Item
    draft: DecisionDraft
    author: Person

    def gold(self, name: str, picks: Picks) -> Gold:
        """A mark with what was picked; `name` tells it from others of the same decision."""
        label = self._from(picks.label).annotation.label
        key = str(uuid5(UUID(self.draft.id), name))
        mark = create_annotation(
            self.case.article.project_id,
            self.case.article.id,
            self.case.revision,
            AnnotationDraft(key, 0, label, self._fragments(picks, label)),
            author=self.author,
        )
        mark.layer = Layer.GOLD
        self._take_fields(mark, picks)
        gold = Gold(mark, [], [], [])
        if label is Label.CLAIM:
            self._take_evidence(gold, picks)
        gold.changes.insert(
            0, change_of(Action.ANNOTATION_CREATED, mark, article_id=mark.article_id)
        )
        return gold

    def _from(self, mark_id: str) -> Held:
        """The mark that was picked; without one, the first."""
        return self.case.held[mark_id or self.item.marks[0].id]

    def _fragments(self, picks: Picks, label: Label) -> tuple[FragmentDraft, ...]:
        if picks.words not in {UNION, OVERLAP}:
            held = self._from(picks.words).annotation
            return tuple(
                FragmentDraft(piece.part, piece.start, piece.end, piece.exact)
                for piece in held.fragments
                if label is Label.QUOTE or piece.part is Part.CONTENT
            )
        contents = [mark.content for mark in self.item.marks]
        extents = union(contents) if picks.words == UNION else self._common(contents)
        own = tuple(self._piece(Part.CONTENT, start, end) for start, end in extents)
        return (*own, *self._parts_of_quote()) if label is Label.QUOTE else own

    def _common(self, contents: Sequence[Sequence[Extent]]) -> list[Extent]:
        trimmed = [self._trimmed(start, end) for start, end in common(contents)]
        found = [(start, end) for start, end in trimmed if start < end]
        if not found:
            raise Invalid(
                "These marks have no words in common; choose the words of one of them.", "words"
            )
        return found

    def _trimmed(self, start: int, end: int) -> Extent:
        words = self.case.revision.text[start:end]
        left = len(words) - len(words.lstrip())
        return start + left, start + max(left, len(words.rstrip()))

    def _parts_of_quote(self) -> tuple[FragmentDraft, ...]:
        """Cue and speaker of the first mark that has any: they are not put together."""
        for mark in self.item.marks:
            parts = [piece for piece in mark.pieces if piece[0] != Part.CONTENT]
            if parts:
                return tuple(self._piece(Part(part), start, end) for part, start, end in parts)
        return ()

    def _piece(self, part: Part, start: int, end: int) -> FragmentDraft:
        return FragmentDraft(part, start, end, self.case.revision.text[start:end])

    def _take_fields(self, mark: Annotation, picks: Picks) -> None:
        if mark.label is Label.CONTEXT:
            own = {"annotation_id": mark.id, "project_id": mark.project_id}
            mark.context = Context(**own, role=None)
        row = row_beside(mark)
        for name in BY_LABEL[mark.label]:
            source = self._says(name, mark.label, picks.fields.get(name, ""))
            if source is not None:
                for column, value in copied(name, mark.label, source).items():
                    setattr(row, column, value)

    def _says(self, name: str, label: Label, picked: str) -> Annotation | None:
        """The mark whose word holds: the one that was picked, or else the first that says any."""
        if picked:
            held = self._from(picked).annotation
            return held if held.label is label else None
        marks = (self.case.held[mark.id].annotation for mark in self.item.marks)
        return next((one for one in marks if one.label is label and name in said(one)), None)

    def _take_evidence(self, gold: Gold, picks: Picks) -> None:
        ids = [mark.id for mark in self.item.marks]
        if picks.sources != UNION:
            ids = [self._from(picks.sources).annotation.id]
        found = [one for key in ids for one in self.case.held[key].sources]
        gold.sources.extend(copied_sources(found, gold.annotation))
        added = (Action.SOURCE_ADDED, gold.annotation.article_id)
        gold.changes.extend(change_of(added[0], one, article_id=added[1]) for one in gold.sources)
        drafts = [SourceDraft(one.id, one.url, one.title, one.stance) for one in self.draft.added]
        if self.draft.outcome is Outcome.SETTLE:
            gold.changes.extend(
                save_sources(
                    gold.annotation,
                    gold.sources,
                    drafts,
                    article_url=self.case.article.url,
                    adder=self.author,
                    definition=self.case.scheme.definition,
                )
            )
        self._judge(gold, picks)

    def _judge(self, gold: Gold, picks: Picks) -> None:
        own, chosen = self.draft.verdict, self._verdict(picks)
        if picks.verdict == OWN and not own.rating:
            raise Invalid("Choose the rating of your own verdict.", "rating")
        rating = own.rating if picks.verdict == OWN else chosen.rating if chosen else ""
        if not rating:
            return
        said = own if self.draft.outcome is Outcome.SETTLE else OwnVerdict()
        give_verdict(self.case, gold, rating, said, chosen, decider=self.author)

    def _verdict(self, picks: Picks) -> Verdict | None:
        if picks.verdict in {OWN, NONE}:
            return None
        if picks.verdict:
            return self._from(picks.verdict).verdict
        found = (self.case.held[mark.id].verdict for mark in self.item.marks)
        return next((one for one in found if one is not None), None)
