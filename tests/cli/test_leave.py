"""The end of a command's process: seen from outside, it is as Python's."""
import os
import subprocess
import sys

import pytest

import pkgrs

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(pkgrs.__file__)))
LEAVE = "from pkgrs.cli.leave import leave\n"
CASES = {
    "nothing": "leave(None)",
    "a code": "leave(3)",
    "a large code": "leave(256 + 7)",
    "a negative one": "leave(-1)",
    "output": "print('out')\nsys.stdout.write('more')\nsys.stderr.write('why')\nleave(0)",
    "functions for the end": "import atexit\natexit.register(print, 'first')\natexit.register(print, 'last')\nleave(0)",
    "one that fails": "import atexit\natexit.register(print, 'kept')\natexit.register(int, 'x')\nleave(4)",
    "temporary folders": "from pkgrs.base.tempdirs import TempDirs\nprint(len(TempDirs(None, 'x').mkdtemp()) > 0)\nleave(0)",
    "no streams": "sys.stdout = sys.stderr = None\nleave(5)",
    "a closed stream": "import os\nprint('x', flush=True)\nos.close(1)\nprint('lost')\nleave(0)",
}
LEFT = {
    "a text": "leave('why')",
    "a thread": "import threading, time\n"
                "threading.Thread(target=lambda: (time.sleep(.2), print('thread'))).start()\nleave(0)",
    "a module of someone's": "sys.path.insert(0, FOLDER)\nimport someones\nleave(0)",
}


def run(code, folder, leaving):
    text = "import sys\nFOLDER = %r\n" % str(folder) + (
        LEAVE if leaving else "leave = sys.exit\n") + code + "\nsys.exit(%s)" % code.rpartition("leave(")[2].rstrip(")")
    environ = dict(os.environ, PYTHONPATH=ROOT, TMPDIR=str(folder), PYTHONIOENCODING="utf8")
    # without what an environment of tests imports as it starts
    return subprocess.run([sys.executable, "-S", "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ,
                          universal_newlines=True)


@pytest.mark.parametrize("name", [*CASES, *LEFT])
def test_it_ends_as_python_does(name, tmp_path):
    (tmp_path / "someones.py").write_text("file = open(%r, 'w')\nfile.write('text')\n" % str(tmp_path / "written"))
    code = {**CASES, **LEFT}[name]
    ends = [run(code, tmp_path, leaving) for leaving in (True, False)]
    results = [(end.returncode, end.stdout, end.stderr.replace("__main__", "").splitlines()[-1:]) for end in ends]
    assert results[0] == results[1]
    assert sorted(os.listdir(str(tmp_path))) == ["someones.py"] + ["written"] * ("someone" in name)
    if "someone" in name:
        assert (tmp_path / "written").read_text() == "text"


@pytest.mark.parametrize("code, at_once", [(CASES["output"], True), *((code, False) for code in LEFT.values())])
def test_it_ends_at_once_where_nobody_misses_anything(code, at_once, tmp_path):
    (tmp_path / "someones.py").write_text("")
    end = run("class Left:\n    def __del__(self):\n        print('undone')\nleft = Left()\n" + code, tmp_path, True)
    assert ("undone" in end.stdout) is not at_once
