"""Rez's `rez.utils`."""
from contextlib import contextmanager
import sys
from typing import NoReturn

from pkgrs.base.flow import *
from rez._surface import surface

_SUBMODULES = (
    "_version", "colorize", "data_utils", "execution", "formatting", "logging_", "platform_", "platform_mapped",
    "sourcecode", "typing", "yaml",
)

surface(__name__, "pkgrs.base.flow", lazy={name: "rez.utils." + name for name in _SUBMODULES})
