"""A Word document as a page. Runs in the sandbox only: an archive of XML may be a bomb."""

from __future__ import annotations

import io
import logging
from typing import Any

import mammoth

from annotator.errors import Invalid
from annotator.sandbox.tasks import task
from annotator.webpages.html.extraction import read_page


@task
def read_docx(data: bytes) -> dict[str, Any]:
    """The document as `read_page` gives a page: mammoth makes HTML of it, and that is read."""
    logging.disable(logging.CRITICAL)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(data), convert_image=mammoth.images.img_element(lambda _image: {})
        )
    except Exception as error:
        # Whatever a strange document brings about: the reader has no error of its own for it.
        raise Invalid(
            "it is no Word document that can be read (%(why)s): save it anew as .docx",
            why=str(error)[:100],
        ) from None
    page = f"<html><head></head><body>{made.value}</body></html>"
    return read_page(page.encode("utf-8", "replace"), "utf-8")
