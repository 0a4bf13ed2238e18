"""Definition files for tests."""
import textwrap

import pytest

from pkgrs.config.config import config
from pkgrs.cache import user_files
from pkgrs.definition import index
from pkgrs.definition.load import FileFormat, load_from_file


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
def load(tmp_path):
    """Load a definition from text: `load(text)`."""
    count = [0]

    def load(text, name="package.py"):
        count[0] += 1
        folder = tmp_path / str(count[0])
        folder.mkdir()
        path = folder / name
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        load.path = str(path)
        return load_from_file(str(path), FileFormat[name.rpartition(".")[2]])

    return load


@pytest.fixture
def own_index(tmp_path, monkeypatch):
    """An index of its own for one test, which takes files as soon as they are written."""
    folder = tmp_path / "index"
    monkeypatch.setenv(index.SETTING, str(folder))
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", -1)
    return index.definition_index()
