"""A client of memcached servers with the calls of the library `python-memcached`, on top of `pymemcache`."""
from __future__ import annotations

import pickle
import sys
import zlib

from pymemcache import serde
from pymemcache.client.hash import HashClient
from pymemcache.exceptions import MemcacheError, MemcacheIllegalInputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterable, List, Optional, Tuple, Union

    _Server = Union[str, Tuple[str, int]]


__all__ = ["Client", "SERVER_MAX_KEY_LENGTH", "SERVER_MAX_VALUE_LENGTH"]

__version__ = "1.59"  # of the library whose calls these are

SERVER_MAX_KEY_LENGTH = 250
SERVER_MAX_VALUE_LENGTH = 1024 * 1024

_FLAG_COMPRESSED = 8


class _Serde:
    """Values of any kind to bytes and back, with the flags of `python-memcached`."""

    def __init__(self, compressor: Callable[[bytes], bytes], decompressor: Callable[[bytes], bytes],
                 protocol: int) -> None:
        self.min_compress_len = 0
        self._plain = serde.PickleSerde(protocol)
        self._compressor = compressor
        self._decompressor = decompressor

    def serialize(self, key: Any, value: Any) -> Tuple[Any, int]:
        data, flags = self._plain.serialize(key, value)
        raw = data.encode("utf-8") if isinstance(data, str) else data
        if self.min_compress_len and len(raw) > self.min_compress_len:
            packed = self._compressor(raw)
            if len(packed) < len(raw):
                return packed, flags | _FLAG_COMPRESSED
        return data, flags

    def deserialize(self, key: Any, value: Any, flags: int) -> Any:
        if flags & _FLAG_COMPRESSED:
            value = self._decompressor(value)
        return self._plain.deserialize(key, value, flags & ~_FLAG_COMPRESSED)


class Client:
    """Servers as one store. Nothing raises because of a server: one that fails counts as empty.

    Values may be anything that can be pickled; so only ask servers whose writers you trust.

    Args:
        servers: As `127.0.0.1:11211`, or (host, port), or `unix:/path`.
        pickleProtocol: Of pickled values.
        compressor, decompressor: How large values are packed.
        dead_retry: Seconds to leave a server alone that failed.
        socket_timeout: Seconds to wait for one.
        check_keys: No use: keys are checked always.
    """

    MemcachedKeyError = MemcachedKeyLengthError = MemcachedKeyCharacterError = MemcacheIllegalInputError
    MemcachedKeyNoneError = MemcachedKeyTypeError = MemcachedStringEncodingError = MemcacheIllegalInputError

    def __init__(self, servers: Iterable[_Server], debug: int = 0, pickleProtocol: int = 0,
                 pickler: Any = pickle.Pickler, unpickler: Any = pickle.Unpickler,
                 compressor: Callable[[bytes], bytes] = zlib.compress,
                 decompressor: Callable[[bytes], bytes] = zlib.decompress, pload: Any = None, pid: Any = None,
                 server_max_key_length: Optional[int] = None, server_max_value_length: Optional[int] = None,
                 dead_retry: float = 30, socket_timeout: float = 3, cache_cas: bool = False,
                 flush_on_reconnect: int = 0, check_keys: bool = True) -> None:
        self._serde = _Serde(compressor, decompressor, pickleProtocol)
        self.debug = debug
        self.dead_retry = dead_retry
        self.socket_timeout = socket_timeout
        self.server_max_value_length = server_max_value_length or SERVER_MAX_VALUE_LENGTH
        self.cas_ids: Dict[str, Any] = {}
        self.set_servers(servers)

    def set_servers(self, servers: Iterable[_Server]) -> None:
        """Use other servers from now on."""
        self.servers = list(servers)
        self._client = HashClient(
            [_address(server) for server in self.servers], serde=self._serde, connect_timeout=self.socket_timeout,
            timeout=self.socket_timeout, dead_timeout=self.dead_retry, retry_attempts=0, ignore_exc=True,
            default_noreply=False, allow_unicode_keys=True)

    def get(self, key: str) -> Any:
        """The value, None if there is none."""
        return self._client.get(key) if self.servers else None

    def gets(self, key: str) -> Any:
        """The value, whose state is kept for `cas`."""
        if not self.servers:
            return None
        value, self.cas_ids[key] = self._client.gets(key) or (None, None)
        return value

    def set(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0, noreply: bool = False) -> int:
        """Store a value for some seconds (0 for ever); non-zero if that worked."""
        return self._store("set", key, val, time, min_compress_len, noreply)

    def add(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0, noreply: bool = False) -> int:
        """Store a value if there is none."""
        return self._store("add", key, val, time, min_compress_len, noreply)

    def replace(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0, noreply: bool = False) -> int:
        """Store a value if there is one."""
        return self._store("replace", key, val, time, min_compress_len, noreply)

    def append(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0, noreply: bool = False) -> int:
        """Add to the end of the stored text."""
        return self._store("append", key, val, time, min_compress_len, noreply)

    def prepend(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0, noreply: bool = False) -> int:
        """Add to the start of the stored text."""
        return self._store("prepend", key, val, time, min_compress_len, noreply)

    def cas(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0, noreply: bool = False) -> int:
        """Store a value if nobody changed it since `gets`."""
        if self.cas_ids.get(key) is None:
            return self.set(key, val, time, min_compress_len, noreply)
        self._serde.min_compress_len = min_compress_len
        return int(bool(self._client.cas(key, val, self.cas_ids[key], expire=time, noreply=noreply)))

    def reset_cas(self) -> None:
        """Forget what `gets` has seen."""
        self.cas_ids = {}

    def _store(self, call: str, key: str, value: Any, time: int, min_compress_len: int, noreply: bool) -> int:
        if not self.servers:
            return 0
        self._serde.min_compress_len = min_compress_len
        return int(bool(getattr(self._client, call)(key, value, expire=time, noreply=noreply)))

    def get_multi(self, keys: Iterable[Any], key_prefix: str = "") -> Dict[Any, Any]:
        """The values that there are, by key."""
        by_name = {key_prefix + str(key): key for key in keys}
        found = self._client.get_many(list(by_name)) if self.servers else {}
        return {by_name[name]: value for name, value in found.items()}

    def set_multi(self, mapping: Dict[Any, Any], time: int = 0, key_prefix: str = "", min_compress_len: int = 0,
                  noreply: bool = False) -> List[Any]:
        """Store values; returns the keys where that failed."""
        return [key for key, value in mapping.items()
                if not self.set(key_prefix + str(key), value, time, min_compress_len, noreply)]

    def delete(self, key: str, time: Optional[int] = None, noreply: bool = False) -> int:
        """Forget a key; non-zero unless a server fails."""
        if not self.servers:
            return 0
        return int(self._client.delete(key, noreply=noreply) is not None)

    def delete_multi(self, keys: Iterable[Any], time: Optional[int] = None, key_prefix: str = "",
                     noreply: bool = False) -> int:
        """Forget keys."""
        return int(all([self.delete(key_prefix + str(key), time, noreply) for key in keys]))

    def incr(self, key: str, delta: int = 1, noreply: bool = False) -> Optional[int]:
        """Add to a number; the new one, or None."""
        return self._counted("incr", key, delta, noreply)

    def decr(self, key: str, delta: int = 1, noreply: bool = False) -> Optional[int]:
        """Take from a number; the new one, or None."""
        return self._counted("decr", key, delta, noreply)

    def _counted(self, call: str, key: str, delta: int, noreply: bool) -> Optional[int]:
        if not self.servers:
            return None
        answer = getattr(self._client, call)(key, delta, noreply=noreply)
        return answer if isinstance(answer, int) and not isinstance(answer, bool) else None

    def touch(self, key: str, time: int = 0, noreply: bool = False) -> int:
        """Let a value live for some seconds more."""
        return int(bool(self._client.touch(key, expire=time, noreply=noreply))) if self.servers else 0

    def flush_all(self) -> None:
        """Have all servers forget everything."""
        for client in self._client.clients.values():
            try:
                client.flush_all()
            except (MemcacheError, OSError):
                pass

    def get_stats(self, stat_args: Optional[str] = None) -> List[Tuple[str, Dict[str, str]]]:
        """Statistics of each server that answers."""
        found = []
        for server, client in zip(self.servers, self._client.clients.values()):
            try:
                stats = client.stats(*(stat_args.split() if stat_args else ()))
            except (MemcacheError, OSError):
                continue
            found.append(("%s (1)" % (server,), {_text(name): _text(value) for name, value in stats.items()}))
        return found

    def get_slabs(self) -> List[Tuple[str, Dict[str, Dict[str, str]]]]:
        """Numbers of the values that each server holds, by the class of their size."""
        return [(name, _by_class(stats, "items:")) for name, stats in self.get_stats("items")]

    def get_slab_stats(self) -> List[Tuple[str, Dict[str, Any]]]:
        """Numbers of the memory of each server, in all and by the class of the values' size."""
        found = []
        for name, stats in self.get_stats("slabs"):
            by_class: Dict[str, Any] = {key: value for key, value in stats.items() if ":" not in key}
            by_class.update(_by_class(stats, ""))
            found.append((name, by_class))
        return found

    def check_key(self, key: Union[str, bytes], key_extra_len: int = 0) -> None:
        """Raise `MemcachedKeyError` if that can't be a key, of which more characters are to follow."""
        from pymemcache.client.base import check_key_helper
        raw = key.encode("utf-8") if isinstance(key, str) else key
        check_key_helper(raw + b"x" * key_extra_len, allow_unicode_keys=True)

    def debuglog(self, str: str) -> None:
        """Print a text if the client was made with `debug`."""
        if self.debug:
            sys.stderr.write("MemCached: %s\n" % str)

    def disconnect_all(self) -> None:
        """Close all connections; they are made anew when needed."""
        self._client.close()

    def forget_dead_hosts(self) -> None:
        """Ask servers that failed again."""
        self.set_servers(self.servers)


def _by_class(stats: Dict[str, str], prefix: str) -> Dict[str, Dict[str, str]]:
    found: Dict[str, Dict[str, str]] = {}
    for key, value in stats.items():
        number, colon, name = key[len(prefix):].partition(":")
        if key.startswith(prefix) and colon:
            found.setdefault(number, {})[name] = value
    return found


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _address(server: _Server) -> _Server:
    if not isinstance(server, str):
        return server
    if server.startswith("unix:"):
        return server[len("unix:"):]
    host, colon, port = server.replace("inet:", "", 1).rpartition(":")
    return (host, int(port)) if colon and port.isdigit() else (server, 11211)
