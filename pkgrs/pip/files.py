"""Where the files that pip installed belong in a package."""
from __future__ import annotations

import os
import re
from typing import Any, Dict, NoReturn, Optional, Tuple

from pkgrs.base.log import print_error, print_warning
from pkgrs.config.config import config

__all__ = ["_get_distribution_files_mapping"]

_EDESTADDRREQ = 89  # what users of Rez know this error by

_UNKNOWN = """
Unknown source file in {record}! '{path}'

It lies outside of where pip was told to install, and no rule of the setting 'pip_install_remaps' says where it belongs.
See what 'pip install --target FOLDER' makes of it, then add such a rule:

    {{
        "record_path": r"{pattern}",
        "pip_install": r"<where it is in FOLDER>",
        "rez_install": r"<where it is to be in the package>",
    }}
"""


def _get_distribution_files_mapping(distribution: Any, targetdir: str) -> Dict[str, str]:
    """Get where the files of a distribution belong.

    Args:
        distribution: The distribution.
        targetdir: Folder that pip installed it to.

    Returns:
        Path in the package's root by path in the folder.

    Raises:
        OSError: If that can't be told, or leads out of the folder or the package.
    """
    found = {}
    for recorded in distribution.list_installed_files():
        path = os.path.normpath(recorded[0])
        source, place = _map(distribution, targetdir, path)
        if os.path.exists(os.path.join(targetdir, source)):
            found[source] = place
        else:
            print_warning("Skipping non-existent source file: %s (%s)", os.path.join(targetdir, source), recorded[0])
    return found


def _map(distribution: Any, targetdir: str, path: str) -> Tuple[str, str]:
    """The path in the folder, and that in the package, of a recorded path."""
    pair = None
    if path.split(os.sep)[0] != os.pardir:
        pair = path, os.path.join("python", path)
    else:
        pair = _remap(path) or _data_file(targetdir, path)
    if pair and _is_inside(targetdir, pair[0]) and _is_inside(targetdir, pair[1], follow=False):
        return pair
    _refuse(distribution, path)


def _remap(path: str) -> Optional[Tuple[str, str]]:
    """What the configured rules make of a path that leads out of the folder."""
    for rule in config.pip_install_remaps:
        if re.search(rule["record_path"], path):
            source, place = (re.sub(rule["record_path"], rule[key], path) for key in ("pip_install", "rez_install"))
            return os.path.normpath(source), os.path.normpath(place)
    return None


def _data_file(targetdir: str, path: str) -> Optional[Tuple[str, str]]:
    """A file beside the libraries, such as a manual page, that pip put into the folder under the rest of its path."""
    prefix = os.path.join(os.pardir, os.pardir, "")
    rest = path[len(prefix):]
    if path.startswith(prefix) and rest and os.path.isfile(os.path.join(targetdir, rest)):
        return rest, rest
    return None


def _is_inside(folder: str, path: str, follow: bool = True) -> bool:
    """True if a path, and what it is a link to if asked for, is in a folder."""
    if os.path.isabs(path) or os.path.normpath(path).split(os.sep)[0] in (os.pardir, os.curdir):
        return False
    real = os.path.realpath(folder)
    return not follow or os.path.realpath(os.path.join(folder, path)).startswith(real + os.sep)


def _refuse(distribution: Any, path: str) -> NoReturn:
    record = "%s-%s.dist-info%sRECORD" % (distribution.name, distribution.version, os.sep)
    pattern = path.replace(os.pardir, "{pardir}").replace(os.sep, "{sep}")
    print_error(_UNKNOWN.format(record=record, path=path, pattern=pattern).lstrip("\n"))
    raise OSError(_EDESTADDRREQ, "Don't know what to do with relative path in %s, see above error message for" % record,
                  path)
