"""Rez's `rezplugins.shell.pwsh`."""
from pkgrs.shell.pwsh import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.pwsh")
