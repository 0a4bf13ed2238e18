"""Rez's `rez.wrapper`."""
from pkgrs.suite.wrapper import *
from rez._surface import surface

surface(__name__, "pkgrs.suite.wrapper", lazy={
    "YAMLError": "yaml:YAMLError",
    "yaml": "rez.vendor.yaml",
})
