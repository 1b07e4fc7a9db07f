"""The blueprint of the audit trail."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("audit", __name__)

SAMPLES = "/projects/<slug>/audit/samples"
SAMPLE = f"{SAMPLES}/<uuid:sample_id>"
