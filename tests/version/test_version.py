"""Versions."""
import copy

import pytest

from pkgrs.version import NumericToken, Version, VersionError, VersionToken, reverse_sort_key

ASCENDING = [
    "", "A", "_", "a", "beta1", "beta2", "beta10", "0", "00", "1", "1.A", "1.a", "1.alpha2", "1.alpha10", "1.0a.1",
    "1.001", "1.01", "1.1", "1.1.1", "1_", "1__", "1a", "2", "9", "10"]


@pytest.mark.parametrize("text, message", [
    (".", "."), ("é", "é"), (" \n", " \n"),
    ("1..2", "Invalid version syntax: '1..2'"),
    (".1", "Invalid version syntax: '.1'"),
    ("1.", "Invalid version syntax: '1.'"),
    ("1\n", "Invalid version syntax: '1\n'"),
    ("1.-2", "Invalid version syntax: '1.-2'"),
    ("[INF]", "Invalid version syntax: '[INF]'"),
])
def test_bad_version(text, message):
    with pytest.raises(VersionError) as info:
        Version(text)
    assert str(info.value) == message


def test_bad_version_of_numbers():
    with pytest.raises(VersionError) as info:
        Version("1.x", make_token=NumericToken)
    assert str(info.value) == "Invalid version '1.x': Invalid version token: 'x'"


def test_order():
    versions = [Version(text) for text in ASCENDING] + [Version.inf]
    for i, left in enumerate(versions):
        for j, right in enumerate(versions):
            assert (left < right) == (i < j), (left, right)
            assert (left > right) == (i > j)
            assert (left <= right) == (i <= j)
            assert (left >= right) == (i >= j)
            assert (left == right) == (i == j)
            assert (left != right) == (i != j)
            assert (reverse_sort_key(left) < reverse_sort_key(right)) == (i > j)


def test_separators_do_not_count():
    assert Version("1.2") == Version("1-2") == Version("1|2")
    assert hash(Version("1.2")) == hash(Version("1-2"))
    assert str(Version("1-2")) == "1-2"
    assert Version("1-2.3").seps == ["-", "."]


@pytest.mark.parametrize("text, following", [("1", "1_"), ("1.2-b", "1.2-b_"), ("", "[INF]")])
def test_next(text, following):
    assert str(Version(text).next()) == following
    assert str(next(Version(text))) == following


def test_infinite():
    inf = Version.inf
    assert inf.next() is inf
    assert not inf
    assert len(inf) == 0
    assert inf.tokens is None
    assert copy.deepcopy(inf) == inf
    for method, message in ((lambda: inf.trim(1), "Version.inf cannot be trimmed"),
                            (inf.copy, "Version.inf cannot be copied")):
        with pytest.raises(RuntimeError) as info:
            method()
        assert str(info.value) == message


@pytest.mark.parametrize("length, text", [(0, ""), (1, "1"), (2, "1.2"), (3, "1.2-b"), (9, "1.2-b"), (-1, "1")])
def test_trim(length, text):
    assert str(Version("1.2-b").trim(length)) == text


def test_trim_from_the_end_keeps_tokens_without_separators():
    trimmed = Version("1.2-3").trim(-1)
    assert str(trimmed) == "1"
    assert len(trimmed) == 2
    assert trimmed == Version("1.2")
    assert hash(trimmed) == hash(Version("1.2"))


def test_tokens():
    version = Version("1.2-b")
    assert len(version) == 3
    assert version.as_tuple() == ("1", "2", "b")
    assert [str(token) for token in version] == ["1", "2", "b"]
    assert (str(version.major), str(version.minor), str(version.patch)) == ("1", "2", "b")
    assert str(version[-1]) == "b"
    assert [str(token) for token in version[1:]] == ["2", "b"]
    with pytest.raises(IndexError) as info:
        Version("1.2").patch
    assert str(info.value) == "version token index out of range"


def test_truth():
    assert not Version()
    assert Version("0")


def test_other_types():
    assert Version("1") != "1"
    for compare in (lambda: Version("1") < "1", lambda: Version("1") >= "1"):
        with pytest.raises(AttributeError) as info:
            compare()
        assert str(info.value) == "'str' object has no attribute 'tokens'"


def test_numeric_tokens():
    assert Version("1.10", NumericToken) > Version("1.9", NumericToken)
    assert Version("1.09", NumericToken) == Version("1.9", NumericToken)
    assert Version("1.9", NumericToken) < Version.inf
    assert Version("1", NumericToken) < Version("1.0", NumericToken)
    assert Version("1.9", NumericToken) != Version("1.9")
    assert str(Version("1.9", NumericToken).next()) == "1.10"
    assert len({Version("1", NumericToken), Version("1", NumericToken)}) == 1


def test_own_tokens():
    class Word(VersionToken):
        def __init__(self, token):
            self.text = token

        def __str__(self):
            return self.text

        def less_than(self, other):
            return len(self.text) < len(other.text)

    assert Version("a", Word) < Version("zz", Word) < Version("bb.a", Word) < Version("ccc", Word)
    assert sorted([Version("zzz", Word), Version("b", Word), Version("cc", Word)])[0] == Version("a", Word)


def test_copies():
    version = Version("1.2-b")
    for duplicate in (version.copy(), copy.copy(version), copy.deepcopy(version)):
        assert duplicate == version
        assert duplicate is not version
        assert str(duplicate) == "1.2-b"


def test_text_forms():
    assert repr(Version("1.2")) == "Version('1.2')"
    assert repr(reverse_sort_key(Version("1"))) == "reverse(Version('1'))"
