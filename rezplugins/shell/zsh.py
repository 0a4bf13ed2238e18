"""Rez's `rezplugins.shell.zsh`."""
from pkgrs.shell.zsh import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.zsh", "pkgrs.shell.completion", lazy={
    "EscapedString": "pkgrs.rex.escape:EscapedString",
    "Literal": "typing:Literal",
    "quote": "shlex:quote",
})
