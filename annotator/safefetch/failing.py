"""Why a page was not fetched, in a word that programs can tell apart."""

from __future__ import annotations

from enum import StrEnum

from annotator.errors import Invalid


class Failure(StrEnum):
    """What went wrong on the way to a page; a refusal of ours says nothing about the page."""

    REFUSED_HERE = "refused_here"
    NO_HOST = "no_host"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    STATUS = "status"
    REDIRECTS = "redirects"
    NO_PAGE = "no_page"
    TOO_LARGE = "too_large"
    BROKEN_OFF = "broken_off"


class NotFetched(Invalid):
    """A page that could not be had; `status` is the server's, where it gave one."""

    def __init__(
        self, sentence: str, field: str | None = None, *, failure: Failure, **values: object
    ) -> None:
        super().__init__(sentence, field, **values)
        self.failure = failure

    @property
    def status(self) -> int | None:
        """The status that the server answered with instead of a page."""
        said = self.values.get("status")
        return said if isinstance(said, int) else None


def failure_of(error: Invalid) -> Failure:
    """Which of them it is; what has no word of its own was refused by our rules."""
    return error.failure if isinstance(error, NotFetched) else Failure.REFUSED_HERE
