"""Writing definition files."""
import os

import pytest

from pkgrs.definition.files import file_cache, local_copy, open_file_for_write
from pkgrs.definition.load import load_from_file


@pytest.fixture(autouse=True)
def forget():
    yield
    file_cache.clear()


def write(path, text, **kwargs):
    with open_file_for_write(str(path), **kwargs) as stream:
        stream.write(text)


def test_content_and_mode(tmp_path):
    path = tmp_path / "package.py"
    write(path, "x = u'\u00e9'\n", mode=0o444)
    assert path.read_text(encoding="utf-8") == "x = u'\u00e9'\n"
    assert os.stat(str(path)).st_mode & 0o777 == 0o444
    write(path, "x = 2\n", mode=0o444)
    assert load_from_file(str(path)) == {"x": 2}
    assert os.listdir(str(tmp_path)) == ["package.py"]


def test_failure_leaves_the_old_file(tmp_path):
    path = tmp_path / "package.py"
    write(path, "x = 1\n")
    with pytest.raises(KeyError):
        with open_file_for_write(str(path)) as stream:
            stream.write("x = ")
            raise KeyError
    assert path.read_text() == "x = 1\n"


def test_own_copy_is_read(tmp_path):
    path = tmp_path / "package.py"
    write(path, "x = 1\n")
    with open(file_cache[str(path)], "w") as stream:
        stream.write("x = 'copy'\n")
    assert load_from_file(str(path)) == {"x": "copy"}


def test_own_copy_is_left_when_another_process_writes(tmp_path):
    path = tmp_path / "package.py"
    write(path, "x = 1\n")
    path.write_text("x = 2\n")
    future = os.stat(str(path)).st_mtime_ns + 10 ** 9
    os.utime(str(path), ns=(future, future))
    assert load_from_file(str(path)) == {"x": 2}
    assert local_copy(str(path)) is None


def test_own_copy_serves_while_the_file_is_not_shown(tmp_path):
    path = tmp_path / "package.py"
    write(path, "x = 1\n")
    path.unlink()
    assert load_from_file(str(path)) == {"x": 1}


def test_writing_removes_what_was_left_long_ago(tmp_path):
    leftover = tmp_path / ("_tmp-package.py-" + "0" * 32)
    leftover.write_text("")
    os.utime(str(leftover), (0, 0))
    with open_file_for_write(str(tmp_path / "package.py")) as stream:
        stream.write("x")
    assert [path.name for path in tmp_path.iterdir()] == ["package.py"]
