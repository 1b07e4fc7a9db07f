"""One page by its address: every step of the way is looked at as the first one was."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urljoin

from annotator.errors import AnnotatorError, Clause, Invalid
from annotator.safefetch.connecting import Deadline, Ways, open_connection
from annotator.safefetch.failing import Failure, NotFetched
from annotator.safefetch.reading import Tell, body_of, broken_off, kind_of
from annotator.safefetch.targets import Target, target_of

HEADERS = {
    "User-Agent": "Annotator (fetches single pages that a person asks for)",
    "Accept": "text/html, application/xhtml+xml;q=0.9, text/plain;q=0.8",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may take, from its first step to its last: time, bytes, redirects."""

    seconds: float = 10.0
    size: int = 5 * 1024 * 1024
    redirects: int = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: the address that it was found at in the end, and its bytes as they were sent."""

    url: str
    content_type: str
    charset: str | None
    data: bytes


def fetch(
    url: str,
    *,
    limits: Limits | None = None,
    ways: Ways | None = None,
    tell: Tell = lambda came, said: None,
) -> Fetched:
    """The page at this address of the public web.

    Raises `Invalid` with the reason, one sentence, for whatever is refused or cannot be had.
    What `tell` raises ends the fetch.
    """
    limits, ways = limits or Limits(), ways or Ways()
    target, deadline = target_of(url), Deadline(limits.seconds)
    for _ in range(limits.redirects + 1):
        found = _step(target, limits, ways, deadline, tell)
        if isinstance(found, Fetched):
            return found
        target = _next(target, found)
    raise NotFetched(
        "The page leads on to another address more than %(most)s times.",
        "url",
        failure=Failure.REDIRECTS,
        most=limits.redirects,
    )


def _step(
    target: Target, limits: Limits, ways: Ways, deadline: Deadline, tell: Tell
) -> Fetched | str:
    """The page, or where the server says that it is."""
    with told(target, deadline), asked(target, ways, deadline) as answer:
        return _read(answer, target, limits, tell)


@contextmanager
def told(target: Target, deadline: Deadline) -> Iterator[None]:
    """Whatever breaks on the way is raised as a sentence of ours."""
    try:
        yield
    except TimeoutError:
        raise NotFetched(
            "“%(host)s” did not answer within %(seconds)s seconds.",
            "url",
            failure=Failure.TIMEOUT,
            host=target.host,
            seconds=round(deadline.seconds),
        ) from None
    except (OSError, HTTPException, zlib.error, ValueError):
        raise broken_off() from None


@contextmanager
def asked(
    target: Target, ways: Ways, deadline: Deadline, headers: Mapping[str, str] = HEADERS
) -> Iterator[HTTPResponse]:
    """The answer to the request for a target, as far as its head; hung up on at the end."""
    # Never reused: a connection is good for the name that it was made for, and no other.
    line = open_connection(target, ways, deadline)
    try:
        line.sendall(_request(target, headers))
        # http.client reads what a socket gives to be read, and that is all that ours has.
        answer = HTTPResponse(line, method="GET")  # type: ignore[arg-type]
        try:
            answer.begin()
            yield answer
        finally:
            answer.close()
    finally:
        line.close()


def _request(target: Target, headers: Mapping[str, str]) -> bytes:
    # A target's host and path are ASCII without spaces and controls, whatever was written.
    head = {"Host": target.authority, **headers}
    lines = [f"GET {target.path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _read(answer: HTTPResponse, target: Target, limits: Limits, tell: Tell) -> Fetched | str:
    if answer.status in _REDIRECTS:
        return _location(answer)
    if answer.status != 200:
        raise NotFetched(
            "The server answers with status %(status)s, not with a page.",
            "url",
            failure=Failure.STATUS,
            status=answer.status,
        )
    kind, charset = kind_of(answer)
    return Fetched(target.url, kind, charset, body_of(answer, limits.size, tell))


def _location(answer: HTTPResponse) -> str:
    places = answer.msg.get_all("location", [])
    if len(set(places)) != 1:
        raise _nowhere()
    # Headers are read as Latin-1; what is more than ASCII in them is UTF-8.
    return str(places[0]).encode("latin-1", "replace").decode("utf-8", "replace").strip()


def _next(target: Target, place: str) -> Target:
    """Where a redirect leads, looked at like the first address."""
    try:
        found = target_of(urljoin(target.url, place))
        if target.scheme == "https" and found.scheme == "http":
            raise Invalid("It is no longer encrypted there.")
    except (AnnotatorError, ValueError) as error:
        raise _no_way_on(error) from None
    return found


def _no_way_on(error: Exception) -> Invalid:
    if not isinstance(error, AnnotatorError):
        return _nowhere()
    return NotFetched(
        "The page leads on to where nothing is fetched from: %(why)s.",
        "url",
        failure=Failure.REDIRECTS,
        why=Clause(error),
    )


def _nowhere() -> NotFetched:
    return NotFetched(
        "The page leads on, and its server does not say where to.",
        "url",
        failure=Failure.REDIRECTS,
    )
