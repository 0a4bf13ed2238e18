"""
Time the resolves of a set of recorded requests.
"""
from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, List, Optional


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


def command(opts: Any, parser: Any, extra_arg_groups: Optional[List[List[str]]] = None) -> None:
    """Run the command; exits with 1 if there is nothing to measure or to show, or results differ."""
    import os

    from pkgrs.errors import RezError
    from pkgrs.testing.benchmark import compare, print_histogram, run_benchmark

    out_dir = os.path.abspath(opts.out)
    try:
        if opts.histogram:
            print_histogram(out_dir)
        elif opts.compare:
            compare(out_dir, opts.compare)
        else:
            run_benchmark(out_dir, opts.iterations)
    except RezError as e:
        print(e, file=sys.stderr)
        sys.exit(1)
