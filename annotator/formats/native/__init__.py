"""Native JSON Lines, `annotator/article/1`: in, without losing or changing anything."""

from annotator.formats.native.service import import_native
from annotator.formats.native.shape import SCHEMA

__all__ = ["SCHEMA", "import_native"]
