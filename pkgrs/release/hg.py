"""The version control `hg`, Mercurial."""
from __future__ import annotations

import os.path

from pkgrs.base.log import print_debug, print_error
from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.vcs import ReleaseVCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


class HgReleaseVCSError(ReleaseVCSError):
    """The folder is not the root of a working copy of Mercurial, or a call is wrong."""

    __module__ = "rezplugins.release_vcs.hg"


class HgReleaseVCS(ReleaseVCS):
    """Releases from a Mercurial working copy.

    A repository with a patch queue is tagged in the queue's own repository, and gets a bookmark.
    """

    @classmethod
    def name(cls) -> str:
        return "hg"

    def __init__(self, pkg_root: str, vcs_root: Optional[str] = None) -> None:
        super().__init__(pkg_root, vcs_root=vcs_root)
        self.executable = self.find_executable("hg")
        patches = os.path.join(self.vcs_root, ".hg", "patches")
        self.patch_path: Optional[str] = patches if os.path.isdir(patches) else None
        if not os.path.isdir(os.path.join(self.vcs_root, ".hg")):
            raise HgReleaseVCSError("'%s' is not a mercurial working copy" % self.vcs_root)
        try:
            root = self.hg("root")[0]
        except OSError as error:
            raise HgReleaseVCSError("failed to call hg binary: %s" % error) from error
        if not os.path.samefile(root, self.vcs_root):
            raise HgReleaseVCSError("'%s' is not the root of a mercurial working copy" % self.vcs_root)

    @classmethod
    def is_valid_root(cls, path: str) -> bool:
        return os.path.isdir(os.path.join(path, ".hg"))

    @classmethod
    def search_parents_for_root(cls) -> bool:
        return True

    def hg(self, *nargs: str, **kwargs: Any) -> List[str]:
        """Run hg; returns the lines that it printed.

        Args:
            patch: Whether in the repository of the patch queue.

        Raises:
            HgReleaseVCSError: An argument is unknown.
            ReleaseVCSError: It fails.
        """
        patch = kwargs.pop("patch", False)
        if kwargs:
            raise HgReleaseVCSError("Unrecognized keyword args to hg command: %s" % ", ".join(kwargs))
        arguments = list(nargs)
        if patch:
            arguments.append("--mq")
        if not any(text == "--repository" or text == "-R" or text.startswith("--repository=") for text in arguments):
            arguments += ["--repository", self.vcs_root]
        return self._cmd(self.executable, *arguments)

    def get_tags(self, patch: bool = False) -> Dict[str, Dict[str, str]]:
        """The tags: by name, the number and the short identifier of what they tag, as `rev` and `shortnode`."""
        tags = {}
        for line in self.hg("tags", patch=patch):
            # The name may have blanks in it; a local tag has a third column.
            words = line.split()
            place = max(index for index, word in enumerate(words) if ":" in word)
            revision, _, node = words[place].partition(":")
            tags[" ".join(words[:place])] = {"rev": revision, "shortnode": node}
        return tags

    def tag_exists(self, tag_name: str) -> bool:
        return tag_name in self.get_tags()

    def is_ancestor(self, commit1: str, commit2: str, patch: bool = False) -> bool:
        """Whether the first commit is the second, or what the second came from."""
        found = self.hg("log", "-r", "first(%s::%s)" % (commit1, commit2), "--template", "exists", patch=patch)
        return found == ["exists"]

    def get_paths(self, patch: bool = False) -> Dict[str, str]:
        """The places that are known by name."""
        paths = {}
        for line in self.hg("paths", patch=patch):
            name, separator, url = line.partition(" = ")
            if separator:
                paths[name.strip()] = url.strip()
        return paths

    def get_default_url(self, patch: bool = False) -> Optional[str]:
        """Where to push to; None if that is not set."""
        return self.get_paths(patch=patch).get("default")

    def validate_repostate(self) -> None:
        self._refuse_changes(self.vcs_root, self.hg("status", "-m", "-a"))
        if self.patch_path:
            self._refuse_changes(self.patch_path, self.hg("status", "-m", "-a", patch=True))

    @staticmethod
    def _refuse_changes(path: str, lines: List[str]) -> None:
        if lines:
            names = ", ".join(line[2:] for line in lines)
            raise ReleaseVCSError("%s is not in a state to release - please commit outstanding changes: %s"
                                  % (path, names))

    def get_current_revision(self) -> Dict[str, Any]:
        revision: Dict[str, Any] = {"commit": self.hg("log", "--template", "{node}", "-r", ".")[0]}

        def add(key: str, get: Any) -> None:
            try:
                value = get()
            except Exception as error:  # the release is worth more than a full account of its source
                print_error("Error retrieving %s: %s" % (key, error))
                return
            if value is not None:
                revision[key] = value

        add("branch", lambda: self.hg("branch")[0])
        add("push_url", self.get_default_url)
        return revision

    def get_changelog(self, previous_revision: Any = None, max_revisions: Optional[int] = None) -> str:
        arguments = ["log"]
        if max_revisions:
            arguments += ["-l", str(max_revisions)]
        commit = previous_revision.get("commit") if isinstance(previous_revision, dict) else None
        if commit:
            # From where the histories part.
            arguments += ["-r", "reverse(ancestor(%s, .)::.)" % commit]
        elif previous_revision is not None and self.package.config.debug("package_release"):
            print_debug("couldn't determine previous commit from: %r" % previous_revision)
        return "\n".join(self.hg(*arguments))

    def create_release_tag(self, tag_name: str, message: Optional[str] = None) -> None:
        print("Creating tag '%s'..." % tag_name)
        for created in self._create_tag_highlevel(tag_name, message=message):
            patch = bool(created.get("patch"))
            url = self.get_default_url(patch=patch)
            if not url:
                continue
            arguments = ["push"]
            if created["type"] == "bookmark":
                arguments += ["--bookmark", tag_name]
            self.hg(*arguments, url, patch=patch)

    def _create_tag_highlevel(self, tag_name: str, message: Optional[str] = None) -> List[Dict[str, Any]]:
        """Tag where tags belong; returns what was made: the type, and whether in the patch queue's repository."""
        created: List[Dict[str, Any]] = []
        if self.patch_path:
            if self._create_tag_lowlevel(tag_name, message=message, patch=True):
                created.append({"type": "tag", "patch": True})
            self.hg("bookmark", "-f", tag_name)
            created.append({"type": "bookmark", "patch": False})
        elif self._create_tag_lowlevel(tag_name, message=message, patch=False):
            created.append({"type": "tag", "patch": False})
        return created

    def _create_tag_lowlevel(self, tag_name: str, message: Optional[str] = None, force: bool = True,
                             patch: bool = False) -> bool:
        """Tag the current commit, unless it has that tag, or differs from what has it by nothing but tags.

        Args:
            force: Whether to move a tag that is elsewhere.
            patch: Whether in the repository of the patch queue.

        Returns:
            Whether a tag was made.
        """
        tag = self.get_tags(patch=patch).get(tag_name)
        if tag is not None:
            if not force:
                return False
            if self.is_ancestor(tag["rev"], ".", patch=patch):
                changes = self.hg("status", "--rev", tag["rev"], "--rev", ".", "--no-status", patch=patch)
                if not set(changes) - {".hgtags"}:
                    return False
        arguments = ["tag", tag_name]
        if message:
            arguments += ["--message", message]
        if force:
            arguments.append("--force")
        self.hg(*arguments, patch=patch)
        return True


def register_plugin() -> type:
    return HgReleaseVCS
