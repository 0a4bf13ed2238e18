"""Rez's `rez.bind.cmake`."""
from pkgrs.bind.cmake import *
from rez._surface import surface

surface(__name__, "pkgrs.bind.cmake", lazy={
    "platform_": "rez.utils.platform_:platform_",
})
