"""Building the folders that scenarios run in."""
from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Dict, List

from parity.model import ScenarioError, World

# In a checkout the sample data is part of the docs; an installation carries a copy.
_CANDIDATES = (
    Path(__file__).parent.parent / "docs" / "examples",
    Path(__file__).parent / "samples",
)

PATH_LENGTH = 60


def samples() -> Path:
    """The folder of the sample data.

    Raises:
        ScenarioError: There is none.
    """
    for path in _CANDIDATES:
        if path.is_dir():
            return path
    raise ScenarioError("the sample data is missing: looked in %s" % ", ".join(map(str, _CANDIDATES)))


def folder_of(root: Path, number: int) -> Path:
    """The folder of a world below `root`, padded so that all have paths of one length: tables and lines are as wide
    wherever, and whenever, they are printed."""
    digits = max(4, PATH_LENGTH - len(str(root)) - 2)
    return root / ("w%0*d" % (digits, number))


def build(world: World, folder: Path) -> None:
    """Make the world anew in the folder, which is emptied first."""
    if folder.exists():
        make_removable(folder)
        shutil.rmtree(str(folder))
    for name in ("home", "tmp"):
        (folder / name).mkdir(parents=True)
    for target, source in sorted(world.copy.items()):
        origin = samples() / source
        if not origin.exists():
            raise ScenarioError("no sample data of the name %s" % source)
        shutil.copytree(str(origin), str(folder / target), symlinks=True)
    for name, text in world.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("{world}", str(folder)), encoding="utf-8")
    for name in world.executables:
        (folder / name).chmod(0o755)


def make_removable(folder: Path) -> None:
    for path, folders, _ in os.walk(str(folder)):
        for name in folders:
            full = os.path.join(path, name)
            if not os.path.islink(full):
                os.chmod(full, 0o755)


def environment(world: World, folder: Path) -> Dict[str, str]:
    """The variables that a step in this world starts with: nothing of the caller's but the locale."""
    env = {
        "HOME": str(folder / "home"),
        "TMPDIR": str(folder / "tmp"),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "USER": "artist",
        "LOGNAME": "artist",
        "SHELL": "/bin/bash",
        "TERM": "dumb",
        "REZ_PACKAGES_PATH": str(folder / "packages"),
        "REZ_LOCAL_PACKAGES_PATH": str(folder / "local"),
        "REZ_RELEASE_PACKAGES_PATH": str(folder / "release"),
        "REZ_TMPDIR": str(folder / "tmp"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
        "TZ": "UTC",
    }
    for name, value in world.env.items():
        env[name] = value.replace("{world}", str(folder))
    return {name: value for name, value in env.items() if value != ""}


def tree(folder: Path, below: List[str]) -> Dict[str, str]:
    """Path in the world: kind, mode and content of each file below the named places."""
    found: Dict[str, str] = {}
    for place in below:
        start = folder / place
        if start.is_file():
            found[place] = _describe(start)
            continue
        for path in sorted(start.rglob("*")):
            found[str(path.relative_to(folder))] = _describe(path)
    return found


def _describe(path: Path) -> str:
    if path.is_symlink():
        return "link to %s" % os.readlink(str(path))
    mode = path.stat().st_mode & 0o777
    if path.is_dir():
        return "folder %o" % mode
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "%d bytes" % len(data)
    return "file %o\n%s" % (mode, text)
