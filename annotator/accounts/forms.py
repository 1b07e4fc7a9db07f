"""Forms for signing in and for one's own account."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from annotator.accounts.models import Theme
from annotator.accounts.names import checked_email
from annotator.accounts.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH
from annotator.accounts.shortcuts import checked_keys
from annotator.errors import Invalid
from annotator.web.forms import AppForm
from annotator.web.languages import language_choices

_NEEDED = _l("Please fill this in.")
_LONGEST = _l("This is too long.")


class SignInForm(AppForm):
    """E-mail address and password; `next` is where to go afterwards."""

    email = EmailField(
        _l("E-mail address"), validators=[InputRequired(_NEEDED), Length(max=320, message=_LONGEST)]
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_NEEDED)])
    next = HiddenField()


class ForgottenForm(AppForm):
    """The address of somebody who forgot the password."""

    email = EmailField(
        _l("E-mail address"), validators=[InputRequired(_NEEDED), Length(max=320, message=_LONGEST)]
    )

    def validate_email(self, field: EmailField) -> None:
        """No letter is promised to what is no address."""
        try:
            checked_email(field.data or "")
        except Invalid as refusal:
            raise ValidationError(_(refusal.sentence, **refusal.values)) from None


class NewPasswordForm(AppForm):
    """A password, typed twice; the rules for passwords are the service's."""

    password = PasswordField(
        _l("New password"),
        description=_l(
            "At least %(count)s characters; fifteen or more are better. "
            "A few unrelated words are easy to remember.",
            count=MINIMUM_LENGTH,
        ),
        validators=[InputRequired(_NEEDED), Length(max=MAXIMUM_LENGTH, message=_LONGEST)],
    )
    again = PasswordField(
        _l("New password again"),
        validators=[
            InputRequired(_NEEDED),
            EqualTo("password", message=_l("The two passwords differ.")),
        ],
    )


class PasswordForm(NewPasswordForm):
    """A new password, for somebody who knows the present one."""

    current_password = PasswordField(_l("Current password"), validators=[InputRequired(_NEEDED)])


class NameForm(AppForm):
    """How the person is shown to others."""

    name = StringField(
        _l("Name"),
        description=_l("Shown beside your marks to the people of your projects."),
        validators=[InputRequired(_NEEDED)],
    )


class KeysForm(AppForm):
    """The keys that a person chose, as the page's script writes them: JSON, or nothing."""

    keys = HiddenField()

    def validate_keys(self, field: HiddenField) -> None:
        """The rules of what may be stored."""
        try:
            checked_keys(field.data or "")
        except Invalid as refusal:
            raise ValidationError(_(refusal.sentence, **refusal.values)) from None


class ReadingForm(AppForm):
    """What is told to somebody who has the article read to them."""

    announces = BooleanField(
        _l("Announce marks while I read"),
        description=_l(
            "A screen reader then says where a mark begins and ends in the article. Without it, "
            "the cards list every mark."
        ),
    )


class ReadsForm(AppForm):
    """Which languages the person reads."""

    reads = StringField(
        _l("Languages of articles"),
        description=_l(
            "Codes such as en, ar, pt. The queue offers you no article in another language; "
            "leave it empty for all."
        ),
        validators=[Length(max=200, message=_l("This is too long."))],
    )

    @property
    def tags(self) -> list[str]:
        """What was written, code by code."""
        return (self.reads.data or "").replace(",", " ").split()


class ThemeForm(AppForm):
    """What the pages look like."""

    theme = RadioField(
        _l("Colours"),
        choices=[
            SelectChoice(Theme.AUTO.value, _l("As the device has them")),
            SelectChoice(Theme.LIGHT.value, _l("Light")),
            SelectChoice(Theme.DARK.value, _l("Dark")),
        ],
        validators=[InputRequired(_NEEDED)],
    )


class LanguageForm(AppForm):
    """Which language the pages speak."""

    language = SelectField(_l("Language of the pages"), choices=language_choices)
