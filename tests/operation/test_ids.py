"""Request ids: no two are the same, whichever worker gives them."""

import os

from api.telemetry.exchange import new_id

EACH = 200


def test_forked_workers_give_ids_of_their_own() -> None:
    """Forked workers give different ids, also if their parent has given some already."""
    given = [new_id() for _ in range(EACH)]
    for _ in range(3):
        given += of_a_child()
    given += [new_id() for _ in range(EACH)]
    assert len(set(given)) == len(given) == 5 * EACH


def of_a_child() -> list[str]:
    """Ids given by a forked process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, "\n".join(new_id() for _ in range(EACH)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as output:
        given = output.read().split("\n")
    os.waitpid(child, 0)
    return given
