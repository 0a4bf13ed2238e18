"""Rez's `rez.utils.yaml`."""
from inspect import getsourcelines
from textwrap import dedent
from types import BuiltinFunctionType, FunctionType

import yaml
from yaml import SafeDumper

from pkgrs.base.yaml import *
from pkgrs.base.yaml import _dumper
from pkgrs.definition.source import SourceCode
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version
from rez._surface import surface

_Dumper = _dumper()

surface(__name__, "pkgrs.base.yaml")
