"""`python -m bench [save] [open] [export] [import] [text] [browser]`: print medians and ratios."""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

PARTS = {
    "save": "bench.save",
    "open": "bench.opening",
    "export": "bench.exporting",
    "import": "bench.bringing",
    "text": "bench.worst_texts",
    "browser": "bench.browser",
}


def main(wanted: list[str]) -> None:
    """Run the named parts, or all."""
    for name in wanted or list(PARTS):
        with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
            import_module(PARTS[name]).main(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
