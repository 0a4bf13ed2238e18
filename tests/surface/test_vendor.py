"""What clients take from `rez.vendor`, and names that Rez 3.0 removed."""
import importlib
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import warnings

import pytest

IMPORTS = """
from rez.vendor.schema.schema import Schema, Or, And, Use, Optional, SchemaError
from rez.vendor.six import six
from rez.vendor.six.six import moves, string_types, iteritems
from rez.vendor.six.six.moves import urllib, configparser
from rez.vendor.six.six.moves.urllib.parse import urlparse
from rez.vendor.distlib.scripts import ScriptMaker
from rez.vendor.distlib.database import DistributionPath
from rez.vendor.lockfile import LockFile, NotLocked, LockTimeout, AlreadyLocked
from rez.vendor.lockfile.linklockfile import LinkLockFile
from rez.vendor.lockfile.mkdirlockfile import MkdirLockFile
from rez.vendor.atomicwrites import atomic_write
from rez.vendor.packaging.requirements import Requirement
from rez.vendor.packaging.specifiers import SpecifierSet, Specifier
from rez.vendor.packaging.version import parse, Version, InvalidVersion, LegacyVersion
from rez.vendor.packaging.utils import canonicalize_name
from rez.vendor import yaml, packaging, argcomplete
from rez.vendor.yaml.error import YAMLError
from rez.vendor.argcomplete.completers import FilesCompleter
from rez.vendor.enum import Enum, IntEnum
from rez.vendor.enum.enum import EnumMeta
from rez.vendor.pygraph.classes.digraph import digraph
from rez.vendor.pygraph.classes.exceptions import AdditionError
from rez.vendor.pygraph.algorithms.accessibility import accessibility
from rez.vendor.pygraph.algorithms.cycles import find_cycle
from rez.vendor.pygraph.readwrite.dot import read, write
from rez.vendor.progress import Infinite
from rez.vendor.progress.bar import Bar
from rez.vendor.progress.spinner import PixelSpinner
from rez.vendor.pygraph.algorithms.searching import breadth_first_search, depth_first_search
from rez.vendor.pygraph.algorithms.sorting import topological_sorting
from rez.vendor.pygraph.algorithms.minmax import shortest_path
from rez.vendor.progress.counter import Countdown, Counter, Pie, Stack
from rez.vendor.importlib_metadata import entry_points, Distribution
from rez.vendor.zipp import Path
""".strip().splitlines()


@pytest.mark.parametrize("statement", IMPORTS)
def test_imports(statement):
    names = {}
    exec(statement, names)
    assert len(names) > 1


@pytest.mark.parametrize("name", ["yaml", "packaging.requirements", "distlib.scripts", "argcomplete", "six.six"])
def test_a_library_has_one_life_only(name):
    module = importlib.import_module("rez.vendor." + name)
    assert module is importlib.import_module("six" if name == "six.six" else name)
    assert not module.__spec__.name.startswith("rez.")


def test_missing_library_tells_what_brings_it():
    with pytest.raises(ModuleNotFoundError, match=r"library 'no_such_library', which is not installed; it comes with"):
        importlib.import_module("rez.vendor.no_such_library")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("rez.vendor.yaml.no_such_module")


def test_importing_rez_does_not_import_libraries():
    code = "import rez.config, rez.packages, sys; print([n for n in ('six', 'distlib', 'schema') if n in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True)
    assert answer.stdout.decode().strip() == "[]"


OLD_NAMES = [
    ("rez.packages_", "rez.packages", "iter_packages"),
    ("rez.package_maker__", "rez.package_maker", "make_package"),
    ("rez.package_resources_", "rez.package_resources", "PackageResource"),
    ("rez.build_process_", "rez.build_process", "BuildProcess"),
    ("rez.vendor.version.version", "rez.version", "VersionRange"),
    ("rez.vendor.version.requirement", "rez.version", "Requirement"),
    ("rez.vendor.version.util", "rez.version", "VersionError"),
    ("rez.backport.lru_cache", "functools", "lru_cache"),
]


@pytest.mark.parametrize("old, new, name", OLD_NAMES)
def test_names_of_rez_2_work_and_warn_once(old, new, name):
    from rez.deprecations import RezDeprecationWarning
    sys.modules.pop(old, None)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            exec("from %s import %s" % (old, name), {"__name__": "client"})
        assert getattr(importlib.import_module(old), name) is getattr(importlib.import_module(new), name)
    assert [(w.category, str(w.message).split(" ")[0]) for w in caught] == [(RezDeprecationWarning, old)]


# -- lockfile

def test_lock(tmp_path):
    from rez.vendor import lockfile
    path = str(tmp_path / "thing")
    lock = lockfile.LockFile(path)
    with lock:
        assert os.path.exists(path + ".lock")
        assert lock.is_locked() and lock.i_am_locking()
        assert lockfile.LockFile(path).i_am_locking()
        found = in_thread(lambda: other_holder(path))
    assert found == [True, False, "AlreadyLocked", "LockTimeout", "NotMyLock"]
    assert not lock.is_locked() and os.listdir(str(tmp_path)) == []
    with pytest.raises(lockfile.NotLocked):
        lock.release()


def other_holder(path):
    from rez.vendor import lockfile
    lock = lockfile.LockFile(path)
    found = [lock.is_locked(), lock.i_am_locking()]
    for call in (lambda: lock.acquire(timeout=-1), lambda: lock.acquire(timeout=0.05), lock.release):
        with pytest.raises(lockfile.Error) as raised:
            call()
        found.append(type(raised.value).__name__)
    return found


def in_thread(function):
    found = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join()
    return found[0]


def test_lock_waits(tmp_path):
    from rez.vendor.lockfile import LockFile
    path = str(tmp_path / "thing")
    lock = LockFile(path)
    lock.acquire()
    threading.Timer(0.2, lock.break_lock).start()
    in_thread(lambda: LockFile(path, timeout=5).acquire())
    assert os.path.exists(path + ".lock")


@pytest.mark.parametrize("kind", ["LinkLockFile", "MkdirLockFile", "SymlinkLockFile"])
def test_kinds_of_locks_exclude_each_other(tmp_path, kind):
    from rez.vendor import lockfile
    path = str(tmp_path / "thing")
    with getattr(lockfile, kind)(path, threaded=False):
        with pytest.raises(lockfile.AlreadyLocked):
            lockfile.LockFile(path, timeout=0).acquire()
    assert os.listdir(str(tmp_path)) == []


def test_lock_where_it_cannot_be(tmp_path):
    from rez.vendor import lockfile
    with pytest.raises(lockfile.LockFailed):
        lockfile.LockFile(str(tmp_path / "none" / "thing")).acquire(timeout=1)


# -- atomicwrites

def test_atomic_write(tmp_path):
    from rez.vendor.atomicwrites import atomic_write
    path = tmp_path / "file"
    with atomic_write(str(path)) as stream:
        stream.write("one")
        assert not path.exists()
    assert path.read_text() == "one"
    with pytest.raises(FileExistsError):
        with atomic_write(str(path)) as stream:
            stream.write("two")
    with pytest.raises(KeyError):
        with atomic_write(str(path), overwrite=True) as stream:
            stream.write("three")
            raise KeyError
    assert path.read_text() == "one"
    with atomic_write(str(path), mode="wb", overwrite=True) as stream:
        stream.write(b"four")
    assert path.read_text() == "four"
    assert os.listdir(str(tmp_path)) == ["file"]
    with pytest.raises(ValueError):
        atomic_write(str(path), mode="a")


# -- packaging

def test_versions_of_any_form():
    from rez.vendor.packaging.version import LegacyVersion, Version, parse
    texts = ["1.0", "2004d", "1.0-foo_bar", "0.1", "dog", "1.0-foo.2", "1.0-foo.10"]
    ordered = sorted(texts, key=parse)
    assert ordered[-2:] == ["0.1", "1.0"]
    assert ordered.index("1.0-foo.2") < ordered.index("1.0-foo.10")
    assert isinstance(parse("1.0"), Version) and isinstance(parse("dog"), LegacyVersion)
    assert parse("dog") == LegacyVersion("dog") != parse("cat")
    assert parse("dog") < parse("0") and parse("0") > parse("dog") and not parse("dog") >= parse("0")
    assert (parse("dog").public, parse("dog").is_prerelease, parse("dog").release) == ("dog", False, None)


# -- memcache

@pytest.fixture(scope="module")
def server():
    program = shutil.which("memcached")
    if not program:
        pytest.skip("needs memcached")
    pytest.importorskip("pymemcache")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([program, "-l", "127.0.0.1", "-p", str(port), "-u", "nobody"])
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield "127.0.0.1:%d" % port
    finally:
        process.kill()
        process.wait()


def test_memcache(server):
    from pkgrs.vendor.memcache import Client
    client = Client([server])
    assert client.set("list", [1, {"a": None}]) and client.get("list") == [1, {"a": None}]
    assert client.get("none") is None
    assert client.set("long", "x" * 5000, min_compress_len=100) and client.get("long") == "x" * 5000
    assert client.set("number", 5) and client.get("number") == 5
    assert (client.incr("number"), client.decr("number", 3), client.incr("none")) == (6, 3, None)
    assert (bool(client.add("number", 1)), bool(client.replace("none", 1))) == (False, False)
    assert client.set_multi({"a": 1, "b": b"2"}, key_prefix="p:") == []
    assert client.get_multi(["a", "b", "c"], key_prefix="p:") == {"a": 1, "b": b"2"}
    assert client.delete_multi(["a", "b"], key_prefix="p:") and client.get_multi(["a", "b"], key_prefix="p:") == {}
    assert client.gets("list") == [1, {"a": None}]
    client.set("list", "changed")
    assert not client.cas("list", "mine") and client.get("list") == "changed"
    name, stats = client.get_stats()[0]
    assert name.startswith(server) and stats["pid"].isdigit()
    with pytest.raises(client.MemcachedKeyError):
        client.get("a b")
    client.disconnect_all()
    assert client.get("list") == "changed"
    client.flush_all()
    assert client.get("list") is None


@pytest.mark.parametrize("servers", [[], ["127.0.0.1:1"]])
def test_memcache_without_server(servers):
    pytest.importorskip("pymemcache")
    from pkgrs.vendor.memcache import Client
    client = Client(servers)
    assert (client.get("a"), client.set("a", 1), client.get_multi(["a"]), client.get_stats()) == (None, 0, {}, [])
    client.flush_all()
