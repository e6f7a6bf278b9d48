"""Work of seconds, done apart from that of pages, so that readers of pages never wait behind an export."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

AT_ONCE = 2
_LIMITER: RunVar[CapacityLimiter] = RunVar("detente work done apart")
T = TypeVar("T")


async def apart(work: Callable[[], T]) -> T:
    """What the work gives; at most `AT_ONCE` are done at a time, others wait."""
    limiter = _LIMITER.get(None)
    if limiter is None:
        limiter = CapacityLimiter(AT_ONCE)
        _LIMITER.set(limiter)
    return await to_thread.run_sync(work, limiter=limiter)
