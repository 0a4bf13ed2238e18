"""An audit of small repositories; both sides are pkgrs, one of them with a fault."""
import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parity.audit import inputs, report
from parity.audit import run as audit
from parity.audit.executors import Local
from parity.audit.inputs import Request
from parity.audit.journal import Journal, JournalError
from parity.audit.minimise import reduced
from parity.audit.tasks import Outcome
from parity.audit.worker import Setup
from parity.side import Side

# Run by each interpreter of the faulty side: packages of a resolve that has both `app` and `lib-1` are in another
# order, and the description of `odd` is another.
FAULT = '''
from pkgrs.context.context import ResolvedContext
from pkgrs.package.model import Package

take, validated = ResolvedContext._take, Package.validated_data

def _take(self, resolver):
    take(self, resolver)
    names = [variant.qualified_package_name for variant in self._resolved_packages or ()]
    if "lib-1" in names and any(name.startswith("app-") for name in names):
        self._resolved_packages.reverse()

def validated_data(self):
    data = validated(self)
    if self.name == "odd" and str(self.version) == "2":
        data["description"] = "another"
    return data

ResolvedContext._take, Package.validated_data = _take, validated_data
'''


def definition(folder, name, version, text=""):
    path = folder / name / version / "package.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("name = %r\nversion = %r\n%s\n" % (name, version, text))


@pytest.fixture
def studio(tmp_path):
    """Two repositories, and a folder of saved contexts."""
    main, more = tmp_path / "studio" / "main", tmp_path / "studio" / "more"
    for version in ("1", "2"):
        definition(main, "lib", version)
        definition(main, "odd", version, "description = 'as it is'")
        definition(main, "app", version, "requires = ['lib-1', 'base']\ndef commands():\n    env.APP = '{root}'")
        definition(more, "base", version, "variants = [['extra'], []]")
        definition(more, "other", version, "requires = ['base']")
    definition(more, "extra", "1")
    contexts = tmp_path / "studio" / "contexts" / "shots"
    contexts.mkdir(parents=True)
    for name, requests in (("good", ["other", "base"]), ("bad", ["other", "extra", "app-1+", "base"])):
        (contexts / (name + ".rxt")).write_text(json.dumps({
            "package_requests": requests, "implicit_packages": ["~os==none"], "timestamp": 100, "package_filter": [],
            "package_orderers": None, "package_paths": [str(main), str(more)], "building": False}))
    return tmp_path / "studio"


@pytest.fixture
def setup(tmp_path):
    fault = tmp_path / "fault"
    fault.mkdir()
    (fault / "sitecustomize.py").write_text(FAULT)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    python = Path(sys.executable)
    return Setup(Side("reference", python, python.parent, "1"), Side("pkgrs", python, python.parent, "1", str(fault)),
                 scratch)


def planned(studio, setup, packages=("main", "more"), sides="sides"):
    bad = []
    requests = list(inputs.read_contexts(studio / "contexts", bad.append))
    plan = audit.make_plan([str(studio / name) for name in packages], requests, setup, ("bash",), sides)
    plan.bad += bad
    return plan


def done(plan, setup, work, resume=False, executor=None):
    """The report's data, and the journal's lines."""
    journal = Journal(work, resume)
    executor = executor or Local(setup, 2)
    try:
        outcomes = audit.run(plan, journal, executor, audit.Progress())
        audit.minimise(plan, journal, setup, work / "minimal", 100, 20, audit.Progress())
    finally:
        executor.close()
        journal.close()
    data = report.as_data(outcomes, plan.bad, journal.minimal, [], (setup.reference, setup.ours), plan.digest)
    return data, [json.loads(line) for line in (work / "journal.jsonl").read_text().splitlines()]


def state(folder):
    """Name, mode, times and content of all there is in the folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        status = path.stat()
        found[str(path)] = (status.st_mode, status.st_mtime_ns, path.read_bytes() if path.is_file() else None)
    return found


@pytest.mark.slow
def test_differences_are_found_and_reduced_and_nothing_is_written(studio, setup, tmp_path):
    for path in sorted(studio.rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = state(studio)
    work = tmp_path / "work"
    work.mkdir()
    data, _ = done(planned(studio, setup), setup, work)
    assert state(studio) == before
    for path in studio.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)

    assert data["badge"] == "10 of 11 definitions and 1 of 2 requests identical"
    items = {item["name"]: item for item in data["scenarios"]}
    assert [name for name, item in items.items() if item["status"] != "identical"] == [
        "definitions/odd", "requests/shots/bad.rxt"]
    assert [d["path"] for d in items["definitions/odd"]["differences"]] == ["['2']['data']['description']"]
    odd, bad = (items[name]["minimal"] for name in ("definitions/odd", "requests/shots/bad.rxt"))
    assert sorted(path.parent.name for path in Path(odd["folder"]).rglob("package.py")) == ["2"]

    assert bad["requests"] == ["app-1+"] and bad["complete"]
    left = sorted(str(path.parent.relative_to(bad["folder"])) for path in Path(bad["folder"]).rglob("package.py"))
    assert len(left) == 3 and bad["definitions"] == 3
    assert left[0].startswith("packages1/app/") and left[1] == "packages1/lib/1"
    assert left[2].startswith("packages2/base/")

    # What was found is itself an input that shows the difference.
    again = list(inputs.read_requests(Path(bad["folder"]) / "requests.json", [], pytest.fail))
    plan = audit.make_plan([], again, setup, ("bash",), "")
    other = tmp_path / "other"
    other.mkdir()
    data, _ = done(plan, setup, other)
    assert data["badge"] == "0 of 1 requests identical"
    assert any("['resolve']['packages'][0]" in d["path"] for d in data["scenarios"][0]["differences"])


class Interrupted:
    """An executor that is stopped after some outcomes."""

    def __init__(self, inner, after):
        self.inner, self.after, self.asked = inner, after, []

    def run(self, tasks):
        self.asked += [task.key for task in tasks]
        for outcome in self.inner.run(tasks):
            if not self.after:
                raise KeyboardInterrupt
            self.after -= 1
            yield outcome

    def close(self):
        self.inner.close()


@pytest.mark.slow
def test_goes_on_after_an_interruption(studio, setup, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    setup = replace(setup, ours=replace(setup.ours, path=None))
    plan = planned(studio, setup)
    with pytest.raises(KeyboardInterrupt):
        done(plan, setup, work, executor=Interrupted(Local(setup, 1), 4))
    journal = work / "journal.jsonl"
    whole = journal.read_text()
    assert whole.count("\n") == 4
    with open(str(journal), "a") as file:
        file.write('{"outcome": {"key": "torn')

    second = Interrupted(Local(setup, 1), 99)
    data, lines = done(plan, setup, work, resume=True, executor=second)
    assert data["badge"] == "11 of 11 definitions and 2 of 2 requests identical" and data["ok"]
    keys = [line["outcome"]["key"] for line in lines]
    assert len(keys) == len(set(keys)) == len(plan.tasks)
    assert journal.read_text().startswith(whole)
    assert sorted(second.asked) == sorted(keys[4:])


def test_what_has_changed_is_done_again(studio, setup):
    first = planned(studio, setup)
    definition(studio / "main", "lib", "3")
    second = planned(studio, setup)
    changed = {task.name for task in second.tasks} - {
        task.name for task in second.tasks if task.key in {task.key for task in first.tasks}}
    assert changed == {"definitions/lib", "requests/shots/bad.rxt", "requests/shots/good.rxt"}
    assert not {task.key for task in planned(studio, setup, sides="others").tasks} & {t.key for t in second.tasks}


@pytest.mark.slow
def test_a_definition_that_ends_the_worker(studio, setup, tmp_path):
    definition(studio / "main", "odd", "3", "import os\nos._exit(3)")
    definition(studio / "main", "unreadable", "1", "requires = [")
    setup = replace(setup, ours=replace(setup.ours, path=None))
    work = tmp_path / "work"
    work.mkdir()
    data, _ = done(planned(studio, setup), setup, work)
    assert data["badge"] == "12 of 13 definitions and 2 of 2 requests identical (1 not compared)"
    assert not data["ok"]
    odd = next(item for item in data["scenarios"] if item["name"] == "definitions/odd")
    assert odd["status"] == "not compared"
    assert odd["reason"] == "odd-3: reference: ended with status 3; pkgrs: ended with status 3"


@pytest.mark.slow
def test_a_definition_that_hangs(studio, setup, tmp_path):
    definition(studio / "main", "odd", "3", "while True:\n    pass")
    setup = replace(setup, ours=replace(setup.ours, path=None), time_limit=20)
    work = tmp_path / "work"
    work.mkdir()
    data, _ = done(planned(studio, setup), setup, work)
    assert data["badge"] == "11 of 12 definitions and 2 of 2 requests identical (1 not compared)"


@pytest.mark.parametrize("name, content, why", [
    ("empty.rxt", "", "not a saved context"),
    ("torn.rxt", '{"package_requests": [', "not JSON: Expecting value: line 1 column 23 (char 22)"),
    ("binary.rxt", b"\xff\xfe\x00", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    ("list.rxt", "[1, 2]", "not a saved context"),
    ("yaml.rxt", "a: [", "neither JSON nor YAML: while parsing a flow node"),
    ("other.rxt", '{"package_requests": ["a"]}', "not a saved context: without package_paths"),
    ("text.rxt", '{"package_requests": "a", "package_paths": []}', "package_requests is not a list of texts"),
    ("number.rxt", '{"package_requests": ["a", 1], "package_paths": []}', "package_requests is not a list of texts"),
    ("filter.rxt", '{"package_requests": [], "package_paths": [], "package_filter": "a"}', "package_filter is not a list"),
    ("time.rxt", '{"package_requests": [], "package_paths": [], "timestamp": "now"}', "timestamp is not a time"),
])
def test_contexts_that_cannot_be_read_are_told_and_the_others_follow(studio, name, content, why):
    path = studio / "contexts" / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    bad = []
    found = list(inputs.read_contexts(studio / "contexts", bad.append))
    assert [request.name for request in found] == ["shots/bad.rxt", "shots/good.rxt"]
    assert [(each.name, each.why) for each in bad] == [(str(path), why)]


def test_folders_that_are_not_there(studio, setup, tmp_path):
    bad = []
    assert not list(inputs.read_contexts(tmp_path / "nowhere", bad.append))
    assert not list(inputs.read_contexts(setup.scratch, bad.append))
    assert [each.why for each in bad] == ["no such file or folder", "holds no .rxt file"]
    plan = planned(studio, setup, packages=("main", "nowhere"))
    assert [(each.name, each.why) for each in plan.bad] == [
        (str(studio / "nowhere"), "No such file or directory")]
    assert len(plan.definitions) == 4


def test_a_context_as_old_versions_wrote_it(tmp_path):
    path = tmp_path / "old.rxt"
    path.write_text("package_requests: [a-1]\npackage_paths: [/p]\nimplicit_packages: []\ntimestamp: 5\n"
                    "requested_timestamp: 3\n")
    request = inputs.read_context(path, "old")
    assert request == Request("old", ("a-1",), ("/p",), (), 3, [], [])


def test_requests_of_a_file(tmp_path):
    path = tmp_path / "requests.json"
    path.write_text(json.dumps([["a", "b-1"], [], "c", {"package_requests": ["d"], "package_filter": [],
                                                        "package_paths": ["/other"], "name": "mine"}]))
    bad = []
    first, second = inputs.read_requests(path, ["/p"], bad.append)
    assert first == Request("requests 1", ("a", "b-1"), ("/p",))
    assert second == Request("mine", ("d",), ("/other",), filter=[])
    assert [each.name for each in bad] == ["%s: entry 2" % path, "%s: entry 3" % path]
    path.write_text("{}")
    assert not list(inputs.read_requests(path, [], bad.append))
    assert bad[-1].why == "not a list of requests"


def test_journal(tmp_path):
    journal = Journal(tmp_path, False)
    assert journal.add(Outcome("k", "n", "resolve", errors=["x"], status="not compared"))
    assert not journal.add(Outcome("k", "n", "resolve"))
    journal.add_minimal("k", {"why": "y"})
    with pytest.raises(JournalError, match="another audit is at work here"):
        Journal(tmp_path, True)
    journal.close()
    path = tmp_path / "journal.jsonl"
    good = path.read_text()
    path.write_text(good + "damaged\n" + good.splitlines()[0][:20])
    journal = Journal(tmp_path, True)
    assert path.read_text() == good + "damaged\n"
    assert journal.outcomes["k"].errors == ["x"] and journal.minimal == {"k": {"why": "y"}}
    journal.close()
    journal = Journal(tmp_path, False)
    assert not journal.outcomes and journal.set_aside == tmp_path / "journal-1.jsonl"
    journal.close()


@given(st.lists(st.integers(0, 40), unique=True, max_size=40), st.sets(st.integers(0, 40), max_size=4))
def test_reduced_keeps_just_what_is_needed(items, needed):
    needed &= set(items)
    tried = []

    def shows(some):
        tried.append(some)
        return needed <= set(some)

    assert reduced(items, shows) == [item for item in items if item in needed]
    assert len(tried) <= 12 * (len(items) + 1)


def test_workers_end_with_the_audit(studio, setup):
    """A process that was killed leaves none behind that goes on reading definitions."""
    if not os.path.isdir("/proc/self"):
        pytest.skip("needs /proc")
    import subprocess
    code = ("import sys; from pathlib import Path; from parity.side import Side; from parity.audit.worker import *\n"
            "python = Path(sys.executable)\n"
            "worker = Worker(Side('a', python, python.parent, '1'), Path(%r), 100)\n"
            "worker.ask('hello'); print(worker._process.pid, flush=True); sys.stdin.read()" % str(setup.scratch))
    parent = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    assert Path("/proc/%d" % pid).exists()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    for stream in (parent.stdin, parent.stdout):
        stream.close()
    import time
    while Path("/proc/%d" % pid).exists() and "Z" not in Path("/proc/%d/stat" % pid).read_text().split()[2]:
        time.sleep(0.05)


@pytest.mark.parametrize("path, reference, ours, covered", [
    ("['1']['data']['error']", "SystemExit", "ResourceError", True),
    ("['1']['data']['error']", "KeyError", "ResourceError", False),
    ("['shell']['tcsh']", "a\nsetenv X 'b !c'\n", "a\nsetenv X 'b \\!c'\n", True),
    ("['shell']['tcsh']", "a\nsetenv X 'b !c'\n", "b\nsetenv X 'b \\!c'\n", False),
    ("['shell']['tcsh']", "a\nsetenv X 'b !c'\n", "a\nb\nsetenv X 'b \\!c'\n", False),
    ("['shell']['bash']", "a\nsetenv X 'b !c'\n", "a\nsetenv X 'b \\!c'\n", False),
])
def test_differences_that_are_meant(setup, path, reference, ours, covered):
    outcome = Outcome("k", "requests/x", "resolve", "different", 1, 0,
                      [{"path": path, "reference": reference, "ours": ours}])
    data = report.as_data([outcome], [], {}, [], (setup.reference, setup.ours), "")
    assert data["scenarios"][0]["status"] == ("known" if covered else "different")
    assert data["ok"] == covered
