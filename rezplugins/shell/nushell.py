"""The plugin `rezplugins.shell.nushell`."""
from pkgrs.shell.nushell import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.nushell")
