"""Finding definitions in folders, and rules about what else is there."""
from __future__ import annotations

import os
import re
from typing import Iterator, List, NamedTuple, Optional, Set, Tuple, Union

from pkgrs.base.text import is_valid_package_name
from pkgrs.check.document import Place
from pkgrs.check.finding import CheckError, Finding
from pkgrs.check.rules import finding
from pkgrs.repository.listing import FamilyFolder, building_prefix, ignore_prefix
from pkgrs.repository.locks import lock_holder

_EXTENSIONS = (".py", ".yaml")
# what is written beside its place, to be renamed when it is whole
_TEMPORARY = re.compile(r"_tmp-.+-[0-9a-f]{32}$|.*\.stale$|\.tmp\w*$")


class Definition(NamedTuple):
    """A definition file, and where it stands."""

    path: str
    place: Place


Found = Union[Definition, Finding]


def definition_names() -> List[str]:
    """The names that definition files can have."""
    import pkgrs.plugin.manager  # noqa: F401 (where settings of plugins come from)
    from pkgrs.config.config import config
    stems = config.plugins.package_repository.filesystem.package_filenames
    return [stem + extension for stem in stems for extension in _EXTENSIONS]


def find_definitions(path: str) -> Iterator[Found]:
    """Find the definitions in a folder, and what should not be there.

    Args:
        path: A definition file, the folder of a package or a family, or a repository.

    Returns:
        Definitions, and findings about folders and files.

    Raises:
        CheckError: There is nothing to check.
        OSError: A folder can't be read.
    """
    if not os.path.lexists(path):
        raise CheckError("%s: there is no such file or folder" % path)
    if not os.path.isdir(path):
        if not path.endswith(_EXTENSIONS):
            raise CheckError("%s: it is neither a folder, nor a .py or .yaml file" % path)
        is_package = os.path.basename(path) in definition_names()
        yield Definition(path, Place(os.path.dirname(os.path.abspath(path)), is_combined=not is_package))
        return
    names = _definitions_in(path)
    if names:
        yield from _package(path, names, Place(path))
    elif _is_family(path):
        yield from _family(path)
    else:
        yield from _Repository(path).scan()


def _definitions_in(folder: str) -> List[str]:
    """Names of a folder's definition files, first the one that is read."""
    return [name for name in definition_names() if os.path.lexists(os.path.join(folder, name))]


def _folders(path: str) -> List[str]:
    with os.scandir(path) as entries:
        return sorted(entry.name for entry in entries
                      if entry.name[0] != "." and entry.name != "__pycache__" and _is_folder(entry))


def _is_folder(entry: os.DirEntry) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_family(path: str) -> bool:
    """Whether a folder holds the versions of one package, rather than packages: their definitions tell."""
    wanted = os.path.basename(os.path.abspath(path))
    for name in _folders(path):
        for filename in _definitions_in(os.path.join(path, name)):
            return _name_in(os.path.join(path, name, filename)) == wanted
    return False


def _keys_in(path: str) -> Set[str]:
    from pkgrs.check.read import read_definition
    try:
        return read_definition(path).keys()
    except Exception:
        return set()


def _is_repository(path: str) -> bool:
    """Whether a folder among families holds packages, rather than versions of one: a definition tells."""
    for name in _folders(path):
        for filename in _definitions_in(os.path.join(path, name))[:1]:
            return _name_in(os.path.join(path, name, filename)) == name != os.path.basename(path)
    return False


def _name_in(path: str) -> Optional[str]:
    from pkgrs.check.read import read_definition
    try:
        return read_definition(path).text("name")
    except Exception:
        return None


def _package(folder: str, names: List[str], place: Place) -> Iterator[Found]:
    if len(names) > 1:
        yield finding("two-definitions", folder, 0, "%s is read, and not %s" % (names[0], ", ".join(names[1:])),
                      "remove " + " and ".join(names[1:]))
    yield Definition(os.path.join(folder, names[0]), place)


def _family(path: str) -> Iterator[Found]:
    family = os.path.basename(os.path.abspath(path))
    content = FamilyFolder(path)
    yield from _marks(path, content)
    yield from _temporaries(path)
    own = [name for name in definition_names() if name in content.files]
    packages: List[Tuple[str, List[str]]] = []
    for version in sorted(content.versions):
        if version != "__pycache__" and not _TEMPORARY.match(version):
            packages.append((version, _definitions_in(os.path.join(path, version))))
    if own:
        # one that has a version is as a developer has it; what was installed says in which format
        keys = _keys_in(os.path.join(path, own[0]))
        place = Place(path) if "version" in keys else Place(path, family, None, "format_version" in keys)
        yield from _package(path, own, place)
        hidden = [version for version, names in packages if names]
        if hidden:
            yield finding("hidden-versions", os.path.join(path, own[0]), 0, "it hides %s" % ", ".join(hidden))
    elif not packages:
        yield finding("empty-family", path, 0, "it holds no version of %s" % family)
    for version, names in packages:
        folder = os.path.join(path, version)
        if names:
            yield from _package(folder, names, Place(folder, family, version, True))
        elif not own and version not in content.building and version not in content.ignored:
            yield finding("no-definition", folder, 0, "there is no %s" % " or ".join(definition_names()))


def _marks(path: str, content: FamilyFolder) -> Iterator[Finding]:
    for version in sorted(content.building):
        yield finding("unfinished", os.path.join(path, building_prefix + version), 0,
                      "version %s is marked as being installed" % version)
    for version in sorted(content.ignored - set(content.versions)):
        yield finding("ignored-missing", os.path.join(path, ignore_prefix + version), 0,
                      "it hides version %s, which is not there" % version)


def _temporaries(path: str) -> Iterator[Finding]:
    for name in sorted(os.listdir(path)):
        if _TEMPORARY.match(name):
            yield finding("left-over", os.path.join(path, name), 0, "it is a temporary one")


class _Repository:
    def __init__(self, path: str) -> None:
        self.path = path
        self.is_empty = True

    def scan(self) -> Iterator[Found]:
        """Everything in the repository.

        Raises:
            CheckError: It has no package.
        """
        for found in self._scan():
            self.is_empty = False
            yield found
        if self.is_empty:
            raise CheckError("%s: there are no packages" % self.path)

    def _scan(self) -> Iterator[Found]:
        yield from _temporaries(self.path)
        yield from self._locks(self.path)
        lock_dir = self._lock_dir()
        if lock_dir:
            yield from self._locks(os.path.join(self.path, lock_dir))
        for name in sorted(os.listdir(self.path)):
            path = os.path.join(self.path, name)
            if name[0] == "." or name in ("__pycache__", lock_dir) or _TEMPORARY.match(name):
                continue
            if os.path.isdir(path):
                yield from self._folder(name, path)
            elif name.endswith(_EXTENSIONS) and is_valid_package_name(os.path.splitext(name)[0]) \
                    and self._is_family_file(path):
                stem = os.path.splitext(name)[0]
                yield Definition(path, Place(self.path, stem, None, True, True))

    def _folder(self, name: str, path: str) -> Iterator[Found]:
        try:
            holds = bool(_definitions_in(path)) or any(_definitions_in(os.path.join(path, inner)) for inner in _folders(path))
            if is_valid_package_name(name):
                if holds and _is_repository(path):
                    yield from _Repository(path)._scan()
                elif holds or self._looks_like_family(path):
                    yield from _family(path)
            elif holds:
                yield finding("bad-name", path, 0, "%r can't be the name of a package, so that it is not seen" % name)
        except OSError as error:
            raise CheckError("%s: %s" % (path, error.strerror or error))

    @staticmethod
    def _looks_like_family(path: str) -> bool:
        """Whether a folder without definitions was meant for a package: it is empty, or marked by an installation."""
        names = os.listdir(path)
        return not names or any(name.startswith((building_prefix, ignore_prefix)) for name in names) \
            or any(re.match(r"\d+(\.\w+)*$", name) for name in names)

    @staticmethod
    def _is_family_file(path: str) -> bool:
        """Whether a file defines a family, rather than being any other file that lies there."""
        from pkgrs.check.read import read_definition
        try:
            keys = read_definition(path).keys()
        except (CheckError, OSError):
            return True
        return bool(keys & {"name", "versions", "version_overrides", "requires", "commands"})

    def _lock_dir(self) -> Optional[str]:
        from pkgrs.config.config import config
        name = config.plugins.package_repository.filesystem.file_lock_dir
        return name if name and os.path.isdir(os.path.join(self.path, name)) else None

    @staticmethod
    def _locks(folder: str) -> Iterator[Finding]:
        for name in sorted(os.listdir(folder)):
            if not (name.startswith(".lock.") and ".lock" in name[6:]):
                continue
            path = os.path.join(folder, name)
            process, has_ended = lock_holder(path)
            if has_ended:
                yield finding("stale-lock", path, 0, "its holder, process %s of this machine, has ended" % process)
            elif process is None:
                yield finding("stale-lock", path, 0, "it does not say who holds it")
