"""Facts about the machine, the user and the installation."""
import os
import subprocess
import sys
from unittest import mock

import pytest

from pkgrs.platform import hooks, shell
from pkgrs.platform import system as system_module
from pkgrs.platform.current import platform_
from pkgrs.platform.mapped import platform_mapped, set_map_source
from pkgrs.platform.system import System


@pytest.mark.parametrize("source, expected", [
    ("x86_64", "x86_64"), ("Debian GNU/Linux-12", "Debian_GNU_Linux-12"), ("a..b--c.-d", "a.b-c.d"), ("-.1-", "1"),
    ("...", ""), ("--. aaa", "_aaa"), ("windows-10.0.19045.SP0", "windows-10.0.19045.SP0"), ("n/a", "n_a"),
])
def test_names_that_are_valid_versions(source, expected):
    assert System._make_safe_version_string(source) == expected


def test_variant():
    with mock.patch.object(platform_, "arch", "odd arch"), \
            mock.patch.object(platform_, "os", "Some os-1"), \
            mock.patch.object(platform_, "name", "plan9"):
        assert System().variant == ["platform-plan9", "arch-odd_arch", "os-Some_os-1"]


@pytest.mark.parametrize("fqdn, domain", [("host.studio.com", "studio.com"), ("localhost", "")])
def test_domain(fqdn, domain):
    with mock.patch("socket.getfqdn", return_value=fqdn):
        assert System().domain == domain


def test_home_and_user(monkeypatch):
    monkeypatch.setenv("HOME", "/h")
    monkeypatch.setenv("USERPROFILE", "/h")
    monkeypatch.setenv("LOGNAME", "someone")
    assert (System().home, System().user) == ("/h", "someone")


def test_selftest_is_running(monkeypatch):
    monkeypatch.delenv("__REZ_SELFTEST_RUNNING", raising=False)
    assert not System().selftest_is_running
    monkeypatch.setenv("__REZ_SELFTEST_RUNNING", "1")
    assert System().selftest_is_running


@pytest.mark.parametrize("module", [
    "lib/python3.11/site-packages/rez", "Lib/site-packages/rez", "lib64/python3.11/site-packages/rez",
])
@pytest.mark.parametrize("marked", [True, False])
def test_production_install(tmp_path, monkeypatch, module, marked):
    scripts = tmp_path / ("Scripts" if platform_.name == "windows" else "bin") / "rez"
    scripts.mkdir(parents=True)
    if marked:
        (scripts / ".rez_production_install").write_text("")
    monkeypatch.setattr(system_module, "_rez_folder", lambda: str(tmp_path / module))
    expected = os.path.realpath(str(scripts)) if marked else None
    assert System().rez_bin_path == expected
    assert System().is_production_rez_install is marked


def test_no_production_install_without_lib(monkeypatch):
    monkeypatch.setattr(system_module, "_rez_folder", lambda: os.path.sep + os.path.join("src", "checkout", "rez"))
    assert System().rez_bin_path is None


def test_clearing_caches(monkeypatch):
    monkeypatch.setattr(hooks, "cache_clearers", [])
    calls = []
    hooks.on_clear_caches(calls.append)
    System().clear_caches()
    System().clear_caches(hard=True)
    assert calls == [False, True]


def test_summary(monkeypatch):
    monkeypatch.setattr(hooks, "_providers", {})
    assert System().get_summary_string() == "Rez 3.4.0"
    hooks.provide("summary", lambda: "about plugins")
    assert System().get_summary_string() == "Rez 3.4.0\n\nabout plugins"


# -- the platform map

@pytest.fixture
def platform_map():
    """Function that sets the map."""
    from pkgrs.platform import mapped
    before = mapped._source
    yield lambda map_: set_map_source(lambda: map_)
    set_map_source(before)


@pytest.mark.parametrize("map_, value, expected", [
    ({"os": {r"Debian-(.*)": r"Deb-\1"}}, "Debian-12", "Deb-12"),
    ({"os": {"12": "13"}}, "Debian-12-12", "Debian-13-13"),
    ({"os": {"D": "X", "X": "Y"}}, "Debian", "Xebian"),
    ({"os": {"z": "q", "D.*": "X"}}, "Debian", "X"),
    ({"arch": {"D": "E"}}, "Debian", "Debian"),
    ({}, "Debian", "Debian"),
    (None, "Debian", "Debian"),
])
def test_platform_map(platform_map, map_, value, expected):
    class Machine:
        @platform_mapped
        def os(self):
            return value

    platform_map(map_)
    assert Machine().os() == expected


# -- the shell

ALL = {"bash", "csh", "sh", "tcsh", "zsh"}


@pytest.fixture
def started_from(monkeypatch):
    """Function that makes this process one started by a command."""
    def make(command, login_shell="", ancestors=(), sh="bash"):
        monkeypatch.setenv("SHELL", login_shell)
        monkeypatch.setattr(shell, "_command_of", lambda pid: command)
        names = dict(enumerate(ancestors))
        monkeypatch.setattr(os, "getppid", lambda: 100)
        monkeypatch.setattr(shell, "_name_and_parent", lambda pid: (names.get(pid - 100, ""), pid + 1
                                                                    if pid - 100 in names else 0))
        monkeypatch.setattr(shell, "_link_name", lambda path: sh)

    return make


@pytest.mark.skipif(not hasattr(os, "getppid"), reason="no parent process")
@pytest.mark.parametrize("options, shells, expected", [
    ({"command": "-zsh"}, ALL, "zsh"),
    ({"command": "/bin/tcsh -l"}, ALL, "tcsh"),
    ({"command": "make all", "login_shell": "/bin/csh"}, ALL, "csh"),
    ({"command": "make", "login_shell": "/bin/fish", "ancestors": ["make", "python", "zsh"]}, ALL, "zsh"),
    ({"command": "", "login_shell": ""}, ALL, "sh"),
    ({"command": ""}, {"bash", "zsh"}, "bash"),
    ({"command": ""}, {"zsh", "csh"}, "csh"),
    ({"command": "sh -c x", "sh": "dash"}, ALL, "bash"),
    ({"command": "sh -c x", "sh": "bash"}, ALL, "sh"),
    ({"command": "sh -c x", "sh": None}, ALL, "sh"),
    ({"command": "bash"}, None, "bash"),
])
def test_shell(started_from, options, shells, expected):
    started_from(**options)
    assert shell.detect_shell("linux", shells) == expected


def test_shell_on_windows_and_without_shells():
    from pkgrs.errors import RezSystemError
    assert shell.detect_shell("windows", {"cmd"}) == "powershell"
    with pytest.raises(RezSystemError, match="no shells available"):
        shell.detect_shell("linux", set())


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc")
def test_processes_are_read_from_proc():
    assert os.path.basename(sys.executable) in os.path.basename(shell._command_of(os.getpid()).split()[0])
    name, parent = shell._name_and_parent(os.getpid())
    assert name and parent == os.getppid()
    assert shell._name_and_parent(2 ** 22 + 1) == ("", 0)


def test_importing_is_cheap():
    code = ("import sys; import pkgrs.platform.system, pkgrs.base.files, pkgrs.base.text, pkgrs.base.resources; "
            "print(*sorted({'yaml', 'json', 'subprocess', 'tempfile', 'shutil', 'inspect', 'socket', "
            "'platform', 'schema', 'logging.config', 'argparse'} & set(sys.modules)))")
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    # Without site, which may import all sorts of things.
    command = [sys.executable, "-S", "-c", "import sys; sys.path.insert(0, %r); %s" % (root, code)]
    assert subprocess.check_output(command, universal_newlines=True).strip() == ""
