"""Building the folders that scenarios run in."""
from __future__ import annotations

import os
import shutil
import signal
import stat
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Set, Tuple

from parity.model import ScenarioError, World

# In a checkout the sample data is part of the docs; an installation carries a copy.
_CANDIDATES = (
    Path(__file__).parent.parent / "docs" / "examples",
    Path(__file__).parent / "samples",
)

PATH_LENGTH = 60
Signature = Tuple[int, int, int]


class Entry(NamedTuple):
    """A file with its content, a link with where it leads, or else a folder."""

    mode: int
    content: Optional[bytes] = None
    link: str = ""

    @property
    def is_folder(self) -> bool:
        return self.content is None and not self.link


# For each folder that holds a world: the files that were written, and how they were then.
_written: Dict[str, Dict[str, Tuple[Entry, Signature]]] = {}


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
    """Make the world in the folder, whatever that holds.

    Much of what it holds is as it should be where a world was built there before, and stays: folders take long to make
    and to remove.
    """
    end_processes_of(folder)
    wanted = _contents(world, str(folder))
    written = _written.setdefault(str(folder), {})
    there: Set[str] = set()
    folder.mkdir(parents=True, exist_ok=True)
    _clear(str(folder), "", wanted, written, there)
    for place, entry in wanted.items():
        path = os.path.join(str(folder), place)
        if place not in there:
            _make(path, entry)
            if entry.content is not None:
                written[place] = (entry, _signature(os.lstat(path)))


def _contents(world: World, folder: str) -> Dict[str, Entry]:
    """What a world in the folder holds: what is in a folder comes after it."""
    found = {"home": Entry(0o755), "tmp": Entry(0o755)}

    def add(place: str, entry: Entry) -> None:
        parent = os.path.dirname(place)
        if parent and parent not in found:
            add(parent, Entry(0o755))
        found[place] = entry

    for target, source in sorted(world.copy.items()):
        for place, entry in read_sample(str(samples()), source):
            add(os.path.normpath(os.path.join(target, place)), entry)
    for name, text in world.files.items():
        mode = 0o755 if name in world.executables else 0o644
        add(os.path.normpath(name), Entry(mode, text.replace("{world}", folder).encode("utf-8")))
    return found


@lru_cache(maxsize=None)
def read_sample(folder: str, name: str) -> Tuple[Tuple[str, Entry], ...]:
    """The sample data of this name: each folder, link and file with its place; read once, as hundreds of worlds have it.

    Raises:
        ScenarioError: There is none of this name.
    """
    origin = os.path.join(folder, name)
    if not os.path.isdir(origin):
        raise ScenarioError("no sample data of the name %s" % name)
    found: List[Tuple[str, Entry]] = []
    for where, folders, files in os.walk(origin):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        place = os.path.relpath(where, origin)
        found.append((place, Entry(stat.S_IMODE(os.stat(where).st_mode))))
        for file in sorted(files) + [name for name in folders if os.path.islink(os.path.join(where, name))]:
            path = os.path.join(where, file)
            if os.path.islink(path):
                entry = Entry(0o777, link=os.readlink(path))
            else:
                with open(path, "rb") as opened:
                    entry = Entry(stat.S_IMODE(os.fstat(opened.fileno()).st_mode), opened.read())
            found.append((os.path.join(place, file), entry))
    return tuple(found)


def _clear(folder: str, below: str, wanted: Dict[str, Entry], written: Dict[str, Tuple[Entry, Signature]],
           there: Set[str]) -> None:
    """Remove what the folder should not hold, or holds changed; what it then does hold is added to `there`."""
    with os.scandir(os.path.join(folder, below)) as entries:
        for found in sorted(entries, key=lambda entry: entry.name):
            place = os.path.join(below, found.name)
            entry = wanted.get(place)
            status = found.stat(follow_symlinks=False)
            if stat.S_ISDIR(status.st_mode):
                if entry is None or not entry.is_folder:
                    remove(Path(found.path))
                    continue
                if stat.S_IMODE(status.st_mode) != entry.mode:
                    os.chmod(found.path, entry.mode)
                there.add(place)
                _clear(folder, place, wanted, written, there)
            elif entry is not None and written.get(place) == (entry, _signature(status)):
                there.add(place)
            else:
                os.unlink(found.path)


def _signature(status: os.stat_result) -> Signature:
    return status.st_ino, status.st_ctime_ns, status.st_size


def _make(path: str, entry: Entry) -> None:
    if entry.link:
        os.symlink(entry.link, path)
    elif entry.content is None:
        os.mkdir(path, entry.mode)
    else:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        with open(descriptor, "wb", buffering=0) as file:
            file.write(entry.content)
            os.fchmod(descriptor, entry.mode)


def end_processes_of(folder: Path) -> None:
    """End what has been left running by the steps of a world in this folder, if it has its variables."""
    home = b"HOME=%s\0" % os.fsencode(str(folder / "home"))
    for process in os.listdir("/proc") if os.path.isdir("/proc/self") else ():
        if process.isdigit():
            try:
                with open("/proc/%s/environ" % process, "rb") as file:
                    if home in file.read():
                        os.kill(int(process), signal.SIGKILL)
            except OSError:  # it has ended, or is another user's
                pass


def remove(folder: Path) -> None:
    """Remove a folder, whatever modes those in it have."""
    try:
        shutil.rmtree(str(folder))
    except PermissionError:
        make_removable(folder)
        shutil.rmtree(str(folder))


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
