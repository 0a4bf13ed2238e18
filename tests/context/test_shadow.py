"""Shadow mode, with an other side that answers what a test wants."""
import json
import os
import socket
import stat
import subprocess
import sys
import textwrap

import pytest
from pkgrs.config.config import config, create_config
from pkgrs.config.table import config_schema
from pkgrs.context import shadow, shadow_run
from pkgrs.context.preferences import shadow_settings
from pkgrs.context.shadow_settings import Shadow
from pkgrs.errors import PackageFamilyNotFoundError, RezError

if sys.platform == "win32":
    pytest.skip("the other side is a script", allow_module_level=True)


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Shadow mode is on; the folder of its log."""
    monkeypatch.setenv("PKGRS_SHADOW", "1")
    monkeypatch.setenv("PKGRS_SHADOW_LOG", str(tmp_path / "log"))
    return tmp_path / "log"


@pytest.fixture
def other(tmp_path, monkeypatch, packages):
    """Makes the other side: an interpreter that runs this code instead, with the request as `request`."""
    def make(code, **settings):
        path = tmp_path / "reference"
        path.write_text("#!%s -sS\nimport json, os, sys, time\nrequest = json.load(sys.stdin)\nlocation = %r\n%s" % (
            sys.executable, packages, textwrap.dedent(code)))
        path.chmod(0o755)
        monkeypatch.setenv("PKGRS_SHADOW_REFERENCE", str(path))
        for name, value in settings.items():
            monkeypatch.setenv("PKGRS_SHADOW_" + name.upper(), str(value))
    return make


def answered(status="solved", packages=(), **more):
    """Code that gives such an answer."""
    return """
        packages = %r
        def handle(name):
            family, version = name[:-2].split("-")
            return {"key": "filesystem.variant", "variables": {
                "name": family, "version": version, "index": None, "location": location,
                "repository_type": "filesystem"}}
        json.dump(dict({"status": %r, "failure": None, "solve_time": 1.5, "load_time": 0.5, "graph": None,
                        "packages": [[name, location] for name in packages], "ephemerals": [], "version": "9",
                        "handles": [handle(name) for name in packages]}, **%r), sys.stdout)
    """ % (list(packages), status, more)


def logged(folder):
    """The lines of the log, when all that was started has ended."""
    for child in shadow._children:
        child.wait()
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


def test_the_same_and_something_else(resolve, log, other):
    other(answered(packages=["lib-1.1[]", "app-1.0.0[]"]))
    context = resolve("app")
    assert [v.qualified_name for v in context.resolved_packages] == ["lib-1.1[]", "app-1.0.0[]"]
    resolve("lib")
    same, different = sorted(logged(log), key=lambda line: line["outcome"], reverse=True)
    assert same["outcome"] == "same" and same["rez_version"] == "9"
    assert same["request"]["requests"] == ["app"] and same["request"]["implicit"] == ["~platform==linux"]
    assert different["different"] == ["packages"]
    assert different["pkgrs"]["packages"] == [["lib-2.0[]", context.package_paths[0]]]
    assert [name for name, _ in different["rez"]["packages"]] == ["lib-1.1[]", "app-1.0.0[]"]


def test_noise_of_the_other_side_is_no_difference(resolve, log, other):
    other(answered("failed").replace('"failure": None', '"failure": os.environ["PYTHONHASHSEED"]'))
    resolve("lib-1", "lib-2")
    line, = logged(log)
    assert (line["outcome"], line["noise"]) == ("same", ["failure"])


@pytest.mark.parametrize("code, settings, why", [
    ("sys.stderr.write('first\\nlast line\\n'); sys.exit(3)", {}, "ended with status 3: last line"),
    ("print('no JSON')", {}, "ended with status 0"),
    ("os.kill(os.getpid(), 9)", {}, "ended with status -9"),
    ("print(json.dumps({'wrong': 'it has pkgrs'}))", {}, "it has pkgrs"),
    ("time.sleep(1000)", {"time_limit": 0.5}, "no answer within 0.5 s"),
])
def test_a_failure_of_the_other_side_is_logged_and_not_felt(resolve, log, other, code, settings, why, capfd):
    other(code, answer="pkgrs" if settings else "rez", **settings)
    assert resolve("app").success
    assert [(line["outcome"], line["why"]) for line in logged(log)] == [("failed", why)]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("answer", ["pkgrs", "rez"])
def test_an_error_stays_what_it_is(resolve, log, other, answer):
    other("time.sleep(1000)", answer=answer, time_limit=0.5)
    with pytest.raises(PackageFamilyNotFoundError, match="package family not found: nonesuch"):
        resolve("nonesuch")
    assert [line["why"] for line in logged(log)] == ["no answer within 0.5 s"]


@pytest.mark.parametrize("answer", ["pkgrs", "rez"])
def test_no_such_interpreter(resolve, log, monkeypatch, answer):
    monkeypatch.setenv("PKGRS_SHADOW_REFERENCE", "/nonesuch/python")
    monkeypatch.setenv("PKGRS_SHADOW_ANSWER", answer)
    assert resolve("app").success
    assert [line["why"] for line in logged(log)] == ["/nonesuch/python: No such file or directory"]


def test_nowhere_to_log_to(resolve, log, other):
    log.write_text("a file")
    other(answered(packages=["lib-1.0[]"]))
    assert resolve("app").success
    for child in shadow._children:
        child.wait()
    assert log.read_text() == "a file"


@pytest.mark.slow
def test_what_the_other_side_started_ends_with_it(resolve, log, other, tmp_path):
    pid = tmp_path / "pid"
    other("""
        import subprocess
        child = subprocess.Popen(["sleep", "1000"])
        open(%r, "w").write(str(child.pid))
        time.sleep(1000)
    """ % str(pid), time_limit=3)
    resolve("app")
    assert [line["why"] for line in logged(log)] == ["no answer within 3 s"]
    state = "/proc/%s/stat" % pid.read_text()
    if os.path.isdir("/proc/self"):
        assert not os.path.exists(state) or open(state).read().split()[2] == "Z"


def test_the_answer_of_the_other_side_is_used(resolve, log, other):
    other(answered(packages=["lib-1.0[]"], ephemerals=[".feature-1"], graph="{'nodes': [], 'edges': []}"), answer="rez")
    context = resolve("app")
    assert [v.qualified_name for v in context.resolved_packages] == ["lib-1.0[]"]
    assert [str(request) for request in context.resolved_ephemerals] == [".feature-1"]
    assert (context.solve_time, context.load_time) == (1.5, 0.5)
    assert context.to_dict()["graph"] == "{'nodes': [], 'edges': []}"
    assert [line["outcome"] for line in logged(log)] == ["different"]


def test_the_failure_that_the_other_side_finds_is_used(resolve, log, other):
    other(answered("failed", failure="because"), answer="rez")
    context = resolve("app")
    assert not context.success and context.failure_description == "because" and context.resolved_packages is None


@pytest.mark.parametrize("name, kind", [
    ("PackageFamilyNotFoundError", PackageFamilyNotFoundError), ("KeyError", RezError)])
def test_the_error_of_the_other_side_is_raised(resolve, log, other, name, kind):
    other("json.dump({'error': %r, 'message': 'gone', 'version': '9'}, sys.stdout)" % name, answer="rez")
    with pytest.raises(kind, match="gone"):
        resolve("app")
    assert [line["outcome"] for line in logged(log)] == ["different"]


def test_an_answer_that_does_not_exist_here_is_not_used(resolve, log, other):
    other(answered(packages=["lib-77[]"]), answer="rez")
    assert [v.qualified_name for v in resolve("app").resolved_packages] == ["lib-1.1[]", "app-1.0.0[]"]


def test_solves_that_the_other_side_cannot_repeat(resolve, log, other):
    other(answered())
    resolve("app", time_limit=100)
    resolve("app", max_fails=3)
    config.override("packages_path", ["memory@x"] + config.packages_path)
    resolve("app")
    assert sorted((line["outcome"], line["why"]) for line in logged(log)) == [
        ("skipped", "a repository is in memory")] + [("skipped", "the solve had a limit or a callback")] * 2


def test_the_request_is_passed_on_whole(resolve, log, other, packages):
    from pkgrs.package.filter import PackageFilterList
    from pkgrs.package.order import from_pod
    other(answered())
    orderers = [{"type": "sorted", "descending": False, "packages": ["lib"]}]
    config.override("variant_select_mode", "intersection_priority")
    resolve("app", timestamp=1500000000, building=True, testing=True,
            package_filter=PackageFilterList.from_pod([{"excludes": ["glob(lib-2*)"]}]),
            package_orderers=[from_pod(pod) for pod in orderers])
    request = logged(log)[0]["request"]
    assert request["settings"].pop("variant_select_mode") == "intersection_priority"
    assert set(request.pop("settings")) == set(shadow._PASSED_ON) - {"variant_select_mode"}
    assert request.pop("orderers")[0]["type"] == "sorted"
    assert request == {"requests": ["app"], "implicit": ["~platform==linux"], "paths": [packages], "building": True,
                       "testing": True, "timestamp": 1500000000, "filter": [{"excludes": ["glob(lib-2*)"]}]}


def test_only_so_many_at_once(log, tmp_path):
    held = shadow_run.Log(str(log), 1000)
    question = {"wait": False, "jobs": 1}
    with shadow_run.slot(held, question) as first, shadow_run.slot(held, question) as second:
        assert first and not second
        with shadow_run.slot(held, dict(question, wait=True)) as waited_for:
            assert waited_for
    with shadow_run.slot(held, question) as third:
        assert third


# -- settings

@pytest.mark.parametrize("section, variable, on", [
    ({}, None, False), ({}, "1", True), ({}, "0", False), ({}, "", False), ({}, "off", False),
    ({"enabled": True}, None, True), ({"enabled": True}, "0", False), ({"enabled": False}, "1", True),
    ("no mapping", None, False),
])
def test_switching_it_on(monkeypatch, section, variable, on):
    monkeypatch.delenv("PKGRS_SHADOW", raising=False)
    if variable is not None:
        monkeypatch.setenv("PKGRS_SHADOW", variable)
    config.override("pkgrs_shadow", section)
    assert (shadow_settings() is not None) == on


def test_it_is_no_setting_of_rez(tmp_path, monkeypatch):
    assert "pkgrs_shadow" not in [getattr(key, "schema", key) for key in config_schema._schema]
    path = tmp_path / "rezconfig.py"
    path.write_text("pkgrs_shadow = {'enabled': True, 'reference': '/r'}\n")
    monkeypatch.setenv("REZ_CONFIG_FILE", str(path))
    monkeypatch.delenv("PKGRS_SHADOW", raising=False)
    made = create_config(overrides={"quiet": True})
    made.filepaths = made.filepaths + [str(path)]
    made._uncache()
    made.__dict__.pop("_data_without_overrides", None)
    assert made._data["pkgrs_shadow"]["reference"] == "/r"
    assert "pkgrs_shadow" not in made.data


@pytest.mark.parametrize("section, variables, problem", [
    ({"reference": "/r"}, {}, ""),
    ({}, {"REFERENCE": "/r"}, ""),
    ({}, {}, "setting reference: no interpreter is named"),
    ({"reference": "python"}, {}, "setting reference: 'python' is not an absolute path"),
    ({"reference": "/r"}, {"REFERENCE": "r"}, "setting reference: 'r' is not an absolute path"),
    ({"reference": 3}, {}, "setting reference: 3 is not a text"),
    ({"reference": "/r", "answer": "both"}, {}, "setting answer: 'both' is neither 'pkgrs' nor 'rez'"),
    ({"reference": "/r", "time_limit": 0}, {}, "setting time_limit: 0 is not from 0.1 to 3600"),
    ({"reference": "/r", "sample": 2}, {}, "setting sample: 2 is not from 0 to 1"),
    ({"reference": "/r"}, {"JOBS": "many"}, "setting jobs: could not convert string to float: 'many'"),
    ({"reference": "/r", "refrence": "/s"}, {}, "no such setting: refrence"),
])
def test_settings(monkeypatch, section, variables, problem):
    for name, value in variables.items():
        monkeypatch.setenv("PKGRS_SHADOW_" + name, value)
    assert Shadow.of(section).problem == problem


def test_settings_that_are_wrong_are_logged(resolve, log, monkeypatch):
    monkeypatch.setenv("PKGRS_SHADOW_REFERENCE", "python")
    assert resolve("app").success
    assert [line["why"] for line in logged(log)] == ["setting reference: 'python' is not an absolute path"]


def test_a_part_of_the_resolves(monkeypatch, log):
    none, all_ = Shadow.of({"reference": "/r", "sample": 0}), Shadow.of({"reference": "/r"})
    assert not any(none.takes_part() for _ in range(50)) and all(all_.takes_part() for _ in range(50))


def test_nothing_is_imported_when_it_is_off(packages):
    code = ("import sys; from rez.resolved_context import ResolvedContext\n"
            "ResolvedContext(['lib'], package_paths=[%r]); print([m for m in sys.modules if 'shadow' in m])" % packages)
    env = {name: value for name, value in os.environ.items() if not name.startswith("PKGRS_SHADOW")}
    assert subprocess.check_output([sys.executable, "-c", code], env=env).strip() == b"[]"


# -- the log

@pytest.mark.slow
def test_lines_of_many_processes_stay_whole(tmp_path):
    code = ("import sys; sys.path.insert(0, %r); import shadow_run\n"
            "log = shadow_run.Log(%r, 10 ** 9)\n"
            "for i in range(40): log.add({'who': sys.argv[1], 'number': i, 'text': 'x' * 9000})" % (
                os.path.dirname(shadow_run.__file__), str(tmp_path / "log")))
    running = [subprocess.Popen([sys.executable, "-I", "-c", code, str(n)]) for n in range(6)]
    assert [process.wait() for process in running] == [0] * 6
    found = [(line["who"], line["number"]) for line in logged(tmp_path / "log")]
    assert sorted(found) == sorted((str(n), i) for n in range(6) for i in range(40))


def test_the_log_is_this_users_own(tmp_path):
    before = os.umask(0)
    try:
        log = shadow_run.Log(str(tmp_path / "log"), 10 ** 6)
        log.add({"a": 1})
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "log").stat().st_mode) == 0o700
    for path in (tmp_path / "log").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o644


@pytest.mark.parametrize("how", ["link", "writable", "second name", "pipe"])
def test_files_that_others_may_have_made_are_not_written_to(tmp_path, how):
    log = shadow_run.Log(str(tmp_path / "log"), 10 ** 6)
    name = tmp_path / "log" / (log.stem + ".jsonl")
    target = tmp_path / "target"
    target.write_text("")
    if how == "link":
        name.symlink_to(target)
    elif how == "second name":
        os.link(str(target), str(name))
    elif how == "pipe":
        os.mkfifo(str(name))
    else:
        name.write_text("")
        name.chmod(0o666)
    with pytest.raises(OSError):
        log.add({"a": 1})
    assert target.read_text() == ""


def test_the_log_has_a_limit(tmp_path):
    log = shadow_run.Log(str(tmp_path), 2000)
    for number in range(100):
        log.add({"number": number, "text": "x" * 80})
    new, old = tmp_path / (log.stem + ".jsonl"), tmp_path / (log.stem + ".1.jsonl")
    assert new.stat().st_size <= 1000 and old.stat().st_size <= 1000
    numbers = [json.loads(line)["number"] for path in (old, new) for line in path.read_text().splitlines()]
    assert numbers == list(range(numbers[0], 100)) and len(numbers) > 8
    log.add({"text": "x" * 5000})  # larger than the limit, and yet the only thing that happened
    assert socket.gethostname().split(".")[0] in log.stem


@pytest.mark.parity
def test_beside_real_rez(resolve, log, monkeypatch):
    reference = os.environ.get("PKGRS_REFERENCE")
    if not reference:
        pytest.skip("PKGRS_REFERENCE names no interpreter")
    monkeypatch.setenv("PKGRS_SHADOW_REFERENCE", reference)
    monkeypatch.setenv("PKGRS_SHADOW_JOBS", "20")
    requests = [["app"], ["lib-1", "lib-2"], ["lib<2", ".feature-1"], ["ring_a"], ["nonesuch"]]  # where a ring starts is noise
    outcomes = []
    for answer in ("pkgrs", "rez"):
        monkeypatch.setenv("PKGRS_SHADOW_ANSWER", answer)
        for request in requests:
            try:
                context = resolve(*request)
            except RezError as error:
                outcomes.append((type(error), str(error)))
            else:
                outcomes.append((str(context), context.failure_description))
    assert outcomes[:3] == outcomes[5:8] and outcomes[4] == outcomes[9]
    lines = logged(log)
    assert [line["outcome"] for line in lines] == ["same"] * 10, lines
    assert {line["rez_version"] for line in lines} == {"3.4.0"}
