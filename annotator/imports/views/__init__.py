"""The pages on which articles are brought in."""

from annotator.imports.views.pages import bp

__all__ = ["bp"]
