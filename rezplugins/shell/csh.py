"""Rez's `rezplugins.shell.csh`."""
from pkgrs.shell.csh import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.csh", lazy={
    "Popen": "pkgrs.base.launch:Popen",
    "quote": "shlex:quote",
    "subprocess": "subprocess",
})
