"""Reading package definitions: package.py, package.yaml and plain text."""
from __future__ import annotations

import os
import sys
from enum import Enum
from types import CodeType

from pkgrs.base.dicts import ModifyList
from pkgrs.base.flow import Interrupted
from pkgrs.config.config import config
from pkgrs.definition.files import local_copy
from pkgrs.definition.index import definition_index, is_static
from pkgrs.definition.source import early, include, late
from pkgrs.definition.stated import stated_by
from pkgrs.definition.text import ModuleText
from pkgrs.errors import InvalidPackageError, ResourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO, Any, Callable, Dict, List, Optional, Tuple, Union
    from traceback import FrameSummary

    from pkgrs.base.scope import ScopeContext
    from pkgrs.definition.index import DefinitionIndex
    from pkgrs.definition.stated import Stated

    UpdateCallback = Callable[["FileFormat", Any], Any]


_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)
_READ_SIZE = 1 << 14  # definitions are small; a larger buffer costs more than it saves


class FileFormat(Enum):
    """The file formats of definitions; `extension` is that of the file name."""

    __module__ = "rez.serialise"

    py = ("py",)
    yaml = ("yaml",)
    txt = ("txt",)

    __order__ = "py,yaml,txt"

    def __init__(self, extension: str) -> None:
        self.extension = extension


def load_from_file(filepath: str, format_: FileFormat = FileFormat.py,
                   update_data_callback: Optional[UpdateCallback] = None, disable_memcache: bool = False) -> Any:
    """Read a definition.

    Args:
        filepath: File to read.
        format_: Its format.
        update_data_callback: Called with the format and the data read; returns the data to use.
        disable_memcache: Do not look in, nor add to, the shared cache.

    Returns:
        The data: a dictionary, or for plain text a string.

    Raises:
        ResourceError: A python definition fails to compile or run.
        OSError: The file can't be read.
        Exception: What an early-bound function raises, or YAML's error for bad YAML.
    """
    copy = local_copy(filepath)
    if copy is not None:
        return _load_file(copy, format_, update_data_callback, original_filepath=os.path.realpath(filepath))
    if not disable_memcache and _uses_memcached():
        from pkgrs.definition.shared import load_shared
        return load_shared(_load_file, os.path.realpath(filepath), format_, update_data_callback)
    return _load_file(filepath, format_, update_data_callback)


def load_definition(filepath: str, format_: FileFormat = FileFormat.py, disable_memcache: bool = False,
                    index: Optional[DefinitionIndex] = None) -> Any:
    """Read the definition of a package in a repository, as `load_from_file` does, by way of the index.

    Args:
        filepath: File to read.
        format_: Its format.
        disable_memcache: Do not look in, nor add to, the shared cache.
        index: The index, if it is at hand.

    Returns:
        As for `load_from_file`.

    Raises:
        Exception: As for `load_from_file`.
    """
    if index is None:
        index = definition_index()
    if index is None or local_copy(filepath) is not None or not loads_as_usual():
        return load_from_file(filepath, format_, disable_memcache=disable_memcache)
    status = os.stat(filepath)
    data = index.find(filepath, status)
    if data is not None:
        return data
    if format_ is not FileFormat.py or not disable_memcache and _uses_memcached():
        data = load_from_file(filepath, format_, disable_memcache=disable_memcache)
        static = format_ is FileFormat.yaml
    else:
        if config.debug("file_loads"):
            _debug_load(filepath, None)
        data, code = _load_python(_read(filepath), filepath)
        static = code is None or is_static(code)
    if static:
        index.add(filepath, status, data)
    return data


def reads_unnoticed(disable_memcache: bool) -> bool:
    """Whether nobody but the index is to know of each definition that is read.

    Args:
        disable_memcache: Do not look in the shared cache.
    """
    return not config.debug("file_loads") and (disable_memcache or not _uses_memcached())


def load_stated(group: str, name: str, index: DefinitionIndex) -> Optional[Stated]:
    """Read what a definition that the index does not know states about requirements, and add it to the index.

    Args:
        group: The family's folder.
        name: Path of the definition file in it, with slashes.
        index: The index.

    Returns:
        What it states, not to be changed; None if there is no such file, or it must be loaded to tell.
    """
    try:
        content, status = _read_with_status("%s/%s" % (group, name))
    except (OSError, ValueError):
        return None
    data = _read_literals(content)
    if data is None:
        return None
    stated = stated_by(data)
    index.add_literals(group, name, status, data, stated)
    return stated


def loads_as_usual() -> bool:
    """Whether nobody put other functions that load definitions into `load_functions`."""
    return list(load_functions.values()) == _LOAD_FUNCTIONS


def _uses_memcached() -> bool:
    return config.cache_package_files and config.memcached_uri


def clear_file_caches() -> None:
    """Forget definitions in the shared cache, as far as this process can."""
    from pkgrs.definition.shared import forget_shared
    forget_shared()


def _load_file(filepath: str, format_: FileFormat, update_data_callback: Optional[UpdateCallback],
               original_filepath: Optional[str] = None) -> Any:
    if config.debug("file_loads"):
        _debug_load(filepath, original_filepath)
    loader = load_functions[format_]
    if loader is load_py:
        data = _load_python(_read(filepath), filepath)[0]
    else:
        with open(filepath, encoding="utf-8") as stream:
            data = loader(stream, filepath=filepath)
    return update_data_callback(format_, data) if update_data_callback else data


def _debug_load(filepath: str, original_filepath: Optional[str]) -> None:
    from pkgrs.base.log import print_debug
    text = "Loading file: %s" % os.path.realpath(filepath)
    if original_filepath:
        text += " (original file: %s)" % original_filepath
    print_debug(text)


def _read(filepath: str) -> bytes:
    """Read a file with as few system calls as can be."""
    descriptor = os.open(filepath, _OPEN_FLAGS)
    try:
        return _read_open(descriptor)
    except IsADirectoryError as e:
        raise IsADirectoryError(e.errno, e.strerror, filepath) from None
    finally:
        os.close(descriptor)


def _read_with_status(filepath: str) -> Tuple[bytes, os.stat_result]:
    """Read a file, and its status before that."""
    descriptor = os.open(filepath, _OPEN_FLAGS)
    try:
        status = os.fstat(descriptor)
        return _read_open(descriptor, status.st_size + 1), status
    finally:
        os.close(descriptor)


def _read_open(descriptor: int, size: int = _READ_SIZE) -> bytes:
    """Read all that there is, at once if that is less than a size."""
    content = os.read(descriptor, size)
    if len(content) == size:
        chunks = [content]
        while chunks[-1]:
            chunks.append(os.read(descriptor, _READ_SIZE))
        content = b"".join(chunks)
    return content


def load_py(stream: Union[IO, str], filepath: Optional[str] = None) -> Dict[str, Any]:
    """Read a definition that is python code.

    Args:
        stream: Where to read the code from.
        filepath: The file that it is; named in messages.

    Returns:
        The attributes that the code defines.

    Raises:
        ResourceError: The code fails to compile or run.
        Exception: What an early-bound function raises.
    """
    text = stream if isinstance(stream, str) else stream.read()
    return _load_python(text, filepath or getattr(stream, "name", None) or "<string>")[0]


def load_yaml(stream: IO, filepath: Optional[str] = None) -> Any:
    """Read a definition that is YAML.

    Args:
        stream: Where to read it from.
        filepath: The file that it is.

    Returns:
        The data; an empty dictionary where there is none.

    Raises:
        yaml.YAMLError: The text is not YAML; tells the file and where in it.
    """
    import yaml
    try:
        return yaml.load(stream.read(), Loader=yaml.FullLoader) or {}
    except yaml.MarkedYAMLError as error:
        for mark in (error.context_mark, error.problem_mark):
            if mark is not None and filepath:
                mark.name = filepath
        raise


def load_txt(stream: IO, filepath: Optional[str] = None) -> str:
    """Read plain text.

    Args:
        stream: Where to read it from.
        filepath: The file that it is.

    Returns:
        The whole text.
    """
    return stream.read()


load_functions: Dict[FileFormat, Callable[..., Any]] = {
    FileFormat.py: load_py,
    FileFormat.yaml: load_yaml,
    FileFormat.txt: load_txt,
}
_LOAD_FUNCTIONS = list(load_functions.values())


class _Scopes:
    """What a definition calls as `scope`; the real thing is made when it is called."""

    __slots__ = ("context",)

    def __init__(self) -> None:
        self.context: Optional[ScopeContext] = None

    def __call__(self, name: str) -> Any:
        if self.context is None:
            from pkgrs.base.scope import ScopeContext
            self.context = ScopeContext()
        return self.context(name)


# names that a definition finds, and that are not taken for data
_PROVIDED: Dict[str, Any] = {
    "late": late,
    "early": early,
    "include": include,
    "ModifyList": ModifyList,
    "InvalidPackageError": InvalidPackageError,
}


def _load_python(source: Union[bytes, str], filepath: str) -> Tuple[Dict[str, Any], Optional[CodeType]]:
    """Run the code of a definition and collect what it leaves behind. Nothing is run, and there is no code, if it is
    nothing but literals."""
    literals = _read_literals(source)
    if literals is not None:
        return literals, None
    paths = config.package_definition_build_python_paths
    if not paths:
        return _run_python(source, filepath)
    original = sys.path[:]
    sys.path.extend(paths)
    try:
        return _run_python(source, filepath)
    finally:
        sys.path[:] = original


def _read_literals(source: Union[bytes, str]) -> Optional[Dict[str, Any]]:
    from pkgrs.definition.literal import read_literals
    data = read_literals(source)
    return data if data is not None and _PROVIDED.keys().isdisjoint(data) and "scope" not in data else None


def _run_python(source: Union[bytes, str], filepath: str) -> Tuple[Dict[str, Any], CodeType]:
    names = dict(_PROVIDED)
    scopes = names["scope"] = _Scopes()
    try:
        code = compile(source, filepath, "exec", dont_inherit=True)
        exec(code, names)
    except Exception as e:
        raise ResourceError(_problem_text(filepath, str(e)))
    except Interrupted:
        raise
    except SystemExit as e:
        cause = "it called sys.exit(%s)" % ("" if e.code is None else repr(e.code))
        raise ResourceError(_problem_text(filepath, cause)) from e

    data = {key: value for key, value in names.items()
            if key not in _PROVIDED and key[:2] != "__"}
    del data["scope"]
    if scopes.context is not None:
        data.update(scopes.context.to_dict())
    if _needs_processing(data):
        from pkgrs.definition.objects import ObjectProcessor
        data = ObjectProcessor(data, filepath, ModuleText(source, code, filepath)).run()
    return data, code


# values that can't hold anything to process
_PLAIN_TYPES = frozenset([str, int, float, bool, type(None), list, tuple])


def _needs_processing(data: Dict[str, Any]) -> bool:
    return not _PLAIN_TYPES.issuperset(map(type, data.values()))


def _problem_text(filepath: str, cause: str) -> str:
    """Message for the exception being handled: file, cause, and where in the file it arose."""
    from traceback import extract_tb, format_list
    real_path = os.path.realpath(filepath)
    text = "Problem loading %s: %s" % (real_path, cause)
    frames: List[FrameSummary] = list(extract_tb(sys.exc_info()[2]))
    while frames and frames[0].filename != filepath:
        frames.pop(0)
    if frames:
        for frame in frames:
            if frame.filename == filepath:
                frame.filename = real_path
        text += ":\n" + "".join(format_list(frames)).strip()
    return text
