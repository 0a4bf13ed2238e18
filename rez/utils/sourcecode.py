"""Rez's `rez.utils.sourcecode`."""
import os
import traceback
from glob import glob
from inspect import getsourcelines
from textwrap import dedent
from types import CodeType, ModuleType

from pkgrs.base.data import cached_property
from pkgrs.base.log import print_debug
from pkgrs.base.modules import load_module_from_file
from pkgrs.base.text import indent
from pkgrs.definition.include import *
from pkgrs.definition.source import *
from rez._surface import surface

surface(__name__, "pkgrs.definition.source", "pkgrs.definition.include")
