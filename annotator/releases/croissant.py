"""The Croissant metadata of a release.

Croissant 1.1, https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html. Nothing in it
depends on when the release was made: `datePublished`, which is recommended, is in the manifest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.export.options import Unit
from annotator.export.tables.columns import Kind, Listed, Plain, columns_of
from annotator.releases.files import FOLDERS

Facts = Mapping[str, Any]

#: The terms of the format, each by the name that documents give it.
_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty"),
    *("fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField"),
    *("path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
    *("separator", "source", "subField", "transform"),
)
_CONTEXT: Mapping[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{term: f"cr:{term}" for term in _TERMS},
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}
_TYPES = {
    Plain.TEXT: "sc:Text",
    Plain.ANYTHING: "sc:Text",
    Plain.WHOLE: "sc:Integer",
    Plain.TRUTH: "sc:Boolean",
    Plain.DAY: "sc:Date",
    Plain.TIME: "sc:DateTime",
}
_FORMATS = {
    "parquet": "application/x-parquet",
    "json": "application/json",
    "jsonl": "application/jsonlines",
}
#: Where the texts of licences stand; of others there is only a name.
_LICENSES = "https://spdx.org/licenses/"
_NAMED = frozenset({"unknown", "other", "odc-by", "odbl"})


def croissant(facts: Facts) -> dict[str, Any]:
    """JSON-LD of the dataset, its files and their columns, from what `facts_of` gives."""
    name = f"{facts['project']['slug']}-{facts['name']}"
    title = f"{facts['project']['name']}: {facts['name']}, version {facts['version']}"
    tables = [one for one in facts["files"] if one["path"].endswith(".parquet")]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": name,
        "version": f"{facts['version']}.0.0",
        "license": _license(facts["license"]),
        "description": facts["about"] or title,
        "citeAs": title,
        "inLanguage": facts["languages"],
        "keywords": ["fact-checking", "claim detection", "annotation"],
        "distribution": [_file(one) for one in facts["files"]],
        "recordSet": [_records(one) for one in tables],
    }


def _license(name: str) -> str:
    if name in _NAMED:
        return name
    return f"{_LICENSES}{name.upper()}.html"


def _file(one: Facts) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one["path"],
        "name": one["path"],
        "contentUrl": one["path"],
        "contentSize": f"{one['bytes']} B",
        "sha256": one["sha256"],
        "encodingFormat": _FORMATS[one["path"].rpartition(".")[2]],
    }


def _records(one: Facts) -> dict[str, Any]:
    """The rows of one table, by the columns that hold one value or a list of such."""
    unit = Unit(one["unit"])
    name = one["path"].removeprefix("data/").removesuffix(".parquet").replace("/", "-")
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"{FOLDERS[unit]} of the split {one['split']}: {one['rows']} rows",
        "field": list(_fields(unit, name, one["path"])),
    }


def _fields(unit: Unit, records: str, path: str) -> Iterator[dict[str, Any]]:
    for column in columns_of(unit):
        kind, repeated = _flat(column.kind)
        if kind is None:
            continue
        found = {
            "@type": "cr:Field",
            "@id": f"{records}/{column.name}",
            "name": column.name,
            "dataType": _TYPES[kind],
            "source": {"fileObject": {"@id": path}, "extract": {"column": column.name}},
        }
        yield {**found, "repeated": True} if repeated else found


def _flat(kind: Kind) -> tuple[Plain | None, bool]:
    """What one value of it is, and whether there are many; None for what has parts."""
    if isinstance(kind, Listed):
        inner, _ = _flat(kind.of)
        return inner, True
    return (kind, False) if isinstance(kind, Plain) and kind in _TYPES else (None, False)
