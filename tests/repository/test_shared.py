"""Definitions and listings that a cache server returns are believed only if they can be such."""
from pathlib import Path
from typing import Any, List

import pytest
from pkgrs.cache import memcached
from pkgrs.config.config import config
from pkgrs.definition import shared
from pkgrs.package.find import iter_packages
from pkgrs.repository import shared_listing
from pkgrs.repository.manager import package_repository_manager

VALUES: List[Any] = [
    None, 0, "text", [], {}, [1], ["../elsewhere"], ["a/b"], [".."], [("a",)], [("../x", None)], [("foo", 1)], [["foo", None]],
    {1: 2}, [None], b"bytes", {"name"}, ["1\0"],
]


def found(path: Path) -> List[str]:
    package_repository_manager.clear_caches()
    return sorted("%s %s" % (package.qualified_name, package.description)
                  for name in ("foo", "bah") for package in iter_packages(name, paths=[str(path)]))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Has every question to the cache answered with a value."""
    monkeypatch.setattr(shared, "_loaders", [])
    monkeypatch.setattr(shared_listing, "_cached", [])
    config.override("memcached_uri", ["127.0.0.1:1"])
    keys: List[str] = []

    def answer(value: Any, part: str) -> List[str]:
        def get(self: Any, key: str) -> Any:
            keys.append(key)
            return value if "(%r," % part in key else self.miss
        monkeypatch.setattr(memcached.Client, "get", get)
        return keys

    monkeypatch.setattr(memcached.Client, "set", lambda *args, **kwargs: None)
    yield answer
    config.remove_override("memcached_uri")
    package_repository_manager.clear_caches()


@pytest.mark.parametrize("part", ["listdir", "package_file"])
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_wrong_values(tmp_path: Path, asked: Any, part: str, value: Any) -> None:
    if (part, value) in [("listdir", []), ("package_file", {})]:
        pytest.skip("that can be one")
    for name, version in (("foo", "1"), ("foo", "2"), ("bah", "1")):
        folder = tmp_path / name / version
        folder.mkdir(parents=True)
        (folder / "package.py").write_text("name = %r\nversion = %r\ndescription = 'text'\n" % (name, version))
    keys = asked(value, part)
    assert found(tmp_path) == ["bah-1 text", "foo-1 text", "foo-2 text"]
    assert any("(%r," % part in key for key in keys)
