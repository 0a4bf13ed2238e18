"""Where the folders of a run are."""
import os
import types

import pytest
from parity import scratch

TEMPORARY = ("TMPDIR", "TEMP", "TMP")
GIB = 1 << 30


@pytest.fixture()
def memory(tmp_path, monkeypatch):
    """A place that stands for memory, with what there is free of it; and no other place is named."""
    for name in TEMPORARY:
        monkeypatch.delenv(name, raising=False)
    place = types.SimpleNamespace(folder=tmp_path / "memory", room=8 * GIB, free=8 * GIB, flags=0, info=tmp_path / "meminfo")
    place.folder.mkdir()
    monkeypatch.setattr(scratch, "MEMORY", place.folder)
    monkeypatch.setattr(scratch, "_MEMINFO", place.info)
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))

    def statvfs(path):
        if path != str(place.folder):
            raise FileNotFoundError(path)
        return types.SimpleNamespace(f_flag=place.flags, f_bavail=place.room // 4096, f_frsize=4096)

    monkeypatch.setattr(scratch.os, "statvfs", statvfs)
    return place


def made_in(memory):
    memory.info.write_text("MemTotal: 99 kB\nMemAvailable:   %d kB\n" % (memory.free // 1024))
    made = scratch.make("parity-")
    assert made.is_dir() and made.name.startswith("parity-")
    return made.parent


def test_in_memory(memory):
    assert made_in(memory) == memory.folder


@pytest.mark.parametrize("what, value", [("room", GIB), ("free", GIB), ("flags", os.ST_NOEXEC), ("flags", os.ST_RDONLY)])
def test_not_where_it_does_not_fit(memory, tmp_path, what, value):
    setattr(memory, what, value)
    assert made_in(memory) == tmp_path


def test_not_where_there_is_none(memory, tmp_path, monkeypatch):
    monkeypatch.setattr(scratch, "MEMORY", tmp_path / "nowhere")
    assert made_in(memory) == tmp_path
    monkeypatch.setattr(scratch, "_MEMINFO", tmp_path / "nowhere")
    assert made_in(memory) == tmp_path


@pytest.mark.parametrize("name", TEMPORARY)
def test_where_the_user_wants_it(memory, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, str(tmp_path))
    assert made_in(memory) == tmp_path
