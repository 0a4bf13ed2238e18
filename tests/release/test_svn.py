"""The version control svn, with real repositories and the client program."""
import shutil

import pytest

from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.svn import SvnReleaseVCS
from pkgrs.release.vcs import create_release_vcs

pytestmark = pytest.mark.skipif(not (shutil.which("svn") and shutil.which("svnadmin")), reason="needs svn")


@pytest.fixture
def svn(checkout):
    checkout.run("svnadmin", "create", "../up")
    checkout.url = "file://%s" % (checkout.path.parent / "up")
    checkout.run("svn", "mkdir", "-q", "-m", "layout", checkout.url + "/trunk", checkout.url + "/tags")
    checkout.run("svn", "checkout", "-q", checkout.url + "/trunk", ".")
    checkout.run("svn", "add", "-q", "package.py")
    checkout.run("svn", "commit", "-q", "-m", "first")
    checkout.run("svn", "update", "-q")
    return checkout


def vcs_of(checkout):
    vcs = create_release_vcs(checkout.folder)
    assert isinstance(vcs, SvnReleaseVCS)
    return vcs


def test_state(svn):
    vcs = vcs_of(svn)
    vcs.validate_repostate()
    svn.define("# changed\n")
    with pytest.raises(ReleaseVCSError, match="is not in a state to release - you may need to svn-checkin"):
        vcs.validate_repostate()


def test_revision_and_changelog(svn):
    vcs = vcs_of(svn)
    assert vcs.get_current_revision() == 2
    svn.define("# changed\n")
    svn.run("svn", "commit", "-q", "-m", "second")
    svn.run("svn", "update", "-q")
    assert vcs.get_current_revision() == 3
    assert "second" in vcs.get_changelog(2) and "first" not in vcs.get_changelog(2)
    assert vcs.get_changelog(3) == ""
    assert "first" in vcs.get_changelog()


def test_tags(svn, capsys):
    vcs = vcs_of(svn)
    assert vcs.get_tag_url() == svn.url + "/tags" and vcs.get_tag_url("x") == svn.url + "/tags/x"
    assert not vcs.tag_exists("foo-1.0")
    vcs.create_release_tag("foo-1.0", "the message")
    assert capsys.readouterr().out == "rez-release: creating project tag in: %s/tags/foo-1.0...\n" % svn.url
    assert vcs.tag_exists("foo-1.0")
    assert svn.run("svn", "ls", svn.url + "/tags/foo-1.0") == "package.py"


def test_other_layout(svn):
    svn.run("svn", "mkdir", "-q", "-m", "x", svn.url + "/elsewhere")
    svn.run("svn", "switch", "-q", "--ignore-ancestry", svn.url + "/elsewhere")
    svn.define()
    with pytest.raises(ReleaseVCSError, match="is not in a branch or trunk$"):
        vcs_of(svn).tag_exists("x")
