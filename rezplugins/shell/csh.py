"""Rez's `rezplugins.shell.csh`."""
from pkgrs.shell.csh import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.csh", lazy={
    "Popen": "rez.utils.execution:Popen",
    "quote": "shlex:quote",
    "subprocess": "subprocess",
})
