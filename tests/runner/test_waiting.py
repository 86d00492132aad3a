"""A question is held back until something became due; no wake-up is lost."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import anyio
import httpx
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from runner.waiting import WAKING_COUNT, WaitingRoom

AGES = 1000
"""Seconds: whoever waits so long for an answer was not woken."""
QUESTION = "/api/work_pools/office/get_scheduled_flow_runs"
CREATE = "/api/deployments/5/create_flow_run"
SET_STATE = "/api/flow_runs/5/set_state"


@dataclass
class Office:
    """What is due, behind a waiting room; a write can be kept from its end."""

    due: int = 0
    may_end: anyio.Event = field(default_factory=anyio.Event)
    refuses: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = self.due
        if not scope["path"].endswith("get_scheduled_flow_runs"):
            await Request(scope, receive).body()
            await self.may_end.wait()
            self.due += 1
        answer = JSONResponse(said, 401 if self.refuses else 200)
        await answer(scope, receive, send)


@dataclass
class Asker:
    """Somebody who asks as a worker does."""

    http: httpx.AsyncClient
    known: str = ""
    heard: list[int] = field(default_factory=list)

    async def ask(self) -> httpx.Response:
        headers = {"Prefer": f"wait={AGES}", WAKING_COUNT: self.known}
        answer = await self.http.post(QUESTION, headers=headers)
        self.known = answer.headers.get(WAKING_COUNT, "")
        self.heard.append(answer.json())
        return answer


Visit = Callable[[WaitingRoom, Office, Asker], Awaitable[None]]


@asynccontextmanager
async def asking(room: WaitingRoom) -> AsyncIterator[Asker]:
    transport = httpx.ASGITransport(room)
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as http:
        yield Asker(http)


def visiting(visit: Visit) -> None:
    async def go() -> None:
        office = Office()
        room = WaitingRoom(office)
        async with asking(room) as asker:
            with anyio.fail_after(30):
                await visit(room, office, asker)

    anyio.run(go)


class TestAQuestion:
    def test_is_answered_at_once_the_first_time(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            answer = await asker.ask()
            assert answer.headers[WAKING_COUNT]
            assert "Preference-Applied" not in answer.headers

        visiting(visit)

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            pytest.param(CREATE, b"{}", id="run of a deployment"),
            pytest.param(f"{CREATE}/bulk", b"[]", id="many of them"),
            pytest.param("/api/flow_runs/", b"{}", id="run of a flow"),
            pytest.param("/api/flow_runs/5/resume", b"{}", id="resumed"),
            pytest.param("/api/deployments/5/schedule", b"{}", id="scheduled"),
            pytest.param(SET_STATE, b'{"state":{"type":"SCHEDULED"}}', id="set to be due"),
            pytest.param("/api/flow_runs/bulk_set_state", b'{"SCHEDULED"}', id="many set"),
        ],
    )
    def test_is_held_back_until_a_run_was_made_due(self, path: str, body: bytes) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            await asker.ask()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(asker.ask)
                tasks.start_soon(partial_post(asker, path, body))
                await anyio.wait_all_tasks_blocked()
                assert asker.heard == [0], "nothing is answered before the run is there"
                office.may_end.set()
            assert asker.heard == [0, 1]

        visiting(visit)

    def test_is_not_held_back_when_the_run_was_made_due_before_it_came(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            await asker.ask()
            office.may_end.set()
            await asker.http.post(CREATE)
            answer = await asker.ask()
            assert answer.headers["Preference-Applied"] == "wait"
            assert asker.heard == [0, 1]

        visiting(visit)

    def test_is_not_held_back_when_its_answer_was_on_the_way_meanwhile(self) -> None:
        """The answer holds nothing yet, the run is there when it arrives."""

        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(partial_post(asker, CREATE, b"{}"))
                await anyio.wait_all_tasks_blocked()
                await asker.ask()
                office.may_end.set()
            await asker.ask()
            assert asker.heard == [0, 1]

        visiting(visit)

    def test_is_held_back_while_runs_only_begin_and_end(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            office.may_end.set()
            await asker.ask()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(asker.ask)
                await asker.http.post(SET_STATE, json={"state": {"type": "COMPLETED"}})
                await asker.http.post("/api/flow_runs/filter")
                await anyio.wait_all_tasks_blocked()
                assert asker.heard == [0]
                tasks.cancel_scope.cancel()

        visiting(visit)

    def test_notices_a_state_that_comes_in_two_pieces(self) -> None:
        async def pieces() -> AsyncIterator[bytes]:
            yield b'{"type":"SCHE'
            yield b'DULED"}'

        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            office.may_end.set()
            await asker.ask()
            await asker.http.post(SET_STATE, content=pieces())
            await asker.ask()
            assert asker.heard == [0, 1]

        visiting(visit)

    def test_wakes_all_who_wait(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            office.may_end.set()
            async with asking(room) as other:
                await asker.ask()
                await other.ask()
                async with anyio.create_task_group() as tasks:
                    tasks.start_soon(asker.ask)
                    tasks.start_soon(other.ask)
                    await anyio.wait_all_tasks_blocked()
                    await asker.http.post(CREATE)
            assert asker.heard == other.heard == [0, 1]

        visiting(visit)

    def test_of_another_servers_life_is_not_held_back(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            async with asking(WaitingRoom(office)) as before:
                await before.ask()
            asker.known = before.known
            answer = await asker.ask()
            assert "Preference-Applied" not in answer.headers

        visiting(visit)

    def test_that_is_refused_tells_nobody_how_to_wait(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            office.refuses = True
            answer = await asker.ask()
            assert WAKING_COUNT not in answer.headers

        visiting(visit)

    def test_is_let_through_when_the_server_stops(self) -> None:
        async def visit(room: WaitingRoom, office: Office, asker: Asker) -> None:
            await asker.ask()
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(asker.ask)
                await anyio.wait_all_tasks_blocked()
                room.close()
            await asker.ask()
            assert asker.heard == [0, 0, 0]

        visiting(visit)


def partial_post(asker: Asker, path: str, body: bytes) -> Callable[[], Awaitable[Any]]:
    async def post() -> None:
        await asker.http.post(path, content=body)

    return post
