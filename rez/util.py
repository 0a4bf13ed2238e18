"""Rez's `rez.util`."""
import atexit
import collections
import inspect
import os
import re
from types import ModuleType
from typing import TYPE_CHECKING, Iterable, TypeVar

from pkgrs.base.lists import *
from pkgrs.base.modules import *
from pkgrs.base.text import shlex_join
from pkgrs.base.which import which_any as which
from pkgrs.errors import RezError
from pkgrs.terminal.progress import ProgressBar
from rez._surface import surface

surface(__name__, "pkgrs.base.lists", "pkgrs.base.modules", "pkgrs.base.which", "pkgrs.base.text",
        "pkgrs.terminal.progress", lazy={
    "Bar": "pkgrs.terminal.progress:Bar",
    "T": "rez._typevars:T",
})
