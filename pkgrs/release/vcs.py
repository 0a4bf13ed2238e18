"""Version control: what a release is made from, and tagged in."""
from __future__ import annotations

import subprocess
from shlex import quote

from pkgrs.base.paths import walk_up_dirs
from pkgrs.base.log import print_debug
from pkgrs.base.process import Popen
from pkgrs.base.which import which_any as which
from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.package.developer import get_developer_package
from pkgrs.plugin.manager import plugin_manager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple, Type


def get_release_vcs_types() -> List[str]:
    """The names of the version control systems."""
    return plugin_manager.get_plugins("release_vcs")


def create_release_vcs(path: str, vcs_name: Optional[str] = None) -> ReleaseVCS:
    """The version control of a folder.

    Args:
        path: Folder with a package's source.
        vcs_name: Which system; found out if None.

    Raises:
        ReleaseVCSError: There is none, more than one, or none of that name.
    """
    types = get_release_vcs_types()
    if vcs_name:
        if vcs_name not in types:
            raise ReleaseVCSError("Unknown version control system: %r" % vcs_name)
        system: ReleaseVCS = plugin_manager.get_plugin_class("release_vcs", vcs_name)(path)
        return system

    # By how many levels the root lies above the folder: the nearest one counts.
    found: Dict[int, List[Tuple[Type[ReleaseVCS], str]]] = {}
    for name in types:
        cls = plugin_manager.get_plugin_class("release_vcs", name)
        place = cls.find_vcs_root(path)
        if place:
            found.setdefault(place[1], []).append((cls, place[0]))
    if not found:
        raise ReleaseVCSError(
            "No version control system for package releasing is associated with the path %s" % path)
    nearest = found[min(found)]
    if len(nearest) > 1:
        raise ReleaseVCSError("Several version control systems are associated with the path %s: %s. Use rez-release "
                              "--vcs to choose." % (path, ", ".join(cls.name() for cls, _ in nearest)))
    cls, root = nearest[0]
    return cls(path, vcs_root=root)


class ReleaseVCS:
    """Base of the version control plugins.

    Args:
        pkg_root: Folder with the package's source.
        vcs_root: Topmost folder of the checkout; found out if None.

    Raises:
        ReleaseVCSError: The folder is in no such checkout.
    """

    def __init__(self, pkg_root: str, vcs_root: Optional[str] = None) -> None:
        if vcs_root is None:
            place = self.find_vcs_root(pkg_root)
            if not place:
                raise ReleaseVCSError("Could not find %s repository for the path %s" % (self.name(), pkg_root))
            vcs_root = place[0]
        elif not self.is_valid_root(vcs_root):
            raise ReleaseVCSError("Could not find %s repository for the path %s" % (self.name(), vcs_root))
        self.package: Any = get_developer_package(pkg_root)
        self.pkg_root, self.vcs_root = pkg_root, vcs_root
        settings = self.package.config.plugins.release_vcs
        self.type_settings, self.settings = settings, settings.get(self.name())

    @classmethod
    def name(cls) -> str:
        """Its name as a plugin."""
        raise NotImplementedError

    @classmethod
    def find_executable(cls, name: str) -> str:
        """The path of a program.

        Raises:
            ReleaseVCSError: It is not installed.
        """
        found = which(name)
        if not found:
            raise ReleaseVCSError("Couldn't find executable '%s' for VCS '%s'" % (name, cls.name()))
        return found

    @classmethod
    def is_valid_root(cls, path: str) -> bool:
        """Whether the folder is the topmost one of such a checkout."""
        raise NotImplementedError

    @classmethod
    def search_parents_for_root(cls) -> bool:
        """Whether the topmost folder may lie above the package's."""
        raise NotImplementedError

    @classmethod
    def find_vcs_root(cls, path: str) -> Optional[Tuple[str, int]]:
        """The topmost folder of the checkout, and how many levels it lies above the path; None if there is none."""
        if not cls.search_parents_for_root():
            return (path, 0) if cls.is_valid_root(path) else None
        for level, folder in enumerate(walk_up_dirs(path)):
            if cls.is_valid_root(folder):
                return folder, level
        return None

    def validate_repostate(self) -> None:
        """Check that the checkout is fit to release from.

        Raises:
            ReleaseVCSError: It is not; the text says why.
        """
        raise NotImplementedError

    def get_current_revision(self) -> object:
        """What the release is made from, as plain data."""
        raise NotImplementedError

    def get_changelog(self, previous_revision: Any = None, max_revisions: Optional[int] = None) -> str:
        """What changed since a revision.

        Args:
            previous_revision: What `get_current_revision` gave at that time; all changes count if None.
            max_revisions: How many changes at most.
        """
        raise NotImplementedError

    def tag_exists(self, tag_name: str) -> bool:
        """Whether there is a tag of that name."""
        raise NotImplementedError

    def tag_is_shared(self, tag_name: str) -> bool:
        """Whether others can see the tag, which exists; so it is where there is one place for tags only."""
        return True

    def create_release_tag(self, tag_name: str, message: Optional[str] = None) -> None:
        """Tag the current revision."""
        raise NotImplementedError

    @classmethod
    def export(cls, revision: object, path: str) -> None:
        """Write the source of a revision to a folder, which must not exist."""
        raise NotImplementedError

    def _cmd(self, *nargs: str) -> List[str]:
        """Run a program in the package's folder.

        Returns:
            The lines that it printed.

        Raises:
            ReleaseVCSError: It fails.
        """
        shown = " ".join(map(quote, nargs))
        if self.package.config.debug("package_release"):
            print_debug("Running command: %s" % shown)
        process: Any = Popen(nargs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.pkg_root, text=True)
        out, err = process.communicate()
        if process.returncode:
            for text in ("command stdout:", out, "command stderr:", err):
                print_debug(text)
            raise ReleaseVCSError("command failed: %s\n%s" % (shown, err))
        out = out.strip()
        return [line.rstrip() for line in out.split("\n")] if out else []
