"""Fixtures: no configuration of the user's, a home folder of its own."""
import os

import pytest


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    """A home folder with nothing in it, and no variables of ours."""
    for name in list(os.environ):
        if name.startswith(("REZ_", "PKG_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    return folder
