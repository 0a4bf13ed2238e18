"""Suites on disk."""
from __future__ import annotations

import os
import sys

from pkgrs.tool_errors import SuiteError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Optional


FILE = "suite.yaml"


def check_name(kind: str, name: str) -> None:
    """Refuse a name that would not be that of a file in the suite's folder.

    Args:
        kind: What it is the name of.
        name: The name.

    Raises:
        SuiteError: It holds a separator, or means a folder.
    """
    separators = [separator for separator in (os.sep, os.altsep, "\0") if separator]
    if name in ("", ".", "..") or any(separator in name for separator in separators):
        raise SuiteError("Invalid %s name: %r" % (kind, name))


def read(path: str) -> Dict[str, Any]:
    """Get the data of the suite in a folder.

    Raises:
        OSError: There is no such folder, or its file can't be read.
        SuiteError: It holds no suite, or one that is not valid YAML.
    """
    if not os.path.exists(path):
        os.stat(path)
    filepath = os.path.join(path, FILE)
    if not os.path.isfile(filepath):
        raise SuiteError("Not a suite: %r" % path)
    from yaml import YAMLError

    from pkgrs.base.yaml import load_yaml_text

    with open(filepath, encoding="utf-8") as stream:
        text = stream.read()
    try:
        data: Dict[str, Any] = load_yaml_text(text)
    except YAMLError as error:
        raise SuiteError("Failed loading suite: %s" % error) from error
    return data


def write(
    path: str, data: Dict[str, Any], contexts: Dict[str, Any], tools: Dict[str, Any],
    report: Callable[[str], None], previous: Optional[str],
) -> None:
    """Write a suite beside its place, then put it there.

    Args:
        path: Folder of the suite.
        data: Content of the suite's file.
        contexts: Contexts by name.
        tools: Tools by alias, each with its context's name and `prefix_char`.
        report: Is told each step.
        previous: Folder that the suite was loaded from.

    Raises:
        SuiteError: A name can't be that of a file, or the folder is there and is not the suite's own.
        OSError: The suite could not be written; what was there before is still there.
    """
    for name in contexts:
        check_name("context", name)
    for alias in tools:
        check_name("tool", alias)

    path = os.path.realpath(path)
    is_own = previous is not None and os.path.realpath(previous) == path
    if os.path.exists(path):
        if not is_own:
            raise SuiteError("Cannot save, path exists: %r" % path)
        report("saving over previous suite...")
    parent, name = os.path.split(path)
    os.makedirs(parent, exist_ok=True)
    beside = os.path.join(parent, ".%s.%s" % (name, os.urandom(8).hex()))
    try:
        os.mkdir(beside)
        _fill(beside, path, data, contexts, tools, report)
        _swap(beside, path)
    except BaseException:
        _remove(beside)
        raise


def _fill(
    folder: str, path: str, data: Dict[str, Any], contexts: Dict[str, Any], tools: Dict[str, Any],
    report: Callable[[str], None],
) -> None:
    """Write the files of the suite that is to be at the path into another folder."""
    from pkgrs.base.yaml import dump_yaml
    from pkgrs.shell.scripts import create_forwarding_script

    os.mkdir(os.path.join(folder, "contexts"))
    for name, context in contexts.items():
        report("writing %r..." % os.path.join(path, "contexts", "%s.rxt" % name))
        context._set_parent_suite(path, name)
        context.save(os.path.join(folder, "contexts", "%s.rxt" % name))

    bin_folder = os.path.join(folder, "bin")
    os.mkdir(bin_folder)
    if tools:
        report("creating alias wrappers in %r..." % os.path.join(path, "bin"))
    for alias, (tool, prefix_char) in tools.items():
        report("creating %r -> %r (%s context)..." % (alias, tool["tool_name"], tool["context_name"]))
        create_forwarding_script(
            filepath=os.path.join(bin_folder, alias), module="suite", func_name="_FWD__invoke_suite_tool_alias",
            context_name=tool["context_name"], tool_name=tool["tool_name"], prefix_char=prefix_char)

    with open(os.path.join(folder, FILE), "w", encoding="utf-8") as stream:
        stream.write(dump_yaml(data))


def _swap(beside: str, path: str) -> None:
    """Put a folder in the place of another one, which may be there or not."""
    if os.path.exists(path) and _exchange(beside, path):
        _remove(beside)
        return
    from pkgrs.base.replace import replace_file_or_dir

    replace_file_or_dir(path, beside)


def _exchange(path: str, other_path: str) -> bool:
    """Exchange two folders in one step, if the system can do that."""
    if sys.platform != "linux":
        return False
    import ctypes

    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result: int = renameat2(here, os.fsencode(path), here, os.fsencode(other_path), exchange)
    return result == 0


def _remove(path: str) -> None:
    import shutil

    shutil.rmtree(path, ignore_errors=True)

