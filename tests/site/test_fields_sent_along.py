"""Fields that no form has change nothing, whichever address they are sent to and by whom."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.clock import now
from annotator.db import db
from annotator.projects.models import Membership, Project
from tests.personas import World
from tests.site.conftest import Prepared
from tests.site.table import ROWS
from tests.site.test_controls import NOT_THEIRS

#: Forms that have such a field, for those who may send it.
ROLES = {"projects.add_member", "projects.change_role", "projects.remove"}


@pytest.mark.parametrize("persona", ["reviewer", "lead"])
def test_nobody_sets_a_field_that_the_form_does_not_have(
    app: Flask, world: World, prepared: Prepared, persona: str
) -> None:
    began, before, written = now(), held(), 0
    people = {"reviewer": world.reviewer, "lead": world.lead}
    known = set(db.session.scalars(select(Event.hash)))
    db.session.remove()
    browser = prepared.browsers[persona]
    token, cookie = browser.token(), browser.cookie() or ""
    for endpoint, row in ROWS.items():
        if row.method == "GET" or endpoint == "accounts.sign_out":
            continue
        fields = {**NOT_THEIRS, **filled(row.data, prepared.things)}
        with app.test_request_context():
            path = app.url_for(endpoint, **filled(row.values, prepared.things))
        browser.replay(cookie)
        answer = browser.post(path, fields, token=token)
        assert answer.status_code < 500, endpoint
        after = held()
        assert after[0][: len(before[0])] == before[0], endpoint
        assert after[1] == before[1] or endpoint in ROLES, endpoint
        assert {key: after[2][key] for key in before[2]} == before[2], endpoint
        for event in db.session.scalars(select(Event).where(Event.hash.not_in(known))):
            written += 1
            assert event.actor_id == people[persona].id, endpoint
            assert event.at >= began, endpoint
        db.session.remove()
        prepared.restore()
    assert written > 5


def filled(values: Any, things: dict[str, Any]) -> dict[str, Any]:
    return {
        key: item.format_map(things) if isinstance(item, str) else item
        for key, item in values.items()
    }


def held() -> tuple[Any, Any, dict[int, Any]]:
    """Who may do what, and when accounts and projects began."""
    users = select(User.id, User.is_admin, User.is_active, User.created_at).order_by(User.id)
    members = select(Membership.project_id, Membership.user_id, Membership.role, Membership.number)
    projects = select(Project.id, Project.slug, Project.created_at)
    return (
        db.session.execute(users).all(),
        set(db.session.execute(members.where(Membership.removed_at.is_(None))).all()),
        {row.id: row for row in db.session.execute(projects).all()},
    )
