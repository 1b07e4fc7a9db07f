"""Marks of one article, each fragment proved against the text before it becomes a row."""

from __future__ import annotations

from typing import Any

from annotator.annotations.models import (
    Annotation,
    Context,
    Fragment,
    Label,
    Layer,
    Part,
    Quote,
    QuoteKind,
)
from annotator.annotations.particulars import check_quote, check_role
from annotator.annotations.service import MAX_FRAGMENTS, check_parts_apart
from annotator.articles.models import Article, Revision
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.adjudications import read_adjudication
from annotator.formats.native.claims import ClaimReader
from annotator.formats.native.pieces import PieceReader
from annotator.formats.native.rows import Rows, as_json, as_time, one_of, told_at
from annotator.formats.native.speakers import read_speaker
from annotator.formats.native.target import Target


class MarkReader:
    """Reads the annotations of one line."""

    def __init__(self, target: Target, article: Article, revision: Revision, rows: Rows) -> None:
        self._target = target
        self._revision = revision
        self._pieces = PieceReader(target, revision)
        self._rows = rows
        self._claims = ClaimReader(target, article, rows)

    def read(self, value: object, where: str) -> None:
        """Add the rows of one annotation; `where` begins the names of its fields."""
        entry = shape.check_shape(value, shape.ANNOTATION, where)
        label = one_of(Label, entry["label"], where + "label")
        if (label is Label.CLAIM) != (entry["claim"] is not None):
            raise Invalid("a claim has it, and nothing else has", where + "claim")
        annotation = self._annotation(entry, label, where)
        self._rows.annotations.append(annotation)
        told = entry["adjudication"]
        decided = read_adjudication(told, annotation, self._target, where + "adjudication.")
        self._rows.decided += [] if decided is None else [decided]
        if entry["quote"] is not None:
            annotation.quote = self._quote(entry["quote"], annotation, where + "quote.")
        if entry["context"] is not None:
            annotation.context = self._context(entry["context"], annotation, where + "context.")
        if entry["claim"] is not None:
            self._claims.read(entry["claim"], annotation, where + "claim.")

    def _annotation(self, entry: dict[str, Any], label: Label, where: str) -> Annotation:
        created_at = as_time(entry["created_at"], where + "created_at")
        updated_at = as_time(entry["updated_at"], where + "updated_at")
        if updated_at < created_at:
            raise Invalid("it is before “created_at”", where + "updated_at")
        return Annotation(
            id=entry["id"],
            project_id=self._target.project_id,
            article_id=self._revision.article_id,
            revision_id=self._revision.id,
            author_id=self._target.person(entry["author"], where + "author"),
            layer=one_of(Layer, entry["layer"], where + "layer"),
            label=label,
            note=entry["note"],
            origin=as_json(entry["origin"]),
            version=entry["version"],
            created_at=created_at,
            updated_at=updated_at,
            removed_at=None,
            fragments=self._fragments(entry, label, where),
        )

    def _quote(self, value: object, annotation: Annotation, where: str) -> Quote:
        if annotation.label is not Label.QUOTE:
            raise Invalid("a quote has it, and nothing else has", where.rstrip("."))
        entry = shape.check_shape(value, shape.QUOTE, where)
        if all(held is None for held in entry.values()):
            raise Invalid("a quote of which nothing is said has null here", where.rstrip("."))
        kind = entry["kind"]
        quote = Quote(
            annotation_id=annotation.id,
            project_id=annotation.project_id,
            kind=None if kind is None else one_of(QuoteKind, kind, where + "kind"),
            speaker_id=read_speaker(entry["speaker"], self._target, self._rows, where + "speaker."),
            addressee=entry["addressee"],
            language=entry["language"],
            original_words=entry["original_words"],
        )
        told_at(where, check_quote, quote)
        return quote

    def _context(self, value: object, annotation: Annotation, where: str) -> Context:
        if annotation.label is not Label.CONTEXT:
            raise Invalid("a piece of context has it, and nothing else has", where.rstrip("."))
        entry = shape.check_shape(value, shape.CONTEXT, where)
        told_at(
            where, check_role, entry["role"], self._target.schemes.definition.known("context_roles")
        )
        return Context(
            annotation_id=annotation.id, project_id=annotation.project_id, role=entry["role"]
        )

    def _fragments(self, entry: dict[str, Any], label: Label, where: str) -> list[Fragment]:
        if len(entry["fragments"]) > MAX_FRAGMENTS:
            raise Invalid("there are more than %(most)s", where + "fragments", most=MAX_FRAGMENTS)
        found = [
            self._pieces.read(entry["id"], position, value, f"{where}fragments-{position}.")
            for position, value in enumerate(entry["fragments"])
        ]
        check_parts_apart([(one.part, one.start, one.end) for one in found], where + "fragments")
        parts = {fragment.part for fragment in found}
        if Part.CONTENT not in parts:
            raise Invalid("one of them must have the part “content”", where + "fragments")
        if label is not Label.QUOTE and parts != {Part.CONTENT}:
            raise Invalid("only a quote has a cue and a speaker", where + "fragments")
        return found
