"""The plugin `remote`."""
from pkgrs.build.remote import *
from rez._surface import surface

surface(__name__, "pkgrs.build.remote")
