"""The portal as processes (门户进程): one that holds the port, and one a core that answers.

Python does one thing at a time in a process, so a list of a hundred milliseconds keeps everybody
else of that process waiting. Whatever is shared lies in the database. They stand and fall
together: when one of them ends, however it does, all end, and whoever looks after the portal
starts it anew.
"""

import argparse
import gc
import logging
import os
import signal
import socket
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from threading import Thread
from urllib.parse import urlsplit

MEASURES = "PROMETHEUS_MULTIPROC_DIR"
"""Where processes put what they count together; the library asks for it when it is imported."""
MOST_PROCESSES = 2
"""More of them answer no sooner than the one writer of SQLite writes."""
WAITING = 2048
"""Connections that may wait to be taken."""
GRACE_SECONDS = 5
GARBAGE = (50_000, 20, 50)
"""Regulations and files live long: looking through them often finds nothing."""


def main() -> None:
    """Serve the pages until SIGTERM."""
    parser = argparse.ArgumentParser(prog="portal.web.running.serving")
    parser.add_argument("--known-as", action="append", default=[])
    parser.add_argument("--processes", type=int, default=_cores(), help="how many answer")
    given = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s", level=logging.INFO)
    with ExitStack() as stack:
        if given.processes > 1:
            counted = tempfile.TemporaryDirectory(prefix="greenchannel-measures-")
            os.environ[MEASURES] = stack.enter_context(counted)
        from portal.premises import read_settings
        from portal.web.running import app  # with what counts, so not before

        settings = read_settings()
        listening = [
            stack.enter_context(one)
            for one in listen(app.HOST, settings.portal_port, max(given.processes, 1))
        ]
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        known_as = [*given.known_as, urlsplit(settings.base_url).netloc]
        if len(listening) == 1:
            _answer(listening[0], known_as)
        else:
            raise SystemExit(_stand_together(listening, known_as))


def listen(host: str, port: int, number: int = 1) -> list[socket.socket]:
    """Return sockets at one address, among which the system divides who comes.

    One that several processes share is emptied by whoever is quicker: of fifty officers one
    process had forty-four. Each connection sends what it has at once; asyncio sees to that for
    sockets of its own making. Else a page waits until its headers are acknowledged, which a
    reader who waits for the page puts off for 40 ms. Raises :class:`OSError` where somebody
    listens already, be it another portal.
    """
    alone = socket.create_server((host, port), backlog=WAITING)
    if number == 1:
        found = [alone]
    else:
        address = alone.getsockname()
        alone.close()
        found = [
            socket.create_server(address, backlog=WAITING, reuse_port=True) for _ in range(number)
        ]
    for one in found:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _answer(listening: socket.socket, known_as: Sequence[str]) -> None:
    """Answer requests until SIGTERM."""
    import uvicorn

    from portal.premises import opened
    from portal.web.running.app import create_app

    with opened() as premises:
        config = uvicorn.Config(
            create_app(premises, known_as=filter(None, known_as)),
            backlog=WAITING,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listening])


def _stand_together(listening: Sequence[socket.socket], known_as: Sequence[str]) -> int:
    """Let a process answer at each socket until SIGTERM, or until one ends; the exit code."""
    alive, held = os.pipe()
    pids: list[int] = []
    for own in listening:
        pid = os.fork()
        if pid == 0:
            os.close(held)
            _end_with(alive)
            for one in listening:
                if one is not own:
                    one.close()
            _answer(own, known_as)
            os._exit(0)
        pids.append(pid)
    asked = False

    def end(*_: object) -> None:
        nonlocal asked
        asked = True
        for pid in pids:
            with suppress(ProcessLookupError):  # it ended by itself a moment ago
                os.kill(pid, signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    for one in listening:
        one.close()
    code = 0
    while pids:
        pid, status = os.wait()
        pids.remove(pid)
        if not asked:
            code = 1
            logging.getLogger("greenchannel.portal").error(
                "Process %d ended by itself: %d", pid, os.waitstatus_to_exitcode(status)
            )
            end()
    return code


def _end_with(alive: int) -> None:
    """End this process when the one that began it is gone, however it went."""

    def watch() -> None:
        os.read(alive, 1)  # nobody ever writes: it returns when the other end is closed
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="parent", daemon=True).start()


if __name__ == "__main__":
    main()
