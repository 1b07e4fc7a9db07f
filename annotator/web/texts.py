"""What every field that takes a text checks."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import ValidationError

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class StorableText:
    """Text that both databases keep as it is: no NUL and no half of a surrogate pair."""

    def __call__(self, _form: Form, field: StringField) -> None:
        """Refuse what would be changed or lost."""
        if _UNSTORABLE.search(field.data or ""):
            raise ValidationError(
                _l(
                    "“%(name)s” holds a character that cannot be stored: type it anew without it.",
                    name=field.label.text,
                )
            )
