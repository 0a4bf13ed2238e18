"""Making packages of distributions that are installed beside this software."""
from __future__ import annotations

import os
import shutil
import sys
from importlib.metadata import Distribution, distribution
from typing import Any, Iterable, List, Optional, Tuple

from packaging.utils import canonicalize_name

from pkgrs.base.replace import atomic_write
from pkgrs.errors import RezSystemError
from pkgrs.pip.markers import normalize_requirement

__all__ = ["convert_dist", "convert_name", "convert_requirement", "convert_version", "get_dist_dependencies"]


def convert_name(name: str) -> str:
    """Get the package name for the name of a distribution."""
    return name.replace("-", "_")


def convert_version(version: str) -> str:
    """Get the package version for the version of a distribution."""
    return version


_REQUESTS = {
    "==": ["{name}-{version}"],
    ">=": ["{name}-{version}+"],
    ">": ["{name}-{version}+", "!{name}-{version}"],
    "<": ["{name}-0+<{version}"],
    "<=": ["{name}-0+<{version}|{version}"],
    "!=": ["!{name}-{version}"],
}


def convert_requirement(req: Any) -> List[str]:
    """Get package requests for a requirement.

    Args:
        req: Has the attributes `project_name` and `specs`, pairs of operator and version, as the requirements of
            `pkg_resources` have; or is a requirement of `packaging`.
    """
    name = convert_name(_project_name(req))
    requests: List[str] = []
    for operator, version in _specs(req):
        known = _REQUESTS.get(operator)
        if known is None:
            print("Warning: Can't understand op '%s', just depending on unversioned package..." % operator,
                  file=sys.stderr)
        requests += [text.format(name=name, version=convert_version(version)) for text in known or ["{name}"]]
    return requests or [name]


def _project_name(req: Any) -> str:
    return str(getattr(req, "project_name", None) or req.name)


def _specs(req: Any) -> Iterable[Tuple[str, str]]:
    if hasattr(req, "specs"):
        return req.specs  # type: ignore[no-any-return]
    return sorted((spec.operator, spec.version) for spec in req.specifier)


def _requirements(found: Distribution) -> List[Any]:
    """What a distribution requires on this system, whatever its extras require."""
    requirements = [requirement for text in found.requires or () for requirement in normalize_requirement(text)]
    return [requirement for requirement in requirements
            if not requirement.conditional_extras and (not requirement.marker or requirement.marker.evaluate())]


def get_dist_dependencies(name: str, recurse: bool = True) -> List[str]:
    """Get package names of a distribution, the first one, and of those that it requires.

    Args:
        name: An installed distribution.
        recurse: Also of those that these require, and so on.

    Raises:
        importlib.metadata.PackageNotFoundError: There is no such distribution.
    """
    found = []
    seen = {canonicalize_name(name)}
    pending = [name]
    while pending:
        current = distribution(pending.pop(0))
        found.append(convert_name(current.metadata["Name"]))
        if recurse or len(found) == 1:
            for requirement in _requirements(current):
                key = canonicalize_name(requirement.name)
                if key not in seen:
                    seen.add(key)
                    pending.append(requirement.name)
    return found


def convert_dist(name: str, dest_path: str, make_variant: bool = True, ignore_dirs: Optional[Iterable[str]] = None,
                 python_requirement: str = "major_minor") -> str:
    """Make a package of an installed distribution.

    Args:
        name: The distribution.
        dest_path: Repository to install to.
        make_variant: Have a variant for this version of python, rather than requiring it.
        ignore_dirs: Names of folders to leave out.
        python_requirement: What to require of python: its "major" version, or "major_minor", or this range.

    Returns:
        Path of the new package.

    Raises:
        importlib.metadata.PackageNotFoundError: There is no such distribution.
        RezSystemError: It doesn't say which files are its own.
    """
    found = distribution(name)
    if found.files is None:
        raise RezSystemError(
            "There is not enough information on disk to convert the python distribution '%s' into a Rez package. The "
            "distribution is installed to a common site, but the installed file information is not present." % name)

    package_name, version = convert_name(found.metadata["Name"]), convert_version(found.version)
    python = "python-%s" % {
        "major": "%d" % sys.version_info[0], "major_minor": "%d.%d" % sys.version_info[:2],
    }.get(python_requirement, python_requirement)
    requires = [request for requirement in _requirements(found) for request in convert_requirement(requirement)]

    path = os.path.join(dest_path, package_name, version)
    root = os.path.join(path, python) if make_variant else path
    _copy_files(found, root, set(ignore_dirs or ()))
    lines = ["config_version = 0", "name = %r" % package_name, "version = %r" % version]
    lines += ["variants = [[%r]]" % python] if make_variant else []
    lines += ["requires = %r" % (requires if make_variant else [python] + requires),
              "def commands():", "    env.PYTHONPATH.append('{this.root}')"]
    with atomic_write(os.path.join(path, "package.py")) as stream:
        stream.write("\n".join(lines) + "\n")
    return path


def _copy_files(found: Distribution, root: str, ignored: Any) -> None:
    os.makedirs(root, exist_ok=True)
    for file in found.files or ():
        parts = file.parts
        # What lies beside the libraries, such as scripts, is made for this place only.
        if os.pardir in parts or file.is_absolute() or ignored & set(parts[:-1]) or file.suffix == ".pyc":
            continue
        source = str(file.locate())
        if os.path.isfile(source):
            target = os.path.join(root, *parts)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(source, target)
