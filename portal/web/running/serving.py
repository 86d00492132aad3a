"""The portal as processes (门户进程): one that holds the port, and one a core that answers.

Python does one thing at a time in a process, so a list of a hundred milliseconds keeps everybody
else of that process waiting. Connections are dealt to them in turn; whatever they share lies in
the database. They stand and fall together: when one of them ends, however it does, all end, and
whoever looks after the portal starts it anew.
"""

import argparse
import gc
import logging
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from threading import Thread
from urllib.parse import urlsplit

import uvicorn

from casework.office.settings import Settings
from portal.premises import read_settings
from portal.service.layout import HOST
from portal.web.running import dealing
from store.files.private_files import make_private_folder

MEASURES = "PROMETHEUS_MULTIPROC_DIR"
"""Where processes put what they count together; the library asks for it when it is imported."""
IN_MEMORY = "/dev/shm"
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
        settings = read_settings()
        listening = stack.enter_context(listen(HOST, settings.portal_port))
        if given.processes > 1:
            os.environ[MEASURES] = stack.enter_context(_counting(settings))
        import_module("portal.web.running.app")  # once for all, with what counts: not before
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        known_as = [*given.known_as, urlsplit(settings.base_url).netloc]
        if given.processes > 1:
            raise SystemExit(_stand_together(listening, given.processes, known_as))
        _answer(listening, known_as)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket at an address; each connection sends what it has at once.

    asyncio sees to that for sockets of its own making. Else a page waits until its headers are
    acknowledged, which a reader who waits for the page puts off for 40 ms. Raises
    :class:`OSError` where somebody listens already, be it another portal.
    """
    listening = socket.create_server((host, port), backlog=WAITING)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


@contextmanager
def _counting(settings: Settings) -> Iterator[str]:
    """Give a folder in which processes count together until all have ended.

    It lies in memory where there is such a place: who counts in a file of a disk that is full is
    killed. Whoever listens at the port owns it: what a portal that was killed left is swept away.
    """
    home = settings.home.resolve()
    for one in (home, home / "run"):
        make_private_folder(one)
    known = home / "run" / f"measures-{settings.portal_port}"
    if known.is_symlink():
        shutil.rmtree(known.readlink(), ignore_errors=True)
        known.unlink()
    place = IN_MEMORY if os.access(IN_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="greenchannel-measures-", dir=place) as folder:
        known.symlink_to(folder)
        try:
            yield folder
        finally:
            known.unlink()


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)), MOST_PROCESSES)


def _answer(at: socket.socket, known_as: Sequence[str], *, dealt: bool = False) -> None:
    """Answer what comes at a socket, or is dealt over it, until SIGTERM."""
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
        if dealt:
            dealing.DealtServer(config, at).run(sockets=[])
        else:
            uvicorn.Server(config).run(sockets=[at])


def _stand_together(listening: socket.socket, number: int, known_as: Sequence[str]) -> int:
    """Let processes answer what comes until SIGTERM, or until one ends; the exit code."""
    alive, held = os.pipe()
    pids: list[int] = []
    hands: list[socket.socket] = []
    for _ in range(number):
        ours, own = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = os.fork()
        if pid == 0:
            os.close(held)
            _end_with(alive)
            for one in (listening, ours, *hands):
                one.close()
            _answer(own, known_as, dealt=True)
            os._exit(0)
        own.close()
        pids.append(pid)
        hands.append(ours)
    with dealing.signalled(signal.SIGTERM, signal.SIGINT, signal.SIGCHLD) as signals:
        came = dealing.deal(listening, hands, signals)
        listening.close()
        code = 0 if came & {signal.SIGTERM, signal.SIGINT} else 1
        for pid in pids:
            os.kill(pid, signal.SIGTERM)  # also one that has ended: nobody has asked after it
        for pid in pids:
            _, status = os.waitpid(pid, 0)
            if code:
                logging.getLogger("greenchannel.portal").error(
                    "Process %d ended: %d", pid, os.waitstatus_to_exitcode(status)
                )
    return code


def _end_with(alive: int) -> None:
    """End this process when the one that began it is gone, however it went."""

    def watch() -> None:
        os.read(alive, 1)  # nobody ever writes: it returns when the other end is closed
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="parent", daemon=True).start()


if __name__ == "__main__":
    main()
