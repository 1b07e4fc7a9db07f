"""Which answers travel compressed.

Only those that name it. Compression beside a secret tells the secret to whoever can put words of
their own into the same answer again and again, and watch its length from outside (BREACH). The
page of an article holds a form token, and repeats nothing that a request says: not its address,
not its query, only numbers and names that the database holds, which whoever sends the reader
somewhere cannot change from visit to visit. Pages with a search, a form that was refused or a
message repeat what was asked, so they stay as they are. The layer's JSON and the static files hold
no secret.
"""

from __future__ import annotations

from flask import Flask, Request
from flask_compress import Compress, DictCache

#: For views: made anew for each answer, so quick before small.
pages = Compress()
#: For files that never change: small, as each is compressed once and kept.
files = Compress()


def init_app(app: Flask) -> None:
    """Set both up; neither does anything to a view that does not name it."""
    app.config.update(
        COMPRESS_REGISTER=False,
        COMPRESS_ALGORITHM=["zstd", "gzip"],
        COMPRESS_ZSTD_LEVEL=4,
        COMPRESS_BR_LEVEL=11,
    )
    pages.init_app(app)
    files.init_app(app)
    files.enabled_algorithms = ("br", "gzip")
    files.cache = DictCache()
    # By name and not by address: there are only so many names, and any number of addresses.
    files.cache_key = _name_of


def _name_of(request: Request) -> str:
    return str((request.view_args or {})["name"])
