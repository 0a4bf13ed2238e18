"""Rez's `rezplugins.shell.powershell`."""
from pkgrs.shell.powershell import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.powershell")
