"""Packages that rez-bind makes of what this machine really has, beside those that real Rez makes of the same."""
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Tuple

import pytest

pytestmark = [pytest.mark.parity, pytest.mark.slow]

NAMES = ["platform", "arch", "os", "python", "rez", "pip", "setuptools", "cmake", "gcc"]


class Bound:
    """What one side binds; `python` and `pip` are the reference's for both, and so is what python imports."""

    def __init__(self, tools: Path, reference: Path, folder: Path) -> None:
        self.repository = folder / "repository"
        site = folder / "site"
        site.mkdir(parents=True)
        for name in ("pip", "setuptools", "pkg_resources"):
            source = next(reference.glob("lib/python*/site-packages")) / name
            if source.exists():
                (site / name).symlink_to(source)
        self.tools, self.folder = tools, folder
        self.environ = {
            "PATH": os.pathsep.join([str(reference / "bin"), "/usr/bin", "/bin"]), "HOME": str(folder),
            "REZ_PACKAGES_PATH": str(self.repository), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(site)}
        self.said = {name: self.run("rez-bind", "-i", str(self.repository), "--no-deps", name) for name in NAMES}

    def run(self, tool: str, *arguments: str, **environ: str) -> Tuple[int, str, str]:
        done = subprocess.run([str(self.tools / tool), *arguments], env=dict(self.environ, **environ), text=True,
                              capture_output=True, cwd=str(self.folder))
        return done.returncode, done.stdout, done.stderr

    def tree(self, name: str) -> Dict[str, str]:
        """Path: kind, mode and content, without times and the bytes that Python made."""
        found = {}
        for folder, folders, names in os.walk(str(self.repository / name)):
            folders[:] = [f for f in folders if f != "__pycache__"]
            for path in (Path(folder, n) for n in folders + names if not n.endswith(".pyc")):
                found[str(path.relative_to(self.repository))] = self.describe(path)
        return found

    def describe(self, path: Path) -> str:
        if path.is_symlink():
            return "link to %s" % os.readlink(str(path))
        mode = "%o" % (path.stat().st_mode & 0o777)
        if path.is_dir():
            return mode
        if path.name == "package.py" and path.parent.parent.parent == self.repository:
            lines = path.read_text().splitlines()
            return "\n".join([mode] + [line for line in lines if not line.startswith("timestamp = ")])
        return "%s %s" % (mode, hashlib.sha1(path.read_bytes()).hexdigest())


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> List[Bound]:
    if "PKGRS_REFERENCE" not in os.environ:
        pytest.skip("no reference")
    reference = Path(os.environ["PKGRS_REFERENCE"]).parent.parent
    tools = [Path(sys.executable).parent, reference / "bin" / "rez"]
    return [Bound(folder, reference, tmp_path_factory.mktemp("bound")) for folder in tools]


def partly(tree: Dict[str, str], *places: str) -> Dict[str, str]:
    """Without what is below these folders and, of the definition, the body of `post_commands`."""
    return {path: text.split("def post_commands")[0] for path, text in tree.items()
            if not any("/%s/" % place in path for place in places)}


@pytest.mark.parametrize("name", NAMES)
def test_trees_are_the_same(sides: List[Bound], name: str) -> None:
    ours, reference = sides
    assert ours.said[name][0] == reference.said[name][0] == 0, ours.said[name][2]
    # Each side has the modules that are installed beside it, and itself.
    left_out = {"python": ["extra"], "rez": ["os-%s" % "-".join(p.name for p in (ours.repository / "os").glob("[!.]*"))]}
    found, expected = (partly(side.tree(name), *left_out.get(name, [])) for side in sides)
    assert sorted(found) == sorted(expected)
    assert {p: (t, expected[p]) for p, t in found.items() if t != expected[p]} == {}


def test_output_is_the_same(sides: List[Bound]) -> None:
    said = []
    for side in sides:
        # The first line tells where the binders are.
        said.append({name: (out.replace(str(side.repository), "").splitlines()[1:], err)
                     for name, (_, out, err) in side.said.items()})
    assert said[0] == said[1]


IMPORTS = """
import json, os, sys, rez, rezplugins, rez.packages
from rez.resolved_context import ResolvedContext
modules = [rez, rezplugins, sys.modules[ResolvedContext.__module__]]
if "pkgrs" in sys.modules:  # whose libraries come along; Rez has its own within
    import yaml, schema, packaging, distlib, argcomplete, colorama, distro, pika, pydot, pymemcache, typing_extensions
    modules += [sys.modules["pkgrs"], yaml, schema, packaging, distlib, argcomplete, colorama, distro, pika, pydot, pymemcache]
repository = os.environ["REZ_PACKAGES_PATH"]
print(json.dumps([sys.executable.startswith(repository), all(m.__file__.startswith(repository) for m in modules),
                  ResolvedContext(["python", "rez"]).success, rez.__version__,
                  sorted(f.name for f in rez.packages.iter_package_families())]))
"""


def test_bound_rez_works_in_bound_python(sides: List[Bound]) -> None:
    answers = [side.run("rez-env", "python", "rez", "--", "python", "-c", IMPORTS, PYTHONPATH="") for side in sides]
    assert answers[0][1] == answers[1][1] != "", answers
    assert answers[0][1].startswith("[true, true, true,")


@pytest.mark.parametrize("command", ["env", "search", "context"])
def test_commands_of_bound_rez(sides: List[Bound], command: str) -> None:
    arguments = {"env": ["python", "rez", "--", "echo", "inside"], "search": ["rez"], "context": ["--res"]}[command]
    code = "import sys; from rez.cli._main import run; sys.argv[1:1] = [%r]; run()" % command
    answers = []
    for side in sides:
        code_, out, err = side.run("rez-env", "python", "rez", "--", "python", "-c", code, *arguments, PYTHONPATH="")
        answers.append((code_, out.replace(str(side.repository), ""), err))
    assert answers[0][:2] == answers[1][:2], answers
    assert answers[0][0] == 0


def test_bound_modules_are_imported(sides: List[Bound]) -> None:
    code = "import setuptools, pip; print(setuptools.__file__, pip.__file__)"
    for side in sides:
        exit_code, out, err = side.run("rez-env", "python", "setuptools", "pip", "--", "python", "-c", code, PYTHONPATH="")
        assert exit_code == 0 and [path.startswith(str(side.repository)) for path in out.split()] == [True, True], err
