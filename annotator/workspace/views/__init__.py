"""The workspace's pages and answers."""

from annotator.workspace.views import marks, page, past, work
from annotator.workspace.views.blueprint import bp

__all__ = ["bp", "marks", "page", "past", "work"]
