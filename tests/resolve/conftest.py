"""Repositories in memory, and overridden settings."""
import itertools

import pytest

from pkgrs.config.config import config
from pkgrs.repository.manager import package_repository_manager

# of repositories in memory, which the manager keeps for as long as the process runs
_numbers = itertools.count()


@pytest.fixture
def memory():
    """A function that makes a repository of packages ("name-version" -> requires or definition) and returns its path."""
    def make(packages):
        repository = package_repository_manager.get_repository("memory@test-%d" % next(_numbers))
        for key, definition in packages.items():
            name, _, version = key.partition("-")
            if isinstance(definition, list):
                definition = {"requires": definition}
            definition = dict(definition, name=name)
            if version:
                definition["version"] = version
            repository.data.setdefault(name, {})[version or "_NO_VERSION"] = definition
        return str(repository)

    return make


@pytest.fixture
def folder(tmp_path):
    """A function that writes definitions ("name-version" -> code) into a repository; returns its path."""
    def make(packages):
        for key, code in packages.items():
            name, _, version = key.partition("-")
            path = tmp_path / name / version
            path.mkdir(parents=True, exist_ok=True)
            (path / "package.py").write_text("name = %r\nversion = %r\n%s\n" % (name, version, code))
        return str(tmp_path)

    return make


@pytest.fixture
def override():
    """A function that overrides settings until the test ends."""
    names = []

    def apply(name, value):
        names.append(name)
        config.override(name, value)

    yield apply
    for name in names:
        config.remove_override(name)
