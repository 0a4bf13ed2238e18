"""Caching in memcached servers, if any are configured."""
from __future__ import annotations

from contextlib import contextmanager
from functools import update_wrapper

from pkgrs.base.threads import local
from pkgrs.platform.hooks import on_clear_caches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Dict, Iterator, List, Optional, Set, Tuple, TypeVar, Union

    CallableT = TypeVar("CallableT", bound=Callable[..., Any])
    _Uris = Union[str, List[str], None]


__all__ = [
    "Client", "DoNotCache", "memcached", "memcached_client", "pool_memcached_connections",
    "scoped_instance_manager", "cache_interface_version", "memcache_client_version", "SERVER_MAX_KEY_LENGTH",
]


#: Longest key that a server takes, in bytes.
SERVER_MAX_KEY_LENGTH = 250

#: Part of every key; changes with what the values mean.
cache_interface_version = 2

#: Version of the protocol's client that Rez would use.
memcache_client_version = "1.59"

#: Part of every key; tells our values from those of Rez, which are of another kind.
_VALUES = "pkgrs-1"

#: Stands for the servers of the configuration.
_CONFIGURED: List[str] = []


def _config() -> Any:
    from pkgrs.config.config import config
    return config


class Client:
    """A cache in one or more memcached servers.

    Keys may be any string, values any plain data, None included. A server that fails, or holds something
    that isn't such data, counts as empty; that never is an error.

    Args:
        servers: Server or servers, such as `127.0.0.1:11211`. A client without servers is false.
        debug: Send keys that people can read, for watching a server's log.
    """

    class _Miss:
        def __bool__(self) -> bool:
            return False

    miss = _Miss()

    def __init__(self, servers: _Uris, debug: bool = False) -> None:
        self.servers: List[str] = [servers] if isinstance(servers, str) else list(servers or ())
        self.debug = debug
        self.key_hasher: Callable[[str], str] = self._debug_key_hash if debug else self._key_hash
        self.current = ""
        self._client: Any = None

    @staticmethod
    def logger(msg: str, *nargs: Any) -> None:
        """Log a message, if `debug_memcache` is set."""
        _config().debug_printer("memcache")(msg, *nargs)

    def __bool__(self) -> bool:
        return bool(self.servers)

    @property
    def client(self) -> Any:
        """What talks to the servers."""
        if self._client is None:
            from pkgrs.cache.servers import Servers
            self._client = Servers(self.servers)
        return self._client

    def test_servers(self) -> Set[str]:
        """Get the servers that work."""
        return set(self.client.responding())

    def set(self, key: str, val: Any, time: int = 0, min_compress_len: int = 0) -> None:
        """Store a value, if the servers can.

        Args:
            key: Any string.
            val: Plain data; anything else isn't stored.
            time: When the server may forget it: in so many seconds, or at a time since the epoch; never if 0.
            min_compress_len: Compress data from this length; never if 0.
        """
        if not self.servers:
            return
        from pkgrs.cache.values import encode
        qualified = self._qualified_key(key)
        try:
            data = encode(val, min_compress_len)
        except (TypeError, RecursionError) as e:
            self.logger("NOT SET: %s: %s", qualified, e)
            return
        self.client.set(self.key_hasher(qualified), data, time)
        self.logger("SET: %s", qualified)

    def get(self, key: str) -> Any:
        """Get a stored value, or `Client.miss`."""
        if not self.servers:
            return self.miss
        qualified = self._qualified_key(key)
        data = self.client.get(self.key_hasher(qualified))
        value = self.miss if data is None else self._decoded(data)
        self.logger("MISS: %s" if value is self.miss else "HIT: %s", qualified)
        return value

    def _decoded(self, data: Any) -> Any:
        from pkgrs.cache.values import DecodeError, decode
        try:
            return decode(data)
        except DecodeError:
            return self.miss

    def delete(self, key: str) -> None:
        """Forget a value."""
        if self.servers:
            self.client.delete(self.key_hasher(self._qualified_key(key)))

    def flush(self, hard: bool = False) -> None:
        """Forget all values.

        Args:
            hard: Have the servers forget, for all their users. Otherwise, only this client doesn't see the values
                any more.
        """
        if not self.servers:
            return
        if hard:
            self.client.flush_all()
            self.reset_stats()
        else:
            from uuid import uuid4
            self.current = uuid4().hex

    def get_stats(self) -> List[Tuple[str, Dict[str, str]]]:
        """Get a pair of name and statistics for each server that works."""
        return self._get_stats()

    def _get_stats(self, stat_args: Optional[str] = None) -> List[Tuple[str, Dict[str, str]]]:
        return self.client.stats(stat_args)

    def reset_stats(self) -> None:
        """Have the servers count from zero."""
        self.client.reset_stats()

    def disconnect(self) -> None:
        """Close the connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _qualified_key(self, key: str) -> str:
        return "%s:%s:%s:%s" % (_VALUES, cache_interface_version, self.current, key)

    @classmethod
    def _key_hash(cls, key: str) -> str:
        from hashlib import blake2b
        return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()

    @classmethod
    def _debug_key_hash(cls, key: str) -> str:
        readable = "".join(c if c.isascii() and (c.isalnum() or c in "-_.:/") else "_" for c in key)
        return ("%s_%s" % (cls._key_hash(key)[:16], readable))[:SERVER_MAX_KEY_LENGTH]


class _ScopedInstanceManager(local):
    # The clients in use in this thread: by servers and debug flag, a client and how many blocks use it.

    def __init__(self) -> None:
        self.clients: Dict[Tuple[Tuple[str, ...], bool], List[Any]] = {}

    def acquire(self, servers: _Uris, debug: bool = False) -> Tuple[Client, Tuple[Tuple[str, ...], bool]]:
        uris = (servers,) if isinstance(servers, str) else tuple(servers or ())
        key = (uris, bool(debug))
        entry = self.clients.get(key)
        if entry is None:
            entry = self.clients[key] = [Client(list(uris), debug), 0]
        entry[1] += 1
        return entry[0], key

    def release(self, key: Tuple[Tuple[str, ...], bool]) -> None:
        entry = self.clients[key]
        entry[1] -= 1
        if not entry[1]:
            entry[0].disconnect()
            del self.clients[key]


scoped_instance_manager = _ScopedInstanceManager()


@contextmanager
def memcached_client(servers: _Uris = _CONFIGURED, debug: bool = False) -> Iterator[Client]:
    """Get a client for the duration of a `with` block, the same one in blocks inside.

    Args:
        servers: Servers; by default those of the setting `memcached_uri`.
        debug: See `Client`; the setting `debug_memcache` asks for it as well.
    """
    config = _config()
    client, key = scoped_instance_manager.acquire(
        config.memcached_uri if servers is _CONFIGURED else servers,
        debug or config.debug_memcache)
    try:
        yield client
    finally:
        scoped_instance_manager.release(key)


@on_clear_caches
def _clear_caches(hard: bool) -> None:
    if hard:
        with memcached_client() as client:
            client.flush()


_CO_GENERATOR = 0x20


def pool_memcached_connections(func: CallableT) -> CallableT:
    """Decorate a function that uses the cache several times, so that it connects once."""
    def pooled(*nargs: Any, **kwargs: Any) -> Any:
        if not _config().memcached_uri:
            return func(*nargs, **kwargs)
        with memcached_client():
            return func(*nargs, **kwargs)

    def pooled_generator(*nargs: Any, **kwargs: Any) -> Any:
        with memcached_client():
            yield from func(*nargs, **kwargs)

    code = getattr(func, "__code__", None)
    is_generator = code is not None and code.co_flags & _CO_GENERATOR
    return update_wrapper(pooled_generator if is_generator else pooled, func)  # type: ignore[return-value]


class DoNotCache:
    """What a function decorated with `memcached` returns around a result that isn't to be stored."""

    def __init__(self, result: Any) -> None:
        self.result = result


def _key_of_call(func: Any, nargs: Tuple[Any, ...], kwargs: Dict[str, Any]) -> str:
    parts = [func.__module__, func.__qualname__]
    parts.extend(repr(arg) for arg in nargs)
    parts.extend("%s=%r" % item for item in sorted(kwargs.items()))
    return " ".join(parts)


def _uncached(func: CallableT) -> CallableT:
    """Decorate a function so that it is as a cached one to its callers."""
    def call(*nargs: Any, **kwargs: Any) -> Any:
        result = func(*nargs, **kwargs)
        return result.result if isinstance(result, DoNotCache) else result

    def forget() -> None:
        """Nothing is stored."""

    call.forget = forget  # type: ignore[attr-defined]
    return update_wrapper(call, func)  # type: ignore[return-value]


def memcached(
    servers: _Uris,
    key: Optional[Callable[..., str]] = None,
    from_cache: Optional[Callable[..., Any]] = None,
    to_cache: Optional[Callable[..., Any]] = None,
    time: int = 0,
    min_compress_len: int = 0,
    debug: bool = False,
) -> Callable[[CallableT], CallableT]:
    """Decorate a function so that its results are kept in memcached servers.

    The decorated function has an attribute `forget`, a function that makes this process disregard results stored
    so far. It may return a `DoNotCache` to have a result not stored.

    Args:
        servers: Server or servers; without any, results aren't kept.
        key: Given the function's arguments, gets the key; by default made of their `repr`.
        from_cache: Given a stored value and the function's arguments, gets the result; may raise `DecodeError` if it
            isn't such a value, which counts as not stored.
        to_cache: Given a result and the function's arguments, gets the value to store.
        time: See `Client.set`.
        min_compress_len: See `Client.set`.
        debug: See `Client`.
    """
    def cached(func: CallableT) -> CallableT:
        from pkgrs.cache.values import DecodeError

        def call(*nargs: Any, **kwargs: Any) -> Any:
            cache_key = key(*nargs, **kwargs) if key else _key_of_call(func, nargs, kwargs)
            with memcached_client(servers, debug=debug) as client:
                stored = client.get(cache_key)
                if stored is not client.miss:
                    try:
                        return from_cache(stored, *nargs, **kwargs) if from_cache else stored
                    except DecodeError:
                        client.logger("MISS: not a value of %s", func.__qualname__)

                result = func(*nargs, **kwargs)
                if isinstance(result, DoNotCache):
                    return result.result
                value = to_cache(result, *nargs, **kwargs) if to_cache else result
                client.set(cache_key, value, time=time, min_compress_len=min_compress_len)
                return result

        def forget() -> None:
            """Disregard, in this process, the results stored so far."""
            with memcached_client(servers, debug=debug) as client:
                client.flush()

        call.forget = forget  # type: ignore[attr-defined]
        return update_wrapper(call, func)  # type: ignore[return-value]

    return cached if servers else _uncached
