"""The page on which datasets come in."""

from annotator.datasets.views.pages import bp

__all__ = ["bp"]
