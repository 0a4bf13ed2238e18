"""Rez's `rez.rex`."""
from pkgrs.rex.action import *
from pkgrs.rex.environ import *
from pkgrs.rex.escape import *
from pkgrs.rex.executor import *
from pkgrs.rex.formatter import *
from pkgrs.rex.interpreter import *
from pkgrs.rex.manager import *
from pkgrs.rex.namespace import *
from pkgrs.rex.python import *
from rez._surface import surface

surface(__name__, "pkgrs.rex.action", "pkgrs.rex.environ", "pkgrs.rex.escape", "pkgrs.rex.executor",
        "pkgrs.rex.interpreter", "pkgrs.rex.manager", "pkgrs.rex.namespace", "pkgrs.rex.formatter",
        "pkgrs.rex.python", lazy={
    "MutableMapping": "collections.abc:MutableMapping",
    "fnmatch": "fnmatch:fnmatch",
    "re": "re",
    "Popen": "rez.utils.execution:Popen",
    "reraise": "rez.utils:reraise",
    "traceback": "traceback",
})
