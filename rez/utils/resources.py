"""Rez's `rez.utils.resources`."""
from pkgrs.base.resources import *
from rez._surface import surface

surface(__name__, "pkgrs.base.resources",
        lazy={"config": "pkgrs.config.config:config", "print_debug": "pkgrs.base.log:print_debug"})
