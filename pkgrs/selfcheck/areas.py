"""What there is to check."""
from __future__ import annotations

from typing import Dict, NamedTuple


class Area(NamedTuple):
    """Checks that belong together: the module and class that hold them, and what they are about."""

    module: str
    class_name: str
    about: str


AREAS: Dict[str, Area] = {}


def _add(module: str, **areas: str) -> None:
    for name, about in areas.items():
        class_name = "".join(part.capitalize() for part in name.split("_"))
        AREAS[name] = Area("pkgrs.selfcheck." + module, class_name, about)


_add("values",
     version="check versions, ranges and requirements",
     formatter="check how strings in package commands are formatted",
     schema="check the validation of data",
     util="check what is used all over",
     utils="check attributes and dictionaries",
     utils_elf="check that the run paths of programs can be changed",
     utils_filesystem="check how names of files are encoded",
     utils_formatting="check how names and numbers are written",
     utils_resolve_graph="check what is told of failures",
     resources_="check the resources that packages are made of")
_add("packages",
     packages="check reading and making packages",
     package_repository="check package repositories",
     package_filter="check package filters",
     packages_order="check package orderers",
     package_cache="check the cache of package payloads",
     copy_package="check copying packages",
     bind="check binding installed software",
     pip_utils="check how names and versions of pip are translated")
_add("resolves",
     solver="check resolves",
     context="check contexts: saving, loading, environments",
     commands="check commands of packages",
     rex="check the language of package commands",
     shells="check each shell that is installed, by running it",
     suites="check suites",
     test="check tests of packages",
     build="check building",
     release="check releasing from version control")
_add("installation",
     config="check the settings, those of this site included",
     imports="check that all modules can be imported",
     cli="check that all commands start",
     completion="check completion of the command line",
     plugin_manager="check that the plugins load",
     amqp="check messages about contexts")
