"""What of a static file travels: stylesheets in one piece, scripts without their comments."""

from __future__ import annotations

import re
from pathlib import Path

_CSS_IMPORT = re.compile(r'^@import "([\w./-]+\.css)" layer\((\w+)\);$', re.MULTILINE)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"^[ \t]+|[ \t]+$|\n(?=\n)", re.MULTILINE)


def assembled(path: Path) -> bytes:
    """What to send of the file. Of others' files that is every byte, as their hashes are told."""
    if path.suffix not in {".css", ".js"} or "vendor" in path.parts:
        return path.read_bytes()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".js":
        return without_comments(text).encode()
    whole = _CSS_IMPORT.sub(lambda found: _layer(path.parent / found[1], found[2]), text)
    return _SPACE.sub("", _CSS_COMMENT.sub("", whole)).encode()


def without_comments(script: str) -> str:
    """The script with empty lines for those that are only comment, so that line numbers hold.

    Only a comment that begins its line goes. Inside a template literal of several lines all is
    left alone, as nothing is a comment there.
    """
    kept, in_comment, in_template = [], False, False
    for line in script.split("\n"):
        if in_comment or (not in_template and line.lstrip().startswith("/*")):
            _, closed, rest = line.partition("*/")
            in_comment = not closed
            kept.append(rest.strip())
            continue
        if in_template or not line.lstrip().startswith("//"):
            kept.append(line if in_template else line.lstrip())
            in_template ^= line.count("`") % 2 == 1
        else:
            kept.append("")
    return "\n".join(kept)


def _layer(path: Path, name: str) -> str:
    return f"@layer {name} {{\n{path.read_text(encoding='utf-8')}\n}}"
