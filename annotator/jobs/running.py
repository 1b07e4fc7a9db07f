"""Doing one job: it is claimed in the database, so that it runs once whatever the queue says."""

from __future__ import annotations

import logging

from sqlalchemy.exc import OperationalError

from annotator.errors import AnnotatorError, Busy, Invalid, PutAway
from annotator.jobs import bookkeeping
from annotator.jobs.attempt import Cancelled, Hands, Run, Stopping
from annotator.jobs.bookkeeping import LostClaim
from annotator.jobs.kinds import kind_of
from annotator.jobs.models import State

_log = logging.getLogger("annotator.jobs")


def run_job(job_id: str, hands: Hands) -> None:
    """Do this job if it waits; whatever comes of it is written down. Never raises."""
    try:
        claim = bookkeeping.claim(job_id)
        if claim is not None:
            hands.held[claim.id] = claim.attempt
            _attempt(Run(claim, hands))
    except LostClaim:
        _log.warning("job %s went to another worker; what was done here does not count", job_id)
    except Exception as error:
        # The claim runs out by itself, and the job is taken up again.
        _log.error("job %s could not be settled", job_id, exc_info=error)
    finally:
        hands.held.pop(job_id, None)


def _attempt(run: Run) -> None:
    claim = run.claim
    try:
        _work(run)
    except LostClaim:
        raise
    except Cancelled:
        bookkeeping.settle(claim, State.CANCELLED)
    except (Stopping, PutAway):
        # What a project was put away under waits with it.
        bookkeeping.put_back(claim, counts=False)
    except (Busy, OperationalError) as error:
        _log.warning("job %s met a busy database and is tried again: %s", claim.id, error)
        bookkeeping.put_back(claim)
    except AnnotatorError as error:
        bookkeeping.settle(claim, State.FAILED, error)
    except Exception as error:
        _log.error("job %s failed", claim.id, exc_info=error)
        unexpected = Invalid("Something went wrong here; the server's log tells what.")
        bookkeeping.settle(claim, State.FAILED, unexpected)


def _work(run: Run) -> None:
    kind = kind_of(run.claim.kind)
    if kind is None:
        raise Invalid("This version of the program does not know how to do this.")
    result = kind.work(run)
    if not run.is_completed:
        with run.completing() as told:
            told.update(result or {})
