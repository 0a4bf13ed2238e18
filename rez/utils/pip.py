"""Rez's `rez.utils.pip`."""
import os
import sys
from email.parser import Parser
from importlib.metadata import Distribution, DistributionFinder
from pathlib import Path

from packaging.requirements import Requirement as packaging_Requirement
from packaging.version import InvalidVersion as packaging_InvalidVersion
from packaging.version import parse as packaging_parse

from pkgrs.base.log import print_warning
from pkgrs.errors import PackageRequestError
from pkgrs.pip.distribution import *
from pkgrs.pip.markers import get_marker_sys_requirements, normalize_requirement
from pkgrs.pip.versions import LegacyVersion as packaging_LegacyVersion
from pkgrs.pip.versions import (
    packaging_req_to_rez_req, pip_specifier_to_rez_requirement, pip_to_rez_package_name, pip_to_rez_version,
)
from pkgrs.platform.system import System
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version
from rez._surface import surface

surface(__name__, "pkgrs.pip.distribution", "pkgrs.pip.versions", "pkgrs.pip.markers")
