"""Scripts run in forks are as those run in processes of their own."""
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from parity import model, processes
from parity.__main__ import IMPORTED, SCENARIOS, _open, _ours
from parity.forks import Forks, available, forked
from parity.report.text import text_report
from parity.run import Run
from parity.source import Live

pytestmark = pytest.mark.skipif(not available, reason="this system has no forks")

SCRIPTS = {
    "what it is": """
import os, sys
print(__name__, __file__, sys.argv, sys.path, sorted(os.environ.items()), os.getcwd(), sys.stdin.read(), __doc__)
print(os.isatty(0), os.isatty(1), sys.stdout.encoding, sys.stdout.errors, sys.stdout.line_buffering, sys.stderr.errors)
print(os.getpid() == os.getsid(0) == os.getpgrp(), sys.modules["__main__"].__dict__ is globals(), sys.flags)
print(sorted(name for name in os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else "")
""",
    "imports": "import json, values\nprint(values.x, json.dumps([1]), values.__file__, values.__cached__)",
    "subprocess": "import subprocess, sys\nprint(1, flush=True)\nsubprocess.call(['sh', '-c', 'cat; echo 2; echo 3 >&2'])",
    "error": "def f():\n    raise ValueError('no')\nprint(1)\nf()",
    "syntax error": "print(1\n",
    "exit": "import sys\nsys.exit(7)",
    "exit with a text": "import sys\nprint('out')\nsys.exit('why')",
    "at the end": "import atexit, threading, time\natexit.register(print, 'last')\n"
                  "threading.Thread(target=lambda: (time.sleep(.2), print('thread'))).start()\nprint('first')",
    "exit with nothing": "import sys\nsys.exit()",
    "exit with much": "import sys\nsys.exit(256 + 3)",
    "what it leaves": "class Left:\n    def __del__(self):\n        print('gone')\nleft = Left()\n"
                      "file = open('left.txt', 'w')\nfile.write('text')",
    "streams that are closed": "import os, sys\nprint('lost')\nos.close(1)",
    "no streams": "import sys\nsys.stdout = sys.stderr = None",
    "interrupt": "raise KeyboardInterrupt()",
    "killed": "import os, signal\nprint(1, flush=True)\nos.kill(os.getpid(), signal.SIGTERM)",
    "much": "import sys\ntext = sys.stdin.read()\nsys.stdout.write(text * 3)\nsys.stderr.write(text)",
    "does not read": "print(1)",
    "line ends": "import sys\nsys.stdout.buffer.write(b'a\\r\\nb\\rc\\n')",
}
GIVEN = {"much": "text\n" * 60000, "does not read": "text\n" * 60000}


@pytest.fixture(scope="module")
def forks():
    made = Forks(Path(sys.executable), ["json", "subprocess", "colorsys"])
    yield made
    made.close()


def environment(tmp_path):
    return {"PATH": os.defpath, "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONHASHSEED": "3", "PYTHONDONTWRITEBYTECODE": "1",
            "ODD": "a b\nc"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_fork_is_as_a_process(forks, tmp_path, name):
    script, folder = tmp_path / "tool.py", tmp_path / "folder"
    folder.mkdir()
    (tmp_path / "values.py").write_text("x = 'theirs, not ours'")
    script.write_text(SCRIPTS[name])
    argv = [sys.executable, str(script), "a b", "-c"]
    given = GIVEN.get(name, "given\n")
    found = []
    for call in (forks.finish, processes.finish):
        answer = call(argv, given, environment(tmp_path), str(folder), 60)
        found.append((answer.returncode, answer.stdout, answer.stderr, [path.read_text() for path in folder.iterdir()]))
    assert found[0] == found[1]


# Modules of a `rez` of its own, what a script prints of them, and whether the module is the same one in each fork.
KEPT = {
    "plain": ("", True),
    "imports": ("from rez import plain", True),
    "asked": ("import os\nvalue = os.environ.get('ASKED')", True),
    "asked of its importer": ("from rez import asked", True),
    "other": ("import os\nvalue = os.environ.get('OTHER')", False),
    "other of its importer": ("from rez.other import value", False),
    "all": ("import os\nvalue = sorted(os.environ)", False),
    "felt": ("import atexit\natexit.register(print, 'end')", False),
    "felt by its importer": ("import rez.felt", False),
    "log": ("import logging\nlogging.getLogger('rez').addHandler(logging.NullHandler())", False),
    "file": ("value = open('/etc/hostname').read()", False),
    "folder": ("import os\nvalue = sorted(os.listdir('.'))", False),
    "variable": ("import os\nos.environ['SET'] = '1'", False),
    "place": ("import os\nvalue = os.getcwd()", False),
    "cached": ("import os\n_found = {}\ndef get():\n    if not _found:\n        _found['x'] = os.environ.get('OTHER')\n"
               "    return _found['x']", True),
    "caching": ("import os\n_found = {}\ndef get():\n    if not _found:\n        _found['x'] = os.environ.get('ASKED')\n"
                "    return _found['x']", True),
    "asks what caches": ("from rez import caching\nvalue = caching.get()", True),
    "first to ask": ("from rez import cached\nvalue = cached.get()", False),
    "second to ask": ("from rez import cached\nvalue = cached.get()", False),
    "first to read": ("from rez import reader\nvalue = reader.get()", False),
    "second to read": ("from rez import reader\nvalue = reader.get()", False),
    "of its own": ("import sys, types\nsys.modules[__name__] = types.SimpleNamespace(value=1, stamp=1)", True),
}


@pytest.fixture()
def kept(tmp_path):
    """A folder with such modules, and forks of a process that has imported them all."""
    package = tmp_path / "modules" / "rez"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "reader.py").write_text("_found = []\ndef get():\n    if not _found:\n        _found.append("
                                       "open('/etc/hostname').read())\n    return _found[0]")
    (package / "same").mkdir()
    (package / "same" / "__init__.py").write_text("from rez.same.same import same")
    (package / "same" / "same.py").write_text("def same():\n    return 'called'")
    names = [name.replace(" ", "_") for name in KEPT]
    for name, (code, _) in KEPT.items():
        (package / (name.replace(" ", "_") + ".py")).write_text("import time\nvalue = 0\nstamp = time.perf_counter()\n" + code)
    made = Forks(Path(sys.executable), ["rez." + name for name in [*names, "same"]])
    yield tmp_path / "modules", made
    made.close()


@pytest.mark.parametrize("name", KEPT)
def test_modules_that_are_the_same_everywhere_are_run_once(kept, tmp_path, name):
    """And are in a fork what they are in a process of its own."""
    script = tmp_path / "tool.py"
    module = "rez." + name.replace(" ", "_")
    script.write_text("import sys, os\nimport %s as m\nimport rez\nprint(m.stamp)\nprint(m.value, sorted(x for x in sys.modules if "
                      "x.startswith('rez')), sorted(x for x in vars(rez) if x[0] != '_'), sorted(os.environ), "
                      "type(getattr(m, '__loader__', None)), getattr(getattr(m, '__spec__', None), 'cached', None))" % module)
    env = dict(environment(tmp_path), PYTHONPATH=str(kept[0]), OTHER="1")
    answers = [call([sys.executable, str(script)], "", env, str(tmp_path), 60).stdout.partition("\n")
               for call in (kept[1].finish, kept[1].finish, processes.finish)]
    assert answers[0][2] == answers[1][2] == answers[2][2] != ""
    assert (answers[0][0] == answers[1][0]) is KEPT[name][1]


@pytest.mark.parametrize("text", [
    "import rez\nprint(hasattr(rez, 'plain'), 'rez.plain' in sys.modules)",
    "import rez.asked_of_its_importer, rez\nprint(rez.asked.value, hasattr(rez, 'plain'))",
    "import os\nimport rez.plain\nos.environ['ASKED'] = '2'\nimport rez.asked_of_its_importer as m\nprint(m.asked.value)",
    "import os\nos.environ['ASKED'] = '2'\nimport rez.asked as m\ndel os.environ['ASKED']\nfrom rez.asked_of_its_importer import "
    "asked\nprint(m is asked, asked.value)",
    "import rez.plain as m\ndel sys.modules['rez.plain']\nimport importlib\nn = importlib.import_module('rez.plain')\n"
    "print(m is n, m.stamp == n.stamp)",
    "import importlib, rez.plain as m\nfirst = m.stamp\nimportlib.reload(m)\nprint(m.stamp == first)",
    "import importlib.util as u\nfound = u.find_spec('rez.plain')\nprint(found.origin, found.cached, found.loader.get_source('rez.plain'))",
    "import os\nos.environ['ASKED'] = '2'\nimport rez.caching\nprint(rez.caching.get())",
    "import rez.same\nprint(rez.same.same())",
    "import pkgutil, rez\nprint(sorted(m.name for m in pkgutil.iter_modules(rez.__path__)))",
])
def test_what_is_kept_is_not_seen(kept, tmp_path, text):
    script = tmp_path / "tool.py"
    script.write_text("import sys\n" + text)
    env = dict(environment(tmp_path), PYTHONPATH=str(kept[0]))
    found = [call([sys.executable, str(script)], "", env, str(tmp_path), 60) for call in (kept[1].finish, processes.finish)]
    assert found[0].stdout == found[1].stdout != "", found[0].stderr


def test_scripts_of_the_interpreter_run_in_forks_of_one_process(forks, tmp_path):
    script = tmp_path / "tool"
    script.write_text("#!%s\nimport os\nprint(os.getppid())" % sys.executable)
    script.chmod(0o755)
    first, second = (forks.finish([str(script)], "", environment(tmp_path), str(tmp_path), 60).stdout for _ in "12")
    assert first == second != "%d\n" % os.getpid()
    other = forks.finish([str(script)], "", dict(environment(tmp_path), PYTHONHASHSEED="4"), str(tmp_path), 60).stdout
    assert other not in (first, "%d\n" % os.getpid()), "the hash seed is taken at the start of a process"


@pytest.mark.parametrize("path, shared", [
    ("{0}/plain", True), ("{0}/plain:{0}/none:{0}/plain", True), ("{0}/a/../plain:{0}/start", True), ("{0}/start:{0}/plain", True),
    ("", True), ("{0}/start", True), ("plain", False), ("{0}/plain:", False),
    ("{0}/colors:{0}/plain", False), ("{0}/user:{0}/plain", False), ("{0}/rez:{0}/plain", False)])
def test_a_path_of_modules(forks, tmp_path, path, shared):
    """It is added in the fork, unless one of its modules is there already from elsewhere, or Python would look for it there."""
    files = {"plain/mine.py": "x = 'mine'", "start/sitecustomize.py": "import sys\nsys.start = list(sys.path)", "colors/colorsys.py": "",
             "start/mine.py": "x = 'start'", "user/usercustomize.py": "", "rez/rez/__init__.py": ""}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text)
    script = tmp_path / "tool.py"
    if not path:
        (tmp_path / "mine.py").write_text("x = 'beside'")
    script.write_text("import colorsys, os, sys\nfrom mine import x\nprint(x, sys.path, colorsys.__file__, "
                      "getattr(sys, 'start', 0), os.environ)")
    env = dict(environment(tmp_path), PYTHONPATH=path.format(tmp_path))
    found = [call([sys.executable, str(script)], "", env, str(tmp_path), 60) for call in (forks.finish, processes.finish)]
    assert found[0].stdout == found[1].stdout != "", found[0].stderr
    script.write_text("import os\nprint(os.getppid())")
    parents = [forks.finish([sys.executable, str(script)], "", e, str(tmp_path), 60).stdout for e in (env, environment(tmp_path))]
    assert (parents[0] == parents[1]) is shared


@pytest.mark.parametrize("argv, env", [
    (["/bin/sh", "-c", "echo $PPID"], {}),
    ([sys.executable, "-c", "import os; print(os.getppid())"], {}),
    ([sys.executable, "{}"], {"PYTHONOPTIMIZE": "1"}),
    (["{}"], {}),
])
def test_what_no_fork_can_be_is_a_process(forks, tmp_path, argv, env):
    script = tmp_path / "tool"
    script.write_text("#!/usr/bin/env -S %s -E\nimport os\nprint(os.getppid())" % sys.executable)
    script.chmod(0o755)
    answer = forks.finish([part.replace("{}", str(script)) for part in argv], "", dict(environment(tmp_path), **env),
                          str(tmp_path), 60)
    assert answer.stdout == "%d\n" % os.getpid()


def test_the_limit_of_time(forks, tmp_path):
    """What it has started holds its pipes, and ends with it; the next one runs."""
    script = tmp_path / "tool.py"
    script.write_text("import subprocess\nsubprocess.call(['sleep', '600'])")
    with pytest.raises(subprocess.TimeoutExpired):
        forks.finish([sys.executable, str(script)], "", environment(tmp_path), str(tmp_path), 0.5)
    script.write_text("import os, time\nos.close(1)\nos.close(2)\ntime.sleep(600)")
    with pytest.raises(subprocess.TimeoutExpired):
        forks.finish([sys.executable, str(script)], "", environment(tmp_path), str(tmp_path), 0.5)
    script.write_text("print(1)")
    assert forks.finish([sys.executable, str(script)], "", environment(tmp_path), str(tmp_path), 60).stdout == "1\n"


def test_the_process_that_stays_may_end(tmp_path):
    forks = Forks(Path(sys.executable), [])
    try:
        script = tmp_path / "tool.py"
        script.write_text("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)")
        with pytest.raises(OSError, match="was to be forked ended"):
            forks.finish([sys.executable, str(script)], "", environment(tmp_path), str(tmp_path), 60)
        script.write_text("print(1)")
        assert forks.finish([sys.executable, str(script)], "", environment(tmp_path), str(tmp_path), 60).stdout == "1\n"
    finally:
        forks.close()


@pytest.mark.parity
@pytest.mark.slow
@pytest.mark.parametrize("name", ["pkgrs", "reference"])
def test_forks_give_what_processes_give(name):
    """All scenarios on one side, in processes of their own and in forks: the same, up to what differs from run to run."""
    scenarios, _ = model.load_folder(SCENARIOS)
    with ExitStack() as stack:
        side = stack.enter_context(_ours(None)) if name == "pkgrs" else _open("reference", os.environ["PKGRS_REFERENCE"])
        outcome = Run(Live(side), stack.enter_context(forked(side, IMPORTED)), ()).go(scenarios, os.cpu_count() or 1, False)
    assert text_report(outcome).splitlines()[-1] == "%d of %d scenarios identical" % (len(scenarios), len(scenarios)), (
        text_report(outcome))
