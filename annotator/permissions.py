"""Who may do what: one table, each line a permission and the predicates that grant it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from annotator.accounts.person import Person
from annotator.projects.models import Role


class Permission(StrEnum):
    """What a route needs. Every route names one; a route without one answers nobody."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"
    CREATE_PROJECT = "create a project"
    MANAGE_PEOPLE = "look after everybody's accounts"
    READ_PROJECT = "read the project"
    ANNOTATE = "mark articles"
    COMMENT = "comment on marks"
    MODERATE = "remove others' comments"
    IMPORT_ARTICLES = "bring articles in"
    CORRECT_ARTICLES = "correct an article's text"
    TRASH_ARTICLES = "move articles to the trash and take them back"
    ADJUDICATE = "adjudicate"
    RETURN_WORK = "return a submission"
    SPOT_CHECK = "check samples of submitted work"
    HAND_OUT = "hand out articles"
    RUN_TRAINING = "look after the training"
    READ_OTHERS = "read others' marks"
    SUPERVISE = "say that one only supervises"
    WRITE_SPEAKERS = "add and change speakers"
    MERGE_SPEAKERS = "merge speakers"
    WRITE_GUIDELINES = "write guidelines"
    WRITE_SCHEME = "change the scale"
    MANAGE_MEMBERS = "manage members"
    CHANGE_SETTINGS = "change the project's settings"
    ARCHIVE_PROJECT = "archive the project and bring it back"
    TRASH_PROJECT = "move the project to the trash and take it back"
    READ_AUDIT = "read the audit trail"
    SAMPLE_EVENTS = "draw events and say what one found on them"
    SEE_JOBS = "see everybody's jobs"
    CHECK_SOURCES = "see what is wrong with sources"
    EXPORT = "export"
    EXPORT_NAMES = "export with names"
    MAKE_RELEASES = "make releases and withdraw them"


Predicate = Callable[[Person, Role | None], bool]


def anybody(_person: Person, _role: Role | None) -> bool:
    """Everybody who is signed in."""
    return True


def is_admin(person: Person, _role: Role | None) -> bool:
    """A site admin."""
    return person.is_admin


def is_member(person: Person, role: Role | None) -> bool:
    """Any member of the project, and site admins."""
    return role is not None or person.is_admin


def is_lead(person: Person, role: Role | None) -> bool:
    """A lead of the project, and site admins."""
    return role is Role.LEAD or person.is_admin


def is_reviewer(_person: Person, role: Role | None) -> bool:
    """A reviewer of the project."""
    return role is Role.REVIEWER


def is_observer(_person: Person, role: Role | None) -> bool:
    """An observer of the project."""
    return role is Role.OBSERVER


#: Each permission is granted when any of its predicates says so.
GRANTS: dict[Permission, tuple[Predicate, ...]] = {
    Permission.SIGNED_IN: (anybody,),
    Permission.CREATE_PROJECT: (is_admin,),
    Permission.MANAGE_PEOPLE: (is_admin,),
    Permission.READ_PROJECT: (is_member,),
    Permission.ANNOTATE: (is_reviewer, is_lead),
    # On marks that they may see: reviewers on their own. An observer reads, and changes nothing.
    Permission.COMMENT: (is_reviewer, is_lead),
    Permission.MODERATE: (is_lead,),
    Permission.IMPORT_ARTICLES: (is_lead,),
    Permission.CORRECT_ARTICLES: (is_lead,),
    Permission.TRASH_ARTICLES: (is_lead,),
    Permission.ADJUDICATE: (is_lead,),
    Permission.RETURN_WORK: (is_lead,),
    Permission.SPOT_CHECK: (is_lead,),
    Permission.HAND_OUT: (is_lead,),
    Permission.RUN_TRAINING: (is_lead,),
    Permission.READ_OTHERS: (is_lead, is_observer),
    Permission.SUPERVISE: (is_lead,),
    # A speaker is everybody's: a merge says so of two for marks that others made.
    Permission.WRITE_SPEAKERS: (is_reviewer, is_lead),
    Permission.MERGE_SPEAKERS: (is_lead,),
    Permission.WRITE_GUIDELINES: (is_lead,),
    Permission.WRITE_SCHEME: (is_lead,),
    Permission.MANAGE_MEMBERS: (is_lead,),
    Permission.CHANGE_SETTINGS: (is_lead,),
    Permission.ARCHIVE_PROJECT: (is_lead,),
    Permission.TRASH_PROJECT: (is_lead,),
    Permission.READ_AUDIT: (is_lead,),
    Permission.SAMPLE_EVENTS: (is_lead,),
    Permission.SEE_JOBS: (is_lead,),
    Permission.CHECK_SOURCES: (is_lead,),
    Permission.EXPORT: (is_lead, is_observer),
    Permission.EXPORT_NAMES: (is_lead,),
    Permission.MAKE_RELEASES: (is_lead,),
}

#: What nobody has use for while the project can only be read: no page leads to it then. The others
#: open pages that are read as before.
OF_CHANGE = frozenset(
    {
        *(Permission.ANNOTATE, Permission.COMMENT, Permission.MODERATE, Permission.RETURN_WORK),
        *(Permission.IMPORT_ARTICLES, Permission.CORRECT_ARTICLES, Permission.HAND_OUT),
        *(Permission.WRITE_SPEAKERS, Permission.MERGE_SPEAKERS),
        *(Permission.WRITE_GUIDELINES, Permission.WRITE_SCHEME, Permission.SAMPLE_EVENTS),
    }
)


def may(person: Person, permission: Permission, role: Role | None) -> bool:
    """Whether the person, with this role in the project at hand, may do it."""
    return any(granted(person, role) for granted in GRANTS[permission])
