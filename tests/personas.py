"""The people of the tests, and the project that they meet in."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.accounts.models import User
from annotator.accounts.person import Person
from annotator.accounts.service import create_user
from annotator.db import db, writing
from annotator.projects.models import Project, Role
from annotator.projects.service import create_project, join
from tests.factories import SHELL, person_of

#: Attribute of the world, name, role in the project (None: no member), site admin.
PEOPLE = (
    ("lead", "Lea Lindqvist", Role.LEAD, False),
    ("reviewer", "Rosa Ramirez", Role.REVIEWER, False),
    ("other_reviewer", "Ravi Rao", Role.REVIEWER, False),
    ("observer", "Otto Okafor", Role.OBSERVER, False),
    ("stranger", "Sam Silva", None, False),
    ("admin", "Ada Ahn", None, True),
)

SLUG = "demo-desk"


@dataclass(frozen=True, slots=True)
class World:
    """One project, its four members, somebody from elsewhere, and the site's admin."""

    project_id: int
    lead: Person
    reviewer: Person
    other_reviewer: Person
    observer: Person
    stranger: Person
    admin: Person

    @property
    def slug(self) -> str:
        """The project's slug."""
        return SLUG

    @property
    def project(self) -> Project:
        """The project as the current session sees it."""
        return db.session.get_one(Project, self.project_id)

    @property
    def rosa(self) -> Person:
        """The reviewer."""
        return self.reviewer

    @property
    def ravi(self) -> Person:
        """The other reviewer."""
        return self.other_reviewer

    def user(self, person: Person) -> User:
        """The person's account as the current session sees it."""
        return db.session.get_one(User, person.id)

    def personas(self) -> dict[str, Person | None]:
        """Everybody by the word that tables of permissions use; nobody is signed out."""
        return {"nobody": None, **{key: getattr(self, key) for key, *_ in PEOPLE}}


def make_world() -> World:
    """Everybody at their places, in one transaction."""
    with writing():
        project = create_project(SLUG, "Demonstration desk", actor=SHELL)
        people = {}
        for key, name, role, admin in PEOPLE:
            email = f"{name.split()[0].lower()}@example.org"
            user = create_user(email=email, name=name, is_admin=admin)
            if role is not None:
                join(project, user, role, actor=SHELL)
            people[key] = person_of(user)
        return World(project.id, **people)
