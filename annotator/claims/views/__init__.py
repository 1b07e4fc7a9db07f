"""The page of one claim, and the list of all of them."""

from annotator.claims.views import listed, one
from annotator.claims.views.blueprint import bp

__all__ = ["bp", "listed", "one"]
