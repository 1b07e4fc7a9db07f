"""What the server logs: one event is one line of ASCII, whatever people had it write."""

from __future__ import annotations

import logging
import time

#: A line is at most this long; what is longer loses its middle, because a failure's name is last.
LONGEST_LINE = 16_000
_CUT = " [...] "


class OneLine(logging.Formatter):
    """Time (UTC), level, logger and message; a traceback follows on the same line."""

    def __init__(self) -> None:
        super().__init__(
            "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S"
        )
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        """The event as one line, without the characters that end one or steer a terminal."""
        return one_line(super().format(record))


def one_line(text: str) -> str:
    r"""The text in printable ASCII: a line's end is \n in it, and a backslash is two."""
    line = text.encode("unicode_escape").decode("ascii")
    if len(line) <= LONGEST_LINE:
        return line
    half = (LONGEST_LINE - len(_CUT)) // 2
    return line[:half] + _CUT + line[-half:]


def log_to_standard_error() -> None:
    """Write the log there from now on."""
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    # Its "queue depth" warnings only say that all threads are busy for a moment.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    for name in ("alembic", "huey"):
        logging.getLogger(name).setLevel(logging.WARNING)
