"""Writing executable scripts."""
from __future__ import annotations

import os

from pkgrs.base.process import ExecutableScriptMode, _get_python_script_files
from pkgrs.base.replace import atomic_write
from pkgrs.platform.current import platform_

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Tuple, Union


__all__ = ["create_executable_script", "create_forwarding_script"]

_FORWARDER = "_rez_fwd"

# A batch file whose lines, up to the last of these, the forwarder skips.
_BATCH_HEADER = "@echo off\n%s.exe %%~dpnx0 %%*\ngoto :eof\n:: YAML\n" % _FORWARDER


def create_executable_script(
    filepath: str,
    body: Union[str, Callable[..., Any]],
    program: Optional[str] = None,
    py_script_mode: Optional[Union[ExecutableScriptMode, str]] = None,
) -> List[str]:
    """Write a script that everyone may read and execute, and nobody change.

    Args:
        filepath: Path of the script.
        body: Text of the script, or a function whose body it is.
        program: What executes it; `python` by default.
        py_script_mode: Which files a Python script consists of; by default the setting
            `create_executable_script_mode`. Those with the extension `.py` are for Windows, where that must be
            in `PATHEXT`.

    Returns:
        Paths of the files written.

    Raises:
        OSError: If they can't be written.
    """
    program = program or "python"
    paths = [filepath]
    if program == "python":
        paths = _get_python_script_files(filepath, _script_mode(py_script_mode), platform_.name)

    text = _header(filepath, program) + _text_of(body)
    for path in paths:
        with atomic_write(path, permissions=0o555 if os.name == "posix" else None) as f:
            f.write(text)
    return paths


def _script_mode(mode: Optional[Union[ExecutableScriptMode, str]]) -> ExecutableScriptMode:
    if mode is None:
        from pkgrs.config.config import config
        mode = config.create_executable_script_mode  # type: ignore[attr-defined]
    return ExecutableScriptMode[mode] if isinstance(mode, str) else mode


def _header(filepath: str, program: str) -> str:
    if program == _FORWARDER and platform_.name == "windows" and filepath.lower().endswith(".cmd"):
        return _BATCH_HEADER
    return "#!/usr/bin/env %s\n" % program


def _text_of(body: Union[str, Callable[..., Any]]) -> str:
    if callable(body):
        from pkgrs.definition.source import SourceCode
        body = SourceCode(func=body).source
    assert isinstance(body, str)
    return body if body.endswith("\n") else body + "\n"


def create_forwarding_script(
    filepath: str, module: Union[str, Tuple[str, str]], func_name: str, *nargs: Any, **kwargs: Any
) -> None:
    """Write a script that calls a function of Rez, in whatever environment it is run.

    Args:
        filepath: Path of the script; on Windows it gets the extension `.cmd`.
        module: Name of the module below `rez`, or type and name of a plugin.
        func_name: Name of the function.
        nargs: Its arguments.
        kwargs: Its keyword arguments.

    Raises:
        OSError: If the script can't be written.
    """
    from pkgrs.base.yaml import dump_yaml
    if platform_.name == "windows" and os.path.splitext(filepath)[-1].lower() != ".cmd":
        filepath += ".cmd"

    call: Dict[str, Any] = {
        "module": module if isinstance(module, str) else list(module),
        "func_name": func_name,
    }
    if nargs:
        call["nargs"] = list(nargs)
    if kwargs:
        call["kwargs"] = kwargs
    create_executable_script(filepath, dump_yaml(call), _FORWARDER)
