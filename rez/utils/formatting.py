"""Rez's `rez.utils.formatting`."""
import math
import os
import re
import time
from enum import Enum
from pprint import pformat
from string import Formatter
from typing import TYPE_CHECKING, Any, Mapping, Sequence

from pkgrs.base.format import *
from pkgrs.base.object_formatter import *
from pkgrs.base.text import *
from pkgrs.base.text_patterns import *
from pkgrs.errors import PackageRequestError
from pkgrs.version.package_request import PackageRequest
from pkgrs.version.requirement import Requirement
from rez._surface import surface

surface(__name__, "pkgrs.base.text", "pkgrs.base.text_patterns", "pkgrs.base.format", "pkgrs.base.object_formatter",
        "pkgrs.version.package_request")
