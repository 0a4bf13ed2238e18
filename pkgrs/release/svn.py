"""The version control `svn`, Subversion, through its client program."""
from __future__ import annotations

import os.path

from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.vcs import ReleaseVCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


class SvnReleaseVCSError(ReleaseVCSError):
    """The folder is not in a working copy of Subversion, or this is not in the usual layout."""


class SvnReleaseVCS(ReleaseVCS):
    """Releases from a working copy below `trunk` or `branches`; a tag is a copy below `tags` beside it."""

    @classmethod
    def name(cls) -> str:
        return "svn"

    def __init__(self, pkg_root: str, vcs_root: Optional[str] = None) -> None:
        super().__init__(pkg_root, vcs_root=vcs_root)
        self.executable = self.find_executable("svn")
        try:
            self.this_url = self._info("url")
        except ReleaseVCSError as error:
            raise SvnReleaseVCSError("%s is not an svn working copy" % self.vcs_root) from error

    @classmethod
    def is_valid_root(cls, path: str) -> bool:
        return os.path.isdir(os.path.join(path, ".svn"))

    @classmethod
    def search_parents_for_root(cls) -> bool:
        return True

    def svn(self, *nargs: str) -> List[str]:
        """Run svn, which asks nothing; returns the lines that it printed.

        Raises:
            ReleaseVCSError: It fails.
        """
        return self._cmd(self.executable, "--non-interactive", *nargs)

    def _info(self, item: str, target: str = ".") -> str:
        return self.svn("info", "--show-item", item, target)[0].strip()

    def validate_repostate(self) -> None:
        # With -u, files that are newer in the repository show, too; those unknown to it do not count.
        lines = [line for line in self.svn("status", "-u", "-q") if not line.startswith("Status against revision")]
        if lines:
            raise ReleaseVCSError("'%s' is not in a state to release - you may need to svn-checkin and/or svn-update: "
                                  "%s" % (self.pkg_root, ", ".join(lines)))

    def get_current_revision(self) -> int:
        return int(self._info("revision"))

    def get_changelog(self, previous_revision: Any = None, max_revisions: Optional[int] = None) -> str:
        arguments = ["log"]
        if max_revisions:
            arguments += ["-l", str(max_revisions)]
        if isinstance(previous_revision, int):
            current = self.get_current_revision()
            if current <= previous_revision:
                return ""
            arguments += ["-r", "%d:%d" % (current, previous_revision + 1)]
        return "\n".join(self.svn(*arguments))

    def get_tag_url(self, tag_name: Optional[str] = None) -> str:
        """The address of a tag, or of the folder of tags.

        Raises:
            ReleaseVCSError: The working copy is neither of a branch nor of the trunk.
        """
        places = [place for place in (self.this_url.find("/trunk"), self.this_url.find("/branches")) if place >= 0]
        if not places:
            raise ReleaseVCSError("%s is not in a branch or trunk" % self.pkg_root)
        url = self.this_url[:min(places)] + "/tags"
        return "%s/%s" % (url, tag_name) if tag_name else url

    def svn_url_exists(self, url: str) -> bool:
        """Whether there is something at the address."""
        try:
            self._info("kind", url)
        except ReleaseVCSError:
            return False
        return True

    def tag_exists(self, tag_name: str) -> bool:
        return self.svn_url_exists(self.get_tag_url(tag_name))

    def create_release_tag(self, tag_name: str, message: Optional[str] = None) -> None:
        if not self.tag_exists(tag_name):
            self._create_tag_impl(tag_name, message)

    def _create_tag_impl(self, tag_name: str, message: Optional[str] = None) -> None:
        url = self.get_tag_url(tag_name)
        print("rez-release: creating project tag in: %s..." % url)
        self.svn("copy", "--parents", "-m", message or "", "-r", str(self.get_current_revision()), self.this_url, url)

    @classmethod
    def export(cls, revision: object, path: str) -> None:
        raise SvnReleaseVCSError("a revision number alone does not say where to export from: %r" % revision)


def register_plugin() -> type:
    return SvnReleaseVCS
