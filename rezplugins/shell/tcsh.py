"""Rez's `rezplugins.shell.tcsh`."""
from pkgrs.shell.tcsh import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.tcsh", "pkgrs.shell.completion", lazy={
    "EscapedString": "pkgrs.rex.escape:EscapedString",
    "quote": "shlex:quote",
})
