"""Python scripts run in forks of a process that stays: as separate processes, without what it takes to start one."""
from __future__ import annotations

import array
import contextlib
import json
import os
import select
import selectors
import signal
import socket
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from parity.processes import finish
from parity.side import Side

INSIDE = Path(__file__).parent / "inside"
WARM = INSIDE / "warm.py"
# Variables that a process of Python takes note of as it starts, so that a fork would be too late.
_AT_START = ("PYTHON", "LANG", "LC_", "TZ", "LD_", "MALLOC_")
_FIXED = ("PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE", "PYTHONWARNINGS", "PYTHONPATH", "LANG", "TZ")
available = hasattr(os, "fork") and hasattr(socket.socket, "sendmsg")


@contextlib.contextmanager
def forked(side: Side, modules: Sequence[str]) -> Iterator[Side]:
    """The side, its scripts being run in forks where that is possible.

    Args:
        modules: What these modules import, apart from `rez` itself, is imported once only.
    """
    if not available:
        yield side
        return
    forks = Forks(side.python, modules)
    try:
        yield replace(side, finish=forks.finish)
    finally:
        forks.close()


class Forks:
    """Runs scripts as `processes.finish` does, in forks if they are of the interpreter and nothing speaks against it.

    Args:
        python: The interpreter.
        modules: What the process that stays imports, apart from `rez` itself: what these modules import.
    """

    def __init__(self, python: Path, modules: Sequence[str]) -> None:
        self.python, self.modules = str(python), list(modules)
        self._free: Dict[Tuple[Tuple[str, str], ...], List[_Server]] = {}
        self._all: List[_Server] = []
        self._lock = threading.Lock()

    def finish(self, argv: List[str], given: str, env: Dict[str, str], folder: str, limit: float
               ) -> "subprocess.CompletedProcess[str]":
        """What a process of these arguments gives; see `processes.finish`."""
        script = self._script(argv)
        start = {name: value for name, value in env.items() if name.startswith(_AT_START)}
        path = start.pop("PYTHONPATH", "")
        folders = path.split(os.pathsep) if path else []
        if script is None or not set(start).issubset(_FIXED) or not all(map(os.path.isabs, folders)):
            return finish(argv, given, env, folder, limit)
        if not self._can_add(folders, start, env):
            start["PYTHONPATH"], path = path, ""
        with self._server(start, env) as server:
            answer = server.run(script, given, env, folder, limit, path)
        return subprocess.CompletedProcess(argv, *answer)

    def close(self) -> None:
        """End what stays."""
        for server in self._all:
            server.close()

    def _script(self, argv: List[str]) -> Optional[List[str]]:
        """The arguments from the script on, if these start one in the interpreter."""
        if argv[0] == self.python:
            return argv[1:] if len(argv) > 1 and os.path.isabs(argv[1]) else None
        try:
            with open(argv[0], "rb") as file:
                line = file.readline(1000)
        except OSError:
            return None
        return argv if line == b"#!%s\n" % os.fsencode(self.python) else None

    def _can_add(self, folders: List[str], start: Dict[str, str], env: Dict[str, str]) -> bool:
        """Whether a fork may be given a path of these folders as late as that: whether they have no modules which the
        process that is forked has imported from elsewhere."""
        if not folders:
            return True
        with self._server(start, env) as server:
            imported = server.imported()
        for folder in folders:
            with contextlib.suppress(OSError):
                if not imported.isdisjoint(name.partition(".")[0] for name in os.listdir(folder)):
                    return False
        return True

    @contextlib.contextmanager
    def _server(self, start: Dict[str, str], env: Dict[str, str]) -> Iterator["_Server"]:
        """One that nobody else uses, and that was started with the variables `start`; the others of `env` vary."""
        key = tuple(sorted(start.items()))
        with self._lock:
            free = self._free.setdefault(key, [])
            server = free.pop() if free else _Server(self.python, self.modules, start, sorted(set(env) - set(start)))
            if server not in self._all:
                self._all.append(server)
        try:
            yield server
        finally:
            with self._lock:
                free.append(server)


class _Server:
    """A process that stays, which runs one script at a time; begun when it is first asked, and anew after it ended."""

    def __init__(self, python: str, modules: List[str], env: Dict[str, str], varying: List[str]) -> None:
        self._argv = [python, str(WARM)]
        self._modules, self._env, self._varying = modules, env, varying
        self._process: Optional["subprocess.Popen[bytes]"] = None
        self._channel: Any = None
        self._received = b""
        self._imported: Set[str] = set()

    def imported(self) -> Set[str]:
        """The modules and packages that its forks have from the start, or must not have from elsewhere."""
        self._begun()
        return self._imported

    def run(self, argv: List[str], given: str, env: Dict[str, str], folder: str, limit: float, path: str
            ) -> Tuple[int, str, str]:
        """Its exit code (or minus the signal), standard output and error.

        Args:
            path: Where it looks for modules besides where this process does.
        """
        end = time.monotonic() + limit
        self._begun()
        pipes = [os.pipe(), os.pipe(), os.pipe()]
        theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
        own = [pipes[0][1], pipes[1][0], pipes[2][0]]
        try:
            request = json.dumps({"argv": argv, "env": env, "cwd": folder, "path": path}) + "\n"
            sent = self._channel.sendmsg([request.encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS,
                                                               array.array("i", theirs))])
            self._channel.sendall(request.encode()[sent:])
            pid = self._answer()["pid"]
        except BaseException:
            for descriptor in own:
                os.close(descriptor)
            raise
        finally:
            for descriptor in theirs:
                os.close(descriptor)
        try:
            out, err = _talk(own, given.encode("utf-8"), end)
            status = self._answer(end)["status"]
        except _Late:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self._answer()
            raise subprocess.TimeoutExpired(argv, limit)
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        return code, _text(out), _text(err)

    def close(self) -> None:
        process, self._process = self._process, None
        if process:
            self._channel.close()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream:
                    stream.close()
            process.kill()
            process.wait()

    def _begun(self) -> None:
        if self._process:
            return
        self._channel, theirs = socket.socketpair()
        self._received = b""
        with theirs:
            # The streams are pipes, as those of its forks will be: Python asks once what they are.
            self._process = subprocess.Popen(
                self._argv + [str(theirs.fileno()), json.dumps([self._modules, self._varying])], env=dict(self._env, PATH=os.defpath),
                cwd=os.sep, pass_fds=[theirs.fileno()], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, start_new_session=True)
        self._imported = set(self._answer()["imported"])

    def _answer(self, end: Optional[float] = None) -> Dict[str, Any]:
        """The next line that the process sends, for which is waited until `end`."""
        while b"\n" not in self._received:
            if end is not None and not select.select([self._channel], [], [], max(0.0, end - time.monotonic()))[0]:
                raise _Late()
            data = self._channel.recv(4096)
            if not data:
                raise self._ended()
            self._received += data
        line, _, self._received = self._received.partition(b"\n")
        return dict(json.loads(line))

    def _ended(self) -> OSError:
        process = self._process
        assert process and process.stderr
        process.kill()
        rows = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        self.close()
        return OSError("a process that was to be forked ended%s" % (": " + rows[-1] if rows else ""))


class _Late(Exception):
    """The time is over."""


def _talk(descriptors: List[int], given: bytes, end: float) -> Tuple[bytes, bytes]:
    """Write to the first descriptor, and read what the others give, until they are closed at the other end.

    Raises:
        _Late: That took longer than until `end`.
    """
    found: Dict[int, List[bytes]] = {descriptors[1]: [], descriptors[2]: []}
    rest = memoryview(given)
    with selectors.DefaultSelector() as selector:
        for descriptor in descriptors:
            os.set_blocking(descriptor, False)
            selector.register(descriptor, selectors.EVENT_READ if descriptor in found else selectors.EVENT_WRITE)

        def done(descriptor: int) -> None:
            selector.unregister(descriptor)
            os.close(descriptor)

        try:
            while selector.get_map():
                ready = selector.select(max(0.0, end - time.monotonic()))
                if not ready and time.monotonic() >= end:
                    raise _Late()
                for key, _ in ready:
                    if key.fd in found:
                        data = os.read(key.fd, 65536)
                        found[key.fd].append(data)
                        if not data:
                            done(key.fd)
                        continue
                    try:
                        rest = rest[os.write(key.fd, rest):] if rest else rest
                    except BrokenPipeError:
                        rest = rest[:0]
                    if not rest:
                        done(key.fd)
        finally:
            for descriptor in [key.fd for key in selector.get_map().values()]:
                done(descriptor)
    return b"".join(found[descriptors[1]]), b"".join(found[descriptors[2]])


def _text(data: bytes) -> str:
    """As `subprocess` gives it with universal newlines."""
    return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
