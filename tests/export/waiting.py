"""A choice that waits, with what is to be said with it."""

from __future__ import annotations

from annotator.annotations.models import Annotation, Confidence, PublicState
from tests.export.ids import START


def wait_with(mark: Annotation) -> None:
    """What is to be said with the verdict, once there is one."""
    claim = mark.claim
    assert claim is not None
    claim.pending_rationale = "The operator counted anew."
    claim.pending_confidence = Confidence.LOW
    claim.pending_effective_on = START.date()
    claim.pending_correction_note = "It was of another year."
    claim.pending_public_state = PublicState.CORRECTED
