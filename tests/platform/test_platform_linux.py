"""Which Linux, and what is on it."""
import os
from unittest import mock

import pytest

from pkgrs.errors import RezSystemError
from pkgrs.platform import base, darwin, linux, windows
from pkgrs.platform.linux import LinuxPlatform

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n'
ROCKY = 'NAME="Rocky Linux"\nVERSION="9.3 (Blue Onyx)"\nID="rocky"\nID_LIKE="rhel"\nVERSION_ID="9.3"\n'
UBUNTU = "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\nDISTRIB_DESCRIPTION='Ubuntu 22.04 LTS'\n"
ALPINE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.19.0\n'
SID = 'NAME="Debian GNU/Linux"\nID=debian\n'
SAME_NAME = 'NAME="GENTOO"\nID=gentoo\nVERSION_ID=2\n'

SCRIPT = "#!/bin/sh\n# Use NAME if set and different from ID only in capitalization.\n"


class Process:
    def __init__(self, output="", returncode=0):
        self.output, self.returncode = output, returncode

    def communicate(self):
        return self.output, ""


@pytest.fixture
def machine(monkeypatch):
    """Function that makes the machine one with these files and programs."""
    def make(files, output=None, programs=("lsb_release",)):
        monkeypatch.delenv("LSB_OS_RELEASE", raising=False)
        monkeypatch.setattr(linux, "_read", files.get)
        monkeypatch.setattr(linux, "which", lambda *names: next(("/bin/" + n for n in names if n in programs), None))

        def launch(command, **options):
            if output is None:
                raise OSError("must not be started")
            return output

        monkeypatch.setattr(linux, "Popen", launch)
        monkeypatch.setattr(linux, "_from_distro_library", lambda: (None, None))
        return LinuxPlatform()

    return make


@pytest.mark.parametrize("files, expected", [
    ({"/etc/lsb-release": UBUNTU}, "Ubuntu-22.04"),
    ({"/etc/os-release": ROCKY}, "rocky-9.3"),
    ({"/etc/os-release": ALPINE, "/etc/lsb-release": "DISTRIB_ID=Alp\n"}, "Alp-3.19.0"),
    ({"/bin/lsb_release": SCRIPT, "/etc/os-release": DEBIAN}, "Debian-12"),
    ({"/bin/lsb_release": SCRIPT, "/usr/lib/os-release": DEBIAN}, "Debian-12"),
    ({"/bin/lsb_release": SCRIPT, "/etc/os-release": SAME_NAME}, "GENTOO-2"),
    ({"/bin/lsb_release": SCRIPT, "/etc/os-release": SID}, "Debian-n/a"),
])
def test_os_without_starting_anything(machine, files, expected):
    assert machine(files).os == expected


def test_os_of_the_lsb_program(machine):
    output = Process("LSB Version:\t4.1\nDistributor ID:\tCentOS\nRelease:\t7.9.2009\n")
    files = {"/bin/lsb_release": "#!/usr/bin/python3\n", "/etc/os-release": ROCKY}
    assert machine(files, output).os == "CentOS-7.9.2009"


@pytest.mark.parametrize("output", [Process("Distributor ID:\tX\n", returncode=1), Process("nothing"), None])
def test_os_if_the_lsb_program_fails(machine, output):
    assert machine({"/bin/lsb_release": "#!/bin/bash\n", "/etc/os-release": ROCKY}, output).os == "rocky-9.3"


def test_unknown_os(machine):
    with pytest.raises(RezSystemError, match="cannot detect operating system"):
        machine({}, programs=()).os


def processor(number, physical=None, core=None):
    text = "processor\t: %d\nmodel name : x: y\n" % number
    if physical is not None:
        text += "physical id\t: %d\ncore id\t: %d\n" % (physical, core)
    return text + "\n"


@pytest.mark.parametrize("cpuinfo, expected", [
    ("".join(processor(i, i // 4, i % 2) for i in range(8)), 4),
    ("".join(processor(i) for i in range(2)), None),
    (processor(0), 1),
    ("", None),
    (None, None),
])
def test_cores_from_cpuinfo(machine, cpuinfo, expected):
    assert machine({"/proc/cpuinfo": cpuinfo})._physical_cores_from_cpuinfo() == expected


@pytest.mark.parametrize("output, expected", [
    ("CPU(s):  8\nCore(s) per socket:  4\nSocket(s):  2\nFlags: a: b\n", 8),
    ("CPU socket(s): 1\nCore(s) per socket: 4\n", 4),
    ("CPU(s): 8\n", None),
])
def test_cores_from_lscpu(machine, output, expected):
    assert machine({}, Process(output))._physical_cores_from_lscpu() == expected
    assert machine({}, Process(output, 1))._physical_cores_from_lscpu() is None
    assert machine({})._physical_cores() is None


@pytest.mark.parametrize("programs, expected", [
    ([], None), (["xterm"], "xterm -hold -e"), (["konsole", "xterm"], "xterm -hold -e"),
    (["konsole"], "konsole --noclose -e"),
    (["x-terminal-emulator", "xterm"], "x-terminal-emulator --noclose -e"),
])
def test_terminal_emulator(machine, programs, expected):
    assert machine({}, programs=programs).terminal_emulator_command == expected


def test_tools(machine, monkeypatch):
    monkeypatch.delenv("EDITOR", raising=False)
    platform = machine({}, programs=["eog", "vim", "diff"])
    assert (platform.image_viewer, platform.editor, platform.difftool) == ("/bin/eog", "/bin/vim", "/bin/diff")
    monkeypatch.setenv("EDITOR", "nano")
    assert LinuxPlatform().editor == "nano"


def test_core_counts_that_can_not_be_found_out(monkeypatch):
    class Broken(LinuxPlatform):
        def _physical_cores(self):
            raise ValueError("strange")

    class Unknown(LinuxPlatform):
        def _physical_cores(self):
            return None

    monkeypatch.setattr(base.os, "cpu_count", lambda: 6)
    assert Broken().physical_cores == 1
    assert (Unknown().physical_cores, Unknown().logical_cores) == (6, 6)
    monkeypatch.setattr(base.os, "cpu_count", lambda: None)
    assert Unknown().logical_cores == 1
    monkeypatch.setattr(base.os, "cpu_count", lambda: 1)
    assert Broken().physical_cores == 1


def test_other_platforms_can_be_made_anywhere():
    with mock.patch("platform.mac_ver", return_value=("14.1", ("", "", ""), "")):
        assert darwin.OSXPlatform().os == "osx-14.1"
    with mock.patch("platform.win32_ver", return_value=("7", "6.1.7601", "SP1", "")):
        assert windows.WindowsPlatform().os == "windows-6.1.7601.SP1"
    osx, win = darwin.OSXPlatform(), windows.WindowsPlatform()
    assert (osx.name, osx.editor, osx.image_viewer, osx.has_case_sensitive_filesystem) == ("osx", "open", "open", True)
    assert (win.name, win.editor, win.image_viewer, win.has_case_sensitive_filesystem) == ("windows", "", "", False)
    assert (win.terminal_emulator_command, win.new_session_popen_args) == ("START", {"creationflags": 16})
    if hasattr(os, "setpgrp"):
        assert osx.new_session_popen_args == {"preexec_fn": os.setpgrp}


def test_cores_on_macos():
    for process, expected in ((Process("8\n"), 8), (Process("", 1), None)):
        with mock.patch.object(darwin, "Popen", return_value=process):
            assert darwin.OSXPlatform()._physical_cores() == expected


@pytest.mark.parametrize("powershell, wmic, expected", [
    (Process("4\n"), OSError(), 4),
    (OSError(), Process("NumberOfCores=8\r\n\r\nNumberOfCores=8\r\n"), 16),
    (Process("4", 1), Process("", 1), None),
    (Process("not a number\n"), Process("Caption=Intel64\r\n"), None),
])
def test_cores_on_windows(powershell, wmic, expected):
    with mock.patch.object(windows, "Popen", side_effect=[powershell, wmic]):
        assert windows.WindowsPlatform()._physical_cores() == expected
