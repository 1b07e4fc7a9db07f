"""What each kind of notification says, and the form that says that some were seen.

To tell people of something new:

1. a member of `Kind` in `models.py`;
2. its row in `TOLD` below: the icon (of `static/icons.svg`), what the page of somebody whom nothing
   was told yet promises of it, its sentence, and, where a line does not lead to its article or its
   mark, the endpoint of the page of the project that it leads to;
3. where it happens, in the transaction that does it, from a service:
   `notify([Notice(Kind.NEW, person_id, project_id, article_id)], actor=actor)`.
   Name the mark too where it is about one: only then a blind wall can hide it, and whoever may not
   see the mark is shown nothing. Whoever did it is never told.

The page, the count, the icons and the promise come from the row; tests/comments/test_kinds.py asks
for one of every kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from annotator.comments.lines import Line
from annotator.notifications.models import Kind
from annotator.web.converters import LARGEST_ROW
from annotator.web.forms import AppForm


@dataclass(frozen=True, slots=True)
class Telling:
    """How one kind is told: `sentence` gives the words of a line."""

    icon: str
    promise: object
    sentence: Callable[[Line], object]
    #: Of a page that takes the project's `slug` alone; None leads to the article, or the mark.
    endpoint: str | None = None


def _assigned(line: Line) -> object:
    return ngettext(
        "%(num)d article was given to you to review",
        "%(num)d articles were given to you to review",
        line.row.count,
    )


def _returned(line: Line) -> object:
    if line.who is None:
        return _("Your submission was returned")
    return _("%(who)s returned your submission", who=line.who)


def _stale(line: Line) -> object:
    return ngettext(
        "%(num)d verdict of yours is stale: look at it again",
        "%(num)d verdicts of yours are stale: look at them again",
        line.row.count,
    )


def _comment_removed(line: Line) -> object:
    if line.reason is None:
        return _("%(who)s removed a comment of yours, and it is back", who=line.who)
    return _("%(who)s removed a comment of yours: %(reason)s", who=line.who, reason=line.reason)


def _guidelines(line: Line) -> object:
    if line.who is None:
        return _("The guidelines have a new version")
    return _("%(who)s published a new version of the guidelines", who=line.who)


TOLD: Mapping[Kind, Telling] = {
    Kind.ASSIGNED: Telling("inbox", _l("Articles that are given to you to review"), _assigned),
    Kind.RETURNED: Telling("undo-2", _l("Work of yours that is returned to you"), _returned),
    Kind.MENTIONED: Telling(
        "at-sign",
        _l("Comments that mention you"),
        lambda line: _("%(who)s mentioned you in a comment", who=line.who),
    ),
    Kind.REPLIED: Telling(
        "message-square",
        _l("Comments on your marks, and answers to what you wrote"),
        lambda line: _("%(who)s wrote a comment", who=line.who),
    ),
    Kind.ADJUDICATED: Telling(
        "scale",
        _l("The adjudication of what you reviewed"),
        lambda _line: _("The adjudication of an article that you reviewed is finished"),
    ),
    Kind.STALE: Telling("clock", _l("Verdicts of yours that go stale"), _stale),
    Kind.COMMENT_REMOVED: Telling(
        "trash-2", _l("Comments of yours that a lead removes, with the reason"), _comment_removed
    ),
    Kind.GUIDELINES: Telling(
        "book-open",
        _l("New versions of a project’s guidelines, with what they changed"),
        _guidelines,
        endpoint="guidelines.index",
    ),
}


#: What is about a comment, and leads to it.
OF_COMMENTS = frozenset({Kind.MENTIONED, Kind.REPLIED, Kind.COMMENT_REMOVED})


class SeenForm(AppForm):
    """Up to which; what came after the page was shown was not seen."""

    newest = IntegerField(validators=[InputRequired(), NumberRange(1, LARGEST_ROW)])
