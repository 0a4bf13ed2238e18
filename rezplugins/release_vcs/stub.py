"""The plugin `stub`."""
from pkgrs.release.stub import *
from rez._surface import surface

surface(__name__, "pkgrs.release.stub", lazy={
    "dump_yaml": "rez.utils.yaml:dump_yaml",
    "yaml": "rez.vendor.yaml",
})
