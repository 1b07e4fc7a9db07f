"""Signing in and out, one-time links, one's own account and where one is signed in."""

from annotator.accounts.views import forgotten, own, sessions, signing
from annotator.accounts.views.blueprint import bp

__all__ = ["bp", "forgotten", "own", "sessions", "signing"]
