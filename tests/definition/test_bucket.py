"""Files of the index: pieces that are read alone, and what is wrong with them."""
import os

import pytest

from pkgrs.definition import bucket as module
from pkgrs.definition.bucket import COUNT, Bucket, bucket_number, write_bucket

MAGIC = b"magic\n"
BODIES = {"foo": b"f" * 100, "b\u00e4r": b"b" * 50, "empty": b""}


@pytest.fixture
def path(tmp_path):
    path = str(tmp_path / "folder" / "00.idx")
    write_bucket(path, MAGIC, BODIES)
    return path


def found(bucket):
    return {family: bucket.find(family) for family in bucket.families()}


@pytest.mark.parametrize("chunk", [20, 120, 10000])
@pytest.mark.parametrize("whole", [False, True])
def test_what_is_written_is_found(path, chunk, whole, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", chunk)
    bucket = Bucket(path, MAGIC, whole)
    assert found(bucket) == BODIES
    assert bucket.find("other") is None
    assert [bucket.size(family) for family in bucket.families()] == [100, 50, 0]


def test_damage_is_about_one_family_only(path):
    with open(path, "r+b") as stream:
        content = stream.read()
        stream.seek(content.index(b"f" * 100) + 99)
        stream.write(b"g")
    assert found(Bucket(path, MAGIC)) == dict(BODIES, foo=None)


def test_a_file_cut_short_has_what_stands_before(path):
    os.truncate(path, os.stat(path).st_size - 1)
    assert found(Bucket(path, MAGIC)) == {"foo": BODIES["foo"], "b\u00e4r": None, "empty": b""}


def test_a_file_that_is_replaced_meanwhile(path, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 20)
    bucket = Bucket(path, MAGIC)
    write_bucket(path, MAGIC, {"zzz": b"z" * 100, "foo": b"other"})
    assert bucket.find("foo") is None
    os.remove(path)
    assert bucket.find("foo") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions")
def test_a_file_that_others_can_write_meanwhile(path, monkeypatch):
    monkeypatch.setattr(module, "_CHUNK", 20)
    bucket = Bucket(path, MAGIC)
    os.chmod(path, 0o666)
    assert bucket.find("foo") is None


def test_the_wrong_magic(path):
    assert Bucket(path, b"other\n").families() == []


def test_families_have_the_same_file_everywhere():
    numbers = [bucket_number(name) for name in ("maya", "python", "", "gr\u00f6\u00dfe", "\udc80")]
    assert numbers == [3, 5, 12, 14, 11]
    counts = [0] * COUNT
    for number in range(1600):
        counts[bucket_number("family%d" % number)] += 1
    assert min(counts) > 50 and max(counts) < 150
