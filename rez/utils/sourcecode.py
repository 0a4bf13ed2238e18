"""Rez's `rez.utils.sourcecode`."""
import os

from pkgrs.definition.include import *
from pkgrs.definition.source import *
from rez._surface import surface

surface(__name__, "pkgrs.definition.source", "pkgrs.definition.include", lazy={
    "CallabeT": "rez._typevars:CallabeT",
    "T": "rez._typevars:T",
    "dedent": "textwrap:dedent",
    "getsourcelines": "inspect:getsourcelines",
    "glob": "glob:glob",
    "load_module_from_file": "pkgrs.base.modules:load_module_from_file",
    "print_debug": "pkgrs.base.log:print_debug",
    "traceback": "traceback",
})
