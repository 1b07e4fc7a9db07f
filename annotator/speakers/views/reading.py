"""The list of speakers and the page of one, as they are or as they were known on a day."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.annotations.speaking import articles_naming, marks_naming, said_by
from annotator.audit.presenters import Line, Names
from annotator.audit.queries import events_about
from annotator.clock import now
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.speakers.forms import PAST_WORDS, KnownSpeakersForm, SpeakerFilter
from annotator.speakers.listing import PAGE_SIZE, ListedSpeaker, SpeakerQuery, Speakers
from annotator.speakers.models import Speaker
from annotator.speakers.presenters import history
from annotator.speakers.queries import find_speaker, known_speakers, merged_with, speaker_names
from annotator.speakers.views.blueprint import LIST, ONE, bp, found_speaker, kept_back, marks_of
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.looking_back import KNOWN_ON, KnownOnForm, LookedBack, looking_back
from annotator.web.sight import current_sight


@bp.get(LIST)
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """The speakers by name, found by any of their names."""
    form, looked = SpeakerFilter(request.args, meta={"csrf": False}), looking_back()
    # Settled by what is so now, whatever was then.
    hidden = kept_back()
    with _without_articles(looked):
        everybody = Speakers(current_project().id, hidden)
        rows = everybody.page(_wanted(form))
    page, is_more = rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
    with _with_articles(looked, page):
        shown: dict[str, Any] = {"rows": page, "said": marks_of(page), "total": len(everybody.all)}
    links = _links(slug, form, page[-1].speaker.id if is_more else None, looked)
    return render_template(
        "speakers/index.html", project=current_project(), form=form, looked=looked, **shown, **links
    )


@bp.get(f"{LIST}/known")
@requires(Permission.READ_PROJECT)
def known(slug: str) -> Response:
    """Everybody who can be chosen, by name, with the names of those merged into them."""
    found = known_speakers(current_project().id, kept_back())
    return jsonify(speakers=[asdict(one) for one in found])


@bp.get(ONE)
@requires(Permission.READ_PROJECT)
def show(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Who it is, which marks name them, whom they may be too, and what became of them."""
    speaker, looked = found_speaker(speaker_id), looking_back()
    shown, ids = _who(speaker, looked)
    with _with_articles(looked, [shown["listed"]]):
        standing = {"": ids}
        said = said_by(speaker.project_id, standing, current_sight())[""]
        shown |= {"said": said, **_marks(slug, speaker.id, ids, looked)}
    shown |= {"looked": looked, "lines": _history(ids, looked), "words": PAST_WORDS}
    shown |= _days(slug, speaker.id, looked)
    return render_template("speakers/show.html", project=current_project(), **shown)


def _who(now: Speaker, looked: LookedBack | None) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Who it is, or was, and the ids by which marks name them; raises `NotFound`."""
    hidden = kept_back()
    with _without_articles(looked):
        speaker = find_speaker(now.project_id, now.id)
        if speaker is None:
            raise NotFound("This speaker was not known yet on that day.")
        listed = Speakers(speaker.project_id, hidden).listed(speaker.id)
        merged = [one for one in merged_with(speaker.id) if one.id not in hidden]
    # A merged speaker's page tells of its own; the page of whom it became, of all.
    ids = (speaker.id,) if speaker.merged_into else listed.ids
    into = listed.speaker if speaker.merged_into else None
    return {"speaker": speaker, "listed": listed, "merged": merged, "into": into}, ids


def _without_articles(looked: LookedBack | None) -> AbstractContextManager[None]:
    """Where the speakers of then are found, and no mark."""
    return nullcontext() if looked is None else looked.reading([])


def _with_articles(
    looked: LookedBack | None, rows: list[ListedSpeaker]
) -> AbstractContextManager[None]:
    """Where the marks of then are found that name any of these speakers."""
    if looked is None:
        return nullcontext()
    ids = frozenset(one for row in rows for one in row.ids)
    return looked.reading(articles_naming(current_project().id, ids, looked.moment))


def _wanted(form: SpeakerFilter) -> SpeakerQuery:
    words = (form.q.data or "").strip()
    return SpeakerQuery(words, bool(form.doubles.data), request.args.get("after"))


def _links(
    slug: str, form: SpeakerFilter, last: str | None, looked: LookedBack | None
) -> dict[str, Any]:
    filled: dict[str, Any] = {"slug": slug}
    filled |= {"q": form.q.data or None, "doubles": form.doubles.data or None}
    here = {**filled, **_day(looked)}
    is_filtered = bool(filled["q"] or filled["doubles"])
    found: dict[str, Any] = {
        "clear_url": url_for("speakers.index", slug=slug, **_day(looked)) if is_filtered else None,
        "first_url": url_for("speakers.index", **here) if "after" in request.args else None,
        "next_url": url_for("speakers.index", after=last, **here) if last else None,
        "now_url": url_for("speakers.index", **filled),
        "earlier_days": url_for("speakers.index", **filled, known_on=now().date()),
    }
    if looked is not None:
        day = {**filled, KNOWN_ON: looked.day.isoformat()}
        found["day_form"] = KnownSpeakersForm(formdata=None, data=day)
    return found


def _days(slug: str, speaker_id: str, looked: LookedBack | None) -> dict[str, Any]:
    """The ways from now to earlier days, or back."""
    here: dict[str, Any] = {"slug": slug, "speaker_id": speaker_id}
    if looked is None:
        return {"earlier_days": url_for("speakers.show", **here, known_on=now().date())}
    form = KnownOnForm(formdata=None, data={KNOWN_ON: looked.day.isoformat()})
    return {"day_form": form, "now_url": url_for("speakers.show", **here)}


def _day(looked: LookedBack | None) -> dict[str, Any]:
    return {KNOWN_ON: looked.said} if looked else {}


def _marks(
    slug: str, speaker_id: str, ids: tuple[str, ...], looked: LookedBack | None
) -> dict[str, Any]:
    after, sight = request.args.get("after"), current_sight()
    rows = marks_naming(ids, sight, after=after, limit=PAGE_SIZE + 1)
    here: dict[str, Any] = {"slug": slug, "speaker_id": speaker_id, **_day(looked)}
    further = rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None
    return {
        "marks": rows[:PAGE_SIZE],
        "first_url": url_for("speakers.show", **here) if after else None,
        "next_url": url_for("speakers.show", after=further, **here) if further else None,
    }


def _history(ids: tuple[str, ...], looked: LookedBack | None) -> list[Line]:
    project_id = current_project().id
    known = Names(persons=names(project_id), ratings={}, speakers=speaker_names(project_id))
    sees_all = allows(Permission.READ_OTHERS) and current_sight().is_whole
    only = None if sees_all else current_person().id
    until = looked.moment if looked else None
    return history(events_about(project_id, ids, until=until), known, only=only)
