"""A language that is none: every sentence bracketed, accented and two fifths longer.

What stands on a page without brackets was never translated; what no longer fits would not fit
in German or Finnish either. It goes by the tag of Esperanto, for which nobody has a catalogue
here and browsers know dates and plural forms.
"""

from __future__ import annotations

import re
from pathlib import Path

from scripts import translations

LANGUAGE = "eo"
OPEN, CLOSE = "⟦", "⟧"

_ACCENTS = str.maketrans("aceilnorsuyzACEILNORSUYZ", "áćéíĺńóŕśúýźÁĆÉÍĹŃÓŔŚÚÝŹ")
_PLACE = re.compile(r"(%\(\w+\)[sd]|%%|\{\w+\})")
_VOWEL = re.compile(r"([aeiou])", re.IGNORECASE)
_STRETCH = 1.4
_LONGEST_WORD = 7


def spoken(sentence: str) -> str:
    """The sentence in the language that is none; its places stay as they are."""
    pieces = _PLACE.split(sentence)
    said = [
        piece if number % 2 else _VOWEL.sub(r"\1\1", piece).translate(_ACCENTS)
        for number, piece in enumerate(pieces)
    ]
    text = "".join(said)
    while len(text) < len(sentence) * _STRETCH:
        # Short words grow by themselves, as compounds do; sentences by further words.
        last = len(text) - text.rfind(" ") - 1
        text += " ~" if last >= _LONGEST_WORD and len(sentence) > 2 * _LONGEST_WORD else "~"
    return f"{OPEN}{text}{CLOSE}"


def write(folder: Path) -> Path:
    """Put the compiled catalogues of the language into the folder."""
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    for domain in translations.DOMAINS:
        catalogue = translations.begun(LANGUAGE, domain)
        catalogue.update(translations.extracted(domain), no_fuzzy_matching=True)
        for message in catalogue:
            if isinstance(message.id, str):
                message.string = message.id and spoken(message.id)
            else:
                message.string = tuple(spoken(text) for text in message.id)
        (place / f"{domain}.mo").write_bytes(translations.compiled(catalogue))
    return folder
