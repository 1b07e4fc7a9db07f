"""What WTForms says of a field, in our words: what is wrong with it and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.i18n import translations

_CHOICE = _l("This is not among the choices: pick one that is listed.")
_NUMBER = _l("This is no number: type it in digits, such as 12.5.")
_LONG = _l("This is too long: shorten it to %(max)d characters at most.")
_UNREADABLE = _l("This cannot be read as it stands: look at it and type it again.")

#: WTForms' own sentences, of two for numbers the first; all that a form of ours may say.
OWN: Mapping[str, LazyString] = {
    "This field is required.": _l("Please fill this in."),
    "Invalid input.": _UNREADABLE,
    "Not a valid choice.": _CHOICE,
    "Invalid Choice: could not coerce.": _CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOICE,
    "'%(value)s' is not a valid choice for this field.": _l(
        "“%(value)s” is not among the choices: pick from what is listed."
    ),
    "Not a valid integer value.": _l("This is no whole number: type it in digits, such as 12."),
    "Not a valid decimal value.": _NUMBER,
    "Not a valid float value.": _NUMBER,
    "Not a valid date value.": _l("This is no day: type year, month and day, such as 2026-11-30."),
    "Not a valid time value.": _l("This is no time: type hours and minutes, such as 18:30."),
    "Not a valid datetime value.": _l(
        "This is no day with a time: type both, such as 2026-11-30 18:30."
    ),
    "Number must be at least %(min)s.": _l("This is too small: type %(min)s or more."),
    "Number must be at most %(max)s.": _l("This is too large: type %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": _l(
        "This is out of range: type a number between %(min)s and %(max)s."
    ),
    "Field cannot be longer than %(max)d character.": _LONG,
    "Field must be at least %(min)d character long.": _l(
        "This is too short: type %(min)d characters at least."
    ),
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "This is too short or too long: type from %(min)d to %(max)d characters."
    ),
}


class Spoken:
    """Gives a field its sentences; each is looked up when it is said and not before.

    Flask-WTF looks its catalogue up for each message that a field might need, which took a tenth
    of a save.
    """

    def gettext(self, string: str) -> str:
        """A message: ours, or that of WTForms' catalogue where no form of ours says it."""
        own = OWN.get(string)
        return str(own) if own is not None else str(translations.gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """A message that counts."""
        own = OWN.get(singular)
        return str(own) if own is not None else str(translations.ngettext(singular, plural, n))
