"""What the page says of characters that cannot be seen."""

from __future__ import annotations

from typing import Any

from annotator.text.hidden import Hidden, HiddenCharacters

# What is written on the pill that stands for one; others go by their number.
_LABELS = {
    0x00A0: "NBSP", 0x00AD: "SHY", 0x034F: "CGJ", 0x061C: "ALM", 0x180E: "MVS", 0x200B: "ZWSP",
    0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS", 0x2029: "PS",
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO", 0x202F: "NNBSP",
    0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0x3164: "HF",
    0xFE0E: "VS15", 0xFE0F: "VS16", 0xFEFF: "ZWNBSP",
}  # fmt: skip
_TAG_LETTERS = range(0xE0020, 0xE007F)


def hidden_json(found: HiddenCharacters) -> list[dict[str, Any]]:
    """The places, for the script that shows them."""
    return [
        {
            "start": one.start,
            "label": _label_of(one),
            "code": f"U+{one.code:04X}",
            "name": one.name,
        }
        for one in found.places
    ]


def _label_of(one: Hidden) -> str:
    if one.code in _TAG_LETTERS:
        return f"TAG {chr(one.code - 0xE0000)}"
    return _LABELS.get(one.code, f"{one.code:04X}")
