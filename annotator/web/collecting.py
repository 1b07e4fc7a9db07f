"""How seldom Python looks for rings of objects, in processes that make many and few rings."""

from __future__ import annotations

import gc

#: So many new objects before the collector looks among them, and so many such looks before it
#: looks among older ones.
_COLLECT_AFTER = (10_000, 20, 50)


def collect_seldom() -> None:
    """Set the collector for a process that is about to serve, or to do work in bulk."""
    # What start-up made lives as long as the process: the collector need not walk it again and
    # again, which took a twentieth of a save, and of an import fifty milliseconds at a time.
    gc.collect()
    gc.freeze()
    # A request makes thousands of objects and few rings of them: looking for rings after each
    # seven hundred, as Python does, took another twentieth.
    gc.set_threshold(*_COLLECT_AFTER)
