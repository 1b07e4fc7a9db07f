"""The sources of a claim, held to the rules that a page holds them to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from annotator.annotations.models import Annotation
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import as_date, as_time, one_of
from annotator.formats.native.target import Target
from annotator.sources.archive_links import shows_page
from annotator.sources.models import AnswerType, Source, Stance
from annotator.sources.rules import check_medium, check_origin, check_whole, flags_to_json
from annotator.sources.service import MAX_SOURCES
from annotator.sources.urls import page_hash
from annotator.text.cleaning import is_web_address

#: Keys whose value is the column of that name.
_AS_IT_IS = (
    "id", "title", "publisher", "excerpt", "archive_url", "medium", "location", "question",
    "answer", "boolean_explanation", "same_origin_as",
)  # fmt: skip


class SourceReader:
    """Reads the sources of one article's claims."""

    def __init__(self, target: Target, article_url: str | None) -> None:
        self._target = target
        self._article_url = article_url
        self._definition = target.schemes.definition

    def read(self, entries: list[Any], annotation: Annotation, where: str) -> list[Source]:
        """The sources of a claim, each with a place of its own."""
        if len(entries) > MAX_SOURCES:
            raise Invalid("there are more than %(most)s", where + "sources", most=MAX_SOURCES)
        found: dict[int, Source] = {}
        for index, entry in enumerate(entries):
            place = f"{where}sources-{index}."
            source = self._source(entry, annotation, place)
            if source.position in found:
                raise Invalid("another source of the claim has it", place + "order")
            found[source.position] = source
        sources = list(found.values())
        for index, source in enumerate(sources):
            with _told_at(f"{where}sources-{index}."):
                check_origin(source, sources)
        return sources

    def _source(self, value: object, annotation: Annotation, where: str) -> Source:
        row = shape.check_shape(value, shape.SOURCE, where)
        for key in ("url", "archive_url"):
            if row[key] is not None and not is_web_address(row[key]):
                raise Invalid("it is no web address", where + key)
        source = Source(
            **{key: row[key] for key in _AS_IT_IS},
            **self._coded(row, where),
            **_spoken(row["expert"], where + "expert"),
            project_id=self._target.project_id,
            annotation_id=annotation.id,
            position=row["order"],
            url=row["url"],
            page_key=page_hash(row["url"]),
            is_article=row["url"] is not None and shows_page(row["url"], self._article_url),
            is_primary=row["primary"],
            set_number=row["set"],
            added_by=self._target.person(row["added_by"], where + "added_by"),
            added_at=as_time(row["added_at"], where + "added_at"),
            removed_at=None,
        )
        with _told_at(where):
            check_whole(source)
        return source

    def _coded(self, row: dict[str, Any], where: str) -> dict[str, Any]:
        """What is one of so many, and the days."""
        stance, answer_type = row["stance"], row["answer_type"]
        days = ("published_on", "retrieved_on", "archived_on")
        with _told_at(where):
            check_medium(row["medium"], self._definition)
            return {
                **{key: as_date(row[key]) for key in days},
                "stance": None if stance is None else one_of(Stance, stance, "stance"),
                "answer_type": None
                if answer_type is None
                else one_of(AnswerType, answer_type, "answer_type"),
                "flags": flags_to_json(_texts(row["flags"]), self._definition),
            }


def _spoken(value: object, where: str) -> dict[str, str | None]:
    """Whom the source lets speak."""
    if value is None:
        return dict.fromkeys(("expert", "affiliation", "interest"))
    row = shape.check_shape(value, shape.EXPERT, where + ".")
    if not any(row.values()):
        raise Invalid("nothing is said of an expert, so it must be null", where)
    return {"expert": row["name"], "affiliation": row["affiliation"], "interest": row["interest"]}


def _texts(values: Sequence[object]) -> list[str]:
    found = [value for value in values if isinstance(value, str)]
    if len(found) != len(values) or len(set(found)) != len(found):
        raise Invalid("it must be a list of different strings", "flags")
    return found


@contextmanager
def _told_at(where: str) -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        raise Invalid(error.sentence, f"{where}{error.field}", **error.values) from None
