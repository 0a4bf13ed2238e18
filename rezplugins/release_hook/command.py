"""The plugin `command`."""
from pkgrs.release.hooks.command import *
from rez._surface import surface

surface(__name__, "pkgrs.release.hooks.command", lazy={
    "Optional": "rez.vendor.schema.schema:Optional",
    "config": "rez.config:config",
})
