"""Binding: finding modules, what they install, what comes of failures."""
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from pkgrs.bind import pymodule, python, run, utils
from pkgrs.config.config import config
from pkgrs.tool_errors import RezBindError
from pkgrs.version.range import VersionRange
from pkgrs.version.version import Version


@pytest.fixture
def modules(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "modules"
    folder.mkdir()
    config.override("bind_module_path", [str(folder)])
    yield folder
    config.remove_override("bind_module_path")


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "importable"
    (folder / "pack").mkdir(parents=True)
    (folder / "pack" / "__init__.py").write_text("__version__ = '1.2'\n")
    (folder / "pack" / "data.txt").write_text("data")
    (folder / "single.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return folder


MAKER = """
from pkgrs.package.maker import make_package
def bind(path, version_range=None, opts=None, parser=None):
    with make_package(%r, path) as package:
        package.version = "1"
        package.requires = %r
    return package.installed_variants
"""


def names(variants: Any) -> Any:
    return [variant.name for variant in variants]


def test_modules_that_come_along() -> None:
    assert sorted(run.get_bind_modules()) == [
        "PyQt", "PySide", "arch", "cmake", "gcc", "hello_world", "os", "pip", "platform", "python", "rez", "rezgui",
        "setuptools", "sip"]


def test_own_modules_go_first(modules: Path) -> None:
    (modules / "os.py").write_text("")
    (modules / "_helper.py").write_text("")
    (modules / "note.txt").write_text("")
    assert run.find_bind_module("os") == str(modules / "os.py")
    assert run.find_bind_module("_helper") is None and run.find_bind_module("note") is None


def test_requirements_are_bound_once(modules: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    (modules / "a.py").write_text(MAKER % ("a", ["b", "c", "!d", "~e"]))
    (modules / "b.py").write_text(MAKER % ("b", ["c"]))
    (modules / "c.py").write_text(MAKER % ("c", ["a", "nothing"]))
    assert names(run.bind_package("a", path=str(tmp_path / "repo"))) == ["a", "b", "c"]
    assert "PACKAGE  URI" in capsys.readouterr().out
    assert names(run.bind_package("b", path=str(tmp_path / "other"), no_deps=True, quiet=True)) == ["b"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("text, message", [
    (None, "Bind module not found for 'it'"), ("x = 1\n", "'bind' function missing in "),
])
def test_bad_modules(modules: Path, tmp_path: Path, text: Any, message: str) -> None:
    if text:
        (modules / "it.py").write_text(text)
    with pytest.raises(RezBindError, match=message):
        run.bind_package("it", path=str(tmp_path), quiet=True)


def tree(folder: Path) -> Any:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_python_module(importable: Path, tmp_path: Path) -> None:
    repo = tmp_path / "repo"
    variants = pymodule.bind("mine", str(repo), import_name="pack", requires=["foo-1"], extra_module_names=["single"],
                             extra_attrs={"description": "text"})
    package = variants[0].parent
    assert (str(package.version), package.description, [str(r) for r in package.requires]) == ("1.2", "text", ["foo-1"])
    python_request = "python-%d.%d" % sys.version_info[:2]
    assert package.data["variants"] == [[python_request]]
    assert tree(repo / "mine" / "1.2") == [
        "package.py", python_request + "/python/pack/__init__.py", python_request + "/python/pack/data.txt",
        python_request + "/python/single.py"]
    assert "env.PYTHONPATH.append('{this.root}/python')" in (repo / "mine" / "1.2" / "package.py").read_text()


def test_compiled_python_module_needs_the_platform(importable: Path, tmp_path: Path) -> None:
    (importable / "pack" / "_fast.so").write_text("")
    variants = pymodule.bind("pack", str(tmp_path / "repo"))
    assert [str(r) for r in variants[0].parent.variants[0]][0].startswith("platform-")


def test_python_module_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RezBindError, match="(?s)Couldn't determine version of module nothing: .*No module named"):
        pymodule.bind("nothing", str(tmp_path))
    with pytest.raises(RezBindError, match="(?s)Couldn't locate module nothing: .*No module named"):
        pymodule.bind("nothing", str(tmp_path), version=Version("1"))
    with pytest.raises(RezBindError, match="found version 1 is not within range 2"):
        pymodule.bind("nothing", str(tmp_path), version=Version("1"), version_range=VersionRange("2"))


@pytest.mark.parametrize("site, expected", [
    ("site", ["extra/setuptools/__init__.py", "lib/linked.py", "lib/os.py"]),
    ("library", ["lib/linked.py", "lib/os.py", "lib/setuptools/__init__.py"]),
])
def test_modules_of_another_python_are_its_own(tmp_path: Path, site: str, expected: List[str]) -> None:
    (tmp_path / site / "setuptools").mkdir(parents=True)
    (tmp_path / "library").mkdir(exist_ok=True)
    for name in ("library/os.py", site + "/setuptools/__init__.py"):
        (tmp_path / name).write_text("")
    (tmp_path / "library" / "linked.py").symlink_to("os.py")
    (tmp_path / "library" / "gone.py").symlink_to("nothing.py")
    exe = tmp_path / "python"
    exe.write_text("#!/bin/sh\ncase \"$2\" in\n*setuptools*) echo %s/setuptools/__init__.py;;\n*'import os'*) echo "
                   "%s/os.py;;\n*) echo 2.7.18.final.0;;\nesac\n" % (tmp_path / site, tmp_path / "library"))
    exe.chmod(0o755)

    class Options:
        pass

    options = Options()
    options.exe = str(exe)  # type: ignore[attr-defined]
    variants = python.bind(str(tmp_path / "repo"), opts=options)
    root = Path(variants[0].root)
    assert str(variants[0].version) == "2.7.18" and os.readlink(root / "bin" / "python") == str(exe)
    assert tree(root / "python") == expected


def test_bound_rez_needs_nothing_else(tmp_path: Path) -> None:
    variants = run.bind_package("rez", path=str(tmp_path / "repo"), no_deps=True, quiet=True)
    environ = {"PYTHONPATH": variants[0].root, "PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    code = ("import rez, rez.packages, rez.config, rezplugins, yaml, schema, packaging.version, distlib, argcomplete\n"
            "from rez.cli._main import run\n"
            "names = [p.name for p in rez.packages.iter_package_families(paths=[%r])]\n"
            "print(rez.__file__, yaml.__file__, names)\n" % str(tmp_path / "repo"))
    done = subprocess.run([sys.executable, "-S", "-c", code], env=environ, cwd=str(tmp_path), text=True,
                          capture_output=True)
    root = variants[0].root
    assert done.stdout.split() == [root + "/rez/__init__.py", root + "/yaml/__init__.py", "['rez']"], done.stderr


@pytest.mark.parametrize("output, arguments, expected", [
    ("tool 4.5.6-beta", {}, "4.5.6"), ("4.5-2", {}, "4.5.2"), ("tool 1.2.3.4", {"version_rank": 2}, "1.2"),
    ("tool 1.2 of 2020", {"word_index": 1}, "1.2"),
])
def test_versions_of_executables(tmp_path: Path, output: str, arguments: Any, expected: str) -> None:
    exe = tmp_path / "tool"
    exe.write_text("#!/bin/sh\necho '%s'\necho more\n" % output)
    exe.chmod(0o755)
    assert str(utils.extract_version(str(exe), "--version", **arguments)) == expected


def test_no_version(tmp_path: Path) -> None:
    exe = tmp_path / "tool"
    exe.write_text("#!/bin/sh\necho bad >&2\nexit 3\n")
    exe.chmod(0o755)
    with pytest.raises(RezBindError, match=r"failed to execute .*tool: bad\n\n\(error code 3\)"):
        utils.extract_version(str(exe), "--version")
    exe.write_text("#!/bin/sh\n")
    with pytest.raises(RezBindError, match="failed to parse version from output ''"):
        utils.extract_version(str(exe), "--version")
