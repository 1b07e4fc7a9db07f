"""The helper process, run by this file's path: begins without the application.

Importing anything of the package imports the application first: Flask, the database, half a second
and forty megabytes that a reader of files has no use for. So the package is an empty one here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType


def main() -> None:
    """Put the empty package in place, then serve."""
    package = ModuleType("annotator")
    package.__path__ = [str(Path(__file__).resolve().parent.parent)]
    sys.modules["annotator"] = package

    from annotator.sandbox.reader import serve

    serve()


if __name__ == "__main__":
    main()
