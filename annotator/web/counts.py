"""Numbers in sentences, as the reader writes them."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask_babel import format_decimal, get_translations
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

#: Sentences name what they count as `%(num)d`, which knows no thousands.
_PLAIN = re.compile(r"%\((\w+)\)d")


def init_app(app: Flask) -> None:
    """Let templates count so as well; call it when their `ngettext` is there."""
    app.jinja_env.globals["ngettext"] = _in_template


def ngettext(singular: str, plural: str, num: int, **values: Any) -> str:
    """The sentence in the form that `num` takes in the reader's language, its numbers written."""
    return _sentence(singular, plural, num) % _written(num, values)


@pass_context
def _in_template(
    context: Context, singular: str, plural: str, num: int, **values: Any
) -> str | Markup:
    sentence = _sentence(singular, plural, num)
    if context.eval_ctx.autoescape:
        sentence = Markup(sentence)  # noqa: S704 - our own words; the values are escaped.
    return sentence % _written(num, values)


def _sentence(singular: str, plural: str, num: int) -> str:
    found: str = get_translations().ungettext(singular, plural, num)
    return _PLAIN.sub(r"%(\1)s", found)


def _written(num: int, values: dict[str, Any]) -> dict[str, Any]:
    written = {"num": num, **values}
    return {
        name: format_decimal(value) if type(value) is int else value
        for name, value in written.items()
    }
