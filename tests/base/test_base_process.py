"""Processes, programs, modules, log and deprecation messages."""
import io
import logging
import os
import subprocess
import sys
import warnings

import pytest

from pkgrs.base import log
from pkgrs.base.deprecate import RezDeprecationWarning, warn
from pkgrs.base.flow import reraise, with_noop
from pkgrs.base.launch import Popen as launch
from pkgrs.base.modules import get_function_arg_names, load_module_from_file
from pkgrs.base.process import ExecutableScriptMode, Popen, _get_python_script_files, add_sys_paths
from pkgrs.base.which import which, which_any

ECHO = [sys.executable, "-c", "import sys; sys.stdout.write(sys.stdin.read() or 'none')"]


def test_text_is_utf8():
    process = Popen([sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'\\xc3\\xa9')"],
                    stdout=subprocess.PIPE, text=True)
    assert process.communicate()[0] == "é"


def test_given_encoding_counts():
    process = Popen([sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'\\xe9')"],
                    stdout=subprocess.PIPE, universal_newlines=True, encoding="latin-1")
    assert process.communicate()[0] == "é"


def test_host_without_stdin(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(sys, "__stdin__", None)
    process = launch(ECHO, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.communicate()[0] == "none"


@pytest.mark.parametrize("path, mode, platform, expected", [
    ("/a/foo", "single", "windows", ["/a/foo"]),
    ("/a/foo", "py", "linux", ["/a/foo.py"]),
    ("/a/foo", "platform_specific", "linux", ["/a/foo"]),
    ("/a/foo", "platform_specific", "windows", ["/a/foo.py"]),
    ("/a/foo", "both", "osx", ["/a/foo", "/a/foo.py"]),
    ("/a/foo.py", "both", "linux", ["/a/foo.py"]),
    ("/a/foo.sh", "both", "linux", ["/a/foo.sh", "/a/foo.py"]),
    ("/a/foo.sh", "py", "linux", ["/a/foo.py"]),
    ("a.b/c", "py", "linux", ["a.b/c.py"]),
])
def test_script_files(path, mode, platform, expected):
    assert _get_python_script_files(path, ExecutableScriptMode[mode], platform) == expected


def test_add_sys_paths():
    before = list(sys.path)
    with pytest.raises(ZeroDivisionError):
        with add_sys_paths(["/q", "/z"]):
            assert sys.path[-2:] == ["/q", "/z"]
            1 / 0
    assert sys.path == before


@pytest.mark.skipif(os.name != "posix", reason="executable bits")
def test_which(tmp_path, monkeypatch):
    for name, mode in (("prog", 0o755), ("data", 0o644)):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(mode)
    (tmp_path / "folder").mkdir()
    folder = str(tmp_path)
    program = str(tmp_path / "prog")
    monkeypatch.setenv("PATH", "/nowhere" + os.pathsep + folder)
    assert which("prog") == which_any("gone", "prog") == which(program) == program
    assert which("data") is which("folder") is which("gone") is which("") is which_any() is None
    assert which("data", mode=os.F_OK) == str(tmp_path / "data")
    assert which("prog", path="/nowhere") is None
    assert which("prog", env={"PATH": folder}) == program
    assert which("prog", env={"PATH": "/nowhere"}) is None


def test_load_module_from_file(tmp_path):
    path = tmp_path / "some_module_of_a_test.py"
    path.write_text("value = 1\nname = __name__\n")
    module = load_module_from_file("other_name", str(path))
    assert (module.value, module.name, module.__file__) == (1, "other_name", str(path))
    assert "other_name" not in sys.modules
    with pytest.raises(FileNotFoundError):
        load_module_from_file("x", str(tmp_path / "gone.py"))


def test_get_function_arg_names():
    def function(a, b=1, *rest, c, d=2, **more):
        pass

    assert get_function_arg_names(function) == ["a", "b", "c", "d"]


def test_reraise_keeps_the_place():
    def inner():
        raise ValueError("why")

    with pytest.raises(KeyError) as info:
        try:
            inner()
        except ValueError as e:
            reraise(KeyError(str(e)), KeyError)
    assert info.traceback[-1].name == "inner"
    with pytest.raises(KeyError):
        reraise(None, KeyError)


def test_noop():
    with with_noop() as nothing:
        assert nothing is None


# -- messages

@pytest.fixture
def records():
    """Records of the logger `rez`."""
    class Handler(logging.Handler):
        def __init__(self):
            super().__init__()
            self.records = []

        def emit(self, record):
            self.records.append((record.name, record.levelname, record.getMessage()))

    handler = Handler()
    logger = logging.getLogger("rez")
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    yield handler.records
    logger.removeHandler(handler)
    logger.setLevel(level)


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error", "critical"])
def test_printing_through_the_logger(records, level):
    getattr(log, "print_" + level)("a %s", 5)
    getattr(log, "print_" + level)("100%")
    getattr(log, "get_%s_printer" % level)()("b %d %s", 1, "x")
    getattr(log, "get_%s_printer" % level)(enabled=False)("never")
    assert records == [("rez.utils.logging_", level.upper(), text) for text in ("a 5", "100%", "b 1 x")]


def test_printers_are_true_if_enabled():
    assert log.get_info_printer() and not log.get_info_printer(False) and not log._Printer(True)


def test_log_duration():
    printed = []
    with log.log_duration(lambda msg, seconds: printed.append((msg, float(seconds))), "took %s secs"):
        pass
    assert printed[0][0] == "took %s secs" and 0 <= printed[0][1] < 1




def test_deprecation_warning_of_python_code():
    with pytest.warns(RezDeprecationWarning, match="msg") as caught:
        warn("msg", RezDeprecationWarning)
    assert caught[0].filename == __file__


def test_deprecation_warning_of_something_else():
    formats = []
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = lambda *nargs, **kwargs: formats.append(warnings.formatwarning(*nargs[:4]))
        usual = warnings.formatwarning
        warn("msg", RezDeprecationWarning, pre_formatted=True, filename="ff.py")
        warn("msg", RezDeprecationWarning, pre_formatted=True)
        assert warnings.formatwarning is usual
    assert formats == ["ff.py: RezDeprecationWarning: msg\n", "RezDeprecationWarning: msg\n"]
