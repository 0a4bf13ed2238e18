"""Rez's `rez.plugin_managers`."""
from __future__ import annotations

import os
import pkgutil
import sys
import types
from typing import TYPE_CHECKING, Literal, TypeVar, overload
from zipimport import zipimporter

from pkgrs.plugin.manager import *
from pkgrs.plugin.types import *
from rez._surface import surface

T = TypeVar("T")

surface(
    __name__, "pkgrs.plugin.manager", "pkgrs.plugin.types", "pkgrs.plugin.paths",
    lazy={
        "entry_points": "importlib.metadata:entry_points",
        "print_debug": "pkgrs.base.log:print_debug",
        "print_warning": "pkgrs.base.log:print_warning",
    })
