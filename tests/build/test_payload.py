"""What was installed before comes back when a build does not end well."""
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pkgrs.build.payload import PayloadGuard
from pkgrs.build.restore import JOURNAL, recover, restore
from pkgrs.tool_errors import BuildError


@pytest.fixture
def version(tmp_path):
    folder = tmp_path / "foo" / "1.0"
    (folder / "v" / "sub").mkdir(parents=True)
    (folder / "v" / "a").write_text("old")
    (folder / "v" / "sub" / "b").write_text("old")
    os.symlink("a", str(folder / "v" / "link"))
    return folder


def contents(folder):
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


OLD = {"a": "old", "sub/b": "old", "link": "old"}


def guard(version, place="v"):
    return PayloadGuard(str(version), str(version / place) if place else str(version))


def others(version):
    return sorted(path.name for path in version.parent.iterdir() if path != version)


def test_success_keeps_the_new_payload(version):
    with guard(version):
        (version / "v" / "a").write_text("new")
    assert contents(version / "v") == {"a": "new", "sub/b": "old", "link": "new"}
    assert others(version) == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_failure_brings_the_old_one_back(version, error):
    with pytest.raises(error):
        with guard(version):
            (version / "v" / "a").write_text("new")
            (version / "v" / "c").write_text("new")
            raise error
    assert contents(version / "v") == OLD
    assert (version / "v" / "link").is_symlink()
    assert others(version) == []


def test_failure_of_a_first_install_leaves_nothing(version):
    with pytest.raises(ValueError):
        with guard(version, "w"):
            (version / "w").mkdir()
            (version / "w" / "a").write_text("new")
            raise ValueError
    assert not (version / "w").exists() and contents(version / "v") == OLD


def test_payload_without_variants(version):
    (version / "package.py").write_text("name = 'foo'")
    with pytest.raises(ValueError):
        with guard(version, None):
            (version / "package.py").unlink()
            raise ValueError
    assert (version / "package.py").read_text() == "name = 'foo'"


def test_times_and_permissions_survive(version):
    os.chmod(str(version / "v" / "a"), 0o555)
    os.utime(str(version / "v" / "a"), (1000, 1000))
    with pytest.raises(ValueError):
        with guard(version):
            raise ValueError
    status = (version / "v" / "a").stat()
    assert (status.st_mode & 0o777, status.st_mtime) == (0o555, 1000)


def test_what_a_killed_process_left(version):
    first = guard(version)
    os.rename(str(version / "v"), first.saved)
    (version / "v").mkdir()
    (version / "v" / "a").write_text("half")
    Path(first.saved + ".old-0").mkdir()
    with guard(version):
        assert contents(version / "v") == OLD
    assert others(version) == []


def test_two_at_once(version, caplog):
    with guard(version):
        with guard(version):
            (version / "v" / "a").write_text("new")
    assert "is being built elsewhere too" in caplog.text
    assert contents(version / "v")["a"] == "new"


PROGRAM = """
import sys, time
from pathlib import Path
from pkgrs.build.payload import PayloadGuard
version = Path(sys.argv[1])
with PayloadGuard(str(version), str(version / "v")):
    (version / "v" / "a").write_text("new")
    print("building", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_killed_process(version):
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(version)], stdout=subprocess.PIPE,
                               start_new_session=True)
    assert process.stdout.readline() == b"building\n"
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    deadline = time.time() + 10
    while contents(version / "v") != OLD and time.time() < deadline:
        time.sleep(0.01)
    assert contents(version / "v") == OLD


def test_restore_where_nothing_is(version):
    os.rename(str(version / "v"), str(version / "saved"))
    restore(str(version / "v"), str(version / "saved"))
    assert contents(version / "v") == OLD


@pytest.mark.parametrize("written, expected", [("the new one", "new"), ("another one", "old"), (None, "old")])
def test_definition_decides(version, written, expected):
    """A process that was killed has ended its work if the definition is what it meant to write."""
    definition = version / "package.py"
    first = guard(version)
    first.__enter__()
    (version / "v" / "a").write_text("new")
    first._note(str(definition), b"the new one")
    if written:
        definition.write_text(written)
    recover(str(version / "v"), first.saved)
    assert (version / "v" / "a").read_text() == expected
    first._dismiss_watcher()
    first._stack.close()
    assert others(version) == []


def test_definition_is_noted(version):
    """What is about to be written is known before it is."""
    from pkgrs.repository.install import _listeners
    with guard(version) as current:
        (listener,) = _listeners.get()
        listener(str(version / "package.py"), b"text")
        note = Path(current.saved + JOURNAL).read_text()
        assert note == "372ea08cab33e71c02c651dbc83a474d32c676ea %s" % (version / "package.py")
    assert others(version) == [] and not _listeners.get()


def test_no_room_for_the_copy(version, monkeypatch):
    def full(source, target):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("pkgrs.build.payload._copy_file", full)
    with pytest.raises(BuildError, match="No space left to keep a copy of "):
        with guard(version):
            raise AssertionError("not reached")
    assert contents(version / "v") == OLD and others(version) == []


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_what_a_killed_process_has_started(version):
    """Nothing is restored while a process of the build may still write to the payload."""
    code = (
        "import subprocess, sys, time\n"
        "from pkgrs.build.payload import PayloadGuard, inherited_files\n"
        "with PayloadGuard(%r, %r):\n"
        "    open(%r, 'w').write('new')\n"
        "    child = subprocess.Popen(['cat'], stdin=0, **inherited_files())\n"
        "    print('ready', flush=True)\n"
        "    child.wait()\n") % (str(version), str(version / "v"), str(version / "v" / "a"))
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE,
                               env=dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)))
    assert process.stdout.readline() == b"ready\n"
    process.kill()
    process.wait()
    saved = [name for name in os.listdir(str(version.parent)) if name.startswith(".saved-") and "lock" not in name]
    assert saved and (version / "v" / "a").read_text() == "new"
    (version / "v" / "a").write_text("newer")
    process.stdin.close()  # now the child ends
    deadline = time.time() + 60
    while os.path.exists(str(version.parent / saved[0])):
        assert time.time() < deadline
        time.sleep(0.01)
    assert contents(version / "v") == OLD
