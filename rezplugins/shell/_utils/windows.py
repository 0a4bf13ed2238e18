"""Rez's `rezplugins.shell._utils.windows`."""
from pkgrs.shell.windows import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.windows")
