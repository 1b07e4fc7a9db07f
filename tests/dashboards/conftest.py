"""The bench of pace, where time stands still."""

from __future__ import annotations

from tests.pace.conftest import watch

__all__ = ["watch"]
