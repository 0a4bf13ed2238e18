"""The version control hg, with real repositories."""
import os
import shutil
import subprocess

import pytest

from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.hg import HgReleaseVCS, HgReleaseVCSError
from pkgrs.release.vcs import create_release_vcs

pytestmark = pytest.mark.skipif(not shutil.which("hg"), reason="needs hg")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Makes `hg` one that asks a process that is there already, if Mercurial has that: starting takes most of its time."""
    real, client = shutil.which("hg"), shutil.which("chg")
    folder = tmp_path_factory.mktemp("hg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HGRCPATH", "")
        patch.setenv("HGUSER", "artist")
        if client:
            (folder / "hg").symlink_to(client)
            patch.setenv("CHGHG", real)
            patch.setenv("CHGSOCKNAME", str(folder / "socket"))
            patch.setenv("PATH", str(folder), prepend=os.pathsep)
        yield
        if client:
            subprocess.run([client, "--kill-chg-daemon"], check=True)


@pytest.fixture(scope="module")
def template(server, tmp_path_factory):
    """A repository and a copy of it that is to become one, as each test gets them."""
    folder = tmp_path_factory.mktemp("template")
    for name in ("up", "src"):
        subprocess.run(["hg", "init", str(folder / name)], check=True)
    (folder / "src" / ".hg" / "hgrc").write_text("[paths]\ndefault = ../up\n")
    return folder


@pytest.fixture
def hg(checkout, template):
    shutil.copytree(str(template / "up"), str(checkout.path.parent / "up"))
    shutil.copytree(str(template / "src" / ".hg"), str(checkout.path / ".hg"))
    checkout.run("hg", "commit", "-q", "-A", "-m", "first")
    return checkout


def vcs_of(checkout):
    vcs = create_release_vcs(checkout.folder)
    assert isinstance(vcs, HgReleaseVCS)
    return vcs


def test_state(hg):
    vcs = vcs_of(hg)
    vcs.validate_repostate()
    (hg.path / "unknown").write_text("")
    vcs.validate_repostate()
    hg.define("# changed\n")
    hg.run("hg", "add", "unknown")
    with pytest.raises(ReleaseVCSError) as error:
        vcs.validate_repostate()
    assert str(error.value) == ("%s is not in a state to release - please commit outstanding changes: package.py, "
                                "unknown" % hg.folder)


def test_revision_and_changelog(hg):
    vcs = vcs_of(hg)
    revision = vcs.get_current_revision()
    assert revision == {"commit": hg.run("hg", "log", "-r", ".", "--template", "{node}"), "branch": "default",
                        "push_url": str(hg.path.parent / "up")}
    assert vcs.get_changelog().splitlines()[-1] == "summary:     first"
    hg.define("# changed\n")
    hg.run("hg", "commit", "-q", "-m", "second")
    # Mercurial's range has the old revision in it.
    assert [line for line in vcs.get_changelog(revision).splitlines() if "summary" in line] == [
        "summary:     second", "summary:     first"]
    assert vcs.get_changelog(revision, 1).count("summary") == 1


def test_tags(hg, capsys):
    vcs = vcs_of(hg)
    vcs.create_release_tag("foo-1.0", "the message")
    assert capsys.readouterr().out == "Creating tag 'foo-1.0'...\n"
    assert sorted(vcs.get_tags()) == ["foo-1.0", "tip"]
    assert hg.run("hg", "log", "--template", "{desc}|", cwd=hg.path.parent / "up") == "the message|first|"
    # Nothing but the tag itself has changed since.
    assert vcs._create_tag_highlevel("foo-1.0") == []
    hg.define("# changed\n")
    hg.run("hg", "commit", "-q", "-m", "second")
    assert vcs._create_tag_lowlevel("foo-1.0", force=False) is False
    assert vcs._create_tag_highlevel("foo-1.0") == [{"type": "tag", "patch": False}]


def test_ancestors(hg):
    vcs = vcs_of(hg)
    hg.run("hg", "tag", "x")
    assert vcs.is_ancestor("0", ".") and not vcs.is_ancestor(".", "0")


def test_no_remote(hg):
    (hg.path / ".hg" / "hgrc").unlink()
    vcs = vcs_of(hg)
    assert vcs.get_default_url() is None and "push_url" not in vcs.get_current_revision()
    vcs.create_release_tag("foo-1.0")
    assert vcs.tag_exists("foo-1.0")


def test_unknown_argument(hg):
    with pytest.raises(HgReleaseVCSError, match="^Unrecognized keyword args to hg command: other$"):
        vcs_of(hg).hg("root", other=1)
