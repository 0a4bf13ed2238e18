"""The version control `git`."""
from __future__ import annotations

import functools
import os.path
import re
from shutil import rmtree

from pkgrs.base.log import print_debug, print_error
from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.vcs import ReleaseVCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Tuple


# What git says where there is no remote branch.
_NO_UPSTREAM = ("no upstream branch", "no upstream configured", "does not point to a branch")


class GitReleaseVCSError(ReleaseVCSError):
    """The folder is not in a checkout of git."""

    __module__ = "rezplugins.release_vcs.git"


class GitReleaseVCS(ReleaseVCS):
    """Releases from a git checkout that its remote branch is level with, and pushes the tag there."""

    schema_dict = {"allow_no_upstream": bool}

    @classmethod
    def name(cls) -> str:
        return "git"

    def __init__(self, pkg_root: str, vcs_root: Optional[str] = None) -> None:
        super().__init__(pkg_root, vcs_root=vcs_root)
        self.executable = self.find_executable("git")
        try:
            self.git("rev-parse")
        except ReleaseVCSError as error:
            raise GitReleaseVCSError("%s is not a git repository" % self.vcs_root) from error

    @classmethod
    def is_valid_root(cls, path: str) -> bool:
        # A file in worktrees and submodules.
        return os.path.exists(os.path.join(path, ".git"))

    @classmethod
    def search_parents_for_root(cls) -> bool:
        return True

    def git(self, *nargs: str) -> List[str]:
        """Run git; returns the lines that it printed.

        Raises:
            ReleaseVCSError: It fails.
        """
        return self._cmd(self.executable, *nargs)

    def get_relative_to_remote(self) -> int:
        """By how many commits the branch is ahead of the remote one, or, if negative, behind it.

        Raises:
            ReleaseVCSError: Git's answer makes no sense.
        """
        ahead, behind = self._distance()
        return ahead or -behind

    def _distance(self) -> Tuple[int, int]:
        """By how many commits the branch is ahead of the remote one, and by how many behind it."""
        line = self.git("status", "--short", "-b")[0]
        found = re.search(r"\[([^\]]+)\]\s*$", line)
        counts = {"ahead": 0, "behind": 0}
        try:
            for part in found.group(1).split(",") if found else ():
                word, count = part.split()
                if word in counts:
                    counts[word] = int(count)
        except ValueError as error:
            raise ReleaseVCSError("Problem parsing first line of result of 'git status --short -b' (%s):\n%s"
                                  % (line, error)) from error
        return counts["ahead"], counts["behind"]

    def get_local_branch(self) -> str:
        """The name of the branch; HEAD if there is none."""
        return self.git("rev-parse", "--abbrev-ref", "HEAD")[0]

    def get_tracking_branch(self) -> Any:
        """The name of the remote and of the branch there, or two Nones if the branch follows none."""
        try:
            name = self.git("rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{u}")[0]
        except ReleaseVCSError as error:
            if any(text in str(error) for text in _NO_UPSTREAM):
                return (None, None)
            raise
        return name.split("/", 1)

    def validate_repostate(self) -> None:
        is_bare = self.git("rev-parse", "--is-bare-repository")[0]
        if is_bare == "true":
            raise ReleaseVCSError("Could not release: bare git repository")

        remote, remote_branch = self.get_tracking_branch()
        if not (remote or self.settings.allow_no_upstream):
            raise ReleaseVCSError(
                "Release cancelled: there is no upstream branch (git cannot see a remote repo - you should probably "
                "FIX THIS FIRST!). To allow the release, set the config entry "
                "'plugins.release_vcs.git.allow_no_upstream' to true.")

        self._validate_branch()
        try:
            self.git("diff-index", "--quiet", "HEAD")
        except ReleaseVCSError as error:
            changes = self.git("diff-index", "--stat", "HEAD")
            raise ReleaseVCSError("Could not release: there are uncommitted changes:\n%s"
                                  % "\n".join(changes)) from error
        if remote is not None:
            self._validate_distance("%s/%s" % (remote, remote_branch))

    def _validate_branch(self) -> None:
        patterns = self.type_settings.releasable_branches
        if not patterns:
            return
        branch = self.get_local_branch()
        if not any(re.search(pattern, branch) for pattern in patterns):
            raise ReleaseVCSError("Could not release: current branch is %s, must match one of: %s"
                                  % (branch, ", ".join(patterns)))

    def _validate_distance(self, remote: str) -> None:
        self.git("remote", "update")
        ahead, behind = self._distance()
        if ahead and behind:
            raise ReleaseVCSError("Could not release: %d commits ahead of %s, and %d behind it."
                                  % (ahead, remote, behind))
        if ahead or behind:
            raise ReleaseVCSError("Could not release: %d commits %s %s."
                                  % (ahead or behind, "ahead of" if ahead else "behind", remote))

    def get_changelog(self, previous_revision: Any = None, max_revisions: Optional[int] = None) -> str:
        arguments = ["log"]
        if max_revisions:
            arguments += ["-n", str(max_revisions)]
        commit = _commit(previous_revision)
        if commit:
            arguments.append("%s..HEAD" % commit)
        elif previous_revision is not None and self.package.config.debug("package_release"):
            print_debug("couldn't determine previous commit from: %r" % previous_revision)
        return "\n".join(self.git(*arguments))

    def get_current_revision(self) -> Dict[str, Any]:
        revision: Dict[str, Any] = {"commit": self.git("rev-parse", "HEAD")[0]}

        def add(key: str, get: Any) -> bool:
            try:
                value = get()
            except Exception as error:  # the release is worth more than a full account of its source
                print_error("Error retrieving %s: %s" % (key, error))
                return False
            revision[key] = value
            return bool(value)

        add("branch", self.get_local_branch)
        if add("tracking_branch", self._tracking_branch_name):
            remote = revision["tracking_branch"].split("/", 1)[0]
            add("fetch_url", functools.partial(self._remote_url, remote, "fetch"))
            add("push_url", functools.partial(self._remote_url, remote, "push"))
        return revision

    def _tracking_branch_name(self) -> Optional[str]:
        remote, branch = self.get_tracking_branch()
        return None if remote is None else "%s/%s" % (remote, branch)

    def _remote_url(self, remote: str, key: str) -> str:
        lines = self.git("remote", "-v")
        for line in lines:
            words = line.split()
            if len(words) > 2 and words[0] == remote and words[2] == "(%s)" % key:
                return words[1]
        raise ReleaseVCSError("failed to parse %s url from:\n%s" % (key, "\n".join(lines)))

    def tag_exists(self, tag_name: str) -> bool:
        return tag_name in self.git("tag")

    def tag_is_shared(self, tag_name: str) -> bool:
        remote, _ = self.get_tracking_branch()
        return remote is None or bool(self.git("ls-remote", "--tags", remote, "refs/tags/" + tag_name))

    def create_release_tag(self, tag_name: str, message: Optional[str] = None) -> None:
        if self.tag_exists(tag_name):
            return
        print("Creating tag '%s'..." % tag_name)
        self.git("tag", "-a", tag_name, "-m", message or "")
        remote, branch = self.get_tracking_branch()
        if remote is None:
            return
        print("Pushing tag '%s' to %s..." % (tag_name, "%s/%s" % (remote, branch)))
        self.git("push", remote, tag_name)

    @classmethod
    def export(cls, revision: Any, path: str) -> None:
        import subprocess
        git = cls.find_executable("git")
        try:
            subprocess.run([git, "clone", "--quiet", "--no-checkout", revision["fetch_url"], path], check=True)
            subprocess.run([git, "checkout", "--quiet", revision["commit"]], cwd=path, check=True)
        except (subprocess.CalledProcessError, KeyError, TypeError) as error:
            raise GitReleaseVCSError("could not export %r: %s" % (revision, error)) from error
        rmtree(os.path.join(path, ".git"))


def _commit(revision: Any) -> Optional[str]:
    commit = revision.get("commit") if isinstance(revision, dict) else None
    return str(commit) if commit else None


def register_plugin() -> type:
    return GitReleaseVCS
