"""The search path that bash has by itself is kept, and asked for anew when bash changes."""
import os
import subprocess

import pytest

from pkgrs.cache import user_files
from pkgrs.shell import base
from pkgrs.shell.bash import Bash
from pkgrs.shell.kept_paths import KeptPaths


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """The commands that were run to ask for paths."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("BASH_ENV", raising=False)
    monkeypatch.delenv("PKG_DEFINITION_INDEX", raising=False)
    commands = []
    real = base.text_of

    def text_of(args, env=None):
        commands.append(args)
        return real(args, env)

    monkeypatch.setattr(base, "text_of", text_of)
    return commands


def paths():
    return Bash._own_paths(["--norc", "-c", "echo __PATHS_ $PATH"])


def test_bash_is_asked_once(asked):
    first = paths()
    told = subprocess.run(["bash", "--norc", "-c", "echo $PATH"], env={}, stdout=subprocess.PIPE).stdout.decode().strip()
    assert ":".join(first) == told
    assert paths() == first and len(asked) == 1


def test_a_start_up_file_can_change_it(asked, tmp_path, monkeypatch):
    paths()
    (tmp_path / "env").write_text("PATH=/from/file\n")
    monkeypatch.setenv("BASH_ENV", str(tmp_path / "env"))
    assert paths() == ["/from/file"]
    monkeypatch.delenv("BASH_ENV")
    assert paths() != ["/from/file"]


def test_nothing_is_kept_where_the_user_wants_that(asked, monkeypatch, tmp_path):
    monkeypatch.setenv("PKG_DEFINITION_INDEX", "off")
    assert paths() == paths() and len(asked) == 2
    assert not (tmp_path / "cache").exists()


def test_another_executable_is_asked_anew(asked, tmp_path, monkeypatch):
    monkeypatch.setattr(user_files, "_SETTLED_SECONDS", -1)
    program = tmp_path / "bash"
    program.write_text("#!/bin/sh\n")
    kept = KeptPaths(str(program))
    kept.write(["/a", "/b c"])
    assert KeptPaths(str(program)).read() == ["/a", "/b c"]
    program.write_text("#!/bin/bash\n")
    assert KeptPaths(str(program)).read() is None


@pytest.mark.parametrize("content", [b"", b"\xff\n.", b"other\n/a\n."])
def test_a_damaged_file_is_ignored(asked, tmp_path, content):
    first = paths()
    file = tmp_path / "cache" / "pkgrs" / "shells" / "bash"
    good = file.read_bytes()
    for bad in (content, good[:-1], good[:-8]):
        file.write_bytes(bad)
        assert paths() == first
    file.chmod(0o666)
    assert paths() == first and file.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_no_error(asked, tmp_path):
    (tmp_path / "cache").write_text("")
    assert paths() == paths() and len(asked) == 2
    assert os.path.isfile(str(tmp_path / "cache"))
