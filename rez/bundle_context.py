"""Rez's `rez.bundle_context`."""
from pkgrs.context.bundle import *
from rez._surface import surface

surface(__name__, "pkgrs.context.bundle", lazy={
    "save_yaml": "rez.utils.yaml:save_yaml",
    "stat": "stat",
})
