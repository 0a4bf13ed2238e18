"""Rez's `rez.pip`."""
import re
from io import StringIO
from shlex import quote
from textwrap import dedent

from packaging.specifiers import Specifier
from packaging.version import Version as PackagingVersion

from pkgrs.base.log import print_error
from pkgrs.pip.files import *
from pkgrs.pip.install import *
from pkgrs.pip.run import *
from rez._surface import surface

surface(__name__, "pkgrs.pip.install", "pkgrs.pip.run", "pkgrs.pip.files", lazy={
    "DistributionPath": "rez.vendor.distlib.database:DistributionPath",
})
