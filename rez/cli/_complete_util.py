"""Rez's `rez.cli._complete_util`."""
from pkgrs.cli.complete import *
from pkgrs.cli.finder import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.complete", "pkgrs.cli.finder", lazy={
    "debug": "rez.vendor.argcomplete.io:debug",
    "default_validator": "rez.vendor.argcomplete.finders:default_validator",
    "fnmatch": "fnmatch:fnmatch",
    "locale": "locale",
})
