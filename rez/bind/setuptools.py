"""Rez's `rez.bind.setuptools`."""
from pkgrs.bind import pymodule as _pymodule
from pkgrs.bind.setuptools import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.setuptools")
