"""Stories of what happened to any one thing of a project."""

from annotator.history.views import page, restoring  # noqa: F401
from annotator.history.views.blueprint import bp

__all__ = ["bp"]
