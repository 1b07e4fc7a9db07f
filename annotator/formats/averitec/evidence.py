"""The questions of a record and their answers, each answer a source."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from annotator.errors import Invalid
from annotator.formats.averitec.keeping import Row
from annotator.formats.averitec.questions import note_answer, note_question
from annotator.formats.averitec.shape import Fields
from annotator.formats.averitec.words import ANSWER_IDS, MEDIUM_IDS
from annotator.formats.averitec.writing import answer_of
from annotator.formats.native import shape
from annotator.projects.definition import Definition
from annotator.sources.models import AnswerType
from annotator.sources.service import MAX_SOURCES
from annotator.sources.urls import archive_address, normalise_url
from annotator.text.cleaning import is_web_address

_UNANSWERABLE = AnswerType.UNANSWERABLE.value


class EvidenceReader:
    """Reads the questions of one record into `sources`; counts the answers `without_link`."""

    def __init__(self, definition: Definition, adder: str, moment: str) -> None:
        self._definition = definition
        self._adder = adder
        self._moment = moment
        self.sources: list[Row] = []
        self.without_link = 0

    def question(self, index: int, value: Any) -> Row:
        """Take one question; gives what has to be kept of it. Raises `Invalid`."""
        fields = Fields(value, f"questions[{index}].")
        text = fields.text("question")
        notes = [
            self._answer(one, text, f"{fields.where}answers[{place}].")
            for place, one in enumerate(fields.list("answers"))
        ]
        return note_question(fields.row, text or "", notes)

    def _answer(self, value: Any, question: str | None, where: str) -> Row:
        fields = Fields(value, where)
        kind = fields.one_of("answer_type", ANSWER_IDS)
        medium = fields.one_of("source_medium", MEDIUM_IDS)
        url, archive = self._links(fields)
        answer = fields.text("answer")
        explanation = fields.text("boolean_explanation")
        if url is None and (kind != _UNANSWERABLE or question is None):
            self.without_link += 1
            return note_answer(fields.row, None, None)
        if len(self.sources) == MAX_SOURCES:
            raise Invalid("there are more than %(most)s answers", "questions", most=MAX_SOURCES)
        source: Row = {
            **dict.fromkeys(shape.SOURCE),
            "id": str(uuid4()),
            "order": len(self.sources) + 1,
            "url": url,
            "archive_url": archive,
            "medium": medium if medium in self._definition.known("media") else None,
            "question": question,
            "answer": answer,
            "answer_type": kind,
            "boolean_explanation": explanation,
            "flags": [],
            "added_by": self._adder,
            "added_at": self._moment,
        }
        self.sources.append(source)
        return note_answer(fields.row, answer_of(source), source["id"])

    def _links(self, fields: Fields) -> tuple[str | None, str | None]:
        """The page and the kept copy of it, which stands for a page that has no address."""
        url, archive = fields.text("source_url"), fields.text("cached_source_url")
        copy = _link(archive, archive_address)
        return _link(url, normalise_url) or copy, copy


def _link(text: str | None, form: Any) -> str | None:
    if text is None:
        return None
    try:
        found: str = form(text)
    except Invalid:
        return None
    return found if is_web_address(found) else None
