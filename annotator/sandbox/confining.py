"""What the child gives up before it looks at a stranger's bytes."""

from __future__ import annotations

import os
import resource
import sys
import sysconfig
from pathlib import Path

from annotator.sandbox.landlock import fence
from annotator.sandbox.limits import Limits

_NICENESS = 5
#: Files that a reader may hold open: its own modules and tables, a few at a time.
_MOST_FILES = 32
_PACKAGE = Path(__file__).resolve().parent.parent
#: Modules, as Python calls their folders.
_OF_PYTHON = ("stdlib", "platstdlib", "purelib", "platlib")
#: Shared libraries, and the tables that these read.
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share")


def confine(writing: int, limits: Limits) -> int:
    """Give up all but the pipe for the answer, whose new number comes back."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    # Keeps the answer's pipe and nothing else: not the helper's own way to the server.
    answer = os.dup2(writing, 3)
    os.closerange(4, os.sysconf("SC_OPEN_MAX"))
    os.chdir("/")
    os.nice(_NICENESS)
    _set_limits(limits)
    fence(readable())
    return answer


def readable() -> list[Path]:
    """Folders of code: whatever a reader may still have to import, and no work of anybody's."""
    paths = sysconfig.get_paths()
    # Not where Python itself was put, or a virtual environment: the instance folder may be there.
    own = (f"{sys.base_prefix}/lib", *(paths[name] for name in _OF_PYTHON))
    named = {*sys.path, *own, *_SYSTEM}
    folders = {Path(name).resolve() for name in named if name} | {_PACKAGE}
    # A checkout holds more than code: its instance folder, with the database and the key.
    if (_PACKAGE.parent / "pyproject.toml").exists():
        folders.discard(_PACKAGE.parent)
    return sorted(folders)


def _set_limits(limits: Limits) -> None:
    # The first of the two ends the child with a signal that says why, the second without.
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1)
    _limit(resource.RLIMIT_AS, limits.memory, limits.memory)
    _limit(resource.RLIMIT_NOFILE, _MOST_FILES, _MOST_FILES)
    # None may be written to, and no process begun: with none allowed it does not matter how many
    # the account has elsewhere. The superuser is not held to the second.
    for nothing_of in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC):
        _limit(nothing_of, 0, 0)


def _limit(what: int, soft: int, hard: int) -> None:
    allowed = resource.getrlimit(what)[1]
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(what, (soft, hard))
