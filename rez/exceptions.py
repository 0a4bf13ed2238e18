"""Rez's `rez.exceptions`."""
from pkgrs.errors import *
from pkgrs.tool_errors import *
from rez._surface import surface

surface(__name__, "pkgrs.errors", "pkgrs.tool_errors")
