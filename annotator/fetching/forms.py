"""The form for addresses."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from annotator.fetching.service import MOST_AT_ONCE
from annotator.safefetch.targets import MOST_CHARACTERS
from annotator.web.forms import AppForm


class AddressesForm(AppForm):
    """Addresses of pages, one a line."""

    addresses = TextAreaField(
        _l("Addresses, one a line"),
        description=_l(
            "Only pages of the public web, without a sign-in. Each is fetched in the background."
        ),
        validators=[
            InputRequired(_l("Paste at least one address.")),
            Length(max=2 * MOST_AT_ONCE * MOST_CHARACTERS),
        ],
    )
