"""`python -m bench [save] [open] [export] [import] [text] [agreement] [queue] [browser]`.

Prints medians and ratios.

`python -m bench exports` (1,000,000 marks), `python -m bench many`, `python -m bench timeline`,
`python -m bench verify` and `python -m bench dashboards` run only on request: they take minutes
and some gigabytes.
"""

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
    "agreement": "bench.agreement",
    "queue": "bench.queue",
    "browser": "bench.browser",
}
ON_REQUEST = {
    "exports": "bench.exporting_million",
    "many": "bench.many",
    "timeline": "bench.timeline",
    "verify": "bench.proving",
    "dashboards": "bench.dashboards",
}


def main(wanted: list[str]) -> None:
    """Run the named parts, or all that take no special request."""
    for name in wanted or list(PARTS):
        with tempfile.TemporaryDirectory(prefix="annotator-bench-") as folder:
            import_module({**PARTS, **ON_REQUEST}[name]).main(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
