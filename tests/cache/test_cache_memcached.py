"""The cache: with a real server, with broken ones, without any."""
import os
import shutil
import socket
import subprocess
import threading
import time
from types import SimpleNamespace

import pytest

from pkgrs.cache import memcached as module
from pkgrs.cache import servers as servers_module
from pkgrs.cache.memcached import Client, DoNotCache, memcached, memcached_client, pool_memcached_connections
from pkgrs.cache.servers import _address


@pytest.fixture(autouse=True)
def settings(monkeypatch):
    """The settings that count here; no server is known to have failed."""
    logged = []
    config = SimpleNamespace(
        memcached_uri=[], debug_memcache=False, logged=logged,
        debug_printer=lambda module_name: lambda msg, *nargs: logged.append(msg % nargs))
    monkeypatch.setattr(module, "_config", lambda: config)
    servers_module._failed_until.clear()
    return config


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@pytest.fixture(scope="module")
def server():
    """Address of a memcached."""
    pytest.importorskip("pymemcache")
    program = shutil.which("memcached")
    if not program:
        pytest.skip("memcached is not installed")
    port = free_port()
    command = [program, "-l", "127.0.0.1", "-p", str(port), "-U", "0", "-m", "16"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command += ["-u", "root"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.02)
    yield "127.0.0.1:%d" % port
    process.terminate()
    process.wait()


@pytest.fixture
def client(server):
    """Client of an empty memcached."""
    client = Client(server)
    client.flush(hard=True)
    yield client
    client.disconnect()


@pytest.mark.parametrize("value", [
    None, True, 0, 1.5, "é", b"\x00", [1, (2, 3)], {"a": {1: [None]}}, {1, 2}, "x" * 500000])
def test_values_can_be_stored(client, value):
    client.set("key", value)
    result = client.get("key")
    assert result == value and type(result) is type(value)


def test_missing_values(client):
    assert client.get("never") is client.miss and not client.miss
    client.set("key", 1)
    client.delete("key")
    client.delete("never")
    assert client.get("key") is client.miss


@pytest.mark.parametrize("debug", [False, True])
def test_any_key_will_do(server, debug):
    client = Client(server, debug=debug)
    long_key = "with space\nand é " * 50
    client.set(long_key, 1)
    client.set("other", 2)
    assert (client.get(long_key), client.get("other")) == (1, 2)
    assert len(client.key_hasher(long_key)) <= module.SERVER_MAX_KEY_LENGTH
    client.disconnect()


def test_readable_keys():
    assert Client._debug_key_hash("some key").endswith("_some_key")
    assert Client([])._qualified_key("k") == "pkgrs-1:2::k"


def test_values_of_others_are_not_believed(client):
    hashed = client.key_hasher(client._qualified_key("key"))
    client.client.set(hashed, b"\x80\x04\x95\x1c.", 0)
    assert client.get("key") is client.miss


def test_what_can_not_be_stored_is_not(client):
    client.set("key", object())
    assert client.get("key") is client.miss
    client.set("key", "x" * 5000000)  # more than the server takes
    assert client.get("key") is client.miss
    client.set("key", 1)
    assert client.get("key") == 1  # the server still counts as well


def test_compression(client):
    client.set("key", "x" * 5000000, min_compress_len=100)
    assert client.get("key") == "x" * 5000000


def test_expiry(client):
    client.set("key", 1, time=1)
    assert client.get("key") == 1
    client.set("key", 1, time=-1)
    assert client.get("key") is client.miss


def test_flush(server, client):
    other = Client(server)
    client.set("key", 1)
    client.flush()
    assert client.get("key") is client.miss and other.get("key") == 1
    client.set("key", 2)
    assert (client.get("key"), other.get("key")) == (2, 1)
    other.flush(hard=True)
    assert client.get("key") is client.miss and other.get("key") is other.miss
    other.disconnect()


def test_statistics(server, client):
    client.set("key", 1)
    client.get("key")
    ((name, stats),) = client.get_stats()
    assert name == server + " (1)" and stats["get_hits"] == "1" and int(stats["pid"])
    client.reset_stats()
    assert client.get_stats()[0][1]["get_hits"] == "0"
    assert client._get_stats("items")


def test_working_servers(server):
    client = Client([server, "127.0.0.1:1"])
    assert client.test_servers() == {server}
    for number in range(20):
        client.set(str(number), number)
    found = [client.get(str(number)) for number in range(20)]
    assert 0 < sum(value is not client.miss for value in found) < 20
    assert len(client.get_stats()) == 1
    client.disconnect()


def test_client_can_be_used_after_disconnecting(client):
    client.set("key", 1)
    client.disconnect()
    assert client.get("key") == 1


def test_log(server, settings):
    client = Client(server)
    client.set("a", 1)
    client.get("a")
    client.get("b")
    client.disconnect()
    assert settings.logged == ["SET: pkgrs-1:2::a", "HIT: pkgrs-1:2::a", "MISS: pkgrs-1:2::b"]


# -- servers that aren't well

class FakeServer:
    """Accepts connections and answers each with the same bytes, or never."""

    def __init__(self, answer):
        self.answer = answer
        self.connections = 0
        self.socket = socket.create_server(("127.0.0.1", 0)) if hasattr(socket, "create_server") else socket.socket()
        self.uri = "127.0.0.1:%d" % self.socket.getsockname()[1]
        self.kept = []
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            self.connections += 1
            self.kept.append(connection)
            if self.answer is None:
                continue
            try:
                connection.recv(1000)
                if self.answer:
                    connection.sendall(self.answer)
                else:
                    connection.close()
            except OSError:
                pass

    def close(self):
        self.socket.close()
        for connection in self.kept:
            connection.close()


@pytest.mark.parametrize("answer", [
    b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\xff\x00\r\n", b"", b"VALUE x 0 999999\r\nabc", b"ERROR\r\n",
    b"VALUE \r\nEND\r\n", None,
])
def test_broken_server_costs_one_short_pause(answer, monkeypatch):
    pytest.importorskip("pymemcache")
    monkeypatch.setattr(servers_module, "_ANSWER_SECONDS", 0.2)
    fake = FakeServer(answer)
    try:
        client = Client(fake.uri)
        started = time.time()
        for number in range(50):
            assert client.get(str(number)) is client.miss
            client.set(str(number), number)
            client.delete(str(number))
        assert client.get_stats() == [] and client.test_servers() == set()
        client.flush(hard=True)
        client.disconnect()
        assert time.time() - started < 1.5
        assert fake.connections <= 3
    finally:
        fake.close()


def test_server_that_is_down_is_asked_again_later(server, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(servers_module.time, "monotonic", lambda: now[0])
    attempts = []
    real = servers_module._new_connection
    works = [False]

    def connect(uri):
        attempts.append(uri)
        return real(uri if works[0] else "127.0.0.1:1")

    monkeypatch.setattr(servers_module, "_new_connection", connect)
    client = Client(server)
    client.set("key", 1)
    client.get("key")
    assert len(attempts) == 1
    Client(server).get("key")
    assert len(attempts) == 1  # what one client learned counts for all
    works[0] = True
    now[0] += servers_module._PAUSE_SECONDS + 1
    client.set("key", 2)
    assert client.get("key") == 2 and len(attempts) == 2
    client.disconnect()


def test_library_that_is_not_installed(monkeypatch):
    import sys
    warnings = []
    monkeypatch.setitem(sys.modules, "pymemcache.client.base", None)
    monkeypatch.setattr(servers_module, "_library_is_missing", False)
    monkeypatch.setattr(servers_module, "print_warning", warnings.append)
    client = Client("127.0.0.1:1")
    client.set("key", 1)
    assert client.get("key") is client.miss
    assert len(warnings) == 1 and "pymemcache" in warnings[0]


@pytest.mark.parametrize("uri, address", [
    ("127.0.0.1:11211", ("127.0.0.1", 11211)), ("host", ("host", 11211)), ("inet:host:1", ("host", 1)),
    ("unix:/run/m.sock", "/run/m.sock"), ("/run/m.sock", "/run/m.sock"), ("inet6:[::1]:5", ("::1", 5)),
    ("[::1]", ("::1", 11211)), ("::1", ("::1", 11211)),
])
def test_addresses(uri, address):
    assert _address(uri) == address


# -- without a server

def test_client_without_servers_does_nothing(monkeypatch):
    monkeypatch.setattr(servers_module, "Servers", None)
    client = Client([])
    client.set("key", 1)
    client.flush()
    client.flush(hard=True)
    client.delete("key")
    assert not client and client.get("key") is client.miss


def test_undecorated_without_servers():
    @memcached(None)
    def function(a):
        return DoNotCache(a) if a == "no" else a

    assert (function(1), function("no"), function.__name__) == (1, "no", "function")
    function.forget()


# -- decorators and shared clients

def test_clients_are_shared(server, settings):
    settings.memcached_uri = [server]
    with memcached_client() as outer:
        with memcached_client([server]) as inner, memcached_client(server) as third:
            assert outer is inner is third
        with memcached_client(server, debug=True) as other:
            assert other is not outer
    assert module.scoped_instance_manager.clients == {}
    with memcached_client() as again:
        assert again is not outer


def test_decorated_function(server, client):
    calls = []

    @memcached(server)
    def function(a, b=1, **more):
        calls.append(a)
        return [a, b, len(calls)]

    assert function(1) == function(1) == [1, 1, 1]
    assert function(1, 2) == [1, 2, 2] and function(1, b=2) == [1, 2, 3] and function(1, c=2) == [1, 1, 4]
    assert function.__wrapped__(1) == [1, 1, 5]
    with memcached_client(server):
        function.forget()
        assert function(1) == [1, 1, 6] and function(1) == [1, 1, 6]


def test_decorator_options(server, client):
    calls = []

    @memcached(server, key=lambda a: "key %s" % a, to_cache=lambda value, a: [value, a],
               from_cache=lambda value, a: ("cached", value, a), time=100, min_compress_len=10)
    def function(a):
        calls.append(a)
        return DoNotCache(len(calls)) if a == "no" else len(calls)

    assert (function(1), function(1)) == (1, ("cached", [1, 1], 1))
    assert (function("no"), function("no")) == (2, 3)


def test_result_that_can_not_be_stored(server):
    @memcached(server)
    def function():
        return object()

    assert function() is not function()


def test_pooled_connections(server, settings):
    @pool_memcached_connections
    def function():
        return dict(module.scoped_instance_manager.clients)

    @pool_memcached_connections
    def generator():
        yield dict(module.scoped_instance_manager.clients)

    assert function() == {}
    settings.memcached_uri = [server]
    assert len(function()) == 1 and len(list(generator())[0]) == 1
    assert module.scoped_instance_manager.clients == {}


def test_each_thread_has_its_own_client(server):
    found = []

    def use():
        with memcached_client(server) as client:
            found.append(client)

    with memcached_client(server) as client:
        thread = threading.Thread(target=use)
        thread.start()
        thread.join()
    assert found[0] is not client


def test_clearing_caches_hard(server, settings):
    from pkgrs.platform import hooks
    settings.memcached_uri = [server]
    with memcached_client() as client:
        client.set("key", 1)
        for clear in hooks.cache_clearers:
            if clear.__module__ == module.__name__:
                clear(False)
                assert client.get("key") == 1
                clear(True)
        assert client.get("key") is client.miss
