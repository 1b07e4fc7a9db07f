"""The audit trail as a lead reads it, and what a reader of a mark is told of it."""

from annotator.audit.views import download, marks, one, timeline  # noqa: F401
from annotator.audit.views.blueprint import bp

__all__ = ["bp"]
