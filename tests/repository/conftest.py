"""Package repositories for tests."""
import pytest

from pkgrs.base.resources import ResourcePool
from pkgrs.config.config import config
from pkgrs.repository.filesystem import FileSystemPackageRepository
from pkgrs.repository.memory import MemoryPackageRepository


@pytest.fixture
def settings():
    """Override settings for one test: `settings(name=value)`."""
    changed = []

    def override(**values):
        for name, value in values.items():
            name = name.replace("__", ".")
            config.override(name, value)
            changed.append(name)

    yield override
    for name in changed:
        config.remove_override(name)


@pytest.fixture(autouse=True)
def no_index(monkeypatch):
    from pkgrs.definition.files import file_cache
    monkeypatch.setenv("PKG_DEFINITION_INDEX", "off")
    file_cache.clear()


class World:
    """A folder of packages, and repositories that look at it."""

    def __init__(self, root):
        self.root = root
        self.path = str(root)

    def put(self, path, text=""):
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return str(path)

    def package(self, name, version="", text=""):
        text = "name = %r\n" % name + ("version = %r\n" % version if version else "") + text
        return self.put("/".join(filter(None, [name, version, "package.py"])), text)

    def open(self, **kwargs):
        return FileSystemPackageRepository(self.path, ResourcePool(cache_size=None), **kwargs)

    def versions(self, name, **kwargs):
        repository = self.open(**kwargs)
        family = repository.get_package_family(name)
        return family and sorted(package.get("version") or "" for package in repository.iter_packages(family))


@pytest.fixture
def world(tmp_path):
    root = tmp_path / "packages"
    root.mkdir()
    return World(root)


@pytest.fixture
def variant():
    """A variant in memory: `variant(name, version, index, **attributes)`."""
    def make(name="foo", version="1.0", index=0, **attributes):
        data = dict(attributes, name=name)
        if version:
            data["version"] = version
        repository = MemoryPackageRepository.create_repository({name: {version or "_NO_VERSION": data}})
        package = next(repository.iter_packages(repository.get_package_family(name)))
        return list(package.iter_variants())[index]

    return make
