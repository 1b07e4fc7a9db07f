"""Asking a service of the public web, which answers programs and not readers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPResponse

from annotator.safefetch.connecting import Deadline, Ways
from annotator.safefetch.fetching import HEADERS, Limits, asked, told
from annotator.safefetch.reading import body_of
from annotator.safefetch.targets import target_of

_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service said: `headers` by their names in small letters, `data` where it is JSON."""

    status: int
    headers: Mapping[str, str]
    data: bytes


def ask(
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    ways: Ways | None = None,
) -> Answer:
    """The service's answer, whatever its status; one that leads on is not followed.

    `headers` go with the request beside our own. Raises `Invalid` as `fetch` does for what cannot
    be reached, breaks off or is too large.
    """
    limits, ways = limits or Limits(), ways or Ways()
    target, deadline = target_of(url), Deadline(limits.seconds)
    wanted = {**HEADERS, "Accept": _JSON, **(headers or {})}
    with told(target, deadline), asked(target, ways, deadline, wanted) as answer:
        said = {name.lower(): value for name, value in answer.msg.items()}
        return Answer(answer.status, said, _data(answer, limits.size))


def _data(answer: HTTPResponse, most: int) -> bytes:
    kind = str(answer.msg.get("content-type", "")).partition(";")[0].strip().lower()
    return body_of(answer, most, lambda came, said: None) if kind == _JSON else b""
