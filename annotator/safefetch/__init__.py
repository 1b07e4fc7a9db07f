"""Fetching a page from the public web, and from nowhere else.

`fetch` is the interface for pages, and `ask` the one for services that answer programs. Nothing
here can be switched off by a setting.
"""

from annotator.safefetch.asking import Answer, ask
from annotator.safefetch.connecting import Ways
from annotator.safefetch.failing import Failure, NotFetched, failure_of
from annotator.safefetch.fetching import Fetched, Limits, fetch

__all__ = [
    "Answer",
    "Failure",
    "Fetched",
    "Limits",
    "NotFetched",
    "Ways",
    "ask",
    "failure_of",
    "fetch",
]
