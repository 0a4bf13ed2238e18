"""Functions for the code of package definitions."""
from __future__ import annotations

import re

from pkgrs.errors import InvalidPackageError
from pkgrs.package.find import get_latest_package, iter_packages
from pkgrs.package.model import Package
from pkgrs.version.common import VersionError
from pkgrs.version.range import VersionRange
from pkgrs.version.requirement import Requirement
from pkgrs.version.version import Version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Dict, List, Optional, Tuple, Union


__all__ = ["expand_requirement", "expand_requires", "exec_command", "exec_python", "find_site_python"]


def expand_requirement(request: str, paths: Optional[List[str]] = None) -> str:
    """Replace the wildcards in a package request by versions that there are now.

    `*` stands for one part of the latest version that matches what is before it, `**` for all its
    remaining parts: `python-2.*` may become `python-2.7`, and `python==**` become `python==2.7.12`.
    They stand at the end of a version, each for whole parts: neither `2.*.1` nor `2.7a*` is valid.
    Where there is no such version, the wildcards are dropped.

    Args:
        request: Package request. Without a wildcard it is returned as it is.
        paths: Package search paths, by default those of the setting `packages_path`.

    Raises:
        VersionError: If the versions, with wildcards replaced, are malformed.
        PackageRequestError: If the package name is malformed.
    """
    if "*" not in request:
        return request
    return _WildcardExpansion(request, paths).expand()


class _WildcardExpansion:
    """One run of `expand_requirement`.

    Each wildcard becomes a version token of its own, so that the request can be parsed as any other. Then
    the versions that end in such tokens are replaced, wherever in the version range they are.
    """

    def __init__(self, request: str, paths: Optional[List[str]]) -> None:
        self.request = request
        self.paths = paths
        self.wildcards: Dict[str, str] = {}
        self.replaced: Dict[Version, Version] = {}
        self.any_version = False

        # A token of a request may not happen to look like ours.
        self._stem = "_w"
        while self._stem in request:
            self._stem += "w"

    def expand(self) -> str:
        text = re.sub(r"\*\*|\*", self._make_token, self.request)
        try:
            requirement = Requirement(text, invalid_bound_error=False)
        except VersionError as e:
            raise VersionError(self._with_wildcards(str(e))) from e

        self.name = requirement.name
        if requirement.range_ is not None:
            requirement.range_.visit_versions(self._replace)

        if self.any_version:
            return self.request[:1].strip(self.name[:1]) + self.name
        # Wildcards that were misplaced come back here, to be an error of the final request. So is a range
        # that makes no sense any more, such as `2.7+<2.7`.
        return str(Requirement(self._with_wildcards(str(requirement))))

    def _make_token(self, match: re.Match) -> str:
        token = "%s%d_" % (self._stem, len(self.wildcards))
        self.wildcards[token] = match.group()
        return token

    def _with_wildcards(self, text: str) -> str:
        for token, wildcard in self.wildcards.items():
            text = text.replace(token, wildcard)
        return text

    def _replace(self, version: Version) -> Optional[Version]:
        # In a range, `foo-2.*` has two bounds: from the version to what follows it.
        for before, after in self.replaced.items():
            if version == next(before):
                return next(after)

        expanded = self._latest_like(version)
        if expanded is not None:
            self.replaced[version] = expanded
        return expanded

    def _latest_like(self, version: Version) -> Optional[Version]:
        wildcards: List[str] = []
        while len(version) > len(wildcards):
            wildcard = self.wildcards.get(str(version[-1 - len(wildcards)]))
            if wildcard is None or "**" in wildcards:
                break
            wildcards.append(wildcard)
        if not wildcards or "**" in wildcards[1:]:
            return None

        prefix = version.trim(len(version) - len(wildcards))
        package = get_latest_package(name=self.name, range_=VersionRange(str(prefix)), paths=self.paths)
        if package is None:
            expanded = prefix
        elif wildcards[0] == "**":
            expanded = package.version
        else:
            expanded = package.version.trim(len(version))
        if not expanded:
            # Nothing to stand for, and nothing before it: there is no version left to ask for.
            self.any_version = True
        return expanded or None


def expand_requires(*requests: str) -> List[str]:
    """Replace the wildcards in package requests, see `expand_requirement`.

    Raises:
        VersionError: If the versions of one, with wildcards replaced, are malformed.
        PackageRequestError: If the name of one is malformed.
    """
    return [expand_requirement(request) for request in requests]


def _run(command: Union[str, List[str]]) -> Tuple[int, str, str]:
    from subprocess import PIPE

    from pkgrs.base.process import Popen

    process = Popen(command, stdout=PIPE, stderr=PIPE, text=True)
    out, err = process.communicate()
    return process.returncode, out, err


def exec_command(attr: str, cmd: List[str]) -> Tuple[str, str]:
    """Run a program to find out the value of a package attribute.

    Args:
        attr: Name of the attribute, for the error message.
        cmd: Program and arguments.

    Returns:
        What the program printed to standard output and to standard error, stripped.

    Raises:
        InvalidPackageError: If the program fails.
        OSError: If it can't be run.
    """
    status, out, err = _run(cmd)
    if status:
        raise InvalidPackageError("Error determining package attribute '%s':\n%s" % (attr, err))
    return out.strip(), err.strip()


def exec_python(attr: str, src: Union[str, List[str]], executable: str = "python") -> str:
    """Run python code, in another process, to find out the value of a package attribute.

    Args:
        attr: Name of the attribute, for the error message.
        src: Code, or statements of code.
        executable: Interpreter to run it with.

    Returns:
        What the code printed to standard output, stripped.

    Raises:
        InvalidPackageError: If the code fails.
        OSError: If the interpreter can't be run.
    """
    statements = [src] if isinstance(src, str) else src
    return exec_command(attr, [executable, "-c", "; ".join(statements)])[0]


def find_site_python(module_name: str, paths: Optional[List[str]] = None) -> Package:
    """Find the package of the python installation that has a module installed.

    The module is looked for with the `python` on PATH; packages name their places of modules in `_site_paths`.

    Args:
        module_name: Name of the module, which must be a folder.
        paths: Package search paths, by default those of the setting `packages_path`.

    Raises:
        InvalidPackageError: If the module isn't installed, or not in a package.
    """
    import ast
    import os

    code = "import {x}; print(list({x}.__path__))".format(x=module_name)
    status, out, err = _run(["python", "-c", code])
    if status:
        raise InvalidPackageError("Failed to find installed python module '%s':\n%s" % (module_name, err))

    folders = ast.literal_eval(out.strip())
    for package in iter_packages("python", paths=paths):
        sites = tuple(site + os.sep for site in getattr(package, "_site_paths", ()))
        if sites and all(folder.startswith(sites) for folder in folders):
            return package

    raise InvalidPackageError(
        "Failed to find python installation containing the module '%s'. Has python been installed as a rez package?"
        % module_name)
