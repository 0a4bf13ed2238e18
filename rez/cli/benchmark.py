"""Rez's `rez.cli.benchmark`."""
from pkgrs.cli.commands.benchmark import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.benchmark", lazy={
    "json": "json",
    "math": "math",
    "os": "os",
    "platform": "platform",
    "subprocess": "subprocess",
    "time": "time",
}, live=["opts", "out_dir", "pkg_repo_dir"])
