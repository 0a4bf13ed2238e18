"""Patched requests. What is expected was recorded from Rez 3.4.0."""
import pytest

from pkgrs.resolve.patch import get_patched_request
from pkgrs.version.requirement import Requirement


@pytest.mark.parametrize("requests, patches, expected", [
    ("foo-5 bah-8.1", "foo-6", "foo-6 bah-8.1"),
    ("foo-5 bah-8.1", "^bah", "foo-5"),
    ("foo-5 bah-8.1", "!foo-6", "foo-5 bah-8.1 !foo-6"),
    ("~foo-5 !foo-4 foo", "~foo-6", "~foo-6 !foo-4 foo"),
    ("~foo-5 !foo-4 foo", "foo-6", "foo-6"),
    ("~foo-5 !foo-4 foo", "^foo", ""),
    ("", "!zap .e zap", "!zap .e zap"),
    ("~bah-2 foo foo-1 foo-5", "!foo-8 ^zap foo-7 !zap", "~bah-2 foo-7 !foo-8 !zap"),
    (".e-1 foo-1 ~foo-3 !bah", "!zap ^zap ^foo ~foo-9", ".e-1 !bah !zap ~foo-9"),
    ("foo-1 foo !.e", "~.e foo .e", "foo .e ~.e"),
    ("foo", "", "foo"),
])
def test_patches(requests, patches, expected):
    for given in (requests.split(), [Requirement(text) for text in requests.split()]):
        assert [str(each) for each in get_patched_request(given, patches.split())] == expected.split()
