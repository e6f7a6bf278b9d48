"""The processes in which shards are read: started when needed, used again, and killed with whoever asked."""

import contextlib
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

import msgspec

from detente.corpus.journal import Note, read_note
from detente.corpus.plan import Plan
from detente.corpus.shard_child import Answer
from detente.corpus.work import Job, note_file
from detente.read.frame import receive, send

_TAIL = 4000  # bytes of what a process said last


class Stopped(Exception):  # noqa: N818  (no error: the run was told to stop)
    """The run ends before the shard does."""


class Death:
    """How a process ended.

    Attributes:
        reason: in words for a person.
        from_outside: whether anybody, such as a machine short of memory, may have killed it without its record having
            a part in it.
    """

    def __init__(self, code: int, said: str, seconds: float) -> None:
        self.from_outside = code == -signal.SIGKILL
        if code == -signal.SIGALRM:
            self.reason = f"timeout: more than {seconds:g} s"
        elif code < 0:
            self.reason = f"signal {signal.Signals(-code).name}"
        else:
            self.reason = f"exit code {code}{': ' if said else ''}{said}"


class ShardProcess:
    """A process that reads shards of one plan, one at a time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._said = tempfile.TemporaryFile()  # noqa: SIM115  (it lives as long as the process)
        # In a session of its own: Ctrl-C is for the run, which then ends its processes.
        self._process = subprocess.Popen(  # noqa: S603  (our own)
            [sys.executable, *plan.child],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            start_new_session=True,
        )
        self.scratch: Path | None = None

    @property
    def lives(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, job: Job) -> Answer | None:
        """What became of a shard, None when the process died of it."""
        self.scratch = Path(job.scratch)
        try:
            send(_open_end(self._process.stdin), msgspec.json.encode(job))
        except OSError:  # it has ended already
            return None
        answer = receive(_open_end(self._process.stdout))
        self.scratch = None
        return None if answer is None else msgspec.json.decode(answer, type=Answer)

    def death(self) -> Death:
        """How it ended; waits for it."""
        code = self._process.wait()
        self._said.seek(0, 2)
        self._said.seek(max(0, self._said.tell() - _TAIL))
        lines = self._said.read().decode("utf-8", "replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return Death(code, said, self.plan.options.limits.seconds)

    def kill(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()

    def end(self) -> None:
        """Kill it and let go of its pipes."""
        self._process.kill()
        self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was still to be written to a dead process
                _open_end(end).close()
        self._said.close()


class ShardProcesses:
    """All of them that this process has started; threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[ShardProcess] = []
        self._busy: set[ShardProcess] = set()
        self._stopped = False

    def take(self, plan: Plan) -> ShardProcess:
        """A process for a plan: one that waits, or a new one.

        Raises:
            Stopped: no more shards are to be read.
        """
        with self._lock:
            if self._stopped:
                raise Stopped
            others = [one for one in self._idle if not (one.lives and one.plan.reads_as(plan))]
            self._idle = [one for one in self._idle if one not in others]
            found = self._idle.pop() if self._idle else ShardProcess(plan)
            self._busy.add(found)
        for one in others:
            one.end()
        return found

    def give_back(self, process: ShardProcess) -> None:
        """Let a process wait for its next shard."""
        with self._lock:
            self._busy.discard(process)
            self._idle.append(process)

    def bury(self, process: ShardProcess) -> Death:
        """How a process ended that gave no answer.

        Raises:
            Stopped: it was told to.
        """
        death = process.death()
        with self._lock:
            self._busy.discard(process)
            process.end()
            if self._stopped:
                raise Stopped
        return death

    def notes(self) -> list[Note]:
        """What those that are at work are at."""
        with self._lock:
            folders = [one.scratch for one in self._busy if one.scratch is not None]
        return [read_note(note_file(folder)) for folder in folders]

    def stop(self) -> None:
        """End all of them; whoever waits for one hears that the run has stopped."""
        with self._lock:
            self._stopped = True
            waiting, self._idle = self._idle, []
            for one in self._busy:
                one.kill()
        for one in waiting:
            one.end()

    def go_on(self) -> None:
        """Start processes again, after all who waited have heard of the stop."""
        with self._lock:
            self._stopped = False


def _open_end(end: IO[bytes] | None) -> IO[bytes]:
    if end is None:
        raise AssertionError("the process was started with pipes")
    return end
