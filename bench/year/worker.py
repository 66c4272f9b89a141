"""The worker, in this process: does what it is given when whoever gave it is done."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from celery import Task

type Given = tuple[Task[Any, Any], tuple[Any, ...]]
SENDS = "nudges.tasks.deliver"


class Worker:
    """Keeps tasks in order. The same task given twice before it is done is done once."""

    def __init__(self) -> None:
        self._given: dict[str, Given] = {}

    @contextmanager
    def takes(self) -> Iterator[None]:
        """Be where tasks go."""
        give = self._give

        def apply_async(
            task: "Task[Any, Any]", args: Sequence[Any] = (), *_given: Any, **_more: Any
        ) -> None:
            give(task, tuple(args))

        with patch.object(Task, "apply_async", apply_async):
            yield

    def work(self) -> None:
        """Do everything, and what it leads to: messages when all that is to be said is said."""
        while self._given:
            # A worker that sends takes along whatever is said meanwhile.
            name = min(self._given, key=lambda one: one.startswith(SENDS))
            task, args = self._given.pop(name)
            task.run(*args)

    def _give(self, task: "Task[Any, Any]", args: tuple[Any, ...]) -> None:
        self._given.setdefault(f"{task.name}{args}", (task, args))
