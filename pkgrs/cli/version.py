"""What `rez --version` prints."""
from __future__ import annotations

import os.path
import sys

from pkgrs.base.rez_version import _rez_version


def version_line() -> str:
    """What `--version` prints."""
    surface = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "rez")
    return "Rez %s from %s (python %d.%d)" % (_rez_version, surface, sys.version_info[0], sys.version_info[1])
