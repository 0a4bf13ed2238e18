"""Requests for packages."""
import pytest

from pkgrs.errors import PackageRequestError
from pkgrs.version.package_request import PackageRequest


@pytest.mark.parametrize("source, name", [
    ("foo-1.2+<3", "foo"), ("!foo-1", "foo"), ("~foo", "foo"), (".foo-1", ".foo"), ("foo==1", "foo"), ("f.o_o", "f.o_o"),
])
def test_valid_requests(source, name):
    request = PackageRequest(source)
    assert (request.name, str(request), repr(request)) == (name, source, "PackageRequest(%r)" % source)


@pytest.mark.parametrize("source, name", [
    ("", ""), ("-1", ""), ("foo..b", "foo..b"), ("foo.", "foo."), ("!.foo", ".foo"), ("~.foo", ".foo"), (".", ""),
    ("__pycache__", "__pycache__"), ("f\u00f6", "f\u00f6"), ("..foo", ".foo"),
])
def test_invalid_requests(source, name):
    with pytest.raises(PackageRequestError) as info:
        PackageRequest(source)
    assert str(info.value) == "Not a valid package name: %r" % name
