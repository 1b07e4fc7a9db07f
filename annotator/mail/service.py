"""Sending letters beside the pages: nobody waits for a mail server, or learns from the wait.

Letters are written and handed in one after the other in a thread of this process. What is on its
way when the process ends is not sent: whoever asked for it asks again. The log says what failed.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from smtplib import SMTPResponseException

from annotator.mail.server import Letter, MailServer, hand_in

#: More than so many are not kept waiting: a server that does not answer must not fill the memory.
MOST_WAITING = 200
#: Seconds before the second and the third attempt.
PAUSES = (2.0, 20.0)

#: Writes one letter, or finds that there is none to write.
Writer = Callable[[], Letter | None]

_log = logging.getLogger("annotator.mail")
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
_waiting: set[Future[None]] = set()


def post(server: MailServer, write: Writer, *, pauses: Sequence[float] = PAUSES) -> None:
    """Have the letter written and sent; returns at once, and never fails."""
    if len(_waiting) >= MOST_WAITING:
        _log.error("a letter is not sent: %d are waiting", MOST_WAITING)
        return
    future = _thread.submit(_send, server, write, pauses)
    _waiting.add(future)
    future.add_done_callback(_waiting.discard)


def wait_for_all(seconds: float) -> None:
    """Wait until every letter is sent or given up; for tests and for the end of a process."""
    for future in list(_waiting):
        future.result(seconds)


def _send(server: MailServer, write: Writer, pauses: Sequence[float]) -> None:
    try:
        letter = write()
    except Exception:
        _log.exception("a letter could not be written")
        return
    if letter is not None:
        _hand_in(server, letter, pauses)


def _hand_in(server: MailServer, letter: Letter, pauses: Sequence[float]) -> None:
    for pause in (*pauses, None):
        try:
            hand_in(server, letter)
        except OSError as error:
            # What a server refuses for good it refuses again. A letter holds a secret, and an
            # address is a person's: neither belongs into a log.
            if pause is None or _is_final(error):
                _log.error("a letter is not sent: %s", type(error).__name__)
                return
            time.sleep(pause)
        else:
            _log.info("a letter is sent")
            return


def _is_final(error: OSError) -> bool:
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500
