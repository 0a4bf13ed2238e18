"""Names, versions and specifiers of python distributions in terms of Rez."""
from __future__ import annotations

from typing import Any, List

from packaging.version import InvalidVersion
from packaging.version import Version as PythonVersion

from pkgrs.base.log import print_warning
from pkgrs.errors import PackageRequestError
from pkgrs.vendor.packaging_version import LegacyVersion
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement

__all__ = [
    "LegacyVersion", "packaging_req_to_rez_req", "pip_specifier_to_rez_requirement", "pip_to_rez_package_name",
    "pip_to_rez_version",
]


def pip_to_rez_package_name(dist_name: str) -> str:
    """Get the package name for a distribution name, in which there can't be hyphens."""
    return dist_name.replace("-", "_")


def pip_to_rez_version(dist_version: str, allow_legacy: bool = True) -> str:
    """Get the package version for a version of a distribution.

    The epoch is dropped; each part of `1!2.3rc1.post2.dev3+local` begins with a dot, but the local one, which begins
    with a hyphen.

    Args:
        dist_version: Version of a distribution.
        allow_legacy: Take those that don't follow PEP 440 as they are, in lower case, with a warning.

    Raises:
        packaging.version.InvalidVersion: If it doesn't follow PEP 440, and that isn't allowed.
    """
    try:
        version = PythonVersion(dist_version)
    except InvalidVersion:
        if not allow_legacy:
            raise InvalidVersion("Version: %s is not compatible with PEP440." % dist_version) from None
        legacy = LegacyVersion(dist_version)
        print_warning("Invalid PEP440 version detected: %r. Reverting to legacy mode.", legacy)
        return str(legacy).lower()

    parts = [str(number) for number in version.release]
    if version.pre:
        parts.append("%s%d" % version.pre)
    if version.post is not None:
        parts.append("post%d" % version.post)
    if version.dev is not None:
        parts.append("dev%d" % version.dev)
    text = ".".join(parts)
    return "%s-%s" % (text, version.local) if version.local else text


def pip_specifier_to_rez_requirement(specifier: Any) -> VersionRange:
    """Get the version range for a version specifier.

    The range tells what pip means by the specifier, as far as a range can: in pip, 1.0 is in `==1`, but it isn't the
    version `1` of Rez, so the range is `1+<1.1`.

    Args:
        specifier: A `packaging.specifiers.SpecifierSet`.

    Raises:
        PackageRequestError: If there is no such range.
    """
    whole = VersionRange()
    for spec in specifier:
        text = _range_text(spec.operator, spec.version)
        if text is None:
            raise PackageRequestError(
                "Don't know how to convert PEP440 specifier %r into rez equivalent" % specifier)
        both = whole.intersection(VersionRange(text))
        if both is None:
            raise PackageRequestError(
                "PEP440 specifier %r converts to a non-intersecting rez version range" % specifier)
        whole = both
    return whole


def _range_text(operator: str, text: str) -> Any:
    """The range for one part of a specifier; None if there is none."""
    family = text.endswith(".*")
    version = pip_to_rez_version(text[:-2] if family else text)
    if operator == "==":
        if family:
            return version
        # What comes after a local version is the version without it.
        return "==" + version if "-" in version else "%s+<%s" % (version, _after(version))
    if operator == "!=":
        return "<%s|%s+" % (version, _next(version) if family else _after(version))
    if operator == "~=":
        return "%s+<%s" % (version, _next(".".join(version.split(".")[:-1])))
    return {
        ">=": "%s+" % version,
        ">": "%s+" % _after(version),
        "<": "<%s" % version,
        "<=": "<%s" % _after(version),
    }.get(operator)


def _split(version: str) -> Any:
    head, dot, last = version.rpartition(".")
    return head + dot, last


def _after(version: str) -> str:
    """The first version that is no version of that name in pip: 1.2.1 for 1.2; for 1.2.rc1 it is 1.2.0."""
    head, last = _split(version)
    return version + ".1" if last.isdigit() else head + "0"


def _next(version: str) -> str:
    """The version that follows in rank: 1.3 for 1.2."""
    head, last = _split(version)
    return head + (str(int(last) + 1) if last.isdigit() else "0")


def packaging_req_to_rez_req(packaging_req: Any) -> Requirement:
    """Get the requirement for a requirement of a distribution, whose marker and extras are ignored.

    Args:
        packaging_req: A `packaging.requirements.Requirement`.

    Raises:
        PackageRequestError: If its versions can't be put into a range.
    """
    if packaging_req.extras:
        print_warning("Ignoring extras requested on %r - this is not yet supported", str(packaging_req))
    parts: List[str] = [pip_to_rez_package_name(packaging_req.name)]
    if len(packaging_req.specifier):
        parts.append(str(pip_specifier_to_rez_requirement(packaging_req.specifier)))
    return Requirement("-".join(part for part in parts if part))
