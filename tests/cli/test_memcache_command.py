"""The command memcache, with a real server, and the resolves that a server keeps."""
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Iterator

import pytest

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Server:
    def __init__(self) -> None:
        self.port = free_port()
        self.process: Any = None

    @property
    def uri(self) -> str:
        return "127.0.0.1:%d" % self.port

    def start(self) -> None:
        program = shutil.which("memcached") or ""
        command = [program, "-l", "127.0.0.1", "-p", str(self.port), "-U", "0", "-m", "16"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command += ["-u", "root"]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except OSError:
                time.sleep(0.02)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def server() -> Iterator[Server]:
    pytest.importorskip("pymemcache")
    if not shutil.which("memcached"):
        pytest.skip("memcached is not installed")
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def environ(tmp_path: Path, server: Server) -> Any:
    package(tmp_path, "foo", "1.0")
    package(tmp_path, "bah", "1", "requires = ['foo']\n")
    found = {key: value for key, value in os.environ.items() if not key.startswith("REZ_")}
    found.update(PYTHONPATH=str(ROOT), HOME=str(tmp_path), REZ_MEMCACHED_URI=server.uri, REZ_DISABLE_HOME_CONFIG="1",
                 REZ_PACKAGES_PATH=str(tmp_path / "repo"), REZ_LOCAL_PACKAGES_PATH=str(tmp_path / "local"))
    return found


def package(folder: Path, name: str, version: str, text: str = "") -> None:
    path = folder / "repo" / name / version
    path.mkdir(parents=True, exist_ok=True)
    (path / "package.py").write_text("name = %r\nversion = %r\n%s" % (name, version, text))


def run(environ: Any, *arguments: str) -> Any:
    command = [sys.executable, "-c", "from rez.cli._main import run; run()", "memcache", *arguments]
    done = subprocess.run(command, env=environ, text=True, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def counts(environ: Any) -> Any:
    fields = run(environ)[1].splitlines()[-1].split("  ")
    fields = [field.strip() for field in fields if field.strip()]
    return int(fields[2]), int(fields[3])


def test_command(environ: Any, server: Server) -> None:
    code, out, _ = run(environ)
    assert code == 0 and out.splitlines()[0].split() == [
        "CACHE", "SERVER", "UPTIME", "HITS", "MISSES", "HIT", "RATIO", "MEMORY", "USED"]
    assert server.uri in out and "16 Mb" in out
    code, out, _ = run(environ, "--warm", "-v")
    assert code == 0 and sorted(out.splitlines()) == [
        "memcached servers are warmed.", "warming: bah-1", "warming: foo-1.0"]
    assert "get_misses: '" in run(environ, "--stats")[1]
    assert run(environ, "--reset-stats")[:2] == (0, "memcached servers are stat reset.\n")
    assert counts(environ) == (0, 0)
    assert run(environ, "--flush")[:2] == (0, "memcached servers are flushed.\n")


def test_poll(environ: Any, server: Server) -> None:
    code = "from rez.cli._main import run; run()"
    command = [sys.executable, "-u", "-c", code, "memcache", "--poll", "--interval", "0.05"]
    process = subprocess.Popen(command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdout
        lines = [process.stdout.readline().split() for _ in range(3)]
    finally:
        process.kill()
        process.communicate()
    assert lines[0] == ["SERVER", "CONNS", "GET/s", "SET/s", "TEST_GET", "TEST_SET"]
    assert lines[2][0] == server.uri and float(lines[2][3]) > 0


def test_no_server(environ: Any, server: Server) -> None:
    server.stop()
    assert run(environ) == (1, "", "memcached servers are not responding.\n")
    assert run(environ, "--warm")[0] == 0
    del environ["REZ_MEMCACHED_URI"]
    assert run(environ) == (1, "", "memcaching is not enabled.\n")


RESOLVE = """
import sys
from rez.resolved_context import ResolvedContext
for _ in range(int(sys.argv[1])):
    context = ResolvedContext(['bah'], package_caching=False)
    print(','.join(v.qualified_package_name for v in context.resolved_packages), context.from_cache, flush=True)
"""


def resolve(environ: Any, times: int = 1) -> Any:
    done = subprocess.run([sys.executable, "-c", RESOLVE, str(times)], env=environ, text=True, capture_output=True,
                          timeout=120)
    assert done.returncode == 0, done.stderr
    return [(names, cached == "True") for names, cached in map(str.split, done.stdout.splitlines())]


def test_resolves_are_kept_and_dropped(environ: Any, tmp_path: Path) -> None:
    assert resolve(environ) == [("foo-1.0,bah-1", False)]
    assert resolve(environ) == [("foo-1.0,bah-1", True)]
    package(tmp_path, "foo", "1.1")
    assert resolve(environ) == [("foo-1.1,bah-1", False)]
    assert resolve(environ) == [("foo-1.1,bah-1", True)]
    package(tmp_path, "foo", "2", "requires = []\n")
    package(tmp_path, "bah", "1", "requires = ['foo-1']\nrevision = 'changed'\n")
    assert resolve(environ) == [("foo-1.1,bah-1", False)]
    assert resolve(environ) == [("foo-1.1,bah-1", True)]
    assert resolve(dict(environ, REZ_VARIANT_SELECT_MODE="intersection_priority"))[0][1] is False


def test_server_dies_between_resolves(environ: Any, server: Server) -> None:
    process = subprocess.Popen([sys.executable, "-c", RESOLVE, "100"], env=environ, text=True, stdout=subprocess.PIPE)
    lines = []
    assert process.stdout
    for line in process.stdout:
        lines.append(line.split()[0])
        if len(lines) == 5:
            server.stop()
    assert process.wait() == 0
    assert lines == ["foo-1.0,bah-1"] * 100
