"""Comparing the sources of packages. Messages were recorded from Rez 3.4.0."""
import os

import pytest

from pkgrs.errors import RezError
from pkgrs.package.find import get_package
from pkgrs.query import diff
from pkgrs.query.diff import diff_packages


class Manager:
    """Plugin manager whose only release_vcs writes the revision to a file."""

    def get_plugin_class(self, plugin_type, name):
        assert (plugin_type, name) == ("release_vcs", "mock")
        return self

    def export(self, revision, path):
        os.makedirs(path)
        with open(os.path.join(path, "revision"), "w") as f:
            f.write(revision)


@pytest.fixture
def packages(world, monkeypatch, tmp_path, settings):
    monkeypatch.setattr(diff, "plugin_manager", Manager())
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\ncat $1/revision $2/revision\n")
    tool.chmod(0o755)
    settings(difftool=str(tool))
    world.add("g", "1")
    for version in ("2", "3", "4"):
        world.add("g", version, "vcs = 'mock'\nrevision = 'r%s '\n" % version)
    return {version: get_package("g", version) for version in "1234"}


@pytest.mark.parametrize("versions, revisions", [("4", "r4 r3 "), ("42", "r4 r2 "), ("24", "r2 r4 ")])
def test_diff(packages, versions, revisions, capfd):
    diff_packages(*[packages[version] for version in versions])
    out = capfd.readouterr().out
    assert revisions in out
    assert "Exporting g-%s...\n" % versions[0] in out and "Opening diff viewer " in out


@pytest.mark.parametrize("versions, message", [
    ("1", "No package to diff with - g-1 is the earliest package version"),
    ("2", "Cannot diff package g-1: it is a legacy format package that does not contain enough information"),
    ("14", "Cannot diff package g-1: it is a legacy format package that does not contain enough information"),
])
def test_refusals(packages, versions, message):
    with pytest.raises(RezError) as info:
        diff_packages(*[packages[version] for version in versions])
    assert str(info.value) == message
