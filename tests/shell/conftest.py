"""Fixtures: a home folder of its own, and no variables that change what shells do."""
import os

import pytest

from pkgrs.config.config import config


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    """A home folder with nothing in it, and no variables of ours."""
    for name in list(os.environ):
        if name.startswith("REZ_") or name in ("BASH_ENV", "ENV", "ZDOTDIR", "PROMPT", "prompt", "SYSTEMROOT"):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    return folder


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
