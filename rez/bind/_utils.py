"""Rez's `rez.bind._utils`."""
from pkgrs.bind.utils import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.utils", lazy={
    "Popen": "rez.utils.execution:Popen",
    "platform": "platform",
    "quote": "shlex:quote",
    "subprocess": "subprocess",
    "sys": "sys",
    "which": "rez.util:which",
})
