"""Fetching a page from the public web, and from nowhere else.

`fetch` is the whole interface. Nothing here can be switched off by a setting.
"""

from annotator.safefetch.connecting import Ways
from annotator.safefetch.fetching import Fetched, Limits, fetch

__all__ = ["Fetched", "Limits", "Ways", "fetch"]
