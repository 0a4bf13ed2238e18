"""Rez's `rez.status`."""
from pkgrs.suite.status import *
from rez._surface import surface

surface(__name__, "pkgrs.suite.status", lazy={
    "Package": "rez.packages:Package",
    "SupportsWrite": "rez.utils.typing:SupportsWrite",
})
