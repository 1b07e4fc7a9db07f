"""The pages of speakers: the list, one of them, and the merge of two."""

from annotator.speakers.views import changing, merging, reading
from annotator.speakers.views.blueprint import bp

__all__ = ["bp", "changing", "merging", "reading"]
