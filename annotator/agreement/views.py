"""How far reviewers agree, what is behind each figure, and the same as a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from annotator.agreement import jobs
from annotator.agreement.forms import (
    KIND_WORDS,
    LABEL_WORDS,
    AgreementFilter,
    DifferenceFilter,
)
from annotator.agreement.listing import Page, page_of
from annotator.agreement.presenters import COLUMNS, shown
from annotator.agreement.queries import (
    Wanted,
    people_of,
    texts_of,
    titles_of,
)
from annotator.agreement.report import Options
from annotator.agreement.service import as_json, report_of
from annotator.articles.queries import languages_of
from annotator.db import db
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.web.guards import current_person, current_project, requires
from annotator.web.paging import cursor_from
from annotator.web.ratings import in_words
from annotator.web.sight import current_sight

bp = Blueprint("agreement", __name__)


@bp.get("/projects/<slug>/agreement")
@requires(Permission.READ_OTHERS)
def index(slug: str) -> ResponseReturnValue:
    """The figures, by everything they can be cut by."""
    form = _filter()
    found = _found(slug, form.options())
    values = {"form": form, "found": found, "report": found.document, "address": form.address()}
    return render_template("agreement/index.html", **values, **_words(found.document))


@bp.post("/projects/<slug>/agreement")
@requires(Permission.READ_OTHERS, goes_on=True)
def reckon(slug: str) -> ResponseReturnValue:
    """Have the figures reckoned in the background."""
    form = _filter()
    jobs.ask(current_project().id, _question(slug, form.options()), current_person().actor)
    db.session.commit()
    return redirect(url_for("agreement.index", slug=slug, **form.address()))


@bp.get("/projects/<slug>/agreement.json")
@requires(Permission.READ_OTHERS)
def document(slug: str) -> ResponseReturnValue:
    """The same figures as one JSON document."""
    found = _found(slug, _filter().options())
    if found.document is None:
        raise NotFound("The agreement is not reckoned yet: ask for it on its page.")
    option = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    answer = Response(orjson.dumps(found.document, option=option), mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug}-agreement.json")
    return answer


@bp.get("/projects/<slug>/agreement/differences")
@requires(Permission.READ_OTHERS)
def differences(slug: str) -> ResponseReturnValue:
    """The marks of two people side by side, where they are not the same."""
    project, form = current_project(), _difference_filter()
    accounts = {called: account for account, called in people_of(project.id).items()}
    language, only = form.options().language, form.only()
    wanted = Wanted(project.id, language, current_sight().reach.holds, only)
    page = page_of(wanted, form.asked(accounts), cursor_from(request.args.get("after")) or 0)
    values = {"form": form, "address": form.address(), **_links(slug, form, page)}
    return render_template("agreement/differences.html", **values, **_rows(page))


def _found(slug: str, options: Options) -> jobs.Reckoned:
    """Reckoned at once where that is short, and otherwise what a job has found."""
    project, reach = current_project(), current_sight().reach
    if not jobs.is_short(project.id, reach):
        return jobs.reckoned(project.id, _question(slug, options))
    made = as_json(report_of(project.id, options, open_to=reach.holds), slug)
    return jobs.Reckoned(orjson.loads(made), None, False)


def _question(slug: str, options: Options) -> jobs.Question:
    return jobs.Question(slug, options, current_person().id, current_sight().reach)


def _filter() -> AgreementFilter:
    form = AgreementFilter(request.args, meta={"csrf": False})
    form.offer(languages_of(current_project().id))
    return form


def _difference_filter() -> DifferenceFilter:
    project = current_project()
    form = DifferenceFilter(request.args, meta={"csrf": False})
    form.offer(languages_of(project.id))
    named = names(project.id)
    called = people_of(project.id)
    form.offer_people({called[account]: name for account, name in named.items()})
    return form


def _words(report: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the keys of the report are called on the page."""
    project = current_project()
    named = names(project.id)
    called = {called: named[account] for account, called in people_of(project.id).items()}
    articles = [line["key"] for line in report["by_article"]] if report else []
    return {
        "project": project,
        "columns": COLUMNS,
        "called": called,
        "titles": titles_of(articles),
        "labels": LABEL_WORDS,
        "scheme": in_words(scheme_of(current_scheme(project.id))),
    }


def _rows(page: Page) -> dict[str, Any]:
    project = current_project()
    articles = sorted({one.article_id for one in page.differences})
    rows = shown(page.differences, texts_of(project.id, articles))
    titles = titles_of(articles)
    return {
        "project": project,
        "rows": rows,
        "titles": titles,
        "names": names(project.id),
        "kinds": KIND_WORDS,
        "scheme": in_words(scheme_of(current_scheme(project.id))),
    }


def _links(slug: str, form: DifferenceFilter, page: Page) -> dict[str, Any]:
    here: dict[str, Any] = {"slug": slug, **form.everything()}
    address = "agreement.differences"
    return {
        "first_url": url_for(address, **here) if "after" in request.args else None,
        "next_url": url_for(address, **here, after=page.further) if page.further else None,
        "clear_url": url_for(address, slug=slug) if form.everything() else None,
    }
