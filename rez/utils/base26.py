"""Rez's `rez.utils.base26`."""
import errno
import os
import re

from pkgrs.base.base26 import *
from pkgrs.base.files import find_matching_symlink
from rez._surface import surface

surface(__name__, "pkgrs.base.base26")
