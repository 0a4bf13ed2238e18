"""Rez's `rez.rex_bindings`."""
from pkgrs.rex.bindings import *
from pkgrs.rex.interpreter import ActionInterpreter
from pkgrs.version.token import VersionToken
from rez._surface import surface

surface(__name__, "pkgrs.rex.bindings")
