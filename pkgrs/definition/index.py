"""Definitions read before, kept in the user's cache folder.

For each folder that holds packages' folders (that is, for each package family) there is one file, with the data of
those definitions that are nothing but data: literals and plain functions, or YAML. An entry counts only while
the definition file has the size, times and inode that it was read with. Whatever goes wrong with these files,
a definition is then read as if there were none.

The environment variable PKG_DEFINITION_INDEX names another folder to keep them in, or is "off".
"""
from __future__ import annotations

import marshal
import os
import sys
import time
import zlib
from types import CodeType

from pkgrs.definition.source import SourceCode
from pkgrs.definition.text import ModuleText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, FrozenSet, List, Optional, Tuple

    _Signature = Tuple[int, int, int, int]
    _Entry = Tuple[_Signature, bytes]


SETTING = "PKG_DEFINITION_INDEX"
_OFF = ("off", "0", "false", "no", "none")

# What is written depends on the interpreter as well: what a definition means may.
_MAGIC = b"pkgrs definitions 2 %s %d.%d %d\n" % (
    sys.implementation.name.encode("ascii"), sys.version_info[0], sys.version_info[1], marshal.version)
_SUFFIX = ".%s-%d%d.idx" % (sys.implementation.name, sys.version_info[0], sys.version_info[1])

# A file that was changed a moment ago can change again within the resolution of its times.
_SETTLED_SECONDS = 5
_LARGEST_FILE = 64 * 1024 * 1024
_FLUSH_ENTRIES = 16


def signature(status: os.stat_result) -> _Signature:
    """What tells one state of a file from others.

    Args:
        status: The file's status.
    """
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns


def is_settled(status: os.stat_result) -> bool:
    """True if the file is old enough for its signature to tell.

    Args:
        status: The file's status.
    """
    return time.time() - max(status.st_mtime, status.st_ctime) > _SETTLED_SECONDS


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
        entries = self._groups.get(group)
        if entries is None:
            self._leave_group()
            entries = self._groups[group] = self._read(group)
        entry = entries.get(name)
        if entry is None or entry[0] != signature(status):
            return None
        try:
            return _unpack(entry[1], filepath)
        except (ValueError, TypeError, EOFError):
            return None

    def add(self, filepath: str, status: os.stat_result, data: Any) -> None:
        """Keep the data of a definition, if it is of the kind that can be kept.

        Args:
            filepath: The definition file.
            status: Its status when it was read.
            data: The data.
        """
        if not self.writable or not is_settled(status):
            return
        packed = _pack(data)
        if packed is None:
            return
        group, name = _split(filepath)
        entry = (signature(status), packed)
        self._groups.setdefault(group, {})[name] = entry
        self._new.setdefault(group, {})[name] = entry

    def flush(self) -> None:
        """Write what is new."""
        if self._process != os.getpid():
            return  # a forked child leaves this to its parent
        for group in list(self._new):
            self._write(group, self._new.pop(group))

    def clear(self) -> int:
        """Remove all files, also those that a killed process left half written; returns how many there were.

        Raises:
            OSError: One can't be removed.
        """
        self._groups.clear()
        self._new.clear()
        paths = self.files((".idx", ".tmp"))
        for path in paths:
            try:
                os.remove(path)
            except FileNotFoundError:
                pass  # another process was faster
        return len(paths)

    def files(self, endings: Tuple[str, ...] = (".idx",)) -> List[str]:
        """Paths of all files, those of other interpreters included."""
        return [os.path.join(root, name) for root, _, names in os.walk(self.folder)
                for name in names if name.endswith(endings)]

    def groups(self) -> List[Tuple[str, str]]:
        """The folders of families that this interpreter can use something of, each with the file that holds it."""
        return [(_group_of(path[len(os.path.join(self.folder, "")):-len(_SUFFIX)]), path)
                for path in self.files() if path.endswith(_SUFFIX)]

    def entries(self, group: str) -> Dict[str, _Entry]:
        """What is written about a family: signature and packed data of each definition, by its path in the folder.

        Args:
            group: The family's folder.
        """
        return self._read(group)

    def _leave_group(self) -> None:
        """Write what has come together, so that a process that is killed doesn't lose all of it."""
        if sum(map(len, self._new.values())) >= _FLUSH_ENTRIES:
            self.flush()

    def _path(self, group: str) -> str:
        drive, tail = os.path.splitdrive(group)
        parts = drive.replace(":", "").replace("\\", "") + tail
        return os.path.join(self.folder, parts.lstrip("/\\")) + _SUFFIX

    def _read(self, group: str) -> Dict[str, _Entry]:
        try:
            content = _read_own_file(self._path(group))
        except OSError:
            return {}
        head = len(_MAGIC)
        if content[:head] != _MAGIC or len(content) < head + 4:
            return {}
        body = content[head + 4:]
        if zlib.crc32(body) != int.from_bytes(content[head:head + 4], "little"):
            return {}
        try:
            entries = marshal.loads(body)
        except (ValueError, TypeError, EOFError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _write(self, group: str, new: Dict[str, _Entry]) -> None:
        if not self.writable:
            return
        # another process may have written since; what it dropped or changed is found out by the signatures
        entries = self._read(group)
        entries = {name: entry for name, entry in entries.items()
                   if name in new or os.path.exists(os.path.join(group, name))}
        entries.update(new)
        body = marshal.dumps(entries)
        content = _MAGIC + zlib.crc32(body).to_bytes(4, "little") + body
        path = self._path(group)
        temporary = "%s.%d.tmp" % (path, os.getpid())
        try:
            os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "wb") as stream:
                stream.write(content)
            os.replace(temporary, path)
        except OSError:
            self.writable = False  # a read-only home, a full disk: there is no point in trying again
            try:
                os.unlink(temporary)
            except OSError:
                pass


def _group_of(tail: str) -> str:
    """The folder of a family, by the place of what is about it below the cache folder."""
    if sys.platform == "win32" and tail[1:2] == os.sep:
        return tail[0] + ":" + tail[1:]
    return os.sep + tail


def _split(filepath: str) -> Tuple[str, str]:
    """The folder of the family, and the rest of the path."""
    folder, filename = os.path.split(filepath)
    group, version = os.path.split(folder)
    return group, version + "/" + filename


def _read_own_file(path: str) -> bytes:
    """Read a file that nobody else can have written.

    Raises:
        OSError: There is none.
    """
    with open(path, "rb") as stream:
        status = os.fstat(stream.fileno())
        if hasattr(os, "geteuid") and (status.st_uid != os.geteuid() or status.st_mode & 0o022):
            raise PermissionError(path)
        return stream.read(_LARGEST_FILE)


def _pack(data: Any) -> Optional[bytes]:
    """A definition's data as bytes; None if it holds anything but plain data and the code of functions in its file.

    With code goes the whole text, since finding a function in it takes longer than all else.
    """
    if not isinstance(data, dict):
        return None
    codes: Dict[Tuple[Any, ...], SourceCode] = {}
    plain = _without_codes(data, (), codes)
    if not _is_plain(plain):
        return None
    places = []
    module: Optional[ModuleText] = None
    for keys, code in codes.items():
        place = code.place()
        if place is None or not _is_plain(keys) or module not in (None, place[0]):
            return None
        module = place[0]
        places.append((keys,) + place[1:])
    text = None if module is None else (module.source, module.statements)
    return marshal.dumps((plain, places, text))


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


_PLAIN_TYPES: FrozenSet[type] = frozenset([str, int, float, bool, type(None)])


def _is_plain(value: Any) -> bool:
    cls = value.__class__
    if cls in _PLAIN_TYPES:
        return True
    if cls is list or cls is tuple:
        return all(map(_is_plain, value))
    return cls is dict and all(map(_is_plain, value)) and all(map(_is_plain, value.values()))


def _unpack(packed: bytes, filepath: str) -> Dict[str, Any]:
    data, places, text = marshal.loads(packed)
    if places:
        module = ModuleText(text[0], None, filepath, text[1])
        for keys, first, funcname, eval_as_function in places:
            holder = data
            for key in keys[:-1]:
                holder = holder[key]
            holder[keys[-1]] = SourceCode.at(module, first, funcname, eval_as_function)
    return data


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


def definition_index() -> Optional[DefinitionIndex]:
    """The index of this process, None if it is switched off."""
    setting = os.environ.get(SETTING)
    if setting in _indexes:
        return _indexes[setting]
    index = None
    if setting is None or setting.lower() not in _OFF:
        folder = setting or user_cache_folder("definitions")
        if folder and os.path.isabs(folder):
            import atexit
            index = DefinitionIndex(folder)
            atexit.register(index.flush)
    _indexes[setting] = index
    return index


def user_cache_folder(name: str) -> Optional[str]:
    """Where this user's files of that kind are kept, to be made anew when they are gone; None if there is no home."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "pkgrs", name) if os.path.isabs(base) else None
