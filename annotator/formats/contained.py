"""Files that only a reader in the sandbox looks at: what they may hold, and what they come to."""

from __future__ import annotations

from typing import Any

from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.interface import Source
from annotator.sandbox.limits import Limits
from annotator.sandbox.running import run

#: Larger ones take longer than a reader may work.
MOST_BYTES = 32 * 1024 * 1024
#: What is in such a file is compressed, so more may come out.
_LIMITS = Limits(output_times=20)


def read_contained(source: Source, task: str) -> tuple[bytes, Any]:
    """The bytes of the file, and what the task makes of them; raises `Invalid` that names it."""
    place, data = Place(source.name), source.read()
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise place.refusal(Invalid("it has more than %(most)s MB: split it", "file", most=most))
    try:
        return data, run(task, data, limits=_LIMITS)
    except Invalid as error:
        raise place.refusal(error) from None
