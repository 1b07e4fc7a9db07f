"""The dashboards: a lead's of a project, and everybody's of their own work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.person import Person
from annotator.agreement.queries import people_of
from annotator.articles.arrival import arrived_by_id
from annotator.articles.queries import some_of
from annotator.assignments.queries import open_work
from annotator.audit.models import Event
from annotator.audit.wanted import Wanted, events
from annotator.clock import now
from annotator.dashboards.agreeing import ENOUGH
from annotator.dashboards.board import Board, Picked, Viewer, board_of, own_of
from annotator.dashboards.figures import Agreement, Rows, Throughput, Verdicts
from annotator.dashboards.files import as_csv
from annotator.dashboards.forms import (
    DAYS,
    LABEL_WORDS,
    STAGE_WORDS,
    UNKNOWN_WORDS,
    DaysForm,
    PicksForm,
    sought_by,
    wanted_by,
)
from annotator.dashboards.listing import PAGE_SIZE, standing
from annotator.dashboards.made import PAGE_SIZE as MADE_SIZE
from annotator.dashboards.made import made as rows_made
from annotator.dashboards.pictures import (
    Picture,
    Saying,
    agreement_picture,
    made_picture,
    verdicts_picture,
)
from annotator.dashboards.queries import LEAST, Whose
from annotator.dashboards.service import catch_up
from annotator.permissions import Permission
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.web import said
from annotator.web.guards import current_access, current_person, current_project, requires
from annotator.web.paging import cursor_from, page_of
from annotator.web.ratings import in_words
from annotator.web.sight import current_sight

bp = Blueprint("dashboards", __name__)
_RECENT = 6
#: What may stand in the address of the list of articles.
_SAID = ("stage", "least", "most", "due")
_SOUGHT = ("what", "since", "until", "label", "rating", "person")


@bp.get("/projects/<slug>/dashboard")
@requires(Permission.READ_AUDIT)
def index(slug: str) -> str:
    """What a lead sees each morning."""
    is_counted = _caught_up()
    called = {key: account for account, key in people_of(current_project().id).items()}
    picks = _picks()
    board = _board(picks)
    values: dict[str, Any] = {"picks": picks, "picked": _viewer(picks).picks.picked}
    values["is_known"] = picks.is_known(request.args)
    values |= {"board": board, "is_counted": is_counted, "called": called, **_recent()}
    values |= {**_words(), "enough": ENOUGH, "agreeing": _agreeing(board.agreement)}
    pictures = _pictures(board.throughput, board.verdicts)
    return render_template("dashboards/index.html", **values, **pictures)


@bp.get("/projects/<slug>/dashboard.csv")
@requires(Permission.READ_AUDIT)
def document(slug: str) -> ResponseReturnValue:
    """The same figures as a table."""
    _caught_up()
    answer = Response(as_csv(_board(_picks())), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug}-dashboard.csv")
    return answer


@bp.get("/projects/<slug>/dashboard/articles")
@requires(Permission.READ_AUDIT)
def articles(slug: str) -> str:
    """The articles behind a figure."""
    _caught_up()
    said = {name: request.args[name] for name in _SAID if request.args.get(name)}
    after = cursor_from(request.args.get("after"))
    found = standing(current_project().id, wanted_by(said, now().date()), after=after)
    page = page_of(found, lambda row: row.number, PAGE_SIZE)
    here: dict[str, Any] = {"slug": slug, **said}
    further = {**here, "after": page.next_cursor}
    next_url = url_for("dashboards.articles", **further) if page.next_cursor else None
    first_url = url_for("dashboards.articles", **here) if after else None
    values = {"rows": page.rows, "next_url": next_url, "first_url": first_url, **_words()}
    return render_template("dashboards/articles.html", **values)


@bp.get("/projects/<slug>/dashboard/made")
@requires(Permission.READ_AUDIT)
def made(slug: str) -> str:
    """The marks, verdicts or submissions behind a figure."""
    return _made(_viewer(_picks()).whose)


@bp.get("/projects/<slug>/own-figures/made")
@requires(Permission.ANNOTATE)
def own_made(slug: str) -> str:
    """The same of one's own figures."""
    return _made(Whose({}, current_person().id, leads=False))


def _made(whose: Whose) -> str:
    project_id, after = current_project().id, request.args.get("after")
    sought = sought_by(request.args, now().date(), only=whose.only)
    found = rows_made(project_id, sought, after=after, limit=MADE_SIZE + 1)
    said = {name: request.args[name] for name in _SOUGHT if request.args.get(name)}
    here: dict[str, Any] = {"slug": current_project().slug, **said}
    address, further = request.endpoint or "", len(found) > MADE_SIZE
    next_url = url_for(address, **here, after=found[MADE_SIZE - 1].cursor) if further else None
    values: dict[str, Any] = {"rows": found[:MADE_SIZE], "sought": sought, "next_url": next_url}
    values["first_url"] = url_for(address, **here) if after else None
    return render_template("dashboards/made.html", **values, leads=whose.leads, **_words())


@bp.get("/projects/<slug>/own-figures")
@requires(Permission.ANNOTATE)
def mine(slug: str) -> str:
    """One's own work: what is open, what was made, and the time that it took."""
    is_counted = _caught_up()
    project_id, person_id = current_project().id, current_person().id
    own = own_of(_viewer(), _period(), is_blind=current_access().is_blind)
    values = {"own": own, "work": open_work(project_id, person_id), "is_counted": is_counted}
    pictures = _pictures(own.throughput, own.verdicts)
    return render_template("dashboards/mine.html", **values, **_words(), **pictures)


def _caught_up() -> bool:
    """Fold what is new. In a blind project, that there was much to fold tells of others."""
    project_id, who = current_project().id, current_person()
    is_counted = catch_up(project_id, actor=who.actor)
    return is_counted or not _sees_all(who)


def _sees_all(who: Person) -> bool:
    return current_sight().is_whole and not current_access().is_blind


def _board(picks: PicksForm) -> Board:
    return board_of(_viewer(picks), _period())


def _viewer(picks: PicksForm | None = None) -> Viewer:
    project = current_project()
    picked = picks.picked() if picks else Picked()
    return Viewer(project.id, project.slug, current_sight(), names(project.id), picked)


def _picks() -> PicksForm:
    """People are offered where others' work is open to whoever asks."""
    form = PicksForm(request.args, meta={"csrf": False})
    form.offer(names(current_project().id) if current_sight().is_whole else {})
    form.days.data = str(_period().days)
    return form


def _recent() -> dict[str, Any]:
    """The newest events, where others' work is open to whoever asks."""
    if not current_sight().is_whole:
        return {"events": [], "titles": {}}
    project_id = current_project().id
    wanted = Wanted(shown=arrived_by_id(Event.article_id))
    found = events(project_id, wanted, limit=_RECENT).events
    ids = sorted({one.article_id for one in found if one.article_id})
    return {"events": found, "titles": {one.id: one.title for one in some_of(project_id, ids)}}


def _form() -> DaysForm:
    return DaysForm(request.args, meta={"csrf": False})


def _period() -> Any:
    return _form().period(now().date())


def _words() -> dict[str, Any]:
    """What the pages call things, and how they lead to the rows of a figure."""
    project = current_project()
    scheme = in_words(scheme_of(current_scheme(project.id)))
    return {
        "project": project,
        "form": _form(),
        "days": DAYS,
        "period": _period(),
        "labels": LABEL_WORDS,
        "stages": STAGE_WORDS,
        "unknown": UNKNOWN_WORDS,
        "ratings": _ratings(scheme),
        "names": names(project.id),
        "least": LEAST,
        "to": _address,
    }


def _pictures(made: Throughput, verdicts: Verdicts) -> dict[str, Picture | None]:
    """What was made as charts; None where there is nothing to draw."""
    period = _period()
    first, last = said.day(period.first), said.day(period.last)
    between = _(
        "From %(first)s to %(last)s. The table has the same figures.", first=first, last=last
    )
    scheme = in_words(scheme_of(current_scheme(current_project().id)))
    labels = {key: str(words) for key, words in LABEL_WORDS.items()}
    tones = {key: one.tone for key, one in scheme.ratings.items()}
    of_marks = Saying(said.day, said.short_day, said.number, _address, labels)
    of_verdicts = replace(of_marks, names=_ratings(scheme), tones=tones)
    return {
        "made_drawn": made_picture(made, of_marks, _("Marks of each day, by label"), between),
        "verdicts_drawn": verdicts_picture(
            verdicts, of_verdicts, _("Verdicts of each week, by rating"), between
        ),
    }


def _agreeing(found: Agreement | None) -> Picture | None:
    words = Saying(said.day, said.short_day, said.hundredths, _address, {})
    told = _(
        "A dot for each week, with the range of 95 in 100 where it is known. "
        "The table has the same figures."
    )
    weeks = found.weeks if found else ()
    return agreement_picture(weeks, words, _("Agreement, same place (F1)"), told)


def _ratings(scheme: Any) -> dict[str, str]:
    """What ratings are called, those of earlier scales too."""
    versions = (*scheme.earlier.values(), scheme)
    return {key: one.label for each in versions for key, one in each.ratings.items()}


def _address(rows: Rows) -> str:
    slug = current_project().slug
    values: dict[str, Any] = dict(rows.values)
    if rows.endpoint == "notifications.index":
        return url_for(rows.endpoint)
    return url_for(rows.endpoint, slug=slug, **values)
