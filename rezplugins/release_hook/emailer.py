"""The plugin `emailer`."""
from pkgrs.release.hooks.emailer import *
from rez._surface import surface

surface(__name__, "pkgrs.release.hooks.emailer")
