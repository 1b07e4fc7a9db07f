"""The pages of articles."""

from annotator.articles.views.pages import bp

__all__ = ["bp"]
