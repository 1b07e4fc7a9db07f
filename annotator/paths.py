"""Where templates, static files and migrations lie, in a checkout and in an installed copy."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def resource_folder(name: str) -> Path:
    """The absolute path of a folder such as `templates`."""
    # A wheel carries the folders inside the package; a checkout has them beside it.
    for folder in (PACKAGE / name, PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"Annotator's folder {name!r} is missing: reinstall it.")
