"""Requests that lock versions."""
import pytest

from pkgrs.context.locks import PatchLock, get_lock_request
from pkgrs.version.version import Version


@pytest.mark.parametrize("lock, version, weak, expected", [
    ("no_lock", "1.2.3", True, None),
    ("lock_2", "1.2.3.4.5", True, "~foo-1"),
    ("lock_2", "1", False, "foo-1"),
    ("lock_2", "", True, None),
    ("lock_3", "1.2.3.4.5", False, "foo-1.2"),
    ("lock_3", "1", True, "~foo-1"),
    ("lock_4", "1.2.3.4.5", True, "~foo-1.2.3"),
    ("lock", "1.2.3", True, "~foo==1.2.3"),
    ("lock", "", False, "foo=="),
])
def test_lock_request(lock, version, weak, expected):
    request = get_lock_request("foo", Version(version), PatchLock[lock], weak=weak)
    assert (None if request is None else str(request)) == expected


def test_locks_are_ordered_from_free_to_fixed():
    assert [lock.name for lock in PatchLock] == ["no_lock", "lock_2", "lock_3", "lock_4", "lock"]
    assert [lock.rank for lock in PatchLock] == [-1, 1, 2, 3, -1]
