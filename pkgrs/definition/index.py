"""Definitions read before, kept in the user's cache folder.

For each folder that holds packages' folders (that is, for each package family) there is a group of entries, with the
data of those definitions that are nothing but data: literals and plain functions, or YAML. The groups of a repository are
spread over a few files. An entry counts only while the definition file has the size, times and inode that it was read
with. Whatever goes wrong with these files, a definition is then read as if there were none.

The environment variable PKG_DEFINITION_INDEX names another folder to keep them in, or is "off".
"""
from __future__ import annotations

import marshal
import os
import sys
from types import CodeType

from pkgrs.cache.user_files import is_settled, signature, user_cache_folder
from pkgrs.definition.bucket import Bucket, bucket_number, write_bucket
from pkgrs.definition.source import SourceCode
from pkgrs.definition.stated import stated_by
from pkgrs.definition.text import ModuleText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, Iterable, List, Optional, Tuple

    from pkgrs.cache.user_files import Signature
    from pkgrs.definition.stated import Stated

    # signature and packed data; with a definition's also what it states, None if that isn't lists of texts
    _Entry = Tuple[Any, ...]


SETTING = "PKG_DEFINITION_INDEX"
_OFF = ("off", "0", "false", "no", "none")

# What is written depends on the interpreter as well: what a definition means may.
_MAGIC = b"pkgrs definitions 6 %s %d.%d %d\n" % (
    sys.implementation.name.encode("ascii"), sys.version_info[0], sys.version_info[1], marshal.version)
_SUFFIX = ".%s-%d%d.idx" % (sys.implementation.name, sys.version_info[0], sys.version_info[1])

_FLUSH_ENTRIES = 8192

# the name under which a family's entries have the listing of its folder
_LISTING = ""
# stands between the name of a definition and the line of a function in it, under which there is its compiled code
_CODE = "\n"


class DefinitionIndex:
    """The files of one cache folder."""

    def __init__(self, folder: str) -> None:
        """
        Args:
            folder: The cache folder; it is made when there is something to keep.
        """
        self.folder = folder
        self.writable = True
        self._groups: Dict[str, Dict[str, _Entry]] = {}
        self._new: Dict[str, Dict[str, _Entry]] = {}
        self._buckets: Dict[str, Bucket] = {}
        self._process = os.getpid()

    def find(self, filepath: str, status: os.stat_result) -> Any:
        """The data of a definition.

        Args:
            filepath: The definition file.
            status: Its status now.

        Returns:
            The data, None if it isn't known.
        """
        group, name = _split(filepath)
        entry = (self._groups.get(group) or self._group(group)).get(name)
        if entry is None or entry[0] != signature(status):
            return None
        try:
            return self._unpack(entry[1], filepath, group, name, entry[0])
        except (ValueError, TypeError, EOFError):
            return None

    def find_stated(self, group: str, name: str) -> Optional[Stated]:
        """What a definition states about requirements. The file is only looked at if something is known.

        Args:
            group: The family's folder.
            name: Path of the definition file in it, with slashes.

        Returns:
            What it states, not to be changed; None if that takes loading it, or there is no such file.

        Raises:
            KeyError: It isn't known.
        """
        entry = (self._groups.get(group) or self._group(group))[name]
        try:
            status = os.stat("%s/%s" % (group, name))
        except (OSError, ValueError):
            return None
        if entry[0] != signature(status):
            raise KeyError(name)
        return entry[2]  # type: ignore[no-any-return]

    def find_listing(self, folder: str, status: os.stat_result) -> Any:
        """The listing of a family's folder.

        Args:
            folder: The folder.
            status: Its status now.

        Returns:
            The listing, None if it isn't known.
        """
        entry = self._group(folder).get(_LISTING)
        if entry is None or entry[0] != signature(status):
            return None
        try:
            return marshal.loads(entry[1])
        except (ValueError, TypeError, EOFError):
            return None

    def add_listing(self, folder: str, status: os.stat_result, listing: Any) -> None:
        """Keep the listing of a family's folder.

        Args:
            folder: The folder.
            status: Its status, from before it was listed.
            listing: The listing, plain data.
        """
        if self.writable and is_settled(status):
            self._enter(folder, _LISTING, (signature(status), marshal.dumps(listing)))

    def add_literals(self, group: str, name: str, status: os.stat_result, data: Any, stated: Optional[Stated]) -> None:
        """Keep the data of a definition that is nothing but literals.

        Args:
            group: The family's folder.
            name: Path of the definition file in it, with slashes.
            status: Its status when it was read.
            data: The data.
            stated: What it states about requirements.
        """
        if self.writable and is_settled(status):
            self._enter(group, name, (signature(status), marshal.dumps((data, (), None)), stated))

    def add(self, filepath: str, status: os.stat_result, data: Any) -> None:
        """Keep the data of a definition, if it is of the kind that can be kept.

        Args:
            filepath: The definition file.
            status: Its status when it was read.
            data: The data.
        """
        if not self.writable or not is_settled(status):
            return
        codes: Dict[Tuple[Any, ...], SourceCode] = {}
        packed = _pack(data, codes)
        if packed is None:
            return
        group, name = _split(filepath)
        state = signature(status)
        self._enter(group, name, (state, packed, stated_by(data)))
        for code in codes.values():
            code.keeper = _CodeKeeper(self, group, name, code.place()[1], state)  # type: ignore[index]

    def flush(self) -> None:
        """Write what is new."""
        if self._process != os.getpid():
            return  # a forked child leaves this to its parent
        new, self._new = self._new, {}
        for path, groups in self._by_file(new).items():
            self._write(path, {group: new[group] for group in groups})

    def clear(self) -> int:
        """Remove all files, also those that a killed process left half written; returns how many there were.

        Raises:
            OSError: One can't be removed.
        """
        self.forget_read()
        self._new.clear()
        paths = self.files((".idx", ".tmp"))
        for path in paths:
            _remove(path)
        return len(paths)

    def remove(self, groups: List[str]) -> None:
        """Remove what is written about families.

        Args:
            groups: Their folders.

        Raises:
            OSError: A file can't be written.
        """
        self.forget_read()
        for path, held in self._by_file(groups).items():
            bodies = _bodies(path)
            for group in held:
                self._new.pop(group, None)
                bodies.pop(_family(group), None)
            if bodies:
                write_bucket(path, _MAGIC, bodies)
            else:
                _remove(path)

    def forget_read(self) -> None:
        """Look into the files again, as another process would."""
        self._groups.clear()
        self._buckets.clear()

    def files(self, endings: Tuple[str, ...] = (".idx",)) -> List[str]:
        """Paths of all files, those of other interpreters included."""
        return [os.path.join(root, name) for root, _, names in os.walk(self.folder)
                for name in names if name.endswith(endings)]

    def groups(self) -> List[Tuple[str, int]]:
        """The folders of families that this interpreter can use something of, each with the bytes that are about it."""
        found = []
        for path in self.files():
            if path.endswith(_SUFFIX):
                bucket = Bucket(path, _MAGIC)
                repository = _repository_of(os.path.dirname(path)[len(os.path.join(self.folder, "")):])
                found += [(os.path.join(repository, family), bucket.size(family)) for family in bucket.families()]
        return found

    def entries(self, group: str) -> Dict[str, _Entry]:
        """What is written about a family: signature and packed data of each definition, by its path in the folder.

        Args:
            group: The family's folder.
        """
        return {name: entry for name, entry in self._read(group).items() if name != _LISTING and _CODE not in name}

    def _unpack(self, packed: bytes, filepath: str, group: str, name: str, state: Signature) -> Dict[str, Any]:
        data, places, text = marshal.loads(packed)
        if places:
            module = ModuleText(text[0], None, filepath, text[1])
            for keys, first, funcname, eval_as_function in places:
                holder = data
                for key in keys[:-1]:
                    holder = holder[key]
                keeper = _CodeKeeper(self, group, name, first, state)
                holder[keys[-1]] = SourceCode.at(module, first, funcname, eval_as_function, keeper)
        return data

    def _group(self, group: str) -> Dict[str, _Entry]:
        """What is known of a family."""
        entries = self._groups.get(group)
        if entries is None:
            self._leave_group()
            entries = self._groups[group] = self._read(group)
        return entries

    def _enter(self, group: str, name: str, entry: _Entry) -> None:
        self._groups.setdefault(group, {})[name] = entry
        self._new.setdefault(group, {})[name] = entry

    def _leave_group(self) -> None:
        """Write what has come together, so that a process that is killed doesn't lose all of it."""
        if sum(map(len, self._new.values())) >= _FLUSH_ENTRIES:
            self.flush()

    def _by_file(self, groups: Iterable[str]) -> Dict[str, List[str]]:
        """Families, by the file for what is about them."""
        files: Dict[str, List[str]] = {}
        for group in groups:
            files.setdefault(self._path(group), []).append(group)
        return files

    def _path(self, group: str) -> str:
        """The file for what is about a family."""
        folder, _, family = group.rpartition(os.sep)
        drive, tail = os.path.splitdrive(folder)
        parts = drive.replace(":", "").replace("\\", "") + tail
        return os.path.join(self.folder, parts.lstrip("/\\"), "%02d%s" % (bucket_number(family), _SUFFIX))

    def _read(self, group: str) -> Dict[str, _Entry]:
        path = self._path(group)
        bucket = self._buckets.get(path)
        if bucket is None:
            bucket = self._buckets[path] = Bucket(path, _MAGIC)
        return _entries(bucket.find(_family(group)))

    def _write(self, path: str, groups: Dict[str, Dict[str, _Entry]]) -> None:
        if not self.writable:
            return
        # another process may have written since; what it dropped or changed is found out by the signatures
        self._buckets.pop(path, None)
        bodies = _bodies(path)
        for group, new in groups.items():
            family = _family(group)
            entries = {name: entry for name, entry in _entries(bodies.get(family)).items()
                       if name in new or os.path.exists(os.path.join(group, name.partition(_CODE)[0]))}
            entries.update(new)
            bodies[family] = marshal.dumps(entries)
        try:
            write_bucket(path, _MAGIC, bodies)
        except OSError:
            self.writable = False  # a read-only home, a full disk: there is no point in trying again


class _CodeKeeper:
    """Keeps the compiled code of one function of a definition.

    Args:
        index: Where to.
        group, name: The definition.
        first: Line of the function.
        state: The state of the definition file in which the function stands there.
    """

    __slots__ = ("_index", "_group", "_key", "_state")

    def __init__(self, index: DefinitionIndex, group: str, name: str, first: int, state: Signature) -> None:
        self._index = index
        self._group = group
        self._key = "%s%s%d" % (name, _CODE, first)
        self._state = state

    def find(self) -> Optional[CodeType]:
        """The code, None if it isn't known."""
        entry = self._index._group(self._group).get(self._key)
        if entry is None or entry[0] != self._state:
            return None
        try:
            code = marshal.loads(entry[1])
        except (ValueError, TypeError, EOFError):
            return None
        return code if isinstance(code, CodeType) else None

    def add(self, code: CodeType) -> None:
        """Keep the code."""
        if self._index.writable:
            self._index._enter(self._group, self._key, (self._state, marshal.dumps(code)))


def _family(group: str) -> str:
    """The name of the family whose folder this is."""
    return group.rpartition(os.sep)[2]


def _bodies(path: str) -> Dict[str, bytes]:
    """All that a file holds, by name of the family."""
    bucket = Bucket(path, _MAGIC, whole=True)
    found = ((family, bucket.find(family)) for family in bucket.families())
    return {family: body for family, body in found if body is not None}


def _entries(body: Optional[bytes]) -> Dict[str, _Entry]:
    """What is written about a family."""
    if body is None:
        return {}
    try:
        entries = marshal.loads(body)
    except (ValueError, TypeError, EOFError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _remove(path: str) -> None:
    try:
        os.remove(path)
    except FileNotFoundError:
        pass  # another process was faster


def _repository_of(tail: str) -> str:
    """The folder of a repository, by the place of what is about it below the cache folder."""
    if sys.platform == "win32" and tail[1:2] == os.sep:
        return tail[0] + ":" + tail[1:]
    return os.sep + tail


def _split(filepath: str) -> Tuple[str, str]:
    """The folder of the family, and the rest of the path."""
    group, version, filename = filepath.rsplit(os.sep, 2)
    return group, version + "/" + filename


def _pack(data: Any, codes: Dict[Tuple[Any, ...], SourceCode]) -> Optional[bytes]:
    """A definition's data as bytes; None if it holds anything but literals and the code of functions in its file.

    With code goes the whole text, since finding a function in it takes longer than all else. The code is added to
    `codes`, by its place in the data.
    """
    if not isinstance(data, dict):
        return None
    plain = _without_codes(data, (), codes)
    places = []
    module: Optional[ModuleText] = None
    for keys, code in codes.items():
        place = code.place()
        if place is None or module not in (None, place[0]):
            return None
        module = place[0]
        places.append((keys,) + place[1:])
    text = None if module is None else (module.source, module.statements)
    try:
        return marshal.dumps((plain, places, text))
    except ValueError:  # it takes the very types of literals only
        return None


def _without_codes(data: Dict[Any, Any], keys: Tuple[Any, ...],
                   codes: Dict[Tuple[Any, ...], SourceCode]) -> Dict[Any, Any]:
    """The data with None in the place of source code, which is added to `codes` by its place."""
    plain = {}
    for key, value in data.items():
        if value.__class__ is SourceCode:
            codes[keys + (key,)] = value
            value = None
        elif value.__class__ is dict:
            value = _without_codes(value, keys + (key,), codes)
        plain[key] = value
    return plain


_dynamic_opcodes: List[FrozenSet[int]] = []


def is_static(code: CodeType) -> bool:
    """True if running the code of a file can only give what the file says.

    Code that calls nothing and imports nothing can but combine its own literals.

    Args:
        code: The compiled file.
    """
    if not _dynamic_opcodes:
        from opcode import opmap
        _dynamic_opcodes.append(frozenset(
            number for name, number in opmap.items()
            if number < 256 and any(part in name for part in ("CALL", "IMPORT", "WITH", "BUILD_CLASS"))))
    return _dynamic_opcodes[0].isdisjoint(code.co_code[::2])


_indexes: Dict[Optional[str], Optional[DefinitionIndex]] = {}


def index_is_off() -> bool:
    """Whether the user wants nothing to be kept."""
    return os.environ.get(SETTING, "").lower() in _OFF


def definition_index() -> Optional[DefinitionIndex]:
    """The index of this process, None if it is switched off."""
    setting = os.environ.get(SETTING)
    if setting in _indexes:
        return _indexes[setting]
    index = None
    if not index_is_off():
        folder = setting or user_cache_folder("definitions")
        if folder and os.path.isabs(folder):
            import atexit
            index = DefinitionIndex(folder)
            atexit.register(index.flush)
    _indexes[setting] = index
    return index
