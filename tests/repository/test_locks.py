"""Locks between processes."""
import os
import socket
import subprocess
import sys
import time

import pytest

from pkgrs.tool_errors import PackageRepositoryError
from pkgrs.repository import locks
from pkgrs.repository.install import lock_package
from pkgrs.repository.locks import LockTimeout, file_lock

KINDS = ["default", "link", "symlink", "mkdir"]


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(locks, "_POLL_SECONDS", 0.01)


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "lock")


def dead_pid():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.mark.parametrize("kind", KINDS)
def test_lock_is_there_while_it_is_held(path, kind):
    with file_lock(path, kind, 1):
        assert os.path.lexists(path + ".lock")
        assert os.listdir(os.path.dirname(path)) == ["lock.lock"]
    assert os.listdir(os.path.dirname(path)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_time_out_names_the_holder(path, kind):
    with file_lock(path, kind, 1):
        with pytest.raises(LockTimeout) as info:
            with file_lock(path, kind, 0.05):
                pass
        assert os.path.lexists(path + ".lock")
    assert str(info.value) == "Timeout waiting to acquire lock for %s (held by process %d on %s)" % (
        path, os.getpid(), socket.gethostname())
    assert isinstance(info.value, PackageRepositoryError)


@pytest.mark.parametrize("kind", KINDS)
def test_lock_of_a_dead_process_is_taken_over(path, kind, monkeypatch):
    warnings = []
    monkeypatch.setattr(locks, "print_warning", warnings.append)
    real = os.getpid
    monkeypatch.setattr(os, "getpid", dead_pid)
    take = locks.KINDS[kind][0]
    monkeypatch.setattr(locks, "_start_time", lambda pid: None)
    assert take(path + ".lock")
    monkeypatch.setattr(os, "getpid", real)
    started = time.time()
    with file_lock(path, kind, 5):
        assert locks._read_owner(path + ".lock").split()[1] == str(os.getpid())
    assert time.time() - started < 4
    assert len(warnings) == 1 and "whose holder has died" in warnings[0]
    assert os.listdir(os.path.dirname(path)) == []


@pytest.mark.parametrize("owner", ["", "another-host 1 5", "not ours", "%s x 5" % socket.gethostname()])
def test_locks_of_others_are_respected(path, owner):
    with open(path + ".lock", "w") as stream:
        stream.write(owner)
    with pytest.raises(LockTimeout):
        with file_lock(path, "default", 0.05):
            pass
    with open(path + ".lock") as stream:
        assert stream.read() == owner


def test_process_id_that_is_used_again(path, monkeypatch):
    if locks._start_time(os.getpid()) is None:
        pytest.skip("the system doesn't tell when a process started")
    with open(path + ".lock", "w") as stream:
        stream.write("%s %d 1" % (socket.gethostname(), os.getpid()))
    with file_lock(path, "default", 1):
        pass


def test_lock_is_let_go_after_an_error(path):
    with pytest.raises(KeyError):
        with file_lock(path, "default", 1):
            raise KeyError
    assert os.listdir(os.path.dirname(path)) == []


def test_waiting_for_another_process(path):
    code = ("import sys, time; from pkgrs.repository.locks import file_lock\n"
            "with file_lock(sys.argv[1], 'default', 5):\n    print('held', flush=True); time.sleep(0.3)")
    environ = dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path))
    process = subprocess.Popen([sys.executable, "-c", code, path], env=environ, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    started = time.time()
    with file_lock(path, "default", 10):
        assert time.time() - started > 0.1
    assert process.wait() == 0
    process.stdout.close()


def test_names_of_package_locks(world):
    repository = world.open()
    with lock_package(repository, "foo", "1.0"):
        assert os.listdir(world.path) == [".lock.foo-1.0.lock"]
    with lock_package(repository, "foo"):
        assert os.listdir(world.path) == [".lock.foo.lock"]
    world.path += "/nope"
    with pytest.raises(PackageRepositoryError) as info:
        lock_package(world.open(), "foo")
    assert str(info.value) == "Lockfile directory %s does not exist - please create and try again" % world.path
