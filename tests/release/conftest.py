"""Checkouts for tests of releasing."""
import os
import subprocess
import textwrap

import pytest

from pkgrs.config.config import config
from pkgrs.repository.manager import package_repository_manager

IDENTITY = {
    "GIT_AUTHOR_NAME": "artist", "GIT_AUTHOR_EMAIL": "artist@example.org", "GIT_COMMITTER_NAME": "artist",
    "GIT_COMMITTER_EMAIL": "artist@example.org", "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull,
    "HGUSER": "artist", "HGRCPATH": "",
}


class Checkout:
    """A folder with a package's source."""

    def __init__(self, path):
        self.path = path
        self.folder = str(path)
        path.mkdir()
        self.define()

    def define(self, body="", version="1.0"):
        (self.path / "package.py").write_text("name = 'foo'\nversion = %r\nbuild_command = False\n%s"
                                              % (version, textwrap.dedent(body)))
        package_repository_manager.clear_caches()

    def run(self, *words, cwd=None):
        return subprocess.run(words, cwd=str(cwd or self.path), check=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, universal_newlines=True).stdout.strip()


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
def checkout(tmp_path, monkeypatch, settings):
    for name, value in IDENTITY.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HOME", str(tmp_path))
    released = tmp_path / "released"
    released.mkdir()
    settings(release_packages_path=str(released), packages_path=[str(released)], implicit_packages=[])
    yield Checkout(tmp_path / "src")
    package_repository_manager.clear_caches()
