"""Rez's `rez.package_test`."""
from pkgrs.testing.results import *
from pkgrs.testing.runner import *
from rez._surface import surface

surface(__name__, "pkgrs.testing.results", "pkgrs.testing.runner")
