"""`parity audit` beside real Rez, and on a cluster."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from parity.__main__ import main
from parity.worlds import samples

REFERENCE = os.environ.get("PKGRS_REFERENCE")
needs_rez = pytest.mark.skipif(not REFERENCE, reason="PKGRS_REFERENCE names no interpreter")


def audit(*arguments):
    return CliRunner().invoke(main, ["audit", *map(str, arguments)])


@pytest.mark.parametrize("arguments, message", [
    ([], "nothing to audit"),
    (["-q", "x.json"], "--packages is needed"),
    (["-c", "x", "--use-packages"], "--packages is needed"),
    (["-p", "x", "--executor", "dask"], "--executor dask and --scheduler go together"),
    (["-p", "x", "--scheduler", "tcp://h:1"], "--executor dask and --scheduler go together"),
    (["-p", "x", "-o", "r.pdf"], "one of .json, .xml, .md, .html is needed"),
    (["-p", "x", "--reference", "/nonesuch/python"], "/nonesuch/python: no such interpreter"),
    (["-p", "x", "--reference", sys.executable, "--ours", "/nonesuch/python"], "/nonesuch/python does not run"),
])
def test_wrong_arguments(arguments, message):
    result = audit(*arguments)
    assert result.exit_code in (1, 2) and message in result.output
    assert "Traceback" not in result.output


def test_an_interpreter_without_rez(tmp_path):
    import venv
    venv.create(str(tmp_path / "bare"), with_pip=False)
    result = audit("-p", tmp_path, "--reference", tmp_path / "bare" / "bin" / "python")
    assert result.exit_code == 1 and "ModuleNotFoundError: No module named 'rez'" in result.output


def test_a_reference_that_is_pkgrs(tmp_path):
    result = audit("-p", tmp_path / "packages", "--reference", sys.executable, "--work", tmp_path / "work")
    assert result.exit_code == 1 and "has pkgrs, not the real Rez" in result.output


def test_the_work_folder_is_not_in_what_is_audited(tmp_path):
    result = audit("-p", tmp_path, "--reference", sys.executable, "--work", tmp_path / "work")
    assert result.exit_code == 2 and "must not be in a folder that is audited" in result.output
    assert not list(tmp_path.iterdir())


@pytest.fixture
def studio(tmp_path):
    """Requests for the sample packages, some of which don't resolve, and a corrupt context among good ones."""
    folder = tmp_path / "contexts"
    folder.mkdir()
    packages = str(samples() / "packages")
    for number, requests in enumerate((["maya"], ["arnie_for_maya"], ["crowd", "maya-2022"], ["rig_next", "legacy_rig"],
                                       ["nonesuch"], ["python-3", "!maya"], ["myapp", ".feature-1"])):
        (folder / ("%d.rxt" % number)).write_text(json.dumps({
            "package_requests": requests, "implicit_packages": ["~platform==linux"], "timestamp": 1900000000,
            "package_filter": [{"excludes": ["glob(maya-1*)"]}] if number % 2 else [],
            "package_orderers": [{"type": "sorted", "descending": True, "packages": None}] if number == 2 else None,
            "package_paths": [packages], "building": number == 3}))
    (folder / "corrupt.rxt").write_text('{"package_requests"')
    return folder, packages


@pytest.mark.parity
@pytest.mark.slow
@needs_rez
def test_beside_real_rez(studio, tmp_path):
    contexts, packages = studio
    outputs = [tmp_path / ("r" + ending) for ending in (".json", ".xml", ".md", ".html")]
    result = audit("-c", contexts, "-p", packages, "--work", tmp_path / "work", "--shell", "bash", "--shell", "tcsh",
                   *[word for path in outputs for word in ("-o", path)])
    assert result.output.splitlines()[-1].endswith(
        "6 of 7 requests identical (1 known to differ, 1 not compared)"), result.output
    assert "corrupt.rxt\n  not compared: not JSON" in result.output
    assert result.exit_code == 1
    data = json.loads(outputs[0].read_text())
    assert data["reference"]["product"] == "Rez 3.4.0" and data["counts"]["definitions_same"] == data["counts"]["definitions"] > 30
    for path in outputs:
        assert "6 of 7" in path.read_text() or path.suffix == ".xml"
    (contexts / "corrupt.rxt").unlink()
    again = audit("-c", contexts, "-p", packages, "--work", tmp_path / "work", "--shell", "bash", "--shell", "tcsh",
                  "--resume")
    assert again.exit_code == 0 and "6 of 7 requests identical (1 known to differ)" in again.output


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, as processes: the address, and the workers' processes by their address."""
    distributed = pytest.importorskip("distributed")
    env = dict(os.environ, PYTHONPATH=str(Path(__file__).parent.parent.parent),
               DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="5")
    running = [subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port",
                                 "0", "--no-dashboard", "--scheduler-file", str(tmp_path / "scheduler.json")], env=env,
                                stderr=subprocess.DEVNULL)]
    while not (tmp_path / "scheduler.json").exists() or not (tmp_path / "scheduler.json").read_text().endswith("}"):
        assert running[0].poll() is None
        time.sleep(0.1)
    address = json.loads((tmp_path / "scheduler.json").read_text())["address"]
    workers = [subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard",
         "--local-directory", str(tmp_path), "--name", str(number)], env=env, stderr=subprocess.DEVNULL)
        for number in range(2)]
    try:
        with distributed.Client(address) as client:
            client.wait_for_workers(2, timeout=120)
        yield address, workers
    finally:
        for process in workers + running:
            process.kill()
            process.wait()


@pytest.mark.slow
def test_on_a_cluster_that_loses_a_worker(cluster, tmp_path):
    """Every task has one outcome, whoever did it; both sides are pkgrs."""
    from parity.audit import inputs
    from parity.audit import run as runner
    from parity.audit.executors import Dask
    from parity.audit.journal import Journal
    from parity.audit.worker import Setup
    from parity.side import open_side
    address, workers = cluster
    packages = str(samples() / "packages")
    sides = [open_side(name, sys.executable) for name in ("reference", "pkgrs")]
    setup = Setup(sides[0], sides[1], tmp_path, 300)
    requests = [inputs.Request("r%02d" % n, ("maya", "python"), (packages,), timestamp=1900000000 + n) for n in range(40)]
    plan = runner.make_plan([packages], requests, setup, ("bash",), "sides")
    journal = Journal(tmp_path, False)
    executor = Dask(setup, address)
    count = []

    def done(number):
        count.append(number)
        if sum(count) == 15:  # while it is at work
            workers[0].send_signal(signal.SIGKILL)

    try:
        outcomes = runner.run(plan, journal, executor, runner.Progress(done=done))
    finally:
        executor.close()
        journal.close()
    assert workers[0].wait() == -signal.SIGKILL
    assert [outcome.name for outcome in outcomes] == [task.name for task in plan.tasks]
    assert {outcome.status for outcome in outcomes} == {"identical"}
    lines = (tmp_path / "journal.jsonl").read_text().splitlines()
    keys = [json.loads(line)["outcome"]["key"] for line in lines]
    assert sorted(keys) == sorted({task.key for task in plan.tasks}) and sum(count) == len(keys)


@pytest.mark.slow
def test_no_scheduler(tmp_path):
    from parity.audit.executors import Dask, ExecutorError
    from parity.audit.worker import Setup
    from parity.side import open_side
    pytest.importorskip("distributed")
    own = open_side("pkgrs", sys.executable)
    with pytest.raises(ExecutorError, match="no scheduler answers"):
        Dask(Setup(own, own, None), "tcp://127.0.0.1:9", timeout=2)
