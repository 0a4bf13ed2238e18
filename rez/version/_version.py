"""Rez's `rez.version._version`."""
from bisect import bisect_left
from typing import Any, Callable, TypeVar

from pkgrs.version.common import *
from pkgrs.version.range import *
from pkgrs.version.token import *
from pkgrs.version.version import *
from rez._surface import surface

surface(__name__, "pkgrs.version.bound", "pkgrs.version.common", "pkgrs.version.iterate", "pkgrs.version.range",
        "pkgrs.version.token", "pkgrs.version.version", lazy={
    "copy": "copy",
    "re": "re",
    "re_token": "pkgrs.version.token_pattern:re_token",
    "string": "string",
})

CallableT = TypeVar("CallableT", bound=Callable[..., Any])
