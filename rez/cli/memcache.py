"""Rez's `rez.cli.memcache`."""
from pkgrs.cli.commands.memcache import *
from rez._surface import surface

surface(__name__, "pkgrs.cli.commands.memcache")
