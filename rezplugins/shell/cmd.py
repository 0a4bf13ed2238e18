"""Rez's `rezplugins.shell.cmd`."""
from pkgrs.shell.cmd import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.cmd", "pkgrs.shell.windows_base", "pkgrs.shell.script_shell", "pkgrs.shell.startup", lazy={
    "subprocess": "subprocess",
})
