"""Rez's `rez.utils.platform_`."""
import os
import platform
import re
import subprocess
from tempfile import gettempdir

from pkgrs.base.descriptors import cached_property
from pkgrs.base.launch import Popen
from pkgrs.base.which import which_any as which
from pkgrs.errors import RezSystemError
from pkgrs.platform.base import *
from pkgrs.platform.current import *
from pkgrs.platform.darwin import *
from pkgrs.platform.linux import *
from pkgrs.platform.mapped import platform_mapped
from pkgrs.platform.windows import *
from rez._surface import surface

surface(__name__, "pkgrs.platform.current", "pkgrs.platform.linux", "pkgrs.platform.darwin", "pkgrs.platform.windows",
        "pkgrs.platform.base")
