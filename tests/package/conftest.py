"""Package repositories for tests, on disk."""
import textwrap

import pytest

from pkgrs.config.config import config
from pkgrs.repository.manager import package_repository_manager


class World:
    """A package repository that a test fills; it is the whole of `packages_path`."""

    def __init__(self, root):
        self.root = root
        self.path = str(root)

    def add(self, name, version="", body="", file="package.py", root=None):
        folder = (root or self.root) / name / version
        folder.mkdir(parents=True, exist_ok=True)
        text = "name = %r\n" % name
        if version:
            text += "version = %r\n" % version
        (folder / file).write_text(text + textwrap.dedent(body))
        package_repository_manager.clear_caches()
        return folder


@pytest.fixture
def settings():
    """Override settings for one test: `settings(name=value)`."""
    changed = []

    def override(**values):
        for name, value in values.items():
            config.override(name, value)
            changed.append(name)

    yield override
    for name in changed:
        config.remove_override(name)


@pytest.fixture
def world(tmp_path, settings):
    root = tmp_path / "packages"
    root.mkdir()
    settings(packages_path=[str(root)], local_packages_path=str(tmp_path / "local"))
    package_repository_manager.clear_caches()
    yield World(root)
    package_repository_manager.clear_caches()
