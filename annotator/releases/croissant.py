"""The Croissant metadata of a release (https://docs.mlcommons.org/croissant/docs/croissant-spec.html)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    "conformsTo": "dct:conformsTo",
    "md5": "cr:md5",
}


def croissant(facts: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-LD of the dataset and of its files, from what `facts_of` gives."""
    name = f"{facts['project']['slug']}-{facts['name']}"
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": name,
        "version": f"{facts['version']}.0.0",
        "license": facts["license"],
        "description": facts["about"] or name,
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": one["path"],
                "name": one["path"],
                "contentUrl": one["path"],
                "contentSize": f"{one['bytes']} B",
                "sha256": one["sha256"],
                "encodingFormat": _kind(one["path"]),
            }
            for one in facts["files"]
        ],
    }


def _kind(path: str) -> str:
    if path.endswith(".parquet"):
        return "application/x-parquet"
    return "application/json" if path.endswith(".json") else "application/jsonlines"
