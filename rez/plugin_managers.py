"""Rez's `rez.plugin_managers`."""
from __future__ import annotations

import os
import pkgutil
import sys
import types
from typing import Literal, TypeVar, overload
from zipimport import zipimporter

from pkgrs.plugin.manager import *
from pkgrs.plugin.types import *
from rez._surface import surface

T = TypeVar("T")

surface(__name__, "pkgrs.plugin.manager", "pkgrs.plugin.types", "pkgrs.plugin.paths")
