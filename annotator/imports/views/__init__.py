"""The pages on which articles are brought in."""

from annotator.imports.views import pages, repeats
from annotator.imports.views.blueprint import bp

__all__ = ["bp", "pages", "repeats"]
