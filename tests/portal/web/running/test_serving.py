"""The portal as processes: they answer as one, and stand and fall together."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from select import select
from threading import Thread

import httpx
import pytest

from portal.web.running.dealing import deal
from portal.web.running.serving import listen
from tests.portal.conftest import Cli, use
from tests.prefect_server import free_port

ROOT = Path(__file__).parents[4]
PATIENCE = 60


@contextmanager
def served(
    home: Path, monkeypatch: pytest.MonkeyPatch, *, processes: int, port: int | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    use(monkeypatch, home)
    port = port or free_port()
    monkeypatch.setenv("GREENCHANNEL_PORTAL_PORT", str(port))
    command = ["-m", "portal.web.running.serving", "--processes", str(processes)]
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, stderr=subprocess.DEVNULL) as one:
        try:
            yield one, port
        finally:
            if one.poll() is None:
                one.kill()


def ask(port: int, path: str) -> str:
    """Ask over a connection of its own, waiting in line until somebody takes it."""
    with httpx.Client(
        transport=httpx.HTTPTransport(retries=8), base_url=f"http://127.0.0.1:{port}"
    ) as client:
        answer = client.get(path, timeout=PATIENCE)
        assert answer.status_code == 200
        return answer.text


def answering(one: subprocess.Popen[bytes]) -> list[int]:
    """Return the processes that a portal has begun."""
    children = Path(f"/proc/{one.pid}/task/{one.pid}/children")
    return [int(pid) for pid in children.read_text(encoding="utf-8").split()]


def is_free(port: int) -> bool:
    with socket.socket() as knock:
        return knock.connect_ex(("127.0.0.1", port)) != 0


def test_a_page_does_not_wait_until_its_headers_are_acknowledged() -> None:
    with (
        listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as taken,
    ):
        assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_where_somebody_listens_no_second_portal_does() -> None:
    with listen("127.0.0.1", 0) as listening, pytest.raises(OSError, match="in use"):
        listen("127.0.0.1", listening.getsockname()[1])


def test_connections_are_dealt_in_turn(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(home, monkeypatch, processes=2) as (one, port):
        ask(port, "/healthz")
        with ExitStack() as stack:
            clients = [stack.enter_context(_keeping(port)) for _ in range(10)]
            for client in clients:
                assert client.get("/healthz", timeout=PATIENCE).status_code == 200
            held = sorted(_connections(pid, port) for pid in answering(one))

            assert held == [5, 5]
            one.send_signal(signal.SIGTERM)
            assert one.wait(PATIENCE) == 0


def test_a_hand_that_nobody_empties_is_passed_over() -> None:
    """One process hangs: what it can no longer take goes to the other."""
    with ExitStack() as stack:
        listening = stack.enter_context(listen("127.0.0.1", 0))
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2)]
        for one in pairs:
            stack.enter_context(one[0])
            stack.enter_context(one[1])
        with pairs[0][0] as full:
            full.setblocking(False)
            with suppress(BlockingIOError):
                while full.send(b"1"):
                    pass
            reading, writing = os.pipe()
            thread = Thread(target=deal, args=(listening, [full, pairs[1][0]], reading))
            thread.start()
            for _ in range(4):
                stack.enter_context(socket.create_connection(listening.getsockname()))
                _, came, _, _ = socket.recv_fds(pairs[1][1], 1, 1)
                assert len(came) == 1
                os.close(came[0])
            os.write(writing, bytes([signal.SIGTERM]))
            thread.join(PATIENCE)
            assert not thread.is_alive()
            os.close(reading)
            os.close(writing)


def _keeping(port: int) -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{port}")


def _connections(pid: int, port: int) -> int:
    """Return how many connections to a port a process holds."""
    local = f":{port:04X}"
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    established = {
        fields[9]
        for fields in map(str.split, lines)
        if fields[1].endswith(local) and fields[3] == "01"
    }
    links = [os.readlink(each) for each in Path(f"/proc/{pid}/fd").iterdir()]
    return sum(link in {f"socket:[{inode}]" for inode in established} for link in links)


def test_whoever_answers_counts_what_all_have_answered(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(home, monkeypatch, processes=2) as (one, port):
        for _ in range(12):
            ask(port, "/healthz")
        told = ask(port, "/metrics")
        begun = answering(one)
        one.send_signal(signal.SIGTERM)
        code = one.wait(PATIENCE)

    counted = re.search(r'route="/healthz",status="200"} ([\d.]+)', told)
    assert len(begun) == 2
    assert counted is not None
    assert float(counted[1]) == 12
    assert code == 0
    assert is_free(port)


def test_when_one_process_dies_the_portal_ends_and_can_be_started_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(home, monkeypatch, processes=2) as (one, port):
        ask(port, "/healthz")
        os.kill(answering(one)[0], signal.SIGKILL)

        assert one.wait(PATIENCE) == 1
        assert is_free(port)


def test_when_the_first_process_dies_nobody_keeps_the_port(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(home, monkeypatch, processes=2) as (one, port):
        ask(port, "/healthz")
        left = [os.pidfd_open(pid) for pid in answering(one)]
        one.kill()
        one.wait(PATIENCE)
        ended = [bool(select([process], [], [], PATIENCE)[0]) for process in left]
        for process in left:
            os.close(process)

        assert ended == [True, True]
        assert is_free(port)


def test_on_one_core_one_process_does_it_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(home, monkeypatch, processes=1) as (one, port):
        told = ask(port, "/metrics")

        assert "greenchannel_ledger_entries" in told
        assert answering(one) == []


def test_what_a_killed_portal_has_counted_is_swept_away_by_the_next(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = home / "run"
    with served(home, monkeypatch, processes=2) as (one, port):
        for _ in range(5):
            ask(port, "/healthz")
        one.kill()
        one.wait(PATIENCE)
        (known,) = run.glob("measures-*")
        left = known.readlink()
        assert [*left.iterdir()]
    with served(home, monkeypatch, processes=2, port=port) as (one, port):
        ask(port, "/healthz")
        told = ask(port, "/metrics")
        assert not left.exists()
        counting = known.readlink()
        assert [*counting.iterdir()]
        if os.access("/dev/shm", os.W_OK):  # a full disk kills who counts in a file of it
            assert counting.parent == Path("/dev/shm")
        one.send_signal(signal.SIGTERM)
        assert one.wait(PATIENCE) == 0

    assert 'route="/healthz",status="200"} 1.0' in told
    assert not counting.exists()
    assert not [*run.glob("measures-*")]


def test_status_tells_whose_portal_answers(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    """Two installations on one machine were given one port."""
    with served(home, monkeypatch, processes=1) as (_, port):
        ask(port, "/healthz")
        ours = cli("status", "--json").json()["portal"]
        monkeypatch.setenv("GREENCHANNEL_HOME", str(shutil.copytree(home, tmp_path / "copy")))
        others = cli("status", "--json").json()["portal"]

    assert ours["ok"] is True
    assert others["ok"] is False
    assert "由另一处安装或者其他程序应答" in others["said"]
