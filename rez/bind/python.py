"""Rez's `rez.bind.python`."""
from pkgrs.bind.python import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.python", lazy={
    "platform_": "rez.utils.platform_:platform_",
    "shutil": "shutil",
})
