"""Making packages of distributions that pip installs."""
from __future__ import annotations

import os
import shutil
import sys
from enum import Enum
from pprint import pformat
from tempfile import mkdtemp
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

from pkgrs.base.log import print_debug, print_info, print_warning
from pkgrs.base.remove import safe_rmtree
from pkgrs.config.config import config
from pkgrs.package.maker import make_package
from pkgrs.pip import run
from pkgrs.pip.distribution import InstalledDistribution, get_rez_requirements, installed_distributions
from pkgrs.pip.files import _get_distribution_files_mapping
from pkgrs.pip.versions import pip_to_rez_package_name, pip_to_rez_version
from pkgrs.version.version import Version

__all__ = ["InstallMode", "pip_install_package"]

_Version = Union[None, str, Version]


class InstallMode(Enum):
    """What happens to the distributions that the wanted one requires."""

    no_deps = 0  #: They are not installed.
    min_deps = 1  #: They are installed, if there aren't such packages.


def pip_install_package(source_name: str, pip_version: _Version = None, python_version: _Version = None,
                        mode: InstallMode = InstallMode.min_deps, release: bool = False, prefix: Optional[str] = None,
                        extra_args: Optional[Sequence[str]] = None) -> Tuple[List[Any], List[Any]]:
    """Install a distribution, and those it requires, as packages.

    Args:
        source_name: What to install, as one would tell pip.
        pip_version: Version of pip to use, the latest if None.
        python_version: Version of python to use, and for the packages to require.
        mode: What happens to the distributions that it requires.
        release: Install to the release packages path, rather than the local one.
        prefix: Install to this repository instead.
        extra_args: More arguments for `pip install`; those of the setting `pip_extra_args` if None.

    Returns:
        The variants that were installed, and those that were there already.

    Raises:
        BuildError: If pip fails.
        OSError: If a file of a distribution has no place in a package.
    """
    python, context = run.find_pip(pip_version, python_version)
    variant = context.get_resolved_package("python") if context is not None else None
    print_info("Installing %r with pip taken from %r", source_name, python)
    repository = prefix or (config.release_packages_path if release else config.local_packages_path)
    if context is not None:
        _print_context(context)
    found = variant.version if variant else Version("%d.%d.%d" % sys.version_info[:3])

    folder = mkdtemp(suffix="-rez", prefix="pip-")
    try:
        run._cmd(context=context, command=_pip_command(python, folder, source_name, mode, extra_args))
        installed, skipped = _make_packages(folder, repository, found)
    finally:
        safe_rmtree(folder)

    if installed:
        print_info("%d packages were installed.", len(installed))
    else:
        print_warning("NO packages were installed.")
    if skipped:
        print_warning("%d packages were already installed.", len(skipped))
    return installed, skipped


def _print_context(context: Any) -> None:
    if not (run._verbose or config.debug("package_release")):
        return
    from io import StringIO
    stream = StringIO()
    print("\n\npackage download environment:", file=stream)
    context.print_info(stream)
    run._log(stream.getvalue())


def _pip_command(python: str, folder: str, source_name: str, mode: InstallMode,
                 extra_args: Optional[Sequence[str]]) -> List[str]:
    extra = list(extra_args or config.pip_extra_args)
    command = [python, "-m", "pip", "install"]
    if not _option_present(extra, "--no-use-pep517", "--use-pep517"):
        command.append("--use-pep517")
    if not _option_present(extra, "-t", "--target"):
        command.append("--target=%s" % folder)
    if mode == InstallMode.no_deps and "--no-deps" not in extra:
        command.append("--no-deps")
    return command + extra + [source_name]


def _option_present(opts: Sequence[str], *args: str) -> bool:
    """True if one of the arguments is there, perhaps with a value behind `=`."""
    return any(opt.split("=")[0] in args for opt in opts)


def _make_packages(folder: str, repository: str, python_version: Version) -> Tuple[List[Any], List[Any]]:
    """Make packages of the distributions in a folder."""
    distributions = installed_distributions(folder)
    casings = [distribution.name for distribution in distributions]
    installed: List[Any] = []
    skipped: List[Any] = []
    for distribution in distributions:
        requirements = get_rez_requirements(distribution, python_version, casings)
        run._log("Pip to rez requirements translation information for %s:\n%s" % (
            distribution.name_and_version,
            pformat({"pip": {"run_requires": distribution.run_requires}, "rez": requirements})))
        maker = _make_package(distribution, requirements, folder, repository)
        _report("Installed", maker.installed_variants, print_info)
        _report("Skipped", maker.skipped_variants, print_debug)
        installed += maker.installed_variants or []
        skipped += maker.skipped_variants or []
    return installed, skipped


def _make_package(distribution: InstalledDistribution, requirements: Dict[str, Any], folder: str,
                  repository: str) -> Any:
    places = _get_distribution_files_mapping(distribution, folder)
    tools = [os.path.basename(place) for place in places.values() if os.path.dirname(place) == "bin"]
    if not places:
        print_warning("No source files exist for %s!" % distribution.name_and_version
                      + ("" if run._verbose else "\nTry again with rez-pip --verbose ..."))

    def make_root(variant: Any, path: str) -> None:
        for source, place in places.items():
            target = os.path.join(path, place)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(os.path.join(folder, source), target)

    name = pip_to_rez_package_name(distribution.name)
    with make_package(name, repository, make_root=make_root) as package:
        package.version = pip_to_rez_version(distribution.version)
        package.description = distribution.field("Summary") or "UNKNOWN"
        package.variants = [requirements["variant_requires"]]
        package.commands = "\n".join(
            ["env.PYTHONPATH.append('{root}/python')"] + ["env.PATH.append('{root}/bin')"] * bool(tools))
        if requirements["requires"]:
            package.requires = requirements["requires"]
        if tools:
            package.tools = tools
        package.hashed_variants = True
        package.from_pip = True
        package.pip_name = distribution.name_and_version
        package.is_pure_python = requirements["metadata"]["is_pure_python"]
        _describe(package, distribution)
    return package


def _describe(package: Any, distribution: InstalledDistribution) -> None:
    """Links and people."""
    links = [[label, distribution.field(field)] for label, field in (("Home Page", "Home-page"),
                                                                     ("Source Code", "Download-URL"))]
    if any(url for _, url in links):
        package.help = [link for link in links if link[1]]
    author = distribution.field("Author")
    if author:
        package.authors = [" ".join(part for part in (author, distribution.field("Author-email")) if part)]


def _report(action: str, variants: Optional[Sequence[Any]], printer: Any) -> None:
    for variant in variants or ():
        suffix = " (%s)" % variant.subpath if variant.subpath else ""
        printer("%s [%s] %s%s" % (action, variant.parent.qualified_name, variant.parent.uri, suffix))
