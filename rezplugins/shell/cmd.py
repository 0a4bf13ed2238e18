"""Rez's `rezplugins.shell.cmd`."""
from pkgrs.shell.cmd import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.cmd", "pkgrs.shell.windows_base", lazy={
    "subprocess": "subprocess",
})
