"""The form of the export page: what to take out, and what of it goes in."""

from __future__ import annotations

from annotator.export.forms.form import FEATURES, ExportForm, abouts

__all__ = ["FEATURES", "ExportForm", "abouts"]
