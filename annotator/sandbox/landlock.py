"""Linux's own fence around a process, which needs no rights to put up and cannot be taken down.

Behind it nothing can be written, only what lies in given folders can be read, no program started,
no TCP connection made and no process outside signalled. Kernels before 5.13, and other systems,
have none; from 6.7 on it holds for connections, from 6.12 on for signals and for Unix sockets
without a path. It does not hold for UDP, nor for Unix sockets that have a path: a reader that was
taken over could still speak to a local service that listens on one, as the account it runs under.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

# The same numbers on every processor.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_TELL_LEVEL, _PATH_BENEATH = 1, 1
_SET_NO_NEW_PRIVILEGES = 38
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
#: Every right to files that a level knows: thirteen at first, then linking, truncating, devices.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
#: From which level on there are rights to TCP (bind, connect), and scopes (sockets, signals).
_NET_SINCE, _SCOPES_SINCE = 4, 6


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def level() -> int:
    """What this kernel's fence can do; 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _call(_CREATE, None, 0, _TELL_LEVEL))


def fence(readable: Iterable[Path]) -> None:
    """Put the fence up around this process and its children, as far as the kernel has one."""
    found = level()
    if not found:
        return
    handled = (ctypes.c_uint64 * 3)(
        (1 << max(rights for since, rights in _FILE_RIGHTS.items() if since <= found)) - 1,
        0b11 if found >= _NET_SINCE else 0,
        0b11 if found >= _SCOPES_SINCE else 0,
    )
    size = 8 * (1 + (found >= _NET_SINCE) + (found >= _SCOPES_SINCE))
    rules = _checked(_call(_CREATE, handled, size, 0))
    for folder in readable:
        # What is not there, or not for this account, cannot be read in any case.
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            _allow(rules, folder)
    _checked(_library().prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    _checked(_call(_RESTRICT, rules, 0))
    os.close(rules)


def _allow(rules: int, folder: Path) -> None:
    opened = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        beneath = _Beneath(_READ_FILE | _READ_FOLDER, opened)
        _checked(_call(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(beneath), 0))
    finally:
        os.close(opened)


def _call(*arguments: object) -> int:
    return int(_library().syscall(*arguments))


def _checked(answer: int) -> int:
    if answer < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return answer


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
