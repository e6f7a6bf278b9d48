"""The process in which shards are read: jobs come in by standard input, manifests go out by standard output."""

import os
import queue
import threading
from typing import BinaryIO

import msgspec

from detente.corpus.manifest import Manifest
from detente.corpus.work import Job, Work
from detente.errors import DetenteError
from detente.read.frame import receive, send

_INPUT, _OUTPUT, _COMPLAINTS = 0, 1, 2
_IDLE = 60.0  # seconds without a job after which the process makes room for others


class Failed(msgspec.Struct, tag=True, frozen=True):
    """Why a shard, or any shard of the plan (`fatal`), cannot be read here."""

    message: str
    fatal: bool = False


class Read(msgspec.Struct, tag=True, frozen=True):
    """A shard that was read."""

    manifest: Manifest


Answer = Failed | Read


def main() -> None:
    """Read shards until the parent closes the pipe; whatever a record breaks ends this process only."""
    # What a library prints must not get between the answers. And standard input proper is let go of: Python closes it
    # when it ends, and would abort, since a thread is always waiting there.
    asked, answers = os.fdopen(os.dup(_INPUT), "rb"), os.fdopen(os.dup(_OUTPUT), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), _INPUT)
    os.dup2(_COMPLAINTS, _OUTPUT)
    jobs: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(asked, jobs), daemon=True).start()
    work: Work | None = None
    while True:
        try:
            job = msgspec.json.decode(jobs.get(timeout=_IDLE), type=Job)
        except queue.Empty:
            return
        try:
            os.chdir(job.plan.folder)
            if work is None or not work.plan.reads_as(job.plan):
                work = Work(job.plan)
            answer: Answer = Read(work.shard(job))
        except OSError as error:
            answer = Failed(f"{error.filename or job.scratch}: {error.strerror or error}")
        except DetenteError as error:
            answer = Failed(str(error), fatal=True)
        send(answers, msgspec.json.encode(answer))


def _listen(stream: BinaryIO, jobs: "queue.Queue[bytes]") -> None:
    """Take jobs in; when the parent has ended, nobody wants what is being read."""
    while (message := receive(stream)) is not None:
        jobs.put(message)
    os._exit(0)


if __name__ == "__main__":
    main()
