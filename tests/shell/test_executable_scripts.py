"""Executable and forwarding scripts."""
import os
import stat
from unittest import mock

import pytest

from pkgrs.base.process import ExecutableScriptMode
from pkgrs.base.yaml import load_yaml_text
from pkgrs.platform.current import platform_
from pkgrs.shell.scripts import create_executable_script, create_forwarding_script


def read(path):
    with open(str(path)) as f:
        return f.read()


@pytest.mark.parametrize("program, mode, names", [
    (None, ExecutableScriptMode.single, ["s"]),
    ("python", ExecutableScriptMode.both, ["s", "s.py"]),
    ("python", "py", ["s.py"]),
    ("bash", ExecutableScriptMode.py, ["s"]),
])
def test_script(tmp_path, program, mode, names):
    folder = tmp_path / "scripts"
    folder.mkdir()
    written = create_executable_script(str(folder / "s"), "line", program, py_script_mode=mode)
    assert written == [str(folder / name) for name in names]
    assert sorted(os.listdir(str(folder))) == names
    for path in written:
        assert read(path) == "#!/usr/bin/env %s\nline\n" % (program or "python")
        if os.name == "posix":
            assert stat.S_IMODE(os.stat(path).st_mode) == 0o555


def test_mode_of_the_configuration(tmp_path):
    from pkgrs.config.config import config
    config.override("create_executable_script_mode", "both")
    try:
        assert len(create_executable_script(str(tmp_path / "s"), "x")) == 2
    finally:
        config.remove_override("create_executable_script_mode")


def test_script_of_a_function(tmp_path):
    def body():
        import sys
        sys.exit(3)

    create_executable_script(str(tmp_path / "s"), body, py_script_mode=ExecutableScriptMode.single)
    assert read(tmp_path / "s") == "#!/usr/bin/env python\nimport sys\nsys.exit(3)\n"


def test_script_replaces_a_read_only_one(tmp_path):
    for text in ("one\n", "two\n"):
        create_executable_script(str(tmp_path / "s"), text, "sh")
    assert read(tmp_path / "s") == "#!/usr/bin/env sh\ntwo\n"


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        create_executable_script(str(tmp_path / "gone" / "s"), "x", "sh")


@pytest.mark.skipif(platform_.name == "windows", reason="other text")
def test_forwarding_script(tmp_path):
    create_forwarding_script(str(tmp_path / "f"), ("shell", "bash"), "func", 1, "two", x=None, a=[1])
    assert read(tmp_path / "f") == (
        "#!/usr/bin/env _rez_fwd\nfunc_name: func\nkwargs:\n  a:\n  - 1\n  x: null\n"
        "module:\n- shell\n- bash\nnargs:\n- 1\n- two\n")


def test_forwarding_script_on_windows(tmp_path):
    with mock.patch.object(type(platform_), "name", "windows"):
        create_forwarding_script(str(tmp_path / "f"), "module", "func")
    header, _, data = read(tmp_path / "f.cmd").partition(":: YAML\n")
    assert header == "@echo off\n_rez_fwd.exe %~dpnx0 %*\ngoto :eof\n"
    assert load_yaml_text(data) == {"module": "module", "func_name": "func"}
