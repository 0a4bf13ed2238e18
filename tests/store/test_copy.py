"""Copies: what an overwrite keeps, and what an interrupted one leaves."""
import multiprocessing
import os
import shutil
import signal
from pathlib import Path
from typing import Any, Iterator

import pytest

from pkgrs.base import replace as replace_module
from pkgrs.config.config import config
from pkgrs.tool_errors import PackageCopyError
from pkgrs.package.find import get_package, iter_packages
from pkgrs.repository.manager import package_repository_manager
from pkgrs.store import copy as copy_module
from pkgrs.store.copy import copy_package
from pkgrs.store.stage import staged_folder


@pytest.fixture(autouse=True)
def repositories(tmp_path: Path) -> Iterator[None]:
    write(tmp_path / "source/foo/1.0", {"package.py": "name = 'foo'\nversion = '1.0'\n", "a.txt": "a", "sub/b.txt": "b"})
    write(tmp_path / "source/bar/1.0", {
        "package.py": "name = 'bar'\nversion = '1.0'\nvariants = [['foo-1'], ['foo-2'], ['foo-3']]\n",
        "foo-1/x": "1", "foo-2/x": "2", "foo-3/x": "3"})
    (tmp_path / "target").mkdir()
    config.override("packages_path", [str(tmp_path / "source")])
    package_repository_manager.clear_caches()
    yield
    config.remove_override("packages_path")
    package_repository_manager.clear_caches()


def write(folder: Path, files: Any) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def read(folder: Path) -> Any:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name != "package.py"}


def copy(tmp_path: Path, name: str = "foo", **arguments: Any) -> Any:
    package = get_package(name, "1.0")
    assert package
    return copy_package(package, str(tmp_path / "target"), **arguments)


def test_overwriting_keeps_what_is_not_of_the_package(tmp_path: Path) -> None:
    copy(tmp_path)
    target = tmp_path / "target/foo/1.0"
    write(target, {"a.txt": "old", "foreign.txt": "f", "mine/c.txt": "c", "sub/d.txt": "d"})
    copy(tmp_path, overwrite=True)
    assert read(tmp_path / "target") == {
        "foo/1.0/a.txt": "a", "foo/1.0/foreign.txt": "f", "foo/1.0/mine/c.txt": "c", "foo/1.0/sub/b.txt": "b"}
    assert (target / "package.py").exists()


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_interrupted_overwrite_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Any) -> None:
    copy(tmp_path)
    write(tmp_path / "target/foo/1.0", {"a.txt": "old", "sub/b.txt": "old"})
    definition = (tmp_path / "target/foo/1.0/package.py").read_text()
    done: list = []
    replacing_copy = copy_module.replacing_copy

    def fail(source: str, target: str, **arguments: Any) -> None:
        if done:
            raise error("stop")
        done.append(source)
        replacing_copy(source, target, **arguments)

    monkeypatch.setattr(copy_module, "replacing_copy", fail)
    with pytest.raises(error, match="stop"):
        copy(tmp_path, overwrite=True)
    assert read(tmp_path / "target/foo/1.0") == {"a.txt": "old", "sub/b.txt": "old"}
    assert (tmp_path / "target/foo/1.0/package.py").read_text() == definition
    assert not [name for name in os.listdir(tmp_path / "target/foo") if name.startswith(".copying")]


def test_interrupted_copy_is_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: str, target: str, **arguments: Any) -> None:
        raise OSError("stop")

    monkeypatch.setattr(copy_module, "replacing_copy", fail)
    with pytest.raises(OSError, match="stop"):
        copy(tmp_path)
    package_repository_manager.clear_caches()
    assert get_package("foo", "1.0", paths=[str(tmp_path / "target")]) is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_read_only_family(tmp_path: Path) -> None:
    place = tmp_path / "family/1.0"
    place.mkdir(parents=True)
    place.parent.chmod(0o555)
    with staged_folder(str(place), ["x"]) as folder:
        assert folder == str(place)


def test_links_are_kept(tmp_path: Path) -> None:
    place = tmp_path / "family/1.0"
    write(place, {"file": "f", "new": "old"})
    os.symlink("file", place / "link")
    os.symlink("nowhere", place / "dangling")
    place.chmod(0o750)
    with staged_folder(str(place), ["new"]) as folder:
        Path(folder, "new").write_text("new")
    assert os.readlink(place / "link") == "file" and os.readlink(place / "dangling") == "nowhere"
    assert (place / "new").read_text() == "new" and (place / "file").read_text() == "f"
    assert place.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("indexes, expected", [
    (None, [0, 1, 2]), ([-1], [2]), ([0, -3], [0]), ([], []), ([1, 1], [1]),
])
def test_choice_of_variants(tmp_path: Path, indexes: Any, expected: Any) -> None:
    result = copy(tmp_path, "bar", variants=indexes, dry_run=True)
    assert [variant.index for variant, _ in result["copied"]] == expected


def test_variants_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackageCopyError, match="The package does not contain the variants: -4, 3"):
        copy(tmp_path, "bar", variants=[3, 0, -4], dry_run=True)


_STEPS = ("rename", "replace", "mkdir", "symlink", "link", "unlink", "rmdir", "chmod", "utime")


def _copy_until(tmp_path: Path, count: int) -> None:
    """Copy in this process, and die instead of the change of that number."""
    left = [count]

    def counted(step: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return step(*args, **kwargs)
        return call

    for name in _STEPS:
        setattr(os, name, counted(getattr(os, name)))
    replace_module._exchange = counted(replace_module._exchange)
    copy(tmp_path, overwrite=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_killed_anywhere(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / "try" / name).mkdir(parents=True)
    if not replace_module._exchange(str(tmp_path / "try/x"), str(tmp_path / "try/y")):
        pytest.skip("names can't be swapped here")
    old, new = {"a.txt": "old", "gone/c.txt": "old"}, {"a.txt": "a", "sub/b.txt": "b"}
    source = tmp_path / "source/foo/1.0"
    write(source, {"a.txt": "old", "gone/c.txt": "old"})
    (source / "sub/b.txt").unlink()
    copy(tmp_path)
    target = tmp_path / "target/foo/1.0"
    assert read(target) == old
    shutil.rmtree(source / "gone")
    write(source, new)
    seen, count, code = [], 0, -signal.SIGKILL
    shutil.copytree(tmp_path / "target", tmp_path / "before")
    while code == -signal.SIGKILL:
        shutil.rmtree(tmp_path / "target")
        shutil.copytree(tmp_path / "before", tmp_path / "target")
        process = multiprocessing.get_context("fork").Process(target=_copy_until, args=(tmp_path, count))
        process.start()
        process.join()
        code, count = process.exitcode or 0, count + 1
        package_repository_manager.clear_caches()
        package = get_package("foo", "1.0", paths=[str(tmp_path / "target")])
        assert package and [str(p.version) for p in iter_packages("foo", paths=[str(tmp_path / "target")])] == ["1.0"]
        # the dead leave the files that they were writing, under names that mean nothing
        seen.append({name: text for name, text in read(target).items() if not name.startswith("_tmp-")})
        kept = dict(seen[-1])
        assert kept.pop("gone/c.txt", "old") == "old" and kept in ({"a.txt": "old"}, new), (count, seen[-1])
    assert code == 0 and count > 5 and seen[0] == old and seen[-1]["a.txt"] == "a"
