"""Rez's `rez.bind.gcc`."""
from pkgrs.bind.gcc import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.gcc", lazy={
    "platform_": "rez.utils.platform_:platform_",
})
