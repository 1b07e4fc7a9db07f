"""A Word document as a page. Runs in the sandbox only: an archive of XML may be a bomb."""

from __future__ import annotations

import io
import logging
from typing import Any

import mammoth

from annotator.errors import Invalid
from annotator.sandbox.tasks import task
from annotator.webpages.html.extraction import read_page

#: How files begin that Word wrote before there was .docx, and those that it encrypts.
_OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@task
def read_docx(data: bytes) -> dict[str, Any]:
    """The document as `read_page` gives a page: mammoth makes HTML of it, and that is read."""
    logging.disable(logging.CRITICAL)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _image: {})
        )
    except Exception:
        # Whatever a strange document brings about: the reader has no error of its own for it.
        raise _refusal(data) from None
    page = f"<html><head></head><body>{made.value}</body></html>"
    return read_page(page.encode("utf-8", "replace"), "utf-8")


def _refusal(data: bytes) -> Invalid:
    if data.startswith(_OLDER):
        return Invalid(
            "it is a Word document of an older kind, or one with a password: save it anew as .docx,"
            " without a password"
        )
    return Invalid("it is no Word document that can be read: save it anew as .docx")
