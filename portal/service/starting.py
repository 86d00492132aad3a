"""Everything is started (启动), in the order in which it is needed; again = no change."""

import hashlib
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import yaml
from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from casework.intake.loading import load
from casework.telling.telling import REGISTRAR
from casework.weekly.rounds import iso_week
from models.access import Hand
from models.act_requests import Via
from models.refusal import BadInput
from models.week_words import week_tag
from portal.commands.operating.keeping import gone_backwards
from portal.commands.operating.rehearsal import play
from portal.door_password import password_file
from portal.edge import BROKEN, DONE, Unreachable, say
from portal.prefect_client import PrefectClient
from portal.premises import ROOT, campaign_folder, opened, read_settings
from portal.service.automations import apply_automations
from portal.service.layout import POOL, POOL_KIND, WITHIN, Layout
from portal.service.portal_door import Answering, prepare_people, who_answers
from portal.service.ports import must_be_free
from portal.service.processes import Service
from portal.service.supervisor import restarts_file
from portal.terminal import Console
from store.intake.campaign_folder import read_campaign_folder
from store.projected.queries import project_lines

SHOWN_UNTIL, SHOWN_SEED = date(2020, 6, 19), 7
"""What the demonstration shows: the campaign at its middle."""

STANDSTILL_SECONDS = 60.0
"""A start may take as long as it needs while it goes on; so long without a step is a failure."""
DEPLOY_SECONDS = 300.0
LOOK_SECONDS = 0.25


def start_everything(
    *,
    wait: Annotated[
        bool, Parameter(negative="--no-wait", help="等到各项目运行就绪（--no-wait 不等）。")
    ] = True,
    demo: Annotated[
        bool, Parameter(negative=(), help="实际办公而台账为空时，仍载入示范专项行动。")
    ] = False,
) -> int:
    """Start what does not run yet, and say where to find it."""
    began = time.monotonic()
    layout = Layout(read_settings())
    _must_be_whole()
    with layout.alone(), ThreadPoolExecutor(max_workers=1) as aside, ExitStack() as undone:
        if damage := gone_backwards(layout.settings):
            say(f"台账受损，未启动：{damage}")
            say("确因故障恢复了旧备份的：greenchannel anchor --after-restore 缘由")
            return BROKEN
        layout.be_told()
        _must_have_a_campaign(layout, demo=demo)
        if layout.portal.pid() is None:
            must_be_free(layout.settings.portal_port, setting="GREENCHANNEL_PORTAL_PORT")
        if _start_server(layout):
            undone.callback(layout.server.stop)
        deployed = aside.submit(_prepare_prefect, layout)
        _prepare_ledger(layout)
        people = prepare_people(layout)
        if layout.portal.pid() is None:
            undone.callback(layout.portal.stop)
            layout.start_portal()
        deployed.result()
        started = datetime.now(UTC)
        fresh = layout.worker.pid() is None
        if fresh:
            undone.callback(layout.worker.stop)
            layout.start_worker()
        if layout.supervisor.pid() is None:
            restarts_file(layout).unlink(missing_ok=True)
            undone.callback(layout.supervisor.stop)
            layout.start_supervisor()
        _wait_for(lambda: who_answers(layout) is Answering.OURS, layout.portal, "门户未能启动")
        projects, week = _active_projects(layout)
        with layout.prefect() as prefect:
            if fresh and wait:
                _wait_for(
                    lambda: bool(prefect.workers(POOL, since=started)),
                    layout.worker,
                    "执行器未能接入运行台",
                )
            if _ready(prefect, week, projects) < len(projects):
                prefect.start("watch/watch")
                if wait:
                    _wait_until_ready(layout, prefect, week, projects)
        undone.pop_all()  # what fails before here leaves nothing of this `up` running
    _tell(layout, len(projects), people, seconds=time.monotonic() - began)
    return DONE


def _must_be_whole() -> None:
    if not (ROOT / "prefect.yaml").is_file():
        raise Unreachable(f"{ROOT} 中没有 prefect.yaml：请在项目目录中以 make setup 安装后再启动")


def _must_have_a_campaign(layout: Layout, *, demo: bool) -> None:
    """Open the office before anything is started; refuse to fill a real one with fiction."""
    with opened(layout.settings, create=True) as premises:
        premises.now()
        folder = campaign_folder(layout.settings)
        if premises.is_empty() and not folder.is_dir():
            raise BadInput("环境变量 GREENCHANNEL_CAMPAIGN", f"没有这个专项行动目录：{folder}")
        if premises.is_empty() and layout.settings.clock == "real" and not demo:
            raise Unreachable(
                "台账为空。实际办公请先载入本区的专项行动：greenchannel load 目录"
                "（没有目录的，greenchannel campaign new 目录 写出一份样板）；"
                "只看示范数据的，运行 greenchannel up --demo"
            )


def _start_server(layout: Layout) -> bool:
    """Start the server unless it runs; tell whether it was started."""
    if layout.server.pid() is not None:
        return False
    must_be_free(layout.settings.prefect_port, setting="GREENCHANNEL_PREFECT_PORT")
    layout.start_server()
    return True


def _prepare_ledger(layout: Layout) -> None:
    """Bring the tables up to date; fill an empty ledger with the campaign of the settings."""
    settings = layout.settings
    with opened(settings, create=True) as premises:
        if not premises.is_empty():
            return
    folder = read_campaign_folder(campaign_folder(settings))
    if settings.clock == "rehearsal":
        until = max(folder.campaign.first_day, min(SHOWN_UNTIL, folder.campaign.last_day))
        play(settings, folder, until=until, seed=SHOWN_SEED)
        return
    with opened(settings) as premises:
        load(premises.office, folder, stamp=premises.stamp(Hand(REGISTRAR), Via.IMPORT))


def _prepare_prefect(layout: Layout) -> None:
    """Wait for the server; make the work pool; deploy what prefect.yaml says."""
    with layout.prefect() as prefect:
        _wait_for(prefect.healthy, layout.server, "运行台（Prefect）未能启动")
        furnish(layout, prefect)


def furnish(layout: Layout, prefect: PrefectClient) -> None:
    """Make the work pool and the automations; deploy what prefect.yaml says, if it has changed."""
    prefect.make_pool(POOL, POOL_KIND)
    apply_automations(prefect)
    digest, mark = _digest(), layout.home / "run" / "deployed"
    known = mark.read_text(encoding="utf-8") if mark.exists() else ""
    if known == digest and _declared() <= _names(prefect):
        return
    _deploy(layout)
    if lacking := _declared() - _names(prefect):
        raise Unreachable(f"部署后仍缺少：{'、'.join(sorted(lacking))}；见 {layout.home / 'logs'}")
    mark.write_text(digest, encoding="utf-8")


def _deploy(layout: Layout) -> None:
    log = layout.home / "logs" / "deploy.log"
    command = [*WITHIN, "prefect", "--no-prompt", "deploy", "--all"]
    with log.open("wb") as written:
        try:
            ended = subprocess.run(
                command,
                cwd=ROOT,
                env=layout.environment(),
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=written,
                timeout=DEPLOY_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise Unreachable(f"部署超过 {DEPLOY_SECONDS:.0f} 秒未完成；见 {log}") from late
    if ended.returncode != 0:
        raise Unreachable(f"部署未成功；见 {log}")


def _declared() -> set[str]:
    told = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    return {str(one["name"]) for one in told["deployments"]}


def _names(prefect: PrefectClient) -> set[str]:
    return {name.partition("/")[2] for name in prefect.deployments()}


def _digest() -> str:
    """Return what has to be deployed again when it changes: flows, their forms, prefect.yaml."""
    whole = hashlib.sha256(str(ROOT).encode())
    for path in (ROOT / "prefect.yaml", *sorted((ROOT / "flows").glob("*.py"))):
        whole.update(path.read_bytes())
    for path in sorted((ROOT / "models").glob("*.py")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def _active_projects(layout: Layout) -> tuple[frozenset[str], str]:
    with opened(layout.settings) as premises:
        with premises.office.store.reading() as connection:
            lines = project_lines(connection)
        return frozenset(line.code for line in lines if line.active), iso_week(premises.today())


def _ready(prefect: PrefectClient, week: str, projects: frozenset[str]) -> int:
    """Count the projects whose case run of this week waits for an answer."""
    tags = {tag for run in prefect.waiting([week_tag(week)]) for tag in run["tags"]}
    return sum(f"project:{code}" in tags for code in projects)


def _wait_until_ready(
    layout: Layout, prefect: PrefectClient, week: str, projects: frozenset[str]
) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=Console(file=sys.stderr)) as bar:
        task = bar.add_task("各项目运行就绪", total=len(projects))

        def all_ready() -> bool:
            ready = _ready(prefect, week, projects)
            bar.update(task, completed=ready)
            return ready >= len(projects)

        _wait_for(
            all_ready,
            layout.worker,
            "各项目运行未能全部就绪",
            steps=lambda: bar.tasks[task].completed,
            look=1.0,
        )


def _wait_for(
    condition: Callable[[], bool],
    service: Service,
    otherwise: str,
    steps: Callable[[], object] = lambda: None,
    look: float = LOOK_SECONDS,
) -> None:
    """Wait while there is progress: the process computes, or ``steps`` changes.

    A slow machine may take minutes to load Prefect; one that stands still is given up.
    """
    known, moved = None, time.monotonic()
    while not condition():
        if service.pid() is None:
            raise Unreachable(f"{otherwise}：进程已退出；见 {service.log}\n{service.last_words()}")
        present = (service.progress(), steps())
        if present != known:
            known, moved = present, time.monotonic()
        elif time.monotonic() - moved > STANDSTILL_SECONDS:
            raise Unreachable(
                f"{otherwise}（{STANDSTILL_SECONDS:.0f} 秒没有进展）；见 {service.log}"
            )
        time.sleep(look)


def _tell(layout: Layout, projects: int, people: str, *, seconds: float) -> None:
    program = _program()
    say(f"已就绪（用时 {seconds:.0f} 秒），在办项目 {projects} 个")
    say("")
    say(f"  门户：{layout.pages}")
    say(f"  登录：{people}")
    say(f"  运行台（Prefect）：{layout.ui}，首次打开时输入口令文件中的整行口令")
    say(f"  口令文件：{password_file(layout.settings)}")
    say(f"  数据目录：{layout.home}")
    say(f"  日志：{layout.home / 'logs'}")
    say("")
    if layout.settings.clock == "rehearsal":
        say("  演示账号（均为机构或岗位）：housing-01 住建局窗口 · housing-head 住建局负责人 ·")
        say("    unit-park-liaison 开发区联络员 · cso-01 首席服务官 · dispatch-01 调度中心 ·")
        say(f"    supervision-01 督办室；全部账号：{program} accounts")
        say("")
    say(f"  查看项目：{program} show 2020-230112-39-03-000001")
    say(f"  运行状况：{program} status")
    say(f"  停止：{program} down（或 make down）")


def _program() -> str:
    """Return how a person calls this installation, and no other, from where they stand."""
    path, found = Path(sys.executable).with_name("greenchannel"), shutil.which("greenchannel")
    if found and (not path.exists() or path.samefile(found)):
        return "greenchannel"
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
