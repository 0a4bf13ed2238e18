"""Listings of families' folders in the index: never older than the folder."""
import os
import time

import pytest

from pkgrs.cache import user_files
from pkgrs.definition import index
from pkgrs.repository import kept_listing, listing
from pkgrs.repository.kept_listing import family_folder
from pkgrs.version import version
from pkgrs.version.version import Version


@pytest.fixture
def scans(tmp_path, monkeypatch):
    """Paths that were really listed, by what may be another process for each call."""
    monkeypatch.setenv(index.SETTING, str(tmp_path / "index"))
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", -1)
    monkeypatch.setattr(kept_listing, "_trusted_devices", frozenset([os.stat(str(tmp_path)).st_dev]))
    paths = []
    real = os.scandir

    def scandir(path):
        paths.append(path)
        return real(path)

    monkeypatch.setattr(listing.os, "scandir", scandir)
    return paths


@pytest.fixture
def family(tmp_path):
    folder = tmp_path / "foo"
    for name in ("1.0", "2.0"):
        (folder / name).mkdir(parents=True)
    (folder / ".ignore2.0").write_text("")
    (folder / "package.py").write_text("")
    return folder


def content(folder):
    found = family_folder(str(folder))
    index.definition_index().flush()
    index.definition_index()._groups.clear()
    return sorted(found.versions), found.building, found.ignored, found.files


def test_a_folder_is_listed_once(scans, family):
    first = content(family)
    assert first == (["1.0", "2.0"], frozenset(), {"2.0"}, {"package.py"})
    assert content(family) == first and scans == [str(family)]


CHANGES = [
    lambda folder: (folder / "3.0").mkdir(),
    lambda folder: (folder / "1.0").rmdir(),
    lambda folder: (folder / ".ignore1.0").write_text(""),
    lambda folder: (folder / ".building1.0").write_text(""),
    lambda folder: (folder / ".ignore2.0").unlink(),
    lambda folder: (folder / "2.0").rename(folder / "2.1"),
    lambda folder: (folder / "package.py").unlink(),
]


@pytest.mark.parametrize("keeps_time", [False, True])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(scans, family, change, keeps_time):
    before = content(family)
    times = family.stat()
    time.sleep(0.02)  # the resolution of times
    change(family)
    if keeps_time:
        os.utime(str(family), ns=(times.st_atime_ns, times.st_mtime_ns))
    assert content(family) != before
    assert len(scans) == 2


def test_folders_with_links_are_listed_each_time(scans, family, tmp_path):
    (tmp_path / "target").mkdir()
    (family / "3.0").symlink_to(tmp_path / "target")
    assert content(family)[0] == ["1.0", "2.0", "3.0"]
    (tmp_path / "target").rmdir()
    assert content(family)[0] == ["1.0", "2.0"]


def test_a_folder_that_changed_a_moment_ago_is_listed_again(scans, family, monkeypatch):
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", 5)
    assert content(family) == content(family)
    assert len(scans) == 2


def test_file_systems_that_may_not_tell_are_listed_each_time(scans, family, monkeypatch):
    monkeypatch.setattr(kept_listing, "_trusted_devices", frozenset())
    assert content(family) == content(family)
    assert len(scans) == 2


MOUNTS = b"""\
36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
37 35 0:45 / /shows rw,relatime shared:7 - nfs4 server:/shows rw,vers=4.2
38 35 0:46 / /home/x/s3 rw - fuse.s3fs s3fs rw
39 35 0:47 / /a\\040- rw,relatime - xfs /dev/x rw
"""


def test_mounts(tmp_path, monkeypatch):
    (tmp_path / "mountinfo").write_bytes(MOUNTS)
    monkeypatch.setattr(kept_listing, "_MOUNTS", str(tmp_path / "mountinfo"))
    assert kept_listing._read_mounts() == {os.makedev(98, 0), os.makedev(0, 45), os.makedev(0, 47)}
    monkeypatch.setattr(kept_listing, "_MOUNTS", str(tmp_path / "nothing"))
    assert kept_listing._read_mounts() == frozenset()


def test_a_family_that_is_gone_is_an_error(scans, tmp_path):
    with pytest.raises(FileNotFoundError):
        family_folder(str(tmp_path / "nothing"))


def test_versions_are_compared_as_if_they_were_parsed(scans, family, monkeypatch):
    for name in ("1.0a_b-3", "01", "not++valid"):
        (family / name).mkdir()
    content(family)
    texts = [path.name for path in family.iterdir() if path.is_dir()]
    expected = {text: version.key_of(text) for text in texts}
    monkeypatch.setattr(version, "_parsed", {})
    content(family)
    assert version._parsed == {
        text: (text, key, hash(key)) for text, key in expected.items() if key is not None} and len(version._parsed) == 4
    assert Version("1.0") < Version("1.0a_b-3") < Version("2.0")
