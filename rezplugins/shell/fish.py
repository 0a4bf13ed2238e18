"""The plugin `rezplugins.shell.fish`."""
from pkgrs.shell.fish import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.fish")
