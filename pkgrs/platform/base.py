"""What is common to all platforms."""
from __future__ import annotations

import os


from pkgrs.base.descriptors import cached_property
from pkgrs.platform.mapped import platform_mapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional, Sequence


__all__ = ["Platform", "_UnixPlatform", "output_of"]


class Platform:
    """A platform: what it is called, and the tools and numbers of the machine.

    Everything is found out when first asked for, and kept. A platform other than the machine's own
    can be made too, as far as its answers don't depend on the machine.
    """

    name: str = None  # type: ignore[assignment]

    def __init__(self) -> None:
        pass

    @cached_property
    @platform_mapped
    def arch(self) -> str:
        """Architecture, such as `x86_64`."""
        return self._arch()

    @cached_property
    @platform_mapped
    def os(self) -> str:
        """Operating system and its version, such as `Debian-12`."""
        return self._os()

    @cached_property
    def terminal_emulator_command(self) -> Optional[str]:
        """Command that opens a terminal window and runs, in it, the command appended; None if there is none."""
        return self._terminal_emulator_command()

    @cached_property
    def new_session_popen_args(self) -> Dict[str, Any]:
        """Arguments that make `subprocess.Popen` start a process in a group of its own."""
        return self._new_session_popen_args()

    @cached_property
    def image_viewer(self) -> Optional[str]:
        """Program to view images; the browser is used if None."""
        return self._image_viewer()

    @cached_property
    def editor(self) -> Optional[str]:
        """Program to edit text files."""
        return self._editor()

    @cached_property
    def difftool(self) -> Optional[str]:
        """Program to compare files."""
        return self._difftool()

    @cached_property
    def tmpdir(self) -> str:
        """The system's folder for temporary files."""
        return self._tmpdir()

    @cached_property
    def physical_cores(self) -> int:
        """Number of the machine's cores; 1 if that can't be found out."""
        try:
            return self._physical_cores_base()
        except Exception as e:
            from pkgrs.base.log import print_error
            print_error("Error detecting physical core count, defaulting to 1: %s" % e)
            return 1

    @cached_property
    def logical_cores(self) -> int:
        """Number of cores that the operating system sees; 1 if that can't be found out."""
        try:
            return self._logical_cores()
        except Exception as e:
            from pkgrs.base.log import print_error
            print_error("Error detecting logical core count, defaulting to 1: %s" % e)
            return 1

    @property
    def has_case_sensitive_filesystem(self) -> bool:
        """Whether names that differ in case only are different files."""
        return True

    def symlink(self, source: str, link_name: str) -> None:
        """Make a symlink.

        Args:
            source: What it points to.
            link_name: Its path.
        """
        os.symlink(source, link_name)

    # -- what a platform provides

    def _arch(self) -> str:
        if hasattr(os, "uname"):
            return os.uname().machine
        import platform
        return platform.machine()

    def _os(self) -> str:
        raise NotImplementedError

    def _terminal_emulator_command(self) -> Optional[str]:
        raise NotImplementedError

    def _new_session_popen_args(self) -> Dict[str, Any]:
        raise NotImplementedError

    def _image_viewer(self) -> Optional[str]:
        raise NotImplementedError

    def _editor(self) -> Optional[str]:
        raise NotImplementedError

    def _difftool(self) -> Optional[str]:
        raise NotImplementedError

    def _tmpdir(self) -> str:
        from tempfile import gettempdir
        return gettempdir()

    def _physical_cores_base(self) -> int:
        if self.logical_cores == 1:
            return 1  # some tools say strange things about such machines

        cores = self._physical_cores()
        if cores is None:
            from pkgrs.base.log import print_warning
            print_warning("Could not determine number of physical cores - "
                          "falling back on logical cores value")
            cores = self.logical_cores
        return cores

    def _physical_cores(self) -> Optional[int]:
        raise NotImplementedError

    def _logical_cores(self) -> int:
        count = os.cpu_count()
        if count is None:
            raise OSError("the operating system does not tell")
        return count


class _UnixPlatform(Platform):
    # What Linux and macOS share.

    def _new_session_popen_args(self) -> Dict[str, Any]:
        return {"preexec_fn": os.setpgrp}


def output_of(launch: Any, command: Sequence[str]) -> Optional[str]:
    """Run a program.

    Args:
        launch: The `Popen` to start it with.
        command: Program and arguments.

    Returns:
        What it printed, or None if it can't be run or fails.
    """
    from subprocess import PIPE
    try:
        process = launch(list(command), stdout=PIPE, stderr=PIPE, text=True)
    except OSError:
        return None
    output = process.communicate()[0]
    return None if process.returncode else output
