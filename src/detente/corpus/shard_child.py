"""The process in which shards are read: jobs come in by standard input, manifests go out by standard output."""

import os
import queue
import sys
import threading
from typing import BinaryIO

import msgspec

from detente.corpus.manifest import Manifest
from detente.corpus.page import document
from detente.corpus.work import Job, Page, Work
from detente.errors import DetenteError, UsageError
from detente.read.frame import receive, send

_IDLE = 60.0  # seconds without a job after which the process makes room for others


class Failed(msgspec.Struct, tag=True, frozen=True):
    """Why no shard can be read here: an error of ours, or one of the system."""

    message: str
    data: bool = False


class Read(msgspec.Struct, tag=True, frozen=True):
    """A shard that was read."""

    manifest: Manifest


Answer = Failed | Read


def main(page: Page = document) -> None:
    """Read shards until the parent closes the pipe; whatever a record breaks ends this process only.

    Args:
        page: takes the article out of an archived page.
    """
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    jobs: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    work: Work | None = None
    while True:
        try:
            job = msgspec.json.decode(jobs.get(timeout=_IDLE), type=Job)
        except queue.Empty:
            return
        try:
            os.chdir(job.plan.folder)
            if work is None or work.plan != job.plan:
                work = Work(job.plan, page)
            answer: Answer = Read(work.shard(job))
        except OSError as error:
            answer = Failed(f"{error.filename or job.scratch}: {error.strerror or error}")
        except DetenteError as error:
            answer = Failed(str(error), data=not isinstance(error, UsageError))
        send(answers, msgspec.json.encode(answer))


def _listen(stream: BinaryIO, jobs: "queue.Queue[bytes]") -> None:
    """Take jobs in; when the parent has ended, nobody wants what is being read."""
    while (message := receive(stream)) is not None:
        jobs.put(message)
    os._exit(0)


if __name__ == "__main__":
    main()
