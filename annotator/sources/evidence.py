"""A source as warnings and advice see it: plain facts, wherever they were read from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from annotator.sources.archive_links import original
from annotator.sources.models import AnswerType, Source, Stance
from annotator.sources.rules import flags_of, is_evidence, unsaid

#: An archive's address that ends with a page's, spelt without its scheme.
_WRAPPED = re.compile(r"^https?://web\.archive\.org/web/[0-9]{1,14}[a-z_]*/(?P<page>.+)$")
_ARCHIVES = re.compile(
    r"^https?://(?:web\.archive\.org/|(?:archive\.(?:is|ph|today|li|fo|md|vn)|perma\.cc)/)"
)
_SAME_SITE = re.compile(r"^(?:www|m|mobile|amp)\.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source in force. `counts` says whether it is evidence at all."""

    id: str
    url: str | None
    counts: bool
    is_article: bool = False
    stance: Stance | None = None
    publisher: str | None = None
    published_on: date | None = None
    archive_url: str | None = None
    question: str | None = None
    answer_type: AnswerType | None = None
    same_origin_as: str | None = None
    flags: frozenset[str] = frozenset()
    #: What the project asks of every source and this one does not say.
    unsaid: tuple[str, ...] = ()

    @property
    def site(self) -> str | None:
        """The host of its page, also of one that is given by its archived copy; None for none."""
        page = original(self.url or "")
        found = _WRAPPED.match(page)
        if not found and _ARCHIVES.match(page):
            return None
        page = found["page"] if found else page
        try:
            host = urlsplit(page if "//" in page else f"//{page}").hostname or ""
        except ValueError:
            return None
        return _SAME_SITE.sub("", host) or None

    @property
    def is_archived(self) -> bool:
        """Whether a kept copy is named, or the link is one itself."""
        return self.archive_url is not None or _ARCHIVES.match(self.url or "") is not None


def evidence_of(source: Source, required: Iterable[str] = ()) -> Evidence:
    """The facts of a stored source that is in force; `required` are fields that it is to say."""
    return Evidence(
        source.id,
        source.url,
        is_evidence(source),
        source.is_article,
        source.stance,
        source.publisher,
        source.published_on,
        source.archive_url,
        source.question,
        source.answer_type,
        source.same_origin_as,
        frozenset(flags_of(source)),
        unsaid(source, required),
    )
