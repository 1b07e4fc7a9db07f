"""Numbers and days as charts say them, in the reader's language."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from flask_babel import format_date, format_decimal, get_locale


def number(value: float) -> str:
    """A number with the marks of the language: 1,904."""
    return str(format_decimal(value))


def hundredths(value: float) -> str:
    """A figure of agreement, as every page has it: 0.74."""
    return f"{value:.2f}"


def day(value: date) -> str:
    """A whole day: 21 Nov 2026."""
    return str(format_date(value, "medium"))


def short_day(value: date) -> str:
    """A day as it stands under an axis: 21 Nov."""
    return format_skeleton("MMMd", value, locale=get_locale())
