"""Rez's `rezplugins.shell.bash`."""
from pkgrs.shell.bash import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.bash", "pkgrs.shell.completion")
