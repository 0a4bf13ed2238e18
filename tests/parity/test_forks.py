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
    "interrupt": "raise KeyboardInterrupt()",
    "killed": "import os, signal\nprint(1, flush=True)\nos.kill(os.getpid(), signal.SIGTERM)",
    "much": "import sys\ntext = sys.stdin.read()\nsys.stdout.write(text * 3)\nsys.stderr.write(text)",
    "does not read": "print(1)",
    "line ends": "import sys\nsys.stdout.buffer.write(b'a\\r\\nb\\rc\\n')",
}
GIVEN = {"much": "text\n" * 60000, "does not read": "text\n" * 60000}


@pytest.fixture(scope="module")
def forks():
    made = Forks(Path(sys.executable), ["json", "subprocess"])
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
    found = [call(argv, given, environment(tmp_path), str(folder), 60) for call in (forks.finish, processes.finish)]
    first, second = ((answer.returncode, answer.stdout, answer.stderr) for answer in found)
    assert first == second


def test_scripts_of_the_interpreter_run_in_forks_of_one_process(forks, tmp_path):
    script = tmp_path / "tool"
    script.write_text("#!%s\nimport os\nprint(os.getppid())" % sys.executable)
    script.chmod(0o755)
    first, second = (forks.finish([str(script)], "", environment(tmp_path), str(tmp_path), 60).stdout for _ in "12")
    assert first == second != "%d\n" % os.getpid()
    other = forks.finish([str(script)], "", dict(environment(tmp_path), PYTHONHASHSEED="4"), str(tmp_path), 60).stdout
    assert other not in (first, "%d\n" % os.getpid()), "the hash seed is taken at the start of a process"


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
