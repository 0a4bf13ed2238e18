"""Checking whole repositories, hostile files, and the command."""
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pkgrs.check.report import as_text
from pkgrs.check.run import check
from pkgrs.cli import table

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"


def pkg(*arguments: str, **options: Any) -> "subprocess.CompletedProcess[str]":
    code = "from pkgrs.cli import entry; entry.run_pkg()"
    return subprocess.run([sys.executable, "-c", code, "check", *arguments], cwd=str(ROOT), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, universal_newlines=True, **options)


def definition(folder: Path, text: str, name: str = "package.py") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text)
    return path


@pytest.mark.parametrize("name", ["packages", "source"])
def test_examples_are_clean(name: str) -> None:
    report = check([str(EXAMPLES / name)], families=None)
    assert report.findings == [] and report.problems == []
    assert report.checked


def test_families_of_examples_are_there() -> None:
    assert check([str(EXAMPLES / "packages")], families=set()).findings == []


def test_a_family_and_a_file_can_be_named() -> None:
    assert check([str(EXAMPLES / "packages" / "arnie")]).checked == 3
    assert check([str(EXAMPLES / "packages" / "arnie" / "7.1.0")]).checked == 1
    assert check([str(EXAMPLES / "packages" / "arnie" / "7.1.0" / "package.py")]).checked == 1
    assert check([str(EXAMPLES / "packages" / "site_fonts.yaml")]).checked == 1


def test_nothing_is_run(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    definition(tmp_path / "a", "open(%r, 'w')\nname = 'a'\nversion = '1'\n@early()\ndef requires():\n    open(%r, 'w')\n"
               % (str(mark), str(mark)))
    definition(tmp_path / "b", "name: !!python/object/apply:os.mkdir [%s]\n" % mark, "package.yaml")
    check([str(tmp_path / "a"), str(tmp_path / "b")])
    assert not mark.exists()


def test_nothing_is_changed(tmp_path: Path) -> None:
    definition(tmp_path / "a" / "1", "name = 'a'\nversion = '1'\n")
    (tmp_path / "a" / ".building2").touch()
    before = sorted((str(path), path.stat().st_mtime_ns) for path in tmp_path.rglob("*"))
    check([str(tmp_path)])
    assert sorted((str(path), path.stat().st_mtime_ns) for path in tmp_path.rglob("*")) == before


@pytest.mark.parametrize("text, name", [
    ("x = " + "(" * 5000 + ")" * 5000, "package.py"),
    ("x = " + "-" * 200000 + "1", "package.py"),
    ("x = " + "+".join(["'a'"] * 50000), "package.py"),
    ("a: " + "[" * 1500 + "]" * 1500, "package.yaml"),
    ("a: &a [x, x]\n" + "".join("%s: &%s [*%s, *%s]\n" % (b, b, a, a) for a, b in zip("abcdefghijklmnopqrstu", "bcdefghijklmnopqrstuv")),
     "package.yaml"),
    ("a: &a [*a]\n", "package.yaml"),
])
def test_hostile_texts_are_problems(text: str, name: str, tmp_path: Path) -> None:
    bad = definition(tmp_path / "bad", text, name)
    good = definition(tmp_path / "good", "name = 'a'\nrequires = 'b'\n")
    report = check([str(bad), str(good)])
    assert [one.path for one in report.findings if one.rule == "bad-type"] == [str(good)]
    assert len(report.problems) == 1 or any(one.rule == "syntax" for one in report.findings)


def test_growing_texts_are_not_followed(tmp_path: Path) -> None:
    lines = ["a0 = 'x' + 'y'"] + ["a%d = a%d + a%d" % (n + 1, n, n) for n in range(100)]
    path = definition(tmp_path, "\n".join(lines + ["name = 'a'"]))
    assert check([str(path)]).findings == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_does_not_keep_us(tmp_path: Path) -> None:
    os.mkfifo(str(tmp_path / "package.py"))
    report = check([str(tmp_path)])
    assert report.problems == ["%s: it is not a plain file" % (tmp_path / "package.py")]
    assert report.exit_code == 2


def test_texts_do_nothing_to_a_terminal(tmp_path: Path) -> None:
    definition(tmp_path, "name = '\\x1b]0;x\\x07'\nrequires = ['\\x1b[2J-1']\n")
    assert "\x1b" not in "\n".join(as_text(check([str(tmp_path)])))


def test_a_family_that_is_not_all_known(tmp_path: Path) -> None:
    """What only running the definition would tell is not guessed at."""
    definition(tmp_path, """
import os
from studio import *
name = "a"
version = os.environ.get("VERSION")
requires = ["b-1"]
requires.append("c")
if os.name == "nt":
    tools = ["a.exe"]
else:
    tools = ["a"]
variants = [[v] for v in ("x", "y")]
with scope("config") as c:
    c.release_packages_path = "/x"
def commands():
    env.A = this.whatever
    for part in ("a", "b"):
        env.PATH.append("{root}/{part}")
    env.TEMPLATE = "{shot}_{task}"
    try:
        env.B = undefined_name
    except NameError:
        pass
    env.PATH = expandvars("$PATH")
    env.HOST = "host:80/a"
    env.DRIVE = "C:/a"
    alias("x", "y --a {{z}}")
""")
    assert check([str(tmp_path)]).findings == []


def test_command(tmp_path: Path) -> None:
    bad = definition(tmp_path, "name = 'a'\nrequires = 'b'\n")
    done = pkg(str(tmp_path))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "%s:2: error: requires can't have a string (b) here: a list of requests [bad-type]" % bad,
        "    write ['b']",
        "1 definition checked: 1 error, 0 warnings",
    ]
    assert pkg(str(tmp_path), "--ignore", "bad-type").returncode == 0
    done = pkg(str(tmp_path), "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "findings": [{"path": str(bad), "line": 2, "rule": "bad-type", "severity": "error",
                      "message": "requires can't have a string (b) here: a list of requests", "fix": "write ['b']"}],
        "problems": [], "checked": 1}


@pytest.mark.parametrize("arguments, code, text", [
    (["/no/such/path"], 2, "can't be checked: /no/such/path: there is no such file or folder"),
    ([], 2, "name what to check"),
    (["--ignore", "nothing", "."], 2, "no such rule: nothing"),
    (["tests/check/__init__.txt"], 2, "there is no such file"),
    (["docs/examples/README.md"], 2, "neither a folder, nor"),
    (["docs/examples/packages"], 0, ""),
])
def test_exit_codes(arguments: list, code: int, text: str) -> None:
    done = pkg(*arguments)
    assert done.returncode == code
    assert text in done.stderr
    assert "Traceback" not in done.stderr


def test_rules_are_listed() -> None:
    assert pkg("--list-rules").stdout.splitlines()[0].split()[:2] == ["syntax", "error"]
    assert json.loads(pkg("--list-rules", "--format", "json").stdout)[0]["id"] == "syntax"


def test_families_option(tmp_path: Path) -> None:
    definition(tmp_path, "name = 'a'\nrequires = ['maya', 'mayb']\n")
    done = pkg("--families", "--paths", str(EXAMPLES / "packages"), str(tmp_path))
    assert done.returncode == 1
    assert "no repository has a package mayb [unknown-family]" in done.stdout


def test_rez_has_no_such_command() -> None:
    assert "check" in table.PKG_COMMANDS
