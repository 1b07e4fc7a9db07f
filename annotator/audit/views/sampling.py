"""What is drawn from: the filter at hand, and nothing that whoever draws is not shown."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, not_, or_
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange

from annotator.annotations.sight import Others, Sight
from annotator.articles.arrival import was_coming
from annotator.assignments.reach import Reach
from annotator.audit.findings import MAX_NOTE, MOST_EVENTS
from annotator.audit.models import Event, EventSample, Finding
from annotator.audit.sampling import Asked, asked_of
from annotator.audit.views.filtering import AuditFilter
from annotator.audit.views.sight import within
from annotator.audit.wanted import Wanted
from annotator.web.forms import AppForm
from annotator.web.sight import current_sight
from annotator.web.texts import StorableText

FINDING_WORDS = {
    Finding.IN_ORDER: _l("In order"),
    Finding.LOOK_INTO: _l("To be looked into"),
}
_SIZE = 20


class DrawForm(AppForm):
    """How many events to draw; the filter goes along beside it."""

    size = IntegerField(
        _l("How many events"),
        default=_SIZE,
        validators=[NumberRange(1, MOST_EVENTS, message=_l("A sample has 1 to 200 events."))],
    )


class FindingForm(AppForm):
    """What somebody found on one event."""

    finding = RadioField(
        _l("Outcome"),
        choices=[SelectChoice(one.value, words) for one, words in FINDING_WORDS.items()],
        validators=[InputRequired(_l("Say whether it is in order or to be looked into."))],
    )
    note = TextAreaField(_l("Note"), validators=[Length(max=MAX_NOTE), StorableText()])
    seen = HiddenField(default="0", validators=[Length(max=10)])

    @property
    def findings_seen(self) -> int:
        """How many findings there were when the page was made; -1 for what is no number."""
        said = self.seen.data or ""
        return int(said) if said.isascii() and said.isdigit() else -1


def asked_by(form: AuditFilter, wanted: Wanted) -> Asked:
    """What is drawn from, as it is kept with the sample."""
    reach = current_sight().reach
    address = {name: text for name, text in form.address().items() if name != "person"}
    only = None if reach.only is None else tuple(sorted(reach.only))
    return Asked(replace(wanted, shown=None), address, only, tuple(sorted(reach.closed)))


def drawable(project_id: int, asked: Asked, last: int, drawer_id: int) -> Wanted:
    """The filter with what could be shown at event `last` to whoever draws; the same at any time.

    It is the rule of the timeline: what is on its way is not there yet, and a blind project keeps
    back what it keeps back.
    """
    only = None if asked.only is None else frozenset(asked.only)
    sight = Sight(drawer_id, Others.EVERYTHING, Reach(only, frozenset(asked.closed)))
    shown: list[ColumnElement[bool]] = [] if sight.is_whole else [within(sight)]
    coming = was_coming(project_id, last)
    if coming is not None:
        shown.append(or_(Event.article_id.is_(None), not_(coming)))
    return replace(asked.wanted, shown=and_(*shown) if shown else None)


def drawn_from(sample: EventSample) -> Wanted:
    """The same of a sample that was drawn."""
    drawer_id, last = sample.drawn_by, sample.head_seq
    return drawable(sample.project_id, asked_of(sample), last, drawer_id)
