"""
Time the resolves of a set of recorded requests.
"""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


def setup_parser(parser: Any, completions: bool = False) -> None:
    """Add the command's arguments to the parser."""
    parser.add_argument("--out", metavar="RESULTS_DIR", type=str, default="out",
                        help="folder to write results to; must not exist (default: %(default)s)")
    parser.add_argument("--iterations", metavar="N", type=int, default=1,
                        help="resolve each request N times, and write the average time (default: %(default)s)")
    parser.add_argument("--histogram", action="store_true",
                        help="show how often which times occur in the results in --out; measures nothing")
    parser.add_argument("--compare", metavar="RESULTS_DIR", type=str,
                        help="show how these results differ from those in --out; measures nothing. A negative "
                             "'mean_delta' says that these are faster on average")


# What the functions below work on; the command sets it.
opts: Any = None
out_dir: Optional[str] = None
pkg_repo_dir: Optional[str] = None


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if there is nothing to measure or to show, or results differ."""
    import os

    from pkgrs.errors import RezError

    names = globals()
    names["opts"] = opts
    names["out_dir"] = os.path.abspath(opts.out)
    names["pkg_repo_dir"] = os.path.join(out_dir or "", "packages")
    try:
        if opts.histogram:
            print_histogram()
        elif opts.compare:
            compare()
        else:
            run_benchmark()
    except RezError as e:
        print(e, file=sys.stderr)
        sys.exit(1)


def run_benchmark() -> None:
    """Load all packages, resolve all requests, and write the results to the folder."""
    from pkgrs.testing import benchmark
    benchmark.run_benchmark(out_dir or "", opts.iterations)


def load_packages() -> None:
    """Load and validate all packages of the repository."""
    from pkgrs.testing import benchmark
    benchmark.load_packages(pkg_repo_dir or "", sys.stdout)


def do_resolves() -> Any:
    """Resolve all requests in the repository, which is made anew; returns results and seconds."""
    from pkgrs.testing import benchmark
    requests = benchmark.make_repository(out_dir or "", pkg_repo_dir or "", sys.stdout)
    return benchmark.do_resolves(pkg_repo_dir or "", requests, opts.iterations, sys.stdout)


def get_system_info() -> Dict[str, Any]:
    """What describes this machine and the software."""
    from pkgrs.testing import benchmark
    return benchmark.get_system_info()


def print_histogram() -> None:
    """Print how often which times occur in the results in the folder."""
    from pkgrs.testing import benchmark
    benchmark.print_histogram(out_dir or "")


def compare() -> None:
    """Print how the statistics in the folder `opts.compare` differ from those in the folder."""
    from pkgrs.testing import benchmark
    benchmark.compare(out_dir or "", opts.compare)
