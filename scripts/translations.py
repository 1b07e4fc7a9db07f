"""The catalogues of translations: find what there is to translate, and tell what is missing.

python scripts/translations.py update      put new sentences into every catalogue, drop the old
python scripts/translations.py compile     write the .mo files that the application reads
python scripts/translations.py check       name what is missing or wrong; exit 1 if anything is
python scripts/translations.py add pt_BR   begin the catalogues of a language

A language has two catalogues in annotator/translations/<language>/LC_MESSAGES: `messages` for
what the server says, `scripts` for what the scripts of the pages say.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "annotator" / "translations"

#: What marks a sentence in Python: gettext itself, and the errors that the edge translates.
ERRORS = (
    "AlreadyThere", "BadRequestSaid", "Busy", "Conflict", "Corrected", "Invalid",
    "NotAllowed", "NotFetched", "NotFound", "Remark", "Stale", "TooHeavy", "TooOften",
    "VersionMissing", "Words",
)  # fmt: skip
_PYTHON: dict[str, Any] = {
    **dict.fromkeys(("_", "_l", "gettext", "lazy_gettext", *ERRORS)),
    **dict.fromkeys(("ngettext", "_n", "lazy_ngettext", "_ln"), (1, 2)),
}
_SCRIPTS: dict[str, Any] = {"t": None, "tn": (1, 2)}

#: The command line speaks English, and so do settings and what stops a start.
_ENGLISH_ONLY = [
    (name, "ignore")
    for name in ("**/cli.py", "**/cli/**.py", "cli.py", "demo/**.py", "config.py", "paths.py")
]

#: (folder, [(pattern, method)], options, keywords) of each catalogue's sources.
_SOURCES: dict[str, list[tuple[str, list[tuple[str, str]], dict[str, Any]]]] = {
    "messages": [
        ("annotator", [*_ENGLISH_ONLY, ("**.py", "python")], _PYTHON),
        ("templates", [("**.html", "jinja2")], _PYTHON),
    ],
    "scripts": [("static/js", [("**.js", "javascript")], _SCRIPTS)],
}
DOMAINS = tuple(_SOURCES)

#: CLDR's names of what a number takes, in the order of a catalogue's forms.
FORMS = ("zero", "one", "two", "few", "many", "other")

_OPTIONS: dict[str, dict[str, Any]] = {"**.html": {"trimmed": "true", "silent": "false"}}
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def extracted(domain: str) -> Catalog:
    """What the sources have to translate in this domain."""
    template = Catalog(project="Annotator", domain=domain, fuzzy=False)
    for folder, methods, keywords in _SOURCES[domain]:
        found = extract_from_dir(
            ROOT / folder,
            methods,
            _OPTIONS,
            keywords,
            comment_tags=("For translators:",),
            strip_comment_tags=True,
        )
        for name, _line, message, comments, context in found:
            place = (f"{folder}/{Path(name).as_posix()}", 0)
            template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def languages(folder: Path = FOLDER) -> list[str]:
    """The languages that have catalogues, English left out."""
    return sorted(path.name for path in folder.iterdir() if (path / "LC_MESSAGES").is_dir())


def place_of(language: str, domain: str, suffix: str = ".po") -> Path:
    """The file of a catalogue."""
    return FOLDER / language / "LC_MESSAGES" / f"{domain}{suffix}"


def read(language: str, domain: str) -> Catalog:
    """A catalogue as it is in the checkout."""
    with place_of(language, domain).open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def begun(language: str, domain: str) -> Catalog:
    """An empty catalogue; its plural forms stand in CLDR's order, as a browser has them."""
    catalogue = Catalog(locale=language, domain=domain, project="Annotator", fuzzy=False)
    catalogue.mime_headers = [
        (name, plural_forms(language) if name == "Plural-Forms" else value)
        for name, value in catalogue.mime_headers
    ]
    return catalogue


def plural_forms(language: str) -> str:
    """The header that says which form a number takes: zero, one, two, few, many, other."""
    return to_gettext(Locale.parse(language).plural_form)


def faults(language: str, domain: str) -> list[str]:
    """What is missing or wrong in a catalogue, a line each."""
    catalogue, template = read(language, domain), extracted(domain)
    wanted = {message.id for message in template if message.id}
    there = {message.id for message in catalogue if message.id}
    lines = [f"missing: {_first(message_id)}" for message_id in wanted - there]
    lines += [f"no longer said: {_first(message_id)}" for message_id in there - wanted]
    forms = re.sub(r"\s", "", plural_forms(language))
    if re.sub(r"\s", "", catalogue.plural_forms) != forms:
        lines.append(f"the plural forms are not {forms}")
    lines += [line for message in catalogue if message.id for line in _message_faults(message)]
    mo = place_of(language, domain, ".mo")
    if not mo.is_file() or mo.read_bytes() != compiled(catalogue):
        lines.append(f"{mo.name} is not compiled from {domain}.po")
    return sorted(lines)


def _message_faults(message: Message) -> Iterator[str]:
    said, written = _all_of(message.string), _all_of(message.id)
    if message.fuzzy:
        yield f"only guessed: {_first(message.id)}"
    if not all(said):
        yield f"not translated: {_first(message.id)}"
        return
    places = {name for text in written for name in places_in(text)}
    needed = places if len(said) == 1 else places - {"num", "n", "count"}
    for text in said:
        if not needed <= set(places_in(text)) <= places:
            yield f"other places in: {_first(message.id)}: {text}"
        if "%(" in _first(message.id) and re.search(r"%(?!\(\w+\)[sd])", text.replace("%%", "")):
            yield f"a stray % in: {text}"


def places_in(text: str) -> list[str]:
    """The names of the values that a sentence takes."""
    return [python or script for python, script in _PLACE.findall(text)]


def _all_of(texts: Any) -> list[str]:
    """A sentence, or the forms of one that counts something."""
    return [texts or ""] if isinstance(texts, str | None) else list(texts)


def _first(message_id: Any) -> str:
    return _all_of(message_id)[0]


def update() -> None:
    """Put new sentences into every catalogue, untranslated, and drop those that went."""
    for domain in DOMAINS:
        template = extracted(domain)
        for language in languages():
            catalogue = read(language, domain)
            catalogue.update(template, no_fuzzy_matching=True)
            _write(language, domain, catalogue)


def compile_all() -> None:
    """Write every .mo file."""
    for language in languages():
        for domain in DOMAINS:
            place_of(language, domain, ".mo").write_bytes(compiled(read(language, domain)))


def check() -> int:
    """Print what is missing or wrong; the exit status."""
    lines = [
        f"{language}, {domain}: {line}"
        for language in languages()
        for domain in DOMAINS
        for line in faults(language, domain)
    ]
    print("\n".join(lines) or "Every sentence is translated.")
    return 1 if lines else 0


def add(language: str) -> None:
    """Begin a language."""
    for domain in DOMAINS:
        place_of(language, domain).parent.mkdir(parents=True, exist_ok=True)
        catalogue = begun(language, domain)
        catalogue.update(extracted(domain), no_fuzzy_matching=True)
        _write(language, domain, catalogue)


def _write(language: str, domain: str, catalogue: Catalog) -> None:
    # When it was extracted says nothing that the history does not, and would change every file.
    catalogue.creation_date = catalogue.revision_date = _NO_DAY
    layout: dict[str, Any] = {"width": 100, "sort_by_file": True, "include_lineno": False}
    with place_of(language, domain).open("wb") as file:
        write_po(file, catalogue, ignore_obsolete=True, **layout)


def main(arguments: list[str]) -> int:
    """Do what the first word says."""
    commands: dict[str, Callable[[], int | None]] = {
        "update": update,
        "compile": compile_all,
        "check": check,
    }
    if len(arguments) == 2 and arguments[0] == "add":
        add(arguments[1])
        return 0
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return commands[arguments[0]]() or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
