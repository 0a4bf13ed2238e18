"""Help on packages, in a browser or whatever program a package names."""
from __future__ import annotations


from pkgrs.base.scope import scoped_formatter
from pkgrs.config.config import config
from pkgrs.definition.legacy import convert_old_command_expansions
from pkgrs.errors import PackageMetadataError
from pkgrs.package.find import iter_packages
from pkgrs.package.model import Package
from pkgrs.platform.system import system
from pkgrs.rex.bindings import VersionBinding
from pkgrs.version.range import VersionRange

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional, Union


__all__ = ["PackageHelp"]


class PackageHelp:
    """The help sections of the latest version of a package that has any.

    Args:
        package_name: Name of the package.
        version_range: Versions to look at, all by default.
        paths: Package search paths, by default those of the setting `packages_path`.
        verbose: Print what is done.

    Attributes:
        package: The package found, or None.

    Raises:
        PackageMetadataError: If a help section is malformed.
    """

    def __init__(self, package_name: str, version_range: Union[VersionRange, str, None] = None,
                 paths: Optional[List[str]] = None, verbose: bool = False) -> None:
        self.package: Optional[Package] = None
        self._verbose = verbose
        self._sections: List[List[str]] = []

        packages = iter_packages(package_name, range_=version_range, paths=paths)
        for package in sorted(packages, key=lambda x: x.version, reverse=True):
            if verbose:
                print("searching for help in %s..." % package.uri)
            if package.help:
                self.package = package
                self._sections = self._formatted_sections(package)
                break

    def _formatted_sections(self, package: Package) -> List[List[str]]:
        sections = [["Help", package.help]] if isinstance(package.help, str) else package.help
        if not isinstance(sections, list):
            raise PackageMetadataError("Help %r is neither text nor a list" % (sections,), path=package.uri)
        if self._verbose:
            print("found %d help entries in %s." % (len(sections), package.uri))

        variant = package.get_variant(0) if package.num_variants else None
        formatter = scoped_formatter(
            base=package.base,
            root=package.base if variant is None else variant.root,
            config=config,
            version=VersionBinding(package.version),
            system=system)

        formatted = []
        for section in sections:
            if len(section) < 2:
                raise PackageMetadataError("Help section %r does not say what to open" % section, path=package.uri)
            target = convert_old_command_expansions(section[1]).replace("$BROWSER", "").strip()
            formatted.append([section[0], formatter.format(target)] + section[2:])
        return formatted

    @property
    def success(self) -> bool:
        """True if there is any help."""
        return bool(self._sections)

    @property
    def sections(self) -> List[List[str]]:
        """Title, and URL or command, of each section."""
        return self._sections

    def open(self, section_index: int = 0) -> None:
        """Open a section: a command is run, anything else shown in the browser.

        Args:
            section_index: Index of the section.

        Raises:
            IndexError: If there is no such section.
            OSError: If the program can't be run.
        """
        target = self._sections[section_index][1]
        if len(target.split()) == 1:
            self._open_url(target)
            return

        from pkgrs.base.process import Popen

        if self._verbose:
            print("running command: %s" % target)
        with Popen(target, shell=True) as process:
            process.wait()

    def print_info(self, buf: Optional[Any] = None) -> None:
        """Print the sections.

        Args:
            buf: Stream to print to, standard output by default.
        """
        print("Sections:", file=buf)
        for number, section in enumerate(self._sections, 1):
            print("  %s:\t%s (%s)" % (number, section[0], section[1]), file=buf)

    @classmethod
    def open_rez_manual(cls) -> None:
        """Show the manual in the browser."""
        cls._open_url(config.documentation_url)

    @classmethod
    def _open_url(cls, url: str) -> None:
        if config.browser:
            from pkgrs.base.process import Popen

            command = [config.browser, url]
            print("running command: %s" % " ".join(command))
            with Popen(command) as process:
                process.communicate()
        else:
            import webbrowser

            print("opening URL in browser: %s" % url)
            webbrowser.open_new(url)
