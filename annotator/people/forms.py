"""Looking for somebody, and closing an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SearchField, TextAreaField
from wtforms.validators import InputRequired

from annotator.web.forms import AppForm


class PeopleFilter(AppForm):
    """Who is looked for."""

    q = SearchField(_l("Name or address"))


class DeactivationForm(AppForm):
    """Why, and what becomes of what the person has in hand."""

    reason = TextAreaField(
        _l("Why"),
        description=_l("Administrators read it here; the person is not told."),
        validators=[InputRequired(_l("Please fill this in."))],
    )
    gives_back = BooleanField(
        _l("Put their unfinished articles back into the queue"),
        description=_l("Their marks stay; others can be given the articles."),
    )


class AdministrationForm(AppForm):
    """Whether somebody is an administrator of the server."""

    is_admin = BooleanField()
