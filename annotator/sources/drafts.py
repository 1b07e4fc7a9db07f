"""A source as it should be, whoever says so: a page, the command line or a program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from annotator.annotations.drafts import KEEP, Keep
from annotator.sources.models import AnswerType, Stance


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source as it should be; a new one needs a link, or a question that has no answer."""

    id: str
    url: str | None | Keep = KEEP
    title: str | None | Keep = KEEP
    stance: Stance | None | Keep = KEEP
    removed: bool | Keep = KEEP
    #: Its place among the links in force, from 1; those between make room.
    place: int | Keep = KEEP
    publisher: str | None | Keep = KEEP
    published_on: date | None | Keep = KEEP
    excerpt: str | None | Keep = KEEP
    retrieved_on: date | None | Keep = KEEP
    archive_url: str | None | Keep = KEEP
    archived_on: date | None | Keep = KEEP
    medium: str | None | Keep = KEEP
    location: str | None | Keep = KEEP
    question: str | None | Keep = KEEP
    answer: str | None | Keep = KEEP
    answer_type: AnswerType | None | Keep = KEEP
    boolean_explanation: str | None | Keep = KEEP
    set_number: int | None | Keep = KEEP
    same_origin_as: str | None | Keep = KEEP
    is_primary: bool | None | Keep = KEEP
    flags: tuple[str, ...] | Keep = KEEP
    expert: str | None | Keep = KEEP
    affiliation: str | None | Keep = KEEP
    interest: str | None | Keep = KEEP
