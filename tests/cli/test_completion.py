"""Completion: what is printed for a line, and the scripts in real shells."""
import os
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, Iterator, List

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "rez" / "completion"
SHELLS = {
    "bash": ("sh", ["bash", "--norc", "--noprofile", "-i"]),
    "zsh": ("zsh", ["zsh", "-i"]),
    "tcsh": ("csh", ["tcsh", "-f"]),
    "fish": ("fish", ["fish", "--no-config", "-i"]),
}


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    (home / ".zshrc").write_text("PS1='$ '\n")
    for version in ("1.0", "2.0"):
        folder = home / "packages" / "completable" / version
        folder.mkdir(parents=True)
        (folder / "package.py").write_text("name = 'completable'\nversion = '%s'\n" % version)
    bin_folder = home / "bin"
    bin_folder.mkdir()
    script = bin_folder / "_rez-complete"
    script.write_text("#!%s\nimport sys\nsys.path.insert(0, %r)\nfrom pkgrs.cli.entry import run_rez_complete\n"
                      "sys.exit(run_rez_complete())\n" % (sys.executable, str(ROOT)))
    script.chmod(0o755)
    return {"PATH": "%s:/usr/bin:/bin" % bin_folder, "HOME": str(home), "TERM": "xterm", "LANG": "C.UTF-8",
            "COLUMNS": "150", "REZ_DISABLE_HOME_CONFIG": "1", "REZ_PACKAGES_PATH": str(home / "packages")}


def completions(environ: Dict[str, str], line: str, **more: str) -> List[str]:
    done = subprocess.run([environ["HOME"] + "/bin/_rez-complete"], env=dict(environ, COMP_LINE=line, **more),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, check=True,
                          cwd=environ["HOME"])
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize("line, found", [
    ("rez-env compl", ["completable", "completable-1.0", "completable-2.0"]),
    ("rez-env completable-", ["completable-1.0", "completable-2.0"]),
    ("rez env completable-2", ["completable-2.0"]),
    ("pkg env completable-2", ["completable-2.0"]),
    ("/some/where/rez-env completable-2", ["completable-2.0"]),
    ("rez-env --strict completable-2", ["completable-2.0"]),
    ("rez-env --patch-", ["--patch-rank"]),
    ("rez e", ["env"]),
    ("rez y", ["yaml2py"]),
    ("rez wh", []),
    ("pkg why", ["why", "why-not"]),
    ("rez-env --paths bi", ["bin/"]),
    ("rez-config package_cache_a", ["package_cache_async"]),
    ("rez-env completable -- _rez-c", ["_rez-complete"]),
    ("rez-env \u00fc compl", ["completable", "completable-1.0", "completable-2.0"]),
    ("rez-nothing x", []),
    ("rez nothing x", []),
    ("rez-bind py", ["python"]),
    ("rez-bind --rel", ["--release"]),
    ("", None),
])
def test_completions(environ: Dict[str, str], line: str, found: List[str]) -> None:
    actual = completions(environ, line)
    if found is not None:
        assert sorted(actual) == found


def test_cursor_inside_of_the_line(environ: Dict[str, str]) -> None:
    line = "rez-env completable-1 completable-2"
    assert completions(environ, line, COMP_POINT=str(len("rez-env completable-1"))) == ["completable-1.0"]


def scripts() -> List[str]:
    text = (ROOT / "pyproject.toml").read_text()
    names = re.findall(r'^([\w-]+) = "pkgrs\.cli\.entry:', text, re.M)
    return sorted(name for name in names if not name.startswith("_"))


@pytest.mark.parametrize("extension", ["sh", "csh", "zsh", "fish"])
def test_scripts_name_all_tools(extension: str) -> None:
    text = (SCRIPTS / ("complete." + extension)).read_text().replace("\\\n", " ")
    (block,) = re.findall(r" (rez rezolve [a-z0-9 -]+)", text)
    assert sorted(block.split()) == scripts()


class Terminal:
    """A shell in a terminal."""

    def __init__(self, command: List[str], environ: Dict[str, str]) -> None:
        import pty
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(environ["HOME"])
            os.execvpe(command[0], command, environ)
        self.output = ""

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def wait_for(self, pattern: str, seconds: float = 10.0) -> None:
        """Read on until there is what matches, which is then forgotten; fail when it doesn't come."""
        end = time.monotonic() + seconds
        while not re.search(pattern, self.output, re.S):
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise AssertionError("%r is not in %r" % (pattern, self.output))
            self.output += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", os.read(self.fd, 4096).decode("utf-8", "replace"))
        self.settle()

    def settle(self) -> None:
        """Read until nothing more comes: what is typed while the prompt is made is not taken for keys."""
        while select.select([self.fd], [], [], 0.25)[0]:
            os.read(self.fd, 4096)
        self.output = ""

    def close(self) -> None:
        import signal
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


@pytest.fixture(params=sorted(SHELLS))
def terminal(request: pytest.FixtureRequest, environ: Dict[str, str]) -> Iterator[Terminal]:
    extension, command = SHELLS[request.param]
    if not shutil.which(command[0]):
        pytest.skip("%s is not installed" % request.param)
    made = Terminal(command, environ)
    made.type("source %s; echo read''y\r" % (SCRIPTS / ("complete." + extension)))
    made.wait_for(r"ready\r?\n")
    yield made
    made.close()


def test_tab(terminal: Terminal) -> None:
    terminal.type("true; rez-env compl\t")
    terminal.wait_for("etable")
    terminal.type("-2\t")
    terminal.wait_for(r"-2.*\.0")
    terminal.type("--patch-r\t")
    terminal.wait_for(r"--patch-r.*ank")
