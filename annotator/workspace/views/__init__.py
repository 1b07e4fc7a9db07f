"""The workspace's pages and answers."""

from annotator.workspace.views import comparing, elsewhere, marks, page, past, supervision, work
from annotator.workspace.views.blueprint import bp

__all__ = ["bp", "comparing", "elsewhere", "marks", "page", "past", "supervision", "work"]
