"""What Prefect loads of us when it looks for types of workers (entry point of its collections).

Prefect reports a failing collection and goes on without it: a stranger's process that has
imported another ``rules`` keeps it.
"""

from importlib import import_module

from greenchannel.house import enter

enter()
import_module("runner.warm_worker")
