"""See how the memcached servers do, and change what is in them."""
from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any, Dict, List, NoReturn, Optional

_POLL_FORMAT = "%-64s %-16s %-16s %-16s %-16s %-16s"


def setup_parser(parser: ArgumentParser, completions: bool = False) -> None:
    parser.add_argument("--flush", action="store_true", help="drop all that is in the servers")
    parser.add_argument("--stats", action="store_true", help="print all that the servers tell of themselves")
    parser.add_argument("--reset-stats", action="store_true", help="have the servers count anew")
    parser.add_argument("--poll", action="store_true", help="print gets and sets per second, until interrupted")
    parser.add_argument("--interval", type=float, metavar="SECS", default=1.0,
                        help="seconds between the lines of --poll (default: %(default)s)")
    parser.add_argument("--warm", action="store_true", help="put the packages that one sees into the servers")


def poll(client: Any, interval: float) -> None:
    """Print a line per server every so many seconds, for ever."""
    import time

    print(_POLL_FORMAT % ("SERVER", "CONNS", "GET/s", "SET/s", "TEST_GET", "TEST_SET"))
    before: Dict[str, Any] = {}
    seconds_of_test = _Trial()
    while True:
        now = time.time()
        for server, stats in client.get_stats():
            counts = int(stats["cmd_get"]), int(stats["cmd_set"])
            time_then, counts_then = before.get(server, (None, counts))
            elapsed = now - time_then if time_then else interval
            get_seconds, set_seconds = seconds_of_test()
            rates = ["%g" % ((count - then) / elapsed) for count, then in zip(counts, counts_then)]
            print(_POLL_FORMAT % (server, stats["curr_connections"], rates[0], rates[1],
                                  "%g" % get_seconds, "%g" % set_seconds), flush=True)
            before[server] = now, counts
        time.sleep(interval)


class _Trial:
    """Seconds that one get and one set take, through connections of their own."""

    def __init__(self) -> None:
        from pkgrs.cache.memcached import Client
        from pkgrs.config.config import config
        self.client = Client(servers=config.memcached_uri, debug=config.debug_memcache)

    def __call__(self) -> Any:
        import time
        start = time.time()
        self.client.set("__TEST__", 1)
        middle = time.time()
        self.client.get("__TEST__")
        return time.time() - middle, middle - start


def command(opts: Any, parser: ArgumentParser, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if no server is configured."""
    from pkgrs.cache.memcached import Client
    from pkgrs.config.config import config

    if not config.memcached_uri:
        print("memcaching is not enabled.", file=sys.stderr)
        sys.exit(1)
    client = Client(servers=config.memcached_uri, debug=config.debug_memcache)
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
        _print_stats(client.get_stats() or _fail(), in_full=opts.stats)


def _fail() -> NoReturn:
    print("memcached servers are not responding.", file=sys.stderr)
    sys.exit(1)


def _warm(verbose: bool) -> None:
    """Load the definitions, which puts them into the servers."""
    from pkgrs.config.config import config
    from pkgrs.package.find import iter_package_families, iter_packages

    seen = set()
    paths = config.nonlocal_packages_path
    for family in iter_package_families(paths=paths):
        if family.name in seen:
            continue
        seen.add(family.name)
        for package in iter_packages(family.name, paths=paths):
            if verbose:
                print("warming: %s" % package.qualified_name)
            package.timestamp  # reading any attribute loads the definition


def _print_stats(stats: Any, in_full: bool) -> None:
    if in_full:
        from pkgrs.base.yaml import dump_yaml
        print(dump_yaml([[server, dict(values)] for server, values in stats]))
        return

    from pkgrs.base.text import columnise, readable_memory_size, readable_time_duration
    rows = [["CACHE SERVER", "UPTIME", "HITS", "MISSES", "HIT RATIO", "MEMORY", "USED"],
            ["------------", "------", "----", "------", "---------", "------", "----"]]
    for server, values in stats:
        hits, misses = int(values["get_hits"]), int(values["get_misses"])
        memory, used = int(values["limit_maxbytes"]), int(values["bytes"])
        rows.append([
            server.split()[0], readable_time_duration(int(values["uptime"])), str(hits), str(misses),
            "%d%%" % (100.0 * hits / (hits + misses or 1)), readable_memory_size(memory),
            "%s (%d%%)" % (readable_memory_size(used), 100.0 * used / (memory or 1))])
    print("\n".join(columnise(rows)))
