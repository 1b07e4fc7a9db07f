"""The encodings that a person may name for what comes in without a name for its own."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

_NAMED = (
    ("utf-8", "UTF-8"),
    ("windows-1252", _l("Western European (Windows-1252)")),
    ("windows-1250", _l("Central European (Windows-1250)")),
    ("windows-1251", _l("Cyrillic (Windows-1251)")),
    ("koi8-r", _l("Cyrillic (KOI8-R)")),
    ("windows-1253", _l("Greek (Windows-1253)")),
    ("windows-1254", _l("Turkish (Windows-1254)")),
    ("windows-1255", _l("Hebrew (Windows-1255)")),
    ("windows-1256", _l("Arabic (Windows-1256)")),
    ("shift_jis", _l("Japanese (Shift JIS)")),
    ("euc-jp", _l("Japanese (EUC-JP)")),
    ("euc-kr", _l("Korean (EUC-KR)")),
    ("gb18030", _l("Simplified Chinese (GB 18030)")),
    ("big5", _l("Traditional Chinese (Big5)")),
    ("utf-16-le", _l("UTF-16, little-endian")),
    ("utf-16-be", _l("UTF-16, big-endian")),
)


def encoding_choices(unnamed: str) -> list[SelectChoice]:
    """Choices for a field; `unnamed` says what happens where nobody names one."""
    return [SelectChoice(*one) for one in (("", unnamed), *_NAMED)]
