"""Files and folders: writing, replacing, copying, deleting, paths, names."""
import os
import stat
import sys
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgrs.base import files, replace
from pkgrs.base.filenames import test_encode_decode as check_encode_decode
from pkgrs.base.tempdirs import TempDirs

posix_only = pytest.mark.skipif(os.name != "posix", reason="permissions and links of Unix")
not_root = pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may do anything")


def mode_of(path):
    return stat.S_IMODE(os.stat(str(path)).st_mode)


def tree(folder):
    """Relative paths below a folder, and what is there."""
    found = {}
    for root, folders, names in os.walk(str(folder)):
        for name in folders + names:
            path = os.path.join(root, name)
            relative = os.path.relpath(path, str(folder)).replace(os.sep, "/")
            if os.path.islink(path):
                found[relative] = "-> " + os.readlink(path)
            elif os.path.isdir(path):
                found[relative] = None
            else:
                with open(path) as f:
                    found[relative] = f.read()
    return found


def grow(folder, **contents):
    for path, content in contents.items():
        target = folder / path.replace("__", "/")
        target.parent.mkdir(parents=True, exist_ok=True)
        if content.startswith("-> "):
            target.symlink_to(content[3:])
        else:
            target.write_text(content)


# -- writing

def test_atomic_write(tmp_path):
    path = tmp_path / "file"
    with files.atomic_write(str(path)) as f:
        f.write("é")
        assert not path.exists()
    assert path.read_text(encoding="utf-8") == "é"
    assert os.listdir(str(tmp_path)) == ["file"]


def test_atomic_write_of_bytes(tmp_path):
    with files.atomic_write(str(tmp_path / "file"), "wb") as f:
        f.write(b"\x00\r\n")
    assert (tmp_path / "file").read_bytes() == b"\x00\r\n"


def test_failed_write_changes_nothing(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError):
        with files.atomic_write(str(path)) as f:
            f.write("new")
            1 / 0
    assert tree(tmp_path) == {"file": "old"}


def test_write_that_can_not_be_finished_changes_nothing(tmp_path):
    path = tmp_path / "file"
    path.write_text("old")
    with mock.patch("os.replace", side_effect=OSError("disk full")):
        with pytest.raises(OSError, match="disk full"):
            with files.atomic_write(str(path)) as f:
                f.write("new")
    assert tree(tmp_path) == {"file": "old"}


def test_error_names_the_file(tmp_path):
    path = str(tmp_path / "gone" / "file")
    with pytest.raises(FileNotFoundError) as info:
        with files.atomic_write(path):
            pass
    assert info.value.filename == path


@posix_only
def test_permissions_of_written_files(tmp_path):
    new, old, read_only = (str(tmp_path / name) for name in ("new", "old", "ro"))
    open(old, "w").close()
    os.chmod(old, 0o750)
    umask = os.umask(0o027)
    try:
        for path, permissions in ((new, None), (old, None), (read_only, 0o444)):
            with files.atomic_write(path, permissions=permissions) as f:
                f.write("x")
    finally:
        os.umask(umask)
    assert (mode_of(new), mode_of(old), mode_of(read_only)) == (0o640, 0o750, 0o444)


@posix_only
def test_writing_through_a_link(tmp_path):
    grow(tmp_path, real="old", link="-> real")
    with files.atomic_write(str(tmp_path / "link")) as f:
        f.write("new")
    assert tree(tmp_path) == {"real": "new", "link": "-> real"}


def test_tmp_name_is_cleaned_up(tmp_path):
    with files.make_tmp_name(str(tmp_path / "a")) as name:
        assert os.path.dirname(name) == str(tmp_path) and not os.path.exists(name)
        os.mkdir(name)
    with pytest.raises(ZeroDivisionError):
        with files.make_tmp_name(str(tmp_path / "a")) as name:
            open(name, "w").close()
            1 / 0
    assert tree(tmp_path) == {}


# -- replacing and renaming

@pytest.mark.parametrize("source", [{"a": "new"}, {"a__x": "new"}])
@pytest.mark.parametrize("dest", [{}, {"b": "old"}, {"b__y": "old"}])
def test_replace_file_or_dir(tmp_path, source, dest):
    grow(tmp_path, **source)
    grow(tmp_path, **dest)
    files.replace_file_or_dir(str(tmp_path / "b"), str(tmp_path / "a"))
    expected = {"b": "new"} if "a" in source else {"b": None, "b/x": "new"}
    assert tree(tmp_path) == expected


def test_replacing_with_nothing_keeps_the_old(tmp_path):
    grow(tmp_path, b__y="old")
    with pytest.raises(FileNotFoundError):
        files.replace_file_or_dir(str(tmp_path / "b"), str(tmp_path / "gone"))
    assert tree(tmp_path) == {"b": None, "b/y": "old"}


def test_rename(tmp_path):
    grow(tmp_path, a="x")
    files.rename(str(tmp_path / "a"), str(tmp_path / "b"))
    assert tree(tmp_path) == {"b": "x"}


def test_rename_of_a_folder_asks_robocopy_on_windows(tmp_path):
    for code, succeeds in ((7, True), (9, False)):
        with mock.patch("os.rename", side_effect=PermissionError("denied")), \
                mock.patch.object(replace, "is_windows", True), \
                mock.patch.object(replace, "which", return_value="robocopy"), \
                mock.patch.object(replace, "Popen") as popen:
            popen.return_value.returncode = code
            if succeeds:
                replace.rename(str(tmp_path), "dest")
            else:
                with pytest.raises(OSError, match="^Rename .* to dest failed.$"):
                    replace.rename(str(tmp_path), "dest")
            assert popen.call_args[0][0][:3] == ["robocopy", str(tmp_path), "dest"]


def test_rename_without_robocopy(tmp_path):
    with mock.patch("os.rename", side_effect=PermissionError("denied")):
        with pytest.raises(PermissionError, match="denied"):
            files.rename(str(tmp_path), "dest")


@posix_only
@pytest.mark.parametrize("existing", [{}, {"l": "file"}, {"l__x": "folder"}, {"l": "-> other"}])
def test_replacing_symlink(tmp_path, existing):
    grow(tmp_path, **existing)
    files.replacing_symlink("a", str(tmp_path / "l"))
    assert tree(tmp_path) == {"l": "-> a"}


# -- copying

@posix_only
@pytest.mark.parametrize("symlinks, link", [(False, "x"), (True, "-> f")])
def test_copytree(tmp_path, symlinks, link):
    grow(tmp_path, a__f="x", a__l="-> f")
    os.chmod(str(tmp_path / "a" / "f"), 0o600)
    files.copytree(str(tmp_path / "a"), str(tmp_path / "d"), symlinks=symlinks)
    assert tree(tmp_path / "d") == {"f": "x", "l": link}
    assert mode_of(tmp_path / "d" / "f") == 0o600


@posix_only
def test_copytree_with_hard_links(tmp_path):
    grow(tmp_path, a__f="x")
    files.copytree(str(tmp_path / "a"), str(tmp_path / "d"), hardlinks=True)
    assert os.path.samefile(str(tmp_path / "a" / "f"), str(tmp_path / "d" / "f"))


@posix_only
def test_additive_copytree(tmp_path):
    grow(tmp_path, a__b__f="new", a__b__l="-> f", a__g="new", a__c__skip="x", d__b__h="kept", d__g="old")
    files.additive_copytree(str(tmp_path / "a"), str(tmp_path / "d"), symlinks=True,
                            ignore=lambda folder, names: [name for name in names if name == "skip"])
    assert tree(tmp_path / "d") == {
        "b": None, "b/f": "new", "b/h": "kept", "b/l": "-> f", "c": None, "g": "new"}


@posix_only
@pytest.mark.parametrize("follow, expected", [(False, {"b": None, "b/x": "x", "b/l": "-> x"}),
                                              (True, {"b": None, "b/x": "x", "b/l": "x"})])
@pytest.mark.parametrize("existing", [{"b": "old"}, {"b__old": "old"}, {}])
def test_replacing_copy_of_a_folder(tmp_path, existing, follow, expected):
    grow(tmp_path, a__x="x", a__l="-> x")
    grow(tmp_path, **existing)
    files.replacing_copy(str(tmp_path / "a"), str(tmp_path / "b"), follow_symlinks=follow)
    result = tree(tmp_path)
    assert {path: content for path, content in result.items() if path.startswith("b")} == expected


@posix_only
def test_replacing_copy_of_a_dangling_link(tmp_path):
    grow(tmp_path, a="-> gone", b="old")
    files.replacing_copy(str(tmp_path / "a"), str(tmp_path / "b"))
    assert tree(tmp_path) == {"a": "-> gone", "b": "-> gone"}


def test_copy_or_replace(tmp_path):
    grow(tmp_path, a="new", b="old", d__a="old")
    files.copy_or_replace(str(tmp_path / "a"), str(tmp_path / "b"))
    files.copy_or_replace(str(tmp_path / "a"), str(tmp_path / "d"))
    assert tree(tmp_path) == {"a": "new", "b": "new", "d": None, "d/a": "new"}


def test_copy_or_replace_where_writing_is_forbidden(tmp_path):
    grow(tmp_path, a="new", b="old")
    with mock.patch("shutil.copy", side_effect=PermissionError("denied")):
        files.copy_or_replace(str(tmp_path / "a"), str(tmp_path / "b"))
        with pytest.raises(PermissionError):
            files.copy_or_replace(str(tmp_path / "a"), str(tmp_path / "c"))
    assert tree(tmp_path) == {"a": "new", "b": "new"}


def test_movetree(tmp_path):
    grow(tmp_path, a__x="x", c__y="y")
    files.movetree(str(tmp_path / "a"), str(tmp_path / "b"))
    with mock.patch("shutil.move", side_effect=OSError("other device")):
        files.movetree(str(tmp_path / "c"), str(tmp_path / "d"))
    assert tree(tmp_path) == {"b": None, "b/x": "x", "d": None, "d/y": "y"}


# -- deleting

@posix_only
def test_forceful_rmtree(tmp_path):
    grow(tmp_path, a__x__y="1", a__z="2", a__closed__f="3")
    os.chmod(str(tmp_path / "a" / "x"), 0o500)
    os.chmod(str(tmp_path / "a" / "closed"), 0o000)
    files.forceful_rmtree(str(tmp_path / "a"))
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("remove", [files.forceful_rmtree, files.safe_rmtree])
def test_rmtree_of_nothing(tmp_path, remove):
    with pytest.raises(FileNotFoundError):
        remove(str(tmp_path / "gone"))


def test_files_that_vanish_by_themselves_on_macos():
    def rmtree(path, onerror):
        try:
            raise FileNotFoundError(path)
        except FileNotFoundError:
            onerror(os.unlink, path, sys.exc_info())

    with mock.patch("shutil.rmtree", rmtree):
        with mock.patch("sys.platform", "darwin"):
            files.safe_rmtree("/x/._name")
        with mock.patch("sys.platform", "linux"), pytest.raises(FileNotFoundError):
            files.safe_rmtree("/x/._name")


@posix_only
def test_safe_remove(tmp_path):
    grow(tmp_path, a="x", b__c="x", l="-> b", dangling="-> gone")
    for name in ("a", "l", "dangling", "gone"):
        files.safe_remove(str(tmp_path / name))
    assert tree(tmp_path) == {"b": None, "b/c": "x"}
    files.safe_remove(str(tmp_path / "b"))
    assert tree(tmp_path) == {}


def test_safe_listdir(tmp_path):
    grow(tmp_path, a__b="x")
    assert files.safe_listdir(str(tmp_path / "a")) == ["b"]
    assert files.safe_listdir(str(tmp_path / "gone")) == files.safe_listdir(str(tmp_path / "a" / "b")) == []


@posix_only
def test_safe_chmod_changes_only_what_differs(tmp_path):
    grow(tmp_path, a="x")
    path = str(tmp_path / "a")
    files.safe_chmod(path, 0o640)
    with mock.patch("os.chmod", side_effect=PermissionError):
        files.safe_chmod(path, 0o640)
    assert mode_of(path) == 0o640


@posix_only
@not_root
def test_make_path_writable(tmp_path):
    os.chmod(str(tmp_path), 0o555)
    with files.make_path_writable(str(tmp_path)):
        (tmp_path / "a").write_text("x")
    assert mode_of(tmp_path) == 0o555
    os.chmod(str(tmp_path), 0o755)


def test_make_path_writable_of_nothing(tmp_path):
    with files.make_path_writable(str(tmp_path / "gone")):
        pass


def test_retain_cwd(tmp_path):
    before = os.getcwd()
    with files.retain_cwd():
        os.chdir(str(tmp_path))
    assert os.getcwd() == before


# -- paths

@posix_only
@pytest.mark.parametrize("inner, outer, expected", [
    ("/a/b", "/a", True), ("/a", "/a", True), ("/ab", "/a", False), ("/a/../b", "/a", False), ("a/b", "a", True),
    ("/a/b/", "/a/", True), ("/", "/a", False),
])
def test_is_subdirectory(inner, outer, expected):
    assert files.is_subdirectory(inner, outer) is expected


@posix_only
def test_walk_up_dirs():
    assert list(files.walk_up_dirs("/a/b/")) == ["/a/b", "/a", "/"]
    assert list(files.walk_up_dirs("/")) == ["/"]


def test_get_existing_path(tmp_path):
    grow(tmp_path, a__b__c="x")
    root = str(tmp_path)
    deep = os.path.join(root, "a", "b")
    assert files.get_existing_path(os.path.join(deep, "zz", "y")) == deep
    assert files.get_existing_path(os.path.join(deep, "zz"), deep) is None
    assert files.get_existing_path(deep, deep) == deep
    assert files.get_existing_path(os.path.join(root, "zz"), root) is None


@posix_only
def test_canonical_path(tmp_path):
    class Platform:
        has_case_sensitive_filesystem = False

    grow(tmp_path, Dir__f="x", link="-> Dir")
    path = str(tmp_path / "link" / ".." / "link" / "f")
    canonical = os.path.realpath(str(tmp_path / "Dir" / "f"))
    assert files.canonical_path(path) == canonical
    assert files.canonical_path(path, Platform()) == canonical.lower()


@posix_only
def test_find_matching_symlink(tmp_path):
    grow(tmp_path, a__f="x", plain="x", l="-> a", dangling="-> gone")
    assert files.find_matching_symlink(str(tmp_path), "a") == "l"
    assert files.find_matching_symlink(str(tmp_path), str(tmp_path / "a")) == "l"
    assert files.find_matching_symlink(str(tmp_path), "gone") == "dangling"
    assert files.find_matching_symlink(str(tmp_path), "zz") is None


def test_separators():
    assert files.to_posixpath("C:\\a\\b/c") == "C:/a/b/c"
    assert files.to_ntpath("/a\\b/c") == "\\a\\b\\c"
    assert files.to_nativepath("a\\b/c") == os.path.join("a", "b", "c")


# -- names

@pytest.mark.parametrize("source, name", [
    ("Foo_Bar (fun).txt", "_foo___bar_020_028fun_029.txt"), ("*", "_02a"), ("€", "_3e282ac"), ("", ""), ("_", "__"),
    ("a.b-c1", "a.b-c1"), ("/", "_02f"), ("é", "_2c3a9"),
])
def test_encoded_names(source, name):
    assert files.encode_filesystem_name(source) == name
    assert files.decode_filesystem_name(name) == source


@given(st.text())
def test_every_string_has_a_name(source):
    name = files.encode_filesystem_name(source)
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
    assert files.decode_filesystem_name(name) == source


@pytest.mark.parametrize("name, text", [
    ("A", "incorrectly encoded filesystem name 'A' (bad index: 0 - 'A')"),
    ("a_", "incorrectly encoded filesystem name 'a_' (bad index: 1 - '_')"),
    ("_0zz", "Bad utf8 encoding in name '_0zz'"), ("_02", "Bad utf8 encoding"), ("_2c3ff", "Bad utf8 encoding"),
])
def test_bad_names(name, text):
    with pytest.raises(ValueError) as info:
        files.decode_filesystem_name(name)
    assert text in str(info.value)


def test_self_check():
    check_encode_decode()


# -- temporary folders

def test_temporary_folders(tmp_path, monkeypatch):
    monkeypatch.delenv("REZ_KEEP_TMPDIRS", raising=False)
    temporary = TempDirs(str(tmp_path), prefix="pp_")
    gone, kept = temporary.mkdtemp(), temporary.mkdtemp(cleanup=False)
    assert os.path.basename(gone).startswith("pp_")
    if os.name == "posix":
        assert mode_of(gone) == 0o700
    temporary.clear()
    assert not os.path.exists(gone) and os.path.exists(kept)

    gone = temporary.mkdtemp()
    TempDirs.clear_all()
    assert not os.path.exists(gone)

    gone = temporary.mkdtemp()
    del temporary
    assert not os.path.exists(gone)


def test_temporary_folders_can_be_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("REZ_KEEP_TMPDIRS", "1")
    temporary = TempDirs(str(tmp_path))
    path = temporary.mkdtemp()
    temporary.clear()
    assert os.path.exists(path)


def test_windows_long_path():
    from pkgrs.base import remove
    with mock.patch.object(remove.os.path, "abspath", lambda path: path):
        assert files.windows_long_path("C:\\a") == "\\\\?\\C:\\a"
        assert files.windows_long_path("\\\\server\\a") == "\\\\?\\UNC\\server\\a"
        assert files.windows_long_path("\\\\?\\C:\\a") == "\\\\?\\C:\\a"


@pytest.mark.parametrize("name", ["package.py", ".hidden"])
def test_leftovers_of_killed_writers(tmp_path, name):
    path = tmp_path / name
    path.write_text("")
    left = [Path(replace._beside(str(path))) for _ in range(3)]
    hours = dict(zip(left, (0, 23, 25)))
    hours.update((tmp_path / other, 1000) for other in (
        "_tmp-other.py-" + "0" * 32, left[0].name[:-1], left[0].name + "0", "package.py.bak"))
    for file, age in hours.items():
        file.write_text("")
        then = path.stat().st_mtime - age * 3600
        os.utime(str(file), (then, then))
    replace.remove_leftovers(str(path))
    assert [file for file in hours if not file.exists()] == [left[2]]
    replace.remove_leftovers(str(tmp_path / "gone" / "package.py"))
