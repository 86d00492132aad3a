"""What was worked out is kept while what it was worked out from holds (记忆)."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """So many answers by what was asked; the one used longest ago is forgotten first.

    Whatever an answer depends on belongs to the question: a version, a day, the very rules
    (:class:`rules.in_force.identity.TheVery`). Two that ask at once may both work it out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, Value] = OrderedDict()

    def of(self, asked: Hashable, work_out: Callable[[], Value]) -> Value:
        """Return the answer to what is asked, worked out where it is not known."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
                return self._answers[asked]
        return self.keep(asked, work_out())

    def known(self, asked: Hashable) -> Value | None:
        """Return the answer to what is asked, where it is known."""
        with self._lock:
            if asked in self._answers:
                self._answers.move_to_end(asked)
            return self._answers.get(asked)

    def keep(self, asked: Hashable, answer: Value) -> Value:
        """Remember an answer, and return it."""
        with self._lock:
            self._answers[asked] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer
