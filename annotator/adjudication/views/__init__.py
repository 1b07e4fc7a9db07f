"""The pages of adjudication, for those who settle and for those whose work it was."""

from annotator.adjudication.views import deciding, outcome, pages  # noqa: F401
from annotator.adjudication.views.blueprint import bp

__all__ = ["bp"]
