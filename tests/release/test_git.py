"""The version control git, with real repositories."""
import shutil

import pytest

from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.git import GitReleaseVCS, GitReleaseVCSError
from pkgrs.release.vcs import create_release_vcs

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


@pytest.fixture
def git(checkout):
    """A checkout whose branch main is level with a bare repository."""
    checkout.run("git", "init", "-q", "--bare", "-b", "main", "../up.git")
    checkout.run("git", "init", "-q", "-b", "main")
    checkout.run("git", "add", "-A")
    checkout.run("git", "commit", "-q", "-m", "first")
    checkout.run("git", "remote", "add", "origin", "../up.git")
    checkout.run("git", "push", "-q", "-u", "origin", "main")
    return checkout


def vcs_of(checkout):
    vcs = create_release_vcs(checkout.folder)
    assert isinstance(vcs, GitReleaseVCS)
    return vcs


def error_of(checkout):
    with pytest.raises(ReleaseVCSError) as error:
        vcs_of(checkout).validate_repostate()
    return str(error.value)


def test_clean_checkout(git):
    vcs = vcs_of(git)
    vcs.validate_repostate()
    assert (vcs.get_local_branch(), list(vcs.get_tracking_branch()), vcs.get_relative_to_remote()) == (
        "main", ["origin", "main"], 0)


def test_untracked_files_do_not_matter(git):
    (git.path / "new").write_text("x")
    vcs_of(git).validate_repostate()


def test_uncommitted_changes(git):
    git.define("# changed\n")
    assert error_of(git).splitlines()[:2] == [
        "Could not release: there are uncommitted changes:", "package.py | 1 +"]


def commit(checkout, where=None):
    checkout.run("git", "commit", "-q", "--allow-empty", "-m", "more in %s" % (where or "place"), cwd=where)


def push_from_elsewhere(checkout):
    other = checkout.path.parent / "other"
    checkout.run("git", "clone", "-q", "../up.git", str(other))
    commit(checkout, other)
    checkout.run("git", "push", "-q", cwd=other)


def test_ahead(git):
    commit(git)
    assert error_of(git) == "Could not release: 1 commits ahead of origin/main."
    assert vcs_of(git).get_relative_to_remote() == 1


def test_behind(git):
    push_from_elsewhere(git)
    assert error_of(git) == "Could not release: 1 commits behind origin/main."
    assert vcs_of(git).get_relative_to_remote() == -1


def test_diverged(git):
    push_from_elsewhere(git)
    commit(git)
    commit(git)
    assert error_of(git) == "Could not release: 2 commits ahead of origin/main, and 1 behind it."


def test_no_upstream(git):
    git.run("git", "checkout", "-q", "-b", "side")
    assert error_of(git).startswith("Release cancelled: there is no upstream branch (")


@pytest.mark.parametrize("checkout_arguments, branch", [(["-b", "side"], "side"), (["--detach"], "HEAD")])
def test_no_upstream_allowed(git, checkout_arguments, branch):
    git.define("with scope('config') as c:\n    c.plugins.release_vcs.git.allow_no_upstream = True\n")
    git.run("git", "commit", "-q", "-a", "-m", "allowed")
    git.run("git", "checkout", "-q", *checkout_arguments)
    vcs = vcs_of(git)
    vcs.validate_repostate()
    assert vcs.get_current_revision() == {
        "commit": git.run("git", "rev-parse", "HEAD"), "branch": branch, "tracking_branch": None}
    vcs.create_release_tag("foo-1.0")
    assert git.run("git", "tag") == "foo-1.0"


@pytest.mark.parametrize("patterns, allowed", [
    (["^main$"], True), (["nope", "ma"], True), (["release/.*", "^mai$"], False),
])
def test_releasable_branches(git, patterns, allowed):
    git.define("with scope('config') as c:\n    c.plugins.release_vcs.releasable_branches = %r\n" % patterns)
    git.run("git", "commit", "-q", "-a", "-m", "restricted")
    git.run("git", "push", "-q")
    if allowed:
        vcs_of(git).validate_repostate()
    else:
        assert error_of(git) == "Could not release: current branch is main, must match one of: release/.*, ^mai$"


def test_remote_that_is_gone(git):
    shutil.rmtree(str(git.path.parent / "up.git"))
    assert error_of(git).splitlines()[0].endswith("git remote update")


def test_revision_and_changelog(git):
    vcs = vcs_of(git)
    first = vcs.get_current_revision()
    assert first == {
        "commit": git.run("git", "rev-parse", "HEAD"), "branch": "main", "tracking_branch": "origin/main",
        "fetch_url": "../up.git", "push_url": "../up.git"}
    commit(git)
    assert vcs.get_changelog(first).splitlines()[-1] == "    more in place"
    assert "first" not in vcs.get_changelog(first)
    assert vcs.get_changelog(first, 1) == vcs.get_changelog(first)
    for unusable in (None, {}, 5, "x", {"other": 1}):
        assert vcs.get_changelog(unusable).count("Author:") == 2
    assert vcs.get_changelog(max_revisions=1).count("Author:") == 1
    with pytest.raises(ReleaseVCSError, match="^command failed: .*git log nosuch..HEAD\n"):
        vcs.get_changelog({"commit": "nosuch"})


def test_tags(git, capsys):
    vcs = vcs_of(git)
    assert not vcs.tag_exists("foo-1.0")
    vcs.create_release_tag("foo-1.0", "the message")
    assert capsys.readouterr().out == "Creating tag 'foo-1.0'...\nPushing tag 'foo-1.0' to origin/main...\n"
    assert vcs.tag_exists("foo-1.0")
    assert git.run("git", "tag", "-n") == "foo-1.0         the message"
    assert git.run("git", "tag", cwd=git.path.parent / "up.git") == "foo-1.0"
    vcs.create_release_tag("foo-1.0")
    assert capsys.readouterr().out == ""


def test_push_refused(git):
    hook = git.path.parent / "up.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(ReleaseVCSError, match="git push origin foo-1.0"):
        vcs_of(git).create_release_tag("foo-1.0")


def test_package_in_a_subfolder(git):
    (git.path / "sub").mkdir()
    git.run("git", "mv", "package.py", "sub")
    vcs = create_release_vcs(str(git.path / "sub"))
    assert (vcs.vcs_root, vcs.pkg_root) == (git.folder, str(git.path / "sub"))
    assert GitReleaseVCS.find_vcs_root(str(git.path / "sub")) == (git.folder, 1)


def test_export(git, tmp_path):
    git.run("git", "remote", "set-url", "origin", str(git.path.parent / "up.git"))
    revision = vcs_of(git).get_current_revision()
    GitReleaseVCS.export(revision, str(tmp_path / "exported"))
    assert [path.name for path in (tmp_path / "exported").iterdir()] == ["package.py"]
    with pytest.raises(GitReleaseVCSError, match="^could not export"):
        GitReleaseVCS.export({"commit": "x"}, str(tmp_path / "nothing"))


def test_whether_others_can_see_the_tag(git):
    vcs = vcs_of(git)
    git.run("git", "tag", "foo-1.0")
    assert not vcs.tag_is_shared("foo-1.0")
    git.run("git", "push", "-q", "origin", "foo-1.0")
    assert vcs.tag_is_shared("foo-1.0") and not vcs.tag_is_shared("foo")
    git.run("git", "branch", "--unset-upstream")
    assert vcs.tag_is_shared("foo-1.1")
