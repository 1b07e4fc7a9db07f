"""Asking for pages of the public web, and fetching one as a job."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from io import BytesIO

from annotator.audit.models import Actor
from annotator.clock import now
from annotator.errors import Clause, Invalid, TooOften, Words
from annotator.formats.interface import Options, Source
from annotator.formats.text import TextFormat
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import Job
from annotator.jobs.queries import times_asked
from annotator.jobs.service import enqueue
from annotator.projects.models import Project
from annotator.safefetch import Fetched, Ways, fetch
from annotator.safefetch.reading import TEXT
from annotator.safefetch.targets import target_of
from annotator.webpages.plain import read_text
from annotator.webpages.reading import Page, read_html
from annotator.webpages.service import keep

KIND = "fetch"
MOST_AT_ONCE = 20
#: So many pages one person may have fetched within the window.
MOST_IN_WINDOW, WINDOW = 60, timedelta(hours=1)

#: How the network is reached. No setting changes it.
WAYS = Ways()

_KIB = 1024


def addresses_in(text: str) -> list[str]:
    """The addresses, one a line, each once; raises `Invalid` that names the line at fault."""
    found: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found[target_of(line.strip()).url] = None
        except Invalid as error:
            raise Invalid(
                "Line %(line)s: %(why)s.", "addresses", line=number, why=Clause(error)
            ) from None
    if not found:
        raise Invalid("Paste at least one address.", "addresses")
    if len(found) > MOST_AT_ONCE:
        raise Invalid(
            "At most %(most)s addresses are taken at once; these are %(count)s.",
            "addresses",
            most=MOST_AT_ONCE,
            count=len(found),
        )
    return list(found)


def ask_for_pages(project: Project, urls: Sequence[str], *, actor: Actor) -> list[Job]:
    """A job for each page; raises `TooOften` for more than one person may have in an hour."""
    _refuse_too_many(len(urls), actor)
    return [enqueue(project.id, KIND, {"url": url}, actor) for url in urls]


@job(
    KIND,
    Words("Fetching a page"),
    subject=lambda payload: str(payload["url"]),
    target=lambda result: ("webpages.proposal", {"proposal_id": result["proposal"]}),
)
def fetch_page(run: Run) -> None:
    """Fetch the page, and propose to the lead what is the article in it."""
    if not run.config.fetch:
        raise off()
    run.progress(0)
    found = fetch(run.payload["url"], ways=WAYS, tell=lambda came, said: _tell(run, came, said))
    # Reading takes a while and a process of its own; nobody's save waits for it.
    page = page_of(found)
    with run.completing() as result:
        result["proposal"] = keep(run.project_id, page, found.data, actor=run.actor).id


def page_of(found: Fetched) -> Page:
    """What a fetched page holds, read in the sandbox; raises `Invalid` where it cannot be read."""
    if found.content_type != TEXT:
        return read_html(found.data, found.charset, found.url)
    source = Source(found.url, lambda: BytesIO(found.data))
    text = next(TextFormat().drafts(source, Options(encoding=found.charset))).text
    charset, _, how = (source.encoding or "").partition(", ")
    return read_text(text, url=found.url, charset=charset, charset_by=how or "tried")


def off() -> Invalid:
    """The refusal where nothing is fetched."""
    return Invalid(
        "This server fetches nothing from the web; whoever runs it can switch that on with "
        "ANNOTATOR_FETCH=1."
    )


def _tell(run: Run, came: int, said: int | None) -> None:
    run.progress(math.ceil(came / _KIB), None if said is None else math.ceil(said / _KIB))


def _refuse_too_many(count: int, actor: Actor) -> None:
    moment = now()
    times = times_asked(actor.id, KIND, moment - WINDOW)
    excess = len(times) + count - MOST_IN_WINDOW
    if excess <= 0:
        return
    # As many as are too many have to leave the window first.
    leaves = (times[min(excess, len(times)) - 1] if times else moment) + WINDOW
    wait = max(1, math.ceil((leaves - moment).total_seconds()))
    raise TooOften(
        "You can have %(most)s pages an hour fetched; try it again in %(minutes)s minutes.",
        wait,
        most=MOST_IN_WINDOW,
        minutes=math.ceil(wait / 60),
    )
