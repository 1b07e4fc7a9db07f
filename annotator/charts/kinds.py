"""The kinds of charts that pygal lays out; the one place that imports it.

On its import pygal hooks itself into Python's imports, for maps that nobody asks for here, in a
way that newer Pythons warn of at each import that finds nothing. The hook is taken out again.
"""

from __future__ import annotations

import sys

import pygal
from pygal.style import Style

sys.meta_path[:] = [one for one in sys.meta_path if type(one).__module__ != "pygal"]

Line, StackedBar = pygal.Line, pygal.StackedBar

__all__ = ["Line", "StackedBar", "Style"]
