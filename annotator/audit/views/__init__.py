"""The audit trail as a lead reads it, and what a reader of a mark is told of it."""

from annotator.audit.views import (  # noqa: F401
    download,
    found,
    marks,
    one,
    samples,
    taking,
    timeline,
)
from annotator.audit.views.blueprint import bp

__all__ = ["bp"]
