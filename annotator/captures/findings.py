"""What is wrong with a source, from what is stored of it and of the looks at its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import takewhile

from annotator.captures.archives import FRESH
from annotator.captures.comparing import Difference
from annotator.captures.looking import leads_home
from annotator.captures.models import Outcome
from annotator.captures.queries import Looked
from annotator.sources.archive_links import kept_copy, nested
from annotator.sources.models import Source
from annotator.sources.rules import flags_of
from annotator.sources.warnings import DEAD

#: A page that is not there is dead when it was not there as long ago as this, and never between.
#: One that a server calls gone for good (410) is so at once.
DEAD_AFTER = timedelta(days=1)

_NOT_FOUND, _GONE = 404, 410


class Finding(StrEnum):
    """What may be wrong; the first ones are about the page, the others about its copy."""

    DEAD = "dead"
    MISSING = "missing"
    UNREACHABLE = "unreachable"
    CHANGED = "changed"
    BACK = "back"
    NESTED_LINK = "nested_link"
    NESTED_COPY = "nested_copy"
    NO_COPY = "no_copy"
    OLD_COPY = "old_copy"


@dataclass(frozen=True, slots=True)
class Found:
    """One finding. `why` and `status` tell what the look met; `change` what differs."""

    finding: Finding
    why: str | None = None
    status: int | None = None
    change: Difference | None = None


def findings_of(source: Source, looks: Sequence[Looked], change: Difference | None) -> list[Found]:
    """All that is wrong with a source in force.

    `looks` are those at its page, the newest first, and `change` is how the text of the newest
    one differs.
    """
    return [*_of_page(source, looks, change), *_of_copy(source)]


def is_missing(capture: Looked) -> bool:
    """Whether the look said that there is no such page, rather than nothing about it."""
    if capture.failure is None:
        return leads_home(capture.url, capture.final_url)
    return capture.status in {_NOT_FOUND, _GONE} or capture.failure is Outcome.NO_HOST


def is_dead(captures: Sequence[Looked]) -> bool:
    """Whether the page is gone, by the looks at it, the newest first: see `DEAD_AFTER`."""
    if not captures or not is_missing(captures[0]):
        return False
    if captures[0].status == _GONE:
        return True
    *_, first = takewhile(is_missing, captures)
    return captures[0].fetched_at - first.fetched_at >= DEAD_AFTER


def other_texts(looks: Sequence[Looked]) -> tuple[Looked, Looked] | None:
    """The look before, and the newest one, where the page had another text; None for no such."""
    read = [one for one in looks if one.text_sha256 is not None and not is_missing(one)][:2]
    if len(read) < 2 or looks[0] is not read[0] or read[0].text_sha256 == read[1].text_sha256:
        return None
    return read[1], read[0]


def _of_page(source: Source, captures: Sequence[Looked], change: Difference | None) -> list[Found]:
    if not captures:
        return []
    newest = captures[0]
    why = "home" if newest.failure is None else newest.failure.value
    if is_missing(newest):
        finding = Finding.DEAD if is_dead(captures) else Finding.MISSING
        return [Found(finding, why, newest.status)]
    if newest.failure is not None:
        return [Found(Finding.UNREACHABLE, why, newest.status)]
    found = [Found(Finding.CHANGED, change=change)] if change else []
    return [*found, Found(Finding.BACK)] if DEAD in flags_of(source) else found


def _of_copy(source: Source) -> list[Found]:
    link, copy = kept_copy(source.url), kept_copy(source.archive_url)
    if inner := nested(source.url):
        return [Found(Finding.NESTED_LINK, inner)]
    if inner := nested(source.archive_url):
        return [Found(Finding.NESTED_COPY, inner)]
    if link is not None:
        # Whatever copy is named of it besides is one of a copy.
        doubled = copy is not None and source.archive_url != source.url
        return [Found(Finding.NESTED_COPY, link.host)] if doubled else []
    if source.archive_url is None:
        return [Found(Finding.NO_COPY)]
    made_on = source.archived_on or (copy.day if copy else None)
    read_on = source.retrieved_on or source.added_at.date()
    return [Found(Finding.OLD_COPY)] if made_on and read_on - made_on > FRESH else []
