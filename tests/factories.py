"""One function a thing, each made through the service that makes it in earnest."""

from __future__ import annotations

from itertools import count
from typing import Any

from annotator.accounts.models import User
from annotator.accounts.person import Person
from annotator.accounts.service import create_user
from annotator.accounts.sessions import open_session
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.service import import_text
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.db import db, writing
from annotator.projects.models import Membership, Project, Role
from annotator.projects.service import create_project, join

SHELL = Actor(None, "command line", COMMAND_LINE)

_numbers = count(1)


def make_user(name: str | None = None, *, email: str | None = None, admin: bool = False) -> User:
    """An account without a password."""
    number = next(_numbers)
    name = name or f"Person {number}"
    with writing():
        return create_user(
            email=email or f"{name.split()[0].lower()}-{number}@example.org",
            name=name,
            is_admin=admin,
        )


def make_project(
    slug: str | None = None, *, name: str | None = None, creator: User | None = None
) -> Project:
    """A project with the default scale."""
    slug = slug or f"project-{next(_numbers)}"
    with writing():
        return create_project(slug, name or slug.title(), actor=SHELL, creator=creator)


def make_member(project: Project, user: User, role: Role = Role.REVIEWER) -> Membership:
    """The account as a member of the project."""
    with writing():
        return join(project, user, role, actor=SHELL)


def make_article(project: Project, text: str = "One line of text.\n", **fields: Any) -> Article:
    """An article with this text; `fields` are those of `ArticleDraft`."""
    with writing():
        article_id = import_text(project, ArticleDraft(text=text, **fields), actor=SHELL)
        return db.session.get_one(Article, article_id)


def make_session(user_id: int) -> str:
    """The secret of an open session, without the 50 ms that a password takes."""
    with writing():
        return open_session(user_id, address="127.0.0.1", agent="a test")


def person_of(user: User) -> Person:
    """The account as the pages know somebody who is signed in."""
    return Person(user.id, user.name, user.email or "", user.is_admin, user.theme, session_id=0)
