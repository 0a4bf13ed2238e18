"""What is audited: definitions in repositories, and requests that were recorded."""
from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

DEFINITIONS = ("package.py", "package.yaml")


class InputError(Exception):
    """Something given can't be audited; the text names it and says why."""


@dataclass(frozen=True)
class BadInput:
    """An input that can't be audited, and why."""

    name: str
    why: str


@dataclass(frozen=True)
class Request:
    """A request as it was recorded.

    `filter` and `orderers` are plain data as in a saved context; None means those that are configured.
    """

    name: str
    requests: Tuple[str, ...]
    paths: Tuple[str, ...]
    implicit: Tuple[str, ...] = ()
    timestamp: Optional[int] = None
    filter: Any = None
    orderers: Any = None
    building: bool = False
    testing: bool = False

    def question(self) -> Dict[str, Any]:
        """As the probe takes it."""
        data = asdict(self)
        del data["name"]
        return data


@dataclass
class Repository:
    """A repository: for each family that was found there, a digest of the state of its definition files."""

    path: str
    families: Dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest_of([self.path, sorted(self.families.items())])


def digest_of(value: Any) -> str:
    """SHA-256 of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


# -- repositories

def scan_repository(path: str) -> Repository:
    """Find out in what state the definitions of a repository are, without reading them.

    Args:
        path: As in `packages_path`: a folder, or `type@location`, of which nothing is known here.

    Raises:
        InputError: The folder can't be listed.
    """
    repository = Repository(path)
    folder = folder_of(path)
    if folder is None:
        return repository
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError("%s: %s" % (path, error.strerror or error))
    for entry in entries:
        name, ending = os.path.splitext(entry.name)
        if entry.is_dir() and not entry.name.startswith("."):
            states = list(_states(entry.path))
            repository.families[entry.name] = digest_of(states)
        elif ending in (".py", ".yaml"):
            repository.families[name] = digest_of([_state(entry.path)])
    return repository


def folder_of(path: str) -> Optional[str]:
    """The folder of a repository, None if it is of another kind."""
    kind, at, location = path.partition("@")
    if not at or os.sep in kind:
        return path
    return location if kind == "filesystem" else None


def _states(family: str) -> Iterator[List[Any]]:
    for name in DEFINITIONS:
        yield _state(os.path.join(family, name))
    try:
        versions = sorted(entry.name for entry in os.scandir(family) if entry.is_dir())
    except OSError as error:  # each side says what it makes of it
        yield [family, str(error)]
        return
    for version in versions:
        for name in DEFINITIONS:
            yield _state(os.path.join(family, version, name))


def _state(path: str) -> List[Any]:
    try:
        status = os.stat(path)
    except OSError:
        return [path]
    return [path, status.st_size, status.st_mtime_ns]


# -- recorded requests

def read_contexts(folder: Path, bad: Callable[[BadInput], None]) -> Iterator[Request]:
    """The requests of all saved contexts in a folder and those below it, or of one file.

    Args:
        folder: The folder or the file.
        bad: Told of each file and folder that can't be read; the others follow.
    """
    if folder.is_file():
        yield from _read_good([folder], folder.parent, bad)
        return
    if not folder.is_dir():
        bad(BadInput(str(folder), "no such file or folder"))
        return

    def unreadable(error: OSError) -> None:
        bad(BadInput(str(error.filename), error.strerror or str(error)))

    paths: List[Path] = []
    for where, folders, names in os.walk(str(folder), onerror=unreadable):
        folders.sort()
        paths += [Path(where, name) for name in sorted(names) if name.endswith(".rxt")]
    if not paths:
        bad(BadInput(str(folder), "holds no .rxt file"))
    yield from _read_good(paths, folder, bad)


def _read_good(paths: Iterable[Path], root: Path, bad: Callable[[BadInput], None]) -> Iterator[Request]:
    for path in paths:
        try:
            yield read_context(path, str(path.relative_to(root)))
        except InputError as error:
            bad(BadInput(str(path), str(error)))


def read_context(path: Path, name: str) -> Request:
    """The request of a saved context.

    It is resolved as of the time that it was asked for, or, if none was, of the time it was made.

    Raises:
        InputError: The file can't be read, or holds no context.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(getattr(error, "strerror", None) or str(error))
    return _from_context(_parsed(text), name)


def _parsed(text: str) -> Any:
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError as error:
            raise InputError("not JSON: %s" % error)
    import yaml  # as old versions wrote them
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError("neither JSON nor YAML: %s" % str(error).splitlines()[0])


def _from_context(data: Any, name: str) -> Request:
    if not isinstance(data, dict):
        raise InputError("not a saved context")
    missing = [key for key in ("package_requests", "package_paths") if key not in data]
    if missing:
        raise InputError("not a saved context: without %s" % " and ".join(missing))
    return Request(
        name, _texts(data, "package_requests"), _texts(data, "package_paths"), _texts(data, "implicit_packages"),
        _time(data, "requested_timestamp") or _time(data, "timestamp"), _list(data, "package_filter") or [],
        _list(data, "package_orderers") or [], bool(data.get("building")), bool(data.get("testing")))


def _texts(data: Dict[str, Any], key: str) -> Tuple[str, ...]:
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError("%s is not a list of texts" % key)
    return tuple(value)


def _list(data: Dict[str, Any], key: str) -> Any:
    value = data.get(key)
    if value is not None and not isinstance(value, (list, dict)):
        raise InputError("%s is not a list" % key)
    return value


def _time(data: Dict[str, Any], key: str) -> Optional[int]:
    value = data.get(key)
    if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
        raise InputError("%s is not a time" % key)
    return int(value) if value else None


def read_requests(path: Path, paths: Sequence[str], bad: Callable[[BadInput], None]) -> Iterator[Request]:
    """The requests of a JSON file: a list of lists of texts, as Rez's benchmark has them, or of mappings.

    A mapping has the keys of a saved context, of which only `package_requests` is needed.

    Args:
        path: The file.
        paths: Where packages are looked for, unless an entry says.
        bad: Told of what can't be read.
    """
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(entries, list):
            raise InputError("not a list of requests")
    except (OSError, ValueError, InputError) as error:
        bad(BadInput(str(path), getattr(error, "strerror", None) or str(error)))
        return
    width = len(str(len(entries)))
    for number, entry in enumerate(entries, 1):
        name = "%s %0*d" % (path.stem, width, number)
        try:
            data = {"package_requests": entry} if isinstance(entry, list) else entry
            if not isinstance(data, dict) or not data.get("package_requests"):
                raise InputError("not a request")
            request = _from_context(dict({"package_paths": list(paths)}, **data), str(data.get("name") or name))
            if "package_filter" not in data:
                request = replace(request, filter=None)
            if "package_orderers" not in data:
                request = replace(request, orderers=None)
            yield request
        except InputError as error:
            bad(BadInput("%s: entry %d" % (path, number), str(error)))



def in_repositories(request: Request, paths: Sequence[str]) -> Request:
    """The request, to be resolved in other repositories."""
    return replace(request, paths=tuple(paths))
