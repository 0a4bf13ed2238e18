"""The cache of payloads: what it serves, when it does not, and what it survives."""
import json
import multiprocessing
import os
import shutil
import signal
import time
from pathlib import Path
from typing import Any, Iterator

import pytest

from pkgrs.config.config import config
from pkgrs.tool_errors import PackageCacheError
from pkgrs.package.find import get_package
from pkgrs.repository.manager import package_repository_manager
from pkgrs.store import payload_cache
from pkgrs.store.payload_cache import PackageCache
from pkgrs.store.payload_copy import copy_payload, payload_size

NOT_FOUND, FOUND, CREATED, COPYING, STALLED, PENDING, REMOVED, SKIPPED = range(8)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[PackageCache]:
    make_package(tmp_path / "repo", "foo", "1.0")
    (tmp_path / "cache").mkdir()
    overrides = {
        "packages_path": [str(tmp_path / "repo")], "local_packages_path": str(tmp_path / "local"),
        "package_cache_same_device": True, "default_cachable": True, "tmpdir": str(tmp_path / "tmp"),
        "package_cache_space_buffer": 1, "package_cache_used_threshold": 100,
    }
    for key, value in overrides.items():
        config.override(key, value)
    package_repository_manager.clear_caches()
    yield PackageCache(str(tmp_path / "cache"))
    for key in overrides:
        config.remove_override(key)
    package_repository_manager.clear_caches()


def make_package(repository: Path, name: str, version: str, **files: str) -> Path:
    folder = repository / name / version
    (folder / "bin").mkdir(parents=True)
    (folder / "package.py").write_text("name = %r\nversion = %r\n" % (name, version))
    for path, text in (files or {"tool": "tool"}).items():
        (folder / "bin" / path).write_text(text)
    return folder


def variant(name: str = "foo", version: str = "1.0") -> Any:
    package = get_package(name, version)
    assert package
    return next(package.iter_variants())


def entry_folder(cache: PackageCache) -> Path:
    return Path(cache._get_hash_path(variant()))


def files(folder: Path) -> Any:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if ".sys" not in p.parts)


def test_layout(cache: PackageCache, tmp_path: Path) -> None:
    root, status = cache.add_variant(variant())
    assert status == CREATED and root == str(entry_folder(cache) / "a")
    digits = entry_folder(cache).name
    assert files(tmp_path / "cache") == ["foo", "foo/1.0"] + ["foo/1.0/" + digits + rest for rest in (
        "", "/a", "/a.json", "/a/bin", "/a/bin/tool", "/a/package.py")]
    assert json.loads((entry_folder(cache) / "a.json").read_text()) == {"handle": {
        "key": "filesystem.variant", "variables": {
            "location": str(tmp_path / "repo"), "name": "foo", "version": "1.0", "index": None,
            "repository_type": "filesystem"}}}
    assert sorted(os.listdir(tmp_path / "cache" / ".sys")) == ["log", "pending", "to_delete"]
    assert cache.add_variant(variant()) == (root, FOUND)
    assert cache.get_cached_root(variant()) == root
    assert [(v.uri, r, s) for v, r, s in cache.get_variants()] == [(variant().uri, root, FOUND)]


def test_digits_are_those_of_rez(cache: PackageCache) -> None:
    class Handle:
        def _hashable_repr(self) -> Any:
            return ("filesystem.variant", (("index", None), ("location", "/tmp/i7w/repo"), ("name", "foo"),
                                           ("repository_type", "filesystem"), ("version", "1.0")))

    class Fake:
        name, version, handle = "foo", "1.0", Handle()

    assert cache._get_hash_path(Fake()).endswith("foo/1.0/6849")  # type: ignore[arg-type]


def test_remove_and_clean(cache: PackageCache, tmp_path: Path) -> None:
    cache.add_variant(variant())
    assert cache.remove_variant(variant()) == REMOVED
    assert cache.remove_variant(variant()) == NOT_FOUND
    assert files(tmp_path / "cache") == []
    assert len(os.listdir(cache._remove_dir)) == 1
    cache.clean()
    assert os.listdir(cache._remove_dir) == []


@pytest.mark.parametrize("age, expected", [(0, COPYING), (3, COPYING), (7, STALLED)])
def test_marked_entries_are_not_served(cache: PackageCache, age: int, expected: int) -> None:
    root, _ = cache.add_variant(variant())
    mark = entry_folder(cache) / ".copying-a"
    mark.write_text("")
    os.utime(mark, (time.time() - age,) * 2)
    assert cache.get_cached_root(variant()) is None
    assert cache.add_variant(variant()) == (root, expected)
    assert [status for _, _, status in cache.get_variants()] == [expected]
    assert cache.remove_variant(variant()) == (COPYING if expected == COPYING else REMOVED)


@pytest.mark.parametrize("days, kept", [(29, True), (31, False)])
def test_clean_removes_the_unused(cache: PackageCache, days: int, kept: bool) -> None:
    cache.add_variant(variant())
    file = entry_folder(cache) / "a.json"
    os.utime(file, (time.time() - days * 86400,) * 2)
    cache.clean()
    assert (cache._get_cached_root(variant())[0] == FOUND) == kept


def test_use_is_remembered(cache: PackageCache) -> None:
    cache.add_variant(variant())
    file = entry_folder(cache) / "a.json"
    os.utime(file, (1, 1))
    cache.get_cached_root(variant())
    assert time.time() - file.stat().st_mtime < 60


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"handle": 3}', '{"handle": {"key": "x"}}', "\0"])
def test_unreadable_entry_is_repaired(cache: PackageCache, text: str) -> None:
    cache.add_variant(variant())
    (entry_folder(cache) / "a.json").write_text(text)
    assert cache.get_cached_root(variant()) is None
    assert cache.get_variants() == []
    cache.clean()
    root, status = cache.add_variant(variant())
    assert status == CREATED and cache.get_cached_root(variant()) == root
    assert (Path(root) / "bin" / "tool").read_text() == "tool"


def test_missing_payload_is_not_served_and_is_repaired(cache: PackageCache) -> None:
    root, _ = cache.add_variant(variant())
    shutil.rmtree(root)
    assert cache.get_cached_root(variant()) is None
    assert cache.add_variant(variant()) == (root, CREATED)
    assert os.path.exists(os.path.join(root, "bin", "tool"))


def test_payload_of_nobody_is_not_merged(cache: PackageCache) -> None:
    root, _ = cache.add_variant(variant())
    (entry_folder(cache) / "a.json").unlink()
    (Path(root) / "foreign").write_text("")
    assert cache.add_variant(variant()) == (root, CREATED)
    assert not (Path(root) / "foreign").exists()


def test_entry_of_same_digits_is_kept(cache: PackageCache) -> None:
    root, _ = cache.add_variant(variant())
    file = entry_folder(cache) / "a.json"
    file.write_text(file.read_text().replace('"1.0"', '"9.9"'))
    assert cache.add_variant(variant()) == (str(entry_folder(cache) / "b"), CREATED)
    assert os.path.isdir(root)


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_unreadable_request_is_passed_over(cache: PackageCache, text: str) -> None:
    bad = Path(cache._pending_dir, "bad.json")
    bad.write_text(text)
    Path(cache._pending_dir, "good.json").write_text(json.dumps(variant().handle.to_dict()))
    Path(cache._pending_dir, "gone.json").write_text(json.dumps(
        dict(key="filesystem.variant", variables=dict(variant().handle.variables, name="gone"))))
    cache._run_caching_operation()
    assert cache.get_cached_root(variant())
    assert os.listdir(cache._pending_dir) == ["bad.json"]
    os.utime(bad, (1, 1))
    cache.clean()
    assert os.listdir(cache._pending_dir) == []


def test_failed_copy_leaves_nothing(cache: PackageCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, target: str) -> None:
        os.mkdir(target)
        raise OSError("disk full")

    monkeypatch.setattr(payload_cache, "copy_payload", fail)
    with pytest.raises(PackageCacheError, match="disk full"):
        cache.add_variant(variant())
    cache.clean()
    assert files(tmp_path / "cache") == []
    assert sorted(os.listdir(cache._sys_dir)) == ["log", "pending", "to_delete"]


def test_taken_for_dead_while_copying(cache: PackageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process removes the entry while its owner sleeps: what the owner copied isn't served."""
    def slow(source: str, target: str) -> None:
        copy_payload(source, target)
        mark = entry_folder(cache) / ".copying-a"
        os.utime(mark, (1, 1))
        monkeypatch.setattr(payload_cache, "copy_payload", copy_payload)
        assert cache.remove_variant(variant()) == REMOVED

    monkeypatch.setattr(PackageCache, "_COPYING_TIME_INC", 60)
    monkeypatch.setattr(payload_cache, "copy_payload", slow)
    assert cache.add_variant(variant())[1] == STALLED
    assert cache.get_cached_root(variant()) is None
    assert cache.add_variant(variant())[1] == CREATED


def test_checks(cache: PackageCache, tmp_path: Path) -> None:
    config.override("default_cachable", False)
    with pytest.raises(PackageCacheError, match="package is not cachable"):
        cache.add_variant(variant())
    config.override("default_cachable", True)
    config.override("tmpdir", str(tmp_path))
    with pytest.raises(PackageCacheError, match="package is in temp repository"):
        cache.add_variant(variant())
    config.override("package_cache_same_device", False)
    with pytest.raises(PackageCacheError, match="is on same device as cache"):
        cache.add_variant(variant())
    assert cache.add_variant(variant(), force=True)[1] == CREATED


def test_no_space(cache: PackageCache, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = [100, 90, 10]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: tuple(usage))
    config.override("package_cache_space_buffer", 11)
    assert cache.cache_near_full()
    assert cache.add_variant(variant()) == ("", SKIPPED)
    config.override("package_cache_space_buffer", 10)
    config.override("package_cache_used_threshold", 80)
    assert not cache.cache_near_full()
    assert cache.add_variant(variant()) == ("", SKIPPED)
    usage[2] = 10 ** 6
    assert cache.add_variant(variant())[1] == CREATED


def test_links(tmp_path: Path) -> None:
    source = tmp_path / "source"
    outside = tmp_path / "outside"
    (source / "lib").mkdir(parents=True)
    outside.mkdir()
    (source / "lib" / "real.so").write_text("1")
    (outside / "data").write_text("2")
    links = {
        "relative": "lib/real.so", "absolute": str(source / "lib" / "real.so"), "dangling": "nowhere",
        "dangling outside": "/nowhere/x", "self": "self", "lib/up": "..", "all": str(source),
        "file": "../outside/data", "folder": str(outside),
    }
    for name, text in links.items():
        os.symlink(text, source / name)
    os.symlink(str(outside), outside / "back")
    copy_payload(str(source), str(tmp_path / "copy"))
    found = {}
    for name in links:
        path = tmp_path / "copy" / name
        found[name] = os.readlink(path) if path.is_symlink() else "folder" if path.is_dir() else path.read_text()
    assert found == {
        "relative": "lib/real.so", "absolute": "lib/real.so", "dangling": "nowhere", "dangling outside": "/nowhere/x",
        "self": "self", "lib/up": "..", "all": ".", "file": "2", "folder": "folder"}
    assert (tmp_path / "copy" / "folder" / "data").read_text() == "2"
    assert os.readlink(tmp_path / "copy" / "folder" / "back") == str(outside)


def test_size(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 1000)
    os.link(tmp_path / "a", tmp_path / "same")
    os.symlink("a", tmp_path / "link")
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "b").write_bytes(b"x" * 5000)
    assert payload_size(str(tmp_path), 10 ** 9) == 6000
    assert payload_size(str(tmp_path), 900) == 1000


def _fill(path: str, barrier: Any, results: Any) -> None:
    cache = PackageCache(path)
    barrier.wait()
    for number in range(3):
        results.put(cache.add_variant(variant("pkg%d" % number), wait_for_copying=True))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_twenty_processes(cache: PackageCache, tmp_path: Path) -> None:
    for number in range(3):
        make_package(tmp_path / "repo", "pkg%d" % number, "1.0", **{"f%d" % i: "x" * 50 for i in range(40)})
    context = multiprocessing.get_context("fork")
    barrier, results = context.Barrier(20), context.Queue()
    processes = [context.Process(target=_fill, args=(cache.path, barrier, results)) for _ in range(20)]
    for process in processes:
        process.start()
    outcomes = [results.get(timeout=60) for _ in range(60)]
    for process in processes:
        process.join()
    statuses = [status for _, status in outcomes]
    assert statuses.count(CREATED) == 3 and statuses.count(FOUND) == 57
    for root in {root for root, _ in outcomes}:
        assert len(os.listdir(os.path.join(root, "bin"))) == 40
    assert not list((tmp_path / "cache").glob("*/*/*/.copying-*"))


def _copy_for_ever(path: str) -> None:
    payload_cache.copy_payload = lambda source, target: time.sleep(1000)  # type: ignore[assignment]
    PackageCache(path).add_variant(variant())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_killed_while_copying(cache: PackageCache) -> None:
    process = multiprocessing.get_context("fork").Process(target=_copy_for_ever, args=(cache.path,))
    process.start()
    mark = entry_folder(cache) / ".copying-a"
    while not mark.exists() or cache._get_cached_root(variant())[0] != COPYING:
        time.sleep(0.01)
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    os.utime(mark, (1, 1))
    assert cache.get_cached_root(variant()) is None
    assert cache.add_variant(variant())[1] == STALLED
    cache.clean()
    assert cache.add_variant(variant())[1] == CREATED


def test_lock_of_the_dead(cache: PackageCache) -> None:
    """Rez's locks don't say whose they are."""
    lock = Path(cache._sys_dir, ".lock.lock")
    lock.write_text("")
    os.utime(lock, (1, 1))
    assert cache.add_variant(variant())[1] == CREATED


def test_only_folders_can_be_caches(tmp_path: Path) -> None:
    with pytest.raises(PackageCacheError, match="Not a directory: .*nothing"):
        PackageCache(str(tmp_path / "nothing"))
