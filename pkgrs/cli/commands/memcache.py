"""Look at, flush or warm the memcached servers that resolves and packages are cached in."""
from __future__ import annotations

import sys
from argparse import ArgumentParser

from pkgrs.cli.stop import stop

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional

_NO_ANSWER = "memcached servers are not responding."


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("--flush", action="store_true", help="forget all entries")
    parser.add_argument("--stats", action="store_true", help="print all that the servers count")
    parser.add_argument("--reset-stats", action="store_true", help="set the counts to zero")
    parser.add_argument("--poll", action="store_true", help="print how busy the servers are, again and again")
    parser.add_argument("--interval", type=float, metavar="SECS", default=1.0,
                        help="seconds between two lines of --poll (default: %(default)s)")
    parser.add_argument("--warm", action="store_true", help="read all packages, so that their definitions are cached")


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    from pkgrs.cache.memcached import memcached_client
    from pkgrs.config.config import config

    if not config.memcached_uri:
        stop("memcaching is not enabled.")
    with memcached_client(config.memcached_uri, config.debug_memcache) as client:
        if opts.poll:
            poll(client, opts.interval)
        elif opts.flush:
            client.flush(hard=True)
            print("memcached servers are flushed.")
        elif opts.warm:
            _warm(opts.verbose)
            print("memcached servers are warmed.")
        elif opts.reset_stats:
            client.reset_stats()
            print("memcached servers are stat reset.")
        else:
            _show(client.get_stats() or stop(_NO_ANSWER), opts.stats)


def poll(client: Any, interval: float) -> None:
    """Print a line for each server, every so many seconds, until interrupted.

    Args:
        client: Client of the servers.
        interval: Seconds between two rounds.
    """
    import time

    print("%-64s %-16s %-16s %-16s %-16s %-16s" % ("SERVER", "CONNS", "GET/s", "SET/s", "TEST_GET", "TEST_SET"))
    before: Dict[str, Any] = {}
    then = time.time()
    while True:
        started = time.time()
        client.get("__TEST__")
        got = time.time()
        client.set("__TEST__", 1)
        was_set = time.time()
        current = dict(client.get_stats() or stop(_NO_ANSWER))
        passed = max(time.time() - then, 1e-9)
        then = time.time()
        for server, counts in current.items():
            last = before.get(server, counts)
            rates = [(int(counts[key]) - int(last[key])) / passed for key in ("cmd_get", "cmd_set")]
            print("%-64s %-16d %-16g %-16g %-16g %-16g" % (
                server, int(counts["curr_connections"]), rates[0], rates[1], got - started, was_set - got))
        sys.stdout.flush()
        before = current
        time.sleep(interval)


def _show(stats: Any, everything: bool) -> None:
    if everything:
        from pkgrs.base.yaml import dump_yaml
        print(dump_yaml([[server, dict(counts)] for server, counts in stats]))
        return
    from pkgrs.base.text import columnise
    rows = [("CACHE SERVER", "UPTIME", "HITS", "MISSES", "HIT RATIO", "MEMORY", "USED"),
            ("------------", "------", "----", "------", "---------", "------", "----")]
    rows += [_row(server, counts) for server, counts in stats]
    print("\n".join(columnise(rows)))


def _row(server: str, counts: Dict[str, str]) -> Any:
    from pkgrs.base.text import readable_memory_size, readable_time_duration
    hits, misses = int(counts["get_hits"]), int(counts["get_misses"])
    memory, used = int(counts["limit_maxbytes"]), int(counts["bytes"])
    return (server.split()[0], readable_time_duration(int(counts["uptime"])), str(hits), str(misses),
            "%d%%" % (100.0 * hits / max(1, hits + misses)), readable_memory_size(memory),
            "%s (%d%%)" % (readable_memory_size(used), 100.0 * used / memory))


def _warm(verbose: int) -> None:
    """Read the definition of every package on the search path, sorted so that progress can be followed."""
    from pkgrs.config.config import config
    from pkgrs.package.find import iter_package_families, iter_packages
    from pkgrs.terminal.progress import ProgressBar

    config.override("cache_package_files", True)
    names = sorted({family.name for family in iter_package_families()})
    bar = ProgressBar("warming", len(names))
    for name in names:
        if verbose:
            print("warming: %s" % name)
        for package in iter_packages(name):
            package.timestamp  # any attribute makes the definition be read
        bar.next()
    bar.finish()
