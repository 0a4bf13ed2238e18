"""Finding the version control of a folder; the stub."""
import os

import pytest
import yaml

from pkgrs.tool_errors import ReleaseVCSError
from pkgrs.release.stub import StubReleaseVCS
from pkgrs.release.vcs import ReleaseVCS, create_release_vcs, get_release_vcs_types


@pytest.fixture
def stub(checkout):
    (checkout.path / ".stub").write_text("")
    return checkout


def test_types():
    assert {"git", "hg", "stub"} <= set(get_release_vcs_types())


def test_found(stub):
    vcs = create_release_vcs(stub.folder)
    assert isinstance(vcs, StubReleaseVCS)
    assert (vcs.pkg_root, vcs.vcs_root, vcs.package.name) == (stub.folder, stub.folder, "foo")
    assert vcs.type_settings.tag_name == "{qualified_name}"


@pytest.mark.parametrize("name, text", [
    (None, "^No version control system for package releasing is associated with the path "),
    ("nope", "^Unknown version control system: 'nope'$"),
    ("stub", "^Could not find stub repository for the path "),
])
def test_not_found(checkout, name, text):
    with pytest.raises(ReleaseVCSError, match=text):
        create_release_vcs(checkout.folder, name)


def test_several(stub):
    os.mkdir(os.path.join(stub.folder, ".git"))
    with pytest.raises(ReleaseVCSError, match="^Several version control systems are associated with the path .*: git, "
                                              "stub. Use rez-release --vcs to choose.$"):
        create_release_vcs(stub.folder)


def test_the_nearest_counts(stub):
    os.mkdir(os.path.join(os.path.dirname(stub.folder), ".git"))
    assert create_release_vcs(stub.folder).name() == "stub"


def test_stub(stub, capsys, caplog):
    vcs = create_release_vcs(stub.folder)
    vcs.validate_repostate()
    assert vcs.get_changelog() == "This is the first commit"
    assert vcs.get_changelog(vcs.get_current_revision() - 5) == "This commit was 5 seconds after the last"
    assert vcs.get_changelog({"commit": "x"}) == "There is a previous commit from a different vcs"
    vcs.create_release_tag("a", "message")
    vcs.create_release_tag("b")
    vcs.create_release_tag("a", "other")
    assert capsys.readouterr().out == "Creating tag 'a'...\nCreating tag 'b'...\n"
    assert "Skipped tag creation, tag 'a' already exists" in caplog.text
    assert yaml.safe_load((stub.path / ".stub").read_text()) == {"tags": {"a": "message", "b": None}}


def test_missing_program():
    class Other(ReleaseVCS):
        @classmethod
        def name(cls):
            return "other"

    with pytest.raises(ReleaseVCSError, match="^Couldn't find executable 'no-such-program' for VCS 'other'$"):
        Other.find_executable("no-such-program")
