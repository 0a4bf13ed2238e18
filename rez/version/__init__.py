"""Rez's `rez.version`."""
from pkgrs.version import *
from pkgrs.version import __all__ as __all__
from rez.version import _requirement, _util, _version
