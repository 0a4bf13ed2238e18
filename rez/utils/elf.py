"""Rez's `rez.utils.elf`."""
import os
import subprocess
from shlex import quote

from pkgrs.base.elf import *
from pkgrs.base.process import Popen
from rez._surface import surface

surface(__name__, "pkgrs.base.elf")
