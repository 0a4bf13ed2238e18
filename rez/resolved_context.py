"""Rez's `rez.resolved_context`."""
from pkgrs.context.context import *
from rez._surface import surface

surface(__name__, "pkgrs.context.context", "pkgrs.context.contents", "pkgrs.context.setup", "pkgrs.context.execute",
        "pkgrs.context.describe", "pkgrs.context.locks")
