"""Versions, version ranges and requirements: immutable values and their algebra."""
from pkgrs.version.common import ParseException, VersionError, reverse_sort_key
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement, RequirementList, VersionedObject
from pkgrs.version.token import AlphanumericVersionToken, NumericToken, VersionToken
from pkgrs.version.version import Version

__all__ = (
    "Version", "VersionRange", "Requirement", "RequirementList", "VersionedObject", "VersionToken", "NumericToken",
    "AlphanumericVersionToken", "reverse_sort_key", "ParseException", "VersionError")
