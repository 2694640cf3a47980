"""The files in which workers count, one a kind and process, in the folder that `PROMETHEUS_MULTIPROC_DIR` names.

The client library is not imported here before it is needed: at its import it looks at that variable.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
_OF_THE_DEAD = 0  # stands for the process id in the files that hold what ended workers counted


def begin() -> None:
    """Count from nothing: a new server is no continuation of an old one."""
    _folder().mkdir(parents=True, exist_ok=True)
    for left in _folder().glob("*.db"):
        left.unlink()


def bury(process: int) -> None:
    """Move what an ended worker counted to the files of the dead: counts stay, files do not pile up."""
    with locked():
        for kind in ("counter", "histogram"):
            left = _folder() / f"{kind}_{process}.db"
            if left.exists():
                _add(left, _folder() / f"{kind}_{_OF_THE_DEAD}.db")
                left.unlink()


def _add(left: Path, to: Path) -> None:
    from prometheus_client.mmap_dict import MmapedDict

    total = MmapedDict(str(to))  # type: ignore[no-untyped-call]
    for key, value, *_ in MmapedDict.read_all_values_from_file(str(left)):  # type: ignore[no-untyped-call]
        held, _ = total.read_value(key)  # type: ignore[no-untyped-call]
        total.write_value(key, held + value, 0)  # type: ignore[no-untyped-call]
    total.close()  # type: ignore[no-untyped-call]


def _folder() -> Path:
    return Path(os.environ[VARIABLE])


@contextmanager
def locked() -> Iterator[None]:
    """Nobody adds up while another moves counts about."""
    with (_folder() / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
