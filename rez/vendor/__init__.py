"""Rez's `rez.vendor`: the libraries it brings, here the installed ones.

`rez.vendor.yaml` is the very module `yaml`, and so on, submodules included, imported when first asked for. The few
libraries that Rez keeps as a package around a module of the same name (`rez.vendor.six.six`) are folders here.
"""
from pkgrs.vendor.finder import install
from rez._surface import surface

install(__name__, __path__[0])
surface(__name__)
