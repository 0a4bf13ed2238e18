"""Wheels made to write elsewhere, installed by the real pip: nothing leaves the repository."""
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any, Dict, List, Set

import pytest

from pkgrs.errors import PackageRequestError
from pkgrs.pip import distribution
from pkgrs.version.version import Version

CHECKOUT = Path(__file__).resolve().parent.parent.parent
_CODE = "import sys; from rez.cli._main import run; run('pip', sys.argv[1:])"

# What of the wheel `thing-1.0` is hostile: archive members, links among them, entry points, RECORD, metadata.
CASES: Dict[str, Dict[str, Any]] = {
    "member above": {"members": {"../../../../escaped": "x"}},
    "absolute member": {"members": {"{outside}/escaped": "x"}},
    "member below a link": {"members": {"inner": "{outside}", "inner/escaped": "x"}, "links": ["inner"]},
    "data above": {"members": {"thing-1.0.data/data/../../../../escaped": "x"}},
    "script above": {"members": {"thing-1.0.data/scripts/../../../escaped": "#!python\n"}},
    "entry point above": {"members": {"thing-1.0.dist-info/entry_points.txt":
                                      "[console_scripts]\n../../../../escaped = thing:main\n"}},
    "absolute entry point": {"members": {"thing-1.0.dist-info/entry_points.txt":
                                         "[gui_scripts]\n{outside}/escaped = thing:main\n"}},
    "record of other files": {"record": "thing.py,,\n{outside}/secret,,\n../../../../secret,,\nthing-1.0.dist-info/RECORD,,\n"},
    "name with folders": {"name": "../../{outside}/escaped"},
    "requirement that is none": {"meta": "Requires-Dist: a/../../b\n"},
}
_HARMLESS = ("entry point above", "absolute entry point")  # pip takes their last part


def make(folder: Path, outside: Path, name: str = "thing", meta: str = "", record: str = "", links: Any = (),
         members: Any = None) -> Path:
    info = "thing-1.0.dist-info/"
    files = {"thing.py": "x = 1\n", **(members or {})}
    files[info + "METADATA"] = "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n%s\n" % (name, meta)
    files[info + "WHEEL"] = "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[info + "RECORD"] = record or "".join("%s,,\n" % key for key in files) + info + "RECORD,,\n"
    path = folder / "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for key, text in files.items():
            entry = zipfile.ZipInfo(key.replace("{outside}", str(outside)))
            if key in links:
                entry.create_system, entry.external_attr = 3, 0o120777 << 16
            archive.writestr(entry, text.replace("{outside}", str(outside)))
    return path


def files_below(folder: Path) -> Set[str]:
    return {os.path.relpath(os.path.join(where, name), folder) for where, _, names in os.walk(folder) for name in names}


@pytest.mark.slow
@pytest.mark.parametrize("case", list(CASES))
def test_nothing_leaves_the_repository(tmp_path: Path, case: str) -> None:
    outside, repo = tmp_path / "outside", tmp_path / "a" / "b" / "repo"
    temporary = tmp_path / "t" / "m" / "p"
    for folder in (outside, repo, temporary):
        folder.mkdir(parents=True)
    (outside / "secret").write_text("secret")
    path = make(tmp_path, outside, **CASES[case])
    before = files_below(tmp_path)
    environ = {key: value for key, value in os.environ.items() if not key.startswith("REZ_")}
    environ.update(HOME=str(tmp_path / "home"), TMPDIR=str(temporary), REZ_TMPDIR=str(temporary), PYTHONPATH=str(CHECKOUT),
                   REZ_PACKAGES_PATH=str(repo), PIP_DISABLE_PIP_VERSION_CHECK="1")
    command = [sys.executable, "-c", _CODE, "-i", "-p", str(repo), str(path), "-e", "-q", "--no-index", "--no-deps",
               "--no-cache-dir"]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    # pip asks other programs for their versions, which leave files in the home folder
    new = {name for name in files_below(tmp_path) - before if not name.startswith(os.path.join("home", "."))}
    assert not [name for name in new if not name.startswith(os.path.join("a", "b", "repo", "thing") + os.sep)]
    assert not any(name.endswith("secret") for name in new)
    assert "pkgrs" not in done.stdout or "Traceback" not in done.stdout
    if case in _HARMLESS:
        assert done.returncode == 0 and any(name.endswith(os.path.join("bin", "escaped")) for name in new)
    else:
        assert done.returncode == 1 and not new, done.stdout


def test_requirement_that_is_none(tmp_path: Path) -> None:
    info = tmp_path / "thing-1.0.dist-info"
    info.mkdir()
    texts: List[str] = ["a/../b", "a; nonsense == 3"]
    for text in texts:
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nRequires-Dist: %s\n" % text)
        (info / "WHEEL").write_text("Root-Is-Purelib: true\n")
        found = distribution.InstalledDistribution(str(info))
        with pytest.raises(PackageRequestError, match=r"^thing \(1.0\) requires '%s', which is no requirement: .+$" % text):
            distribution.get_rez_requirements(found, Version("3.9"))
