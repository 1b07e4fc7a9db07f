"""Write docs/first-use.ipynb from docs/first-use.md; `--check` only looks.

The Python blocks of the page become the code cells, without outputs, and what stands between them
becomes the text cells.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "first-use.md"
NOTEBOOK = PAGE.with_suffix(".ipynb")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """The code of each block of this language, in their order."""
    return [code for found, code in _BLOCK.findall(page) if found == language]


def notebook(page: str) -> str:
    """The notebook that the page is, as JSON (nbformat 4.5)."""
    cells = [
        {"id": f"cell-{number:02}", **cell, "source": cell["source"].strip().splitlines(True)}
        for number, cell in enumerate(_cells(page), 1)
    ]
    about = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": about, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cells(page: str) -> Iterator[dict[str, Any]]:
    done = 0
    for found in _BLOCK.finditer(page):
        if found[1] == "python":
            yield from _text(page[done : found.start()])
            yield {
                "cell_type": "code",
                "execution_count": None,
                "metadata": {},
                "outputs": [],
                "source": found[2],
            }
            done = found.end()
    yield from _text(page[done:])


def _text(words: str) -> Iterator[dict[str, Any]]:
    if words.strip():
        yield {"cell_type": "markdown", "metadata": {}, "source": words}


def main(arguments: list[str]) -> int:
    """Write the notebook, or say whether it is the page's."""
    made = notebook(PAGE.read_text(encoding="utf-8"))
    if arguments != ["--check"]:
        NOTEBOOK.write_text(made, encoding="utf-8", newline="\n")
    elif NOTEBOOK.read_text(encoding="utf-8") != made:
        print("docs/first-use.ipynb is not what docs/first-use.md says: run `make formats`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
