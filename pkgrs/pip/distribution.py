"""Installed python distributions, and what they require."""
from __future__ import annotations

import os
from importlib.metadata import Distribution, PathDistribution
from pathlib import Path
from typing import Any, Dict, Iterable, Iterator, List, Optional, Tuple

from packaging.utils import canonicalize_name

from pkgrs.errors import PackageRequestError
from pkgrs.pip.markers import get_marker_sys_requirements, normalize_requirement
from pkgrs.pip.versions import packaging_req_to_rez_req
from pkgrs.platform.system import system
from pkgrs.version.version import Version

__all__ = [
    "InstalledDistribution", "convert_distlib_to_setuptools", "get_rez_requirements", "installed_distributions",
    "is_entry_points_scripts_package", "is_pure_python_package",
]

_SCRIPT_GROUPS = ("console_scripts", "gui_scripts")


class InstalledDistribution:
    """A distribution in a folder, with the attributes that distlib's class of this name has.

    Args:
        path: Its `.dist-info` folder.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._source = PathDistribution(Path(path))
        self.name: str = self._source.metadata["Name"] or os.path.basename(path).split("-")[0]
        self.version: str = self._source.version
        self.key = self.name.lower()

    @property
    def name_and_version(self) -> str:
        """Name and version, such as `foo (1.2)`."""
        return "%s (%s)" % (self.name, self.version)

    @property
    def run_requires(self) -> List[str]:
        """What it requires, as its metadata says."""
        return list(self._source.metadata.get_all("Requires-Dist") or ())

    def field(self, name: str) -> Optional[str]:
        """Get a field of the metadata, None if it is unknown."""
        value = self._source.metadata[name]
        return None if value in (None, "", "UNKNOWN") else str(value)

    def list_installed_files(self) -> Iterator[Tuple[str, Optional[str], Optional[str]]]:
        """Iterate over path, hash and size of each file, as its record says."""
        import csv
        text = self._source.read_text("RECORD") or ""
        for row in csv.reader(text.splitlines()):
            if row:
                path, hash_, size = (row + ["", ""])[:3]
                yield path, hash_ or None, size or None


def installed_distributions(folder: str) -> List[InstalledDistribution]:
    """Get the distributions of a folder, in the order of their folders' names."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".dist-info"))
    return [InstalledDistribution(os.path.join(folder, name)) for name in names
            if os.path.exists(os.path.join(folder, name, "METADATA"))]


def is_pure_python_package(installed_dist: Any) -> bool:
    """True if a distribution works on any platform.

    Raises:
        FileNotFoundError: If it doesn't come from a wheel.
    """
    from email.parser import Parser
    with open(os.path.join(installed_dist.path, "WHEEL"), encoding="utf-8") as stream:
        wheel = Parser().parse(stream)
    return (wheel.get("Root-Is-Purelib") or "").strip().lower() == "true"


def is_entry_points_scripts_package(installed_dist: Any) -> bool:
    """True if there are scripts that pip made for a distribution's entry points."""
    found = convert_distlib_to_setuptools(installed_dist)
    return found is not None and any(point.group in _SCRIPT_GROUPS for point in found.entry_points)


def convert_distlib_to_setuptools(installed_dist: Any) -> Optional[Distribution]:
    """Get the `importlib.metadata` distribution for one of distlib's, found by its `key`; None if there is none."""
    folder = Path(installed_dist.path)
    wanted = canonicalize_name(getattr(installed_dist, "key", None) or installed_dist.name)
    for candidate in sorted(folder.parent.glob("*-info")):
        found = PathDistribution(candidate)
        if canonicalize_name(found.metadata["Name"] or "") == wanted:
            return found
    return None


def _normalized(installed_dist: Any, text: str) -> Any:
    from packaging.requirements import InvalidRequirement
    try:
        return normalize_requirement(text)
    except InvalidRequirement as e:
        raise PackageRequestError("%s requires %r, which is no requirement: %s" % (
            installed_dist.name_and_version, text, str(e).partition("\n")[0])) from None


def get_rez_requirements(installed_dist: Any, python_version: Version,
                         name_casings: Optional[Iterable[str]] = None) -> Dict[str, Any]:
    """Get what a distribution requires, in Rez's terms.

    Extras can't be told apart in a package, so what only an extra requires is left out.

    Args:
        installed_dist: The distribution.
        python_version: Version of python that it was installed with.
        name_casings: Names of distributions in their true casing, as pip doesn't care but Rez does.

    Returns:
        Under `requires`, requests of the package; under `variant_requires`, those of the variant; under `metadata`,
        whether it `is_pure_python`.

    Raises:
        PackageRequestError: If a requirement can't be put into a request.
    """
    casings = {name.lower(): name for name in name_casings or ()}
    pure = is_pure_python_package(installed_dist)
    needed = {"python"}
    if not pure or is_entry_points_scripts_package(installed_dist):
        needed |= {"platform", "arch"}

    environment = {"python_full_version": str(python_version), "python_version": str(python_version.trim(2)),
                   "implementation_version": str(python_version)}
    requires, variant_requires = [], []
    for text in installed_dist.run_requires:
        for requirement in _normalized(installed_dist, text):
            if requirement.conditional_extras:
                continue
            requirement.name = casings.get(requirement.name.lower(), requirement.name)
            if not requirement.marker:
                requires.append(str(packaging_req_to_rez_req(requirement)))
            elif requirement.marker.evaluate(environment=environment):
                needed.update(get_marker_sys_requirements(str(requirement.marker)))
                variant_requires.append(str(packaging_req_to_rez_req(requirement)))

    first = {"platform": "platform-%s" % system.platform, "arch": "arch-%s" % system.arch,
             "python": "python-%s" % python_version.trim(2)}
    return {
        "requires": requires,
        "variant_requires": [request for name, request in first.items() if name in needed] + variant_requires,
        "metadata": {"is_pure_python": pure},
    }
