"""The pages of spot checks: for leads who draw and decide, and for those whose work it is."""

from annotator.spotchecks.views import items, samples, told  # noqa: F401
from annotator.spotchecks.views.blueprint import bp

__all__ = ["bp"]
