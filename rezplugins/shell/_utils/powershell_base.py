"""Rez's `rezplugins.shell._utils.powershell_base`."""
from pkgrs.shell.powershell_base import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.powershell_base", "pkgrs.shell.windows_base", "pkgrs.shell.script_shell",
        "pkgrs.shell.startup", lazy={"os": "os"})
