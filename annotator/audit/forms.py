"""The filter above the audit trail, and the words for everything that can happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select
from wtforms import DateField, SearchField, SelectField
from wtforms.validators import Length, Optional, ValidationError

from annotator.audit.models import COMMAND_LINE, Action
from annotator.audit.queries import Wanted
from annotator.links.models import LinkKind
from annotator.text.places import Outcome
from annotator.web.forms import AppForm

#: What a mark does to another through a link of each kind.
LINK_WORDS = {
    LinkKind.EXPLAINS: _l("explains"),
    LinkKind.MADE_IN: _l("made in"),
    LinkKind.REPEATS: _l("repeats"),
    LinkKind.CONTRADICTS: _l("contradicts"),
    LinkKind.PART_OF: _l("part of"),
}

#: What became of a mark in a corrected text.
OUTCOME_WORDS = {
    Outcome.UNCHANGED: _l("Unchanged"),
    Outcome.MOVED: _l("Moved"),
    Outcome.CHANGED: _l("Changed words"),
    Outcome.AMBIGUOUS: _l("More than one place"),
    Outcome.LOST: _l("Not found"),
}

#: What follows the actor's name; also the choices of the filter.
ACTION_WORDS: dict[Action, Any] = {
    Action.PROJECT_CREATED: _l("created the project"),
    Action.SCHEME_PUBLISHED: _l("published a rating scale"),
    Action.GUIDELINES_PUBLISHED: _l("published guidelines"),
    Action.WORKFLOW_CHANGED: _l("changed the project’s settings"),
    Action.MEMBER_ADDED: _l("added a member"),
    Action.MEMBER_CHANGED: _l("changed a membership"),
    Action.MEMBER_REMOVED: _l("removed a member"),
    Action.ARTICLE_IMPORTED: _l("brought in an article"),
    Action.ARTICLE_LINKED: _l("linked two articles as one story"),
    Action.REVISION_IMPORTED: _l("brought in an article's text"),
    Action.REVISION_MADE: _l("corrected an article's text"),
    Action.CORRECTION_NOTED: _l("said why the text was corrected"),
    Action.ARTICLE_RENAMED: _l("corrected an article's title"),
    Action.ARTICLE_PLANNED: _l("said how urgent an article is"),
    Action.ASSIGNMENT_ASSIGNED: _l("assigned an article"),
    Action.ASSIGNMENT_TAKEN: _l("took an article from the queue"),
    Action.ASSIGNMENT_RELEASED: _l("put an article back into the queue"),
    Action.ASSIGNMENT_OPENED: _l("opened an article to review it"),
    Action.ASSIGNMENT_STARTED: _l("started a review"),
    Action.ASSIGNMENT_SUBMITTED: _l("submitted a review"),
    Action.ASSIGNMENT_WITHDRAWN: _l("took back a submission"),
    Action.ASSIGNMENT_RETURNED: _l("returned a submission"),
    Action.ASSIGNMENT_IMPORTED: _l("imported a review"),
    Action.SUPERVISION_BEGUN: _l("only supervises from now on"),
    Action.ANNOTATION_CREATED: _l("marked a passage"),
    Action.ANNOTATION_REVISED: _l("changed a mark"),
    Action.ANNOTATION_REMOVED: _l("removed a mark"),
    Action.ANNOTATION_RESTORED: _l("restored a mark"),
    Action.ANNOTATION_IMPORTED: _l("imported a mark"),
    Action.ANNOTATION_MOVED: _l("carried a mark to another text"),
    Action.CARRY_REPORTED: _l("reported what became of a mark"),
    Action.CARRY_SETTLED: _l("settled where a mark belongs"),
    Action.SOURCE_ADDED: _l("added a source"),
    Action.SOURCE_REVISED: _l("changed a source"),
    Action.SOURCE_REMOVED: _l("removed a source"),
    Action.SOURCE_IMPORTED: _l("imported a source"),
    Action.SPEAKER_ADDED: _l("added a speaker"),
    Action.SPEAKER_REVISED: _l("changed a speaker"),
    Action.SPEAKER_MERGED: _l("merged a speaker into another"),
    Action.SPEAKER_TOOK_OVER: _l("let a speaker take over what one merged into it says"),
    Action.SPEAKER_UNMERGED: _l("took apart speakers that were merged"),
    Action.SPEAKER_IMPORTED: _l("imported a speaker"),
    Action.SOURCE_FILLED: _l("had empty fields of a source filled in from its page"),
    Action.SOURCE_CHECKED: _l("found a source’s page gone"),
    Action.CAPTURE_KEPT: _l("kept what stood on a source’s page"),
    Action.LINK_ADDED: _l("linked two marks"),
    Action.LINK_REMOVED: _l("removed a link between marks"),
    Action.LINK_RESTORED: _l("restored a link between marks"),
    Action.LINK_IMPORTED: _l("imported a link between marks"),
    Action.VERDICT_GIVEN: _l("gave a verdict"),
    Action.VERDICT_IMPORTED: _l("imported a verdict"),
    Action.ADJUDICATION_SETTLED: _l("settled where reviewers differ"),
    Action.ADJUDICATION_REOPENED: _l("reopened what adjudication had settled"),
    Action.ADJUDICATION_IMPORTED: _l("imported what adjudication had settled"),
    Action.GOLD_FINISHED: _l("finished the adjudication of an article"),
    Action.GOLD_REOPENED: _l("took up the adjudication of an article again"),
    Action.SPOT_CHECK_DRAWN: _l("drew a sample of submitted work"),
    Action.SPOT_CHECK_DECIDED: _l("decided on work of a sample"),
    Action.PACE_TALKED: _l("talked with somebody about their pace"),
    Action.COMMENT_WRITTEN: _l("wrote a comment"),
    Action.COMMENT_REVISED: _l("changed a comment"),
    Action.COMMENT_REMOVED: _l("removed a comment"),
    Action.COMMENT_RESTORED: _l("restored a comment"),
    Action.COMMENT_IMPORTED: _l("imported a comment"),
    Action.THREAD_IMPORTED: _l("imported that the comments on a mark are resolved"),
    Action.THREAD_RESOLVED: _l("resolved the comments on a mark"),
    Action.THREAD_REOPENED: _l("reopened the comments on a mark"),
    Action.TRAINING_MADE: _l("made an article one for training"),
    Action.TRAINING_OFFERED: _l("offered a training article again"),
    Action.TRAINING_RETIRED: _l("retired a training article"),
    Action.TRAINING_ENDED: _l("made a training article an ordinary one again"),
    Action.TRAINING_ANSWERED: _l("froze the known answers of a training article"),
    Action.TRAINING_EXPLAINED: _l("explained a known answer"),
    Action.TRAINING_SCORED: _l("was scored on a training article"),
    Action.TRAINEE_PASSED: _l("passed the training"),
    Action.TRAINEE_EXCUSED: _l("let somebody pass the training"),
    Action.TRAINEE_ASKED_AGAIN: _l("asked somebody for the training again"),
    Action.IMPORT_STARTED: _l("began to bring articles in"),
    Action.IMPORT_WAITING: _l("asked what becomes of articles that were there already"),
    Action.IMPORT_ANSWERED: _l("said what becomes of articles that were there already"),
    Action.IMPORT_FINISHED: _l("finished bringing articles in"),
    Action.IMPORT_EXPIRED: _l("withdrew files about which nobody had answered in time"),
    Action.IMPORT_FAILED: _l("could not bring articles in"),
    Action.IMPORT_CLEARED: _l("cleared what a failed import had left"),
    Action.ROW_CLEARED: _l("cleared a row that an import had brought"),
    Action.PUBLISHER_SET: _l("said who publishes the checks"),
    Action.EXPORT_MADE: _l("exported data"),
}

_GROUPS = {
    "annotation.": _l("Marks"),
    "verdict.": _l("Verdicts"),
    "comment.": _l("Comments"),
    "thread.": _l("Threads of comments"),
    "adjudication.": _l("Adjudication"),
    "gold.": _l("Gold layers"),
    "spot_check.": _l("Spot checks"),
    "pace.": _l("Pace"),
    "source.": _l("Sources"),
    "capture.": _l("Kept pages"),
    "link.": _l("Links between marks"),
    "speaker.": _l("Speakers"),
    "assignment.": _l("Reviews"),
    "supervision.": _l("Supervising"),
    "article.": _l("Articles"),
    "revision.": _l("Articles' texts"),
    "correction.": _l("Reasons of corrections"),
    "carry.": _l("Marks in corrected texts"),
    "member.": _l("Members"),
    "scheme.": _l("Rating scales"),
    "guidelines.": _l("Guidelines"),
    "project.": _l("Project"),
    "workflow.": _l("Settings"),
    "training.": _l("Training"),
    "trainee.": _l("Who passed the training"),
    "import.": _l("Imports"),
    "row.": _l("Rows of failed imports"),
    "publisher.": _l("Publishing"),
    "export.": _l("Exports"),
}

_SHELL = "command-line"


def within_reach(_form: Any, field: DateField) -> None:
    """Refuse the days at the ends of the calendar: there is none before or after them."""
    if field.data and not 1000 <= field.data.year <= 9000:
        raise ValidationError(_("There was no such day here."))


class AuditFilter(AppForm):
    """Which events to show. It is sent by GET, so a filtered log has an address."""

    person = SelectField(_l("Who"), default="", validators=[Optional()])
    article = SearchField(_l("Article"), validators=[Optional(), Length(max=300)])
    action = SelectField(_l("What"), default="", validators=[Optional()])
    since = DateField(_l("From"), validators=[Optional(), within_reach])
    until = DateField(_l("To"), validators=[Optional(), within_reach])

    def offer(self, people: dict[int, str]) -> None:
        """Fill the lists to choose from; `people` are names by account id."""
        named = sorted(people.items(), key=lambda item: item[1].casefold())
        self.person.choices = [
            ("", _("Anybody")),
            *((str(number), name) for number, name in named),
            (_SHELL, _("The command line")),
        ]
        self.action.choices = {
            _("All"): [("", _("Anything"))],
            **{str(title): _choices(noun) for noun, title in _GROUPS.items()},
        }

    def validate_until(self, field: DateField) -> None:
        """Time runs one way."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("This day lies before the first one."))

    def wanted(self, articles: Sequence[str] | Select[str] | None) -> Wanted:
        """What the filled form asks for; `articles` are those that its words stand for."""
        person = self.person.data or ""
        return Wanted(
            actor_id=int(person) if person.isdigit() else None,
            via=COMMAND_LINE if person == _SHELL else None,
            articles=articles,
            action=self.action.data or None,
            since=_midnight(self.since.data),
            until=_midnight(self.until.data, days=1),
        )

    def address(self) -> dict[str, str]:
        """The filled fields as they stand in the page's address."""
        filled = {field.name: field.raw_data[0] for field in self if field.raw_data}
        return {name: text for name, text in filled.items() if text}


def _choices(noun: str) -> list[tuple[str, str]]:
    found = [
        (action.value, str(ACTION_WORDS[action])) for action in Action if action.startswith(noun)
    ]
    return found if len(found) == 1 else [(noun, _("any of these")), *found]


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days), time(), tzinfo=UTC)
