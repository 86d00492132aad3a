"""What a benchmark counts of a database while it works."""

import time
from typing import Any

from sqlalchemy import event

from store.engine import Store


class Counted:
    """Statements, and the longest time for which the write lock was held."""

    def __init__(self, store: Store) -> None:
        self.statements, self.longest, self._since = 0, 0.0, 0.0
        event.listen(store.engine, "before_cursor_execute", self._statement)
        event.listen(store.engine, "begin", self._begun)
        event.listen(store.engine, "commit", self._ended)

    def _statement(self, *_: object) -> None:
        self.statements += 1

    def _begun(self, connection: Any) -> None:
        writes = connection.get_execution_options().get("writes")
        self._since = time.perf_counter() if writes else 0.0

    def _ended(self, _: object) -> None:
        if self._since:
            self.longest = max(self.longest, time.perf_counter() - self._since)
            self._since = 0.0
