"""Rez's `rezplugins.shell.sh`."""
from pkgrs.shell.sh import *
from rez._surface import surface

surface(__name__, "pkgrs.shell.sh", lazy={
    "Literal": "typing:Literal",
    "Popen": "rez.utils.execution:Popen",
    "subprocess": "subprocess",
})
