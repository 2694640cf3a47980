"""Which files may be opened as seeds, and their text."""

import errno
import os
import stat
from pathlib import Path

from schemas.seedfiles.faults import Faults, FileLine

_LARGEST = 16 * 2**20  # of a YAML file; an NDJSON file is read line by line


def refusal(path: Path, folder: Path | None = None) -> str | None:
    """Why a file must not be opened, or None: a FIFO blocks the load, a device need never end, and a link out of the
    seed folder may expose other files."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISFIFO(mode):  # of a shell's pipe there is no real path
            return "is not a regular file: it is a pipe; write it to a file and load that"
        target = os.path.realpath(path, strict=True)
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if folder is not None and not Path(target).is_relative_to(os.path.realpath(folder)):
        return "is a link out of the seed folder"
    if stat.S_ISDIR(mode):
        return f"cannot be read: {os.strerror(errno.EISDIR)}"
    return None if stat.S_ISREG(mode) else "is not a regular file"


def read_text(path: Path, folder: Path, faults: Faults) -> str | None:
    """The text of a file in a seed folder; None, with the fault noted, if it cannot be read."""
    here = FileLine(str(path), 1)
    if message := refusal(path, folder):
        faults.add(here, (), message)
        return None
    try:
        if path.stat().st_size <= _LARGEST:
            return path.read_bytes().decode("utf-8-sig")
        faults.add(here, (), f"is larger than {_LARGEST >> 20} MiB")
    except UnicodeDecodeError as error:
        faults.add(here, (), f"is not UTF-8 text: byte {error.start} is {error.object[error.start]:#04x}")
    except OSError as error:
        faults.add(here, (), f"cannot be read: {error.strerror}")
    return None
