"""Talking to memcached servers, any of which may be down, slow or something else altogether.

Nothing here raises because of a server: one that fails is left alone for a while.
"""
from __future__ import annotations

import time

from pkgrs.base.log import print_warning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union


__all__ = ["Servers"]

_CONNECT_SECONDS = 0.5
_ANSWER_SECONDS = 2.0
_PAUSE_SECONDS = 30.0
_DEFAULT_PORT = 11211

# When each server that failed may be asked again. One failure counts for the whole process.
_failed_until: Dict[str, float] = {}
_library_is_missing = False


def _address(uri: str) -> Union[str, Tuple[str, int]]:
    if uri.startswith("unix:"):
        return uri[len("unix:"):]
    if uri.startswith("/"):
        return uri
    for prefix in ("inet6:", "inet:"):
        if uri.startswith(prefix):
            uri = uri[len(prefix):]
    host, colon, port = uri.rpartition(":")
    if colon and port.isdigit() and (uri.startswith("[") or ":" not in host):
        return host.strip("[]"), int(port)
    return uri.strip("[]"), _DEFAULT_PORT


def _new_connection(uri: str) -> Optional[Any]:
    global _library_is_missing
    try:
        from pymemcache.client.base import Client
    except ImportError:
        if not _library_is_missing:
            _library_is_missing = True
            print_warning("Caching is off: 'memcached_uri' is set, but the library pymemcache is not installed")
        return None
    return Client(_address(uri), connect_timeout=_CONNECT_SECONDS, timeout=_ANSWER_SECONDS,
                  no_delay=True, default_noreply=False)


class Servers:
    """Connections to some servers, made as they are needed; each key belongs to one server.

    Args:
        uris: Servers, such as `127.0.0.1:11211` or `unix:/run/memcached.sock`.
    """

    def __init__(self, uris: Sequence[str]) -> None:
        self.uris = list(uris)
        self._connections: Dict[str, Any] = {}

    def set(self, key: str, data: bytes, expire: int) -> bool:
        """Store bytes; tells whether that worked."""
        return bool(self._ask(self._uri_of(key), lambda client: client.set(key, data, expire=expire)))

    def get(self, key: str) -> Any:
        """Get the stored bytes, or None."""
        return self._ask(self._uri_of(key), lambda client: client.get(key))

    def delete(self, key: str) -> None:
        """Forget a key."""
        self._ask(self._uri_of(key), lambda client: client.delete(key))

    def flush_all(self) -> None:
        """Have every server forget everything."""
        for uri in self.uris:
            self._ask(uri, lambda client: client.flush_all())

    def reset_stats(self) -> None:
        """Have every server count from zero."""
        for uri in self.uris:
            self._ask(uri, lambda client: client.raw_command(b"stats reset", b"RESET\r\n"))

    def stats(self, stat_args: Optional[str] = None) -> List[Tuple[str, Dict[str, str]]]:
        """Get the statistics of each server that answers.

        Args:
            stat_args: Which ones; see the protocol of memcached.
        """
        command = "stats %s" % stat_args if stat_args else "stats"
        found = []
        for uri in self.uris:
            answer = self._ask(uri, lambda client: client.raw_command(command.encode("ascii"), b"END\r\n"))
            if isinstance(answer, bytes):
                words = (line.split(" ", 2) for line in answer.decode("utf-8", "replace").split("\r\n"))
                found.append(("%s (1)" % uri, {line[1]: line[2] for line in words if len(line) == 3}))
        return found

    def responding(self) -> List[str]:
        """Get the servers that store and hand out a value now."""
        return [uri for uri in self.uris if self._is_responding(uri)]

    def _is_responding(self, uri: str) -> bool:
        from uuid import uuid4
        key = uuid4().hex
        data = key.encode("ascii")
        _failed_until.pop(uri, None)
        return self._ask(uri, lambda client: client.set(key, data, expire=10) and client.get(key)) == data

    def close(self) -> None:
        """Close all connections. They are made anew when needed."""
        for connection in self._connections.values():
            _close(connection)
        self._connections.clear()

    def _uri_of(self, key: str) -> str:
        if len(self.uris) == 1:
            return self.uris[0]
        from zlib import crc32
        return self.uris[crc32(key.encode("utf-8")) % len(self.uris)]

    def _ask(self, uri: str, ask: Callable[[Any], Any]) -> Any:
        # None if the server refuses, fails, or failed not long ago.
        pause_ends = _failed_until.get(uri)
        if pause_ends is not None and time.monotonic() < pause_ends:
            return None

        connection = self._connections.get(uri)
        if connection is None:
            connection = _new_connection(uri)
            if connection is None:
                return None
            self._connections[uri] = connection
        try:
            answer = ask(connection)
        except Exception as e:
            self._connections.pop(uri, None)
            _close(connection)
            if not _is_refusal(e):
                _failed_until[uri] = time.monotonic() + _PAUSE_SECONDS
            return None
        _failed_until.pop(uri, None)
        return answer


def _is_refusal(e: Exception) -> bool:
    # The server is well, but doesn't store this value, as it is too large for instance.
    from pymemcache.exceptions import MemcacheServerError, MemcacheUnexpectedCloseError
    return isinstance(e, MemcacheServerError) and not isinstance(e, MemcacheUnexpectedCloseError)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except Exception:
        pass  # it is of no more use anyway
