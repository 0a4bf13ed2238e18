"""Times the resolves of a set of requests against a repository, and compares such results.

The data is what ships with an installed Rez (18,226 packages and 188 requests of a studio, with other names); where
there is none, a repository is generated.
"""
from __future__ import annotations

import json
import os
import sys

from pkgrs.base.files import atomic_write
from pkgrs.errors import RezError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional, Sequence, TextIO, Tuple

    Result = Dict[str, Any]


__all__ = ["run_benchmark", "load_packages", "do_resolves", "get_system_info", "print_histogram", "compare"]

#: Rows of the histogram, and width of its longest bar.
ROWS = 40
WIDTH = 40


def find_data() -> Optional[str]:
    """Return the folder of the data of an installed Rez, None if there is none."""
    for path in [os.path.dirname(os.path.dirname(os.path.dirname(__file__))), *sys.path]:
        folder = os.path.join(path, "rez", "data", "benchmarking")
        if os.path.isfile(os.path.join(folder, "requests.json")):
            return folder
    return None


def run_benchmark(out_dir: str, iterations: int = 1, out: Optional[TextIO] = None) -> None:
    """Load all packages, resolve all requests, and write the results.

    Args:
        out_dir: Folder to make, for the packages and the results.
        iterations: How often each request is resolved; the times are averages.
        out: Where progress and summary go, standard output by default.

    Raises:
        RezError: The folder exists.
    """
    out = out or sys.stdout
    if os.path.exists(out_dir):
        raise RezError("Dir specified by --out (%s) must not exist" % out_dir)
    os.makedirs(out_dir)
    print("Writing results to %s..." % out_dir, file=out)
    repository = os.path.join(out_dir, "packages")
    requests = make_repository(out_dir, repository, out)
    load_packages(repository, out)
    results, seconds = do_resolves(repository, requests, iterations, out)
    summary = summarise(results, seconds)
    _write(os.path.join(out_dir, "resolves.json"), results)
    _write(os.path.join(out_dir, "summary.json"), summary)
    print("\n\nRESULT:\n%s" % json.dumps(summary, indent=2), file=out)


def make_repository(out_dir: str, repository: str, out: TextIO) -> List[List[str]]:
    """Make the repository that is resolved against, in a folder; returns the requests."""
    folder = find_data()
    if folder is None:
        from pkgrs.testing.benchmark_data import generate

        print("Generating packages, since no Rez with recorded ones is installed...", file=out)
        return generate(repository)
    import tarfile

    with tarfile.open(os.path.join(folder, "packages.tar.gz")) as archive:
        if hasattr(tarfile, "data_filter"):
            archive.extractall(out_dir, filter="data")
        else:
            archive.extractall(out_dir)
    with open(os.path.join(folder, "requests.json")) as file:
        requests: List[List[str]] = json.load(file)
    return requests


def _write(path: str, data: Any) -> None:
    with atomic_write(path) as file:
        file.write(json.dumps(data, indent=2))


def load_packages(repository: str, out: TextIO) -> None:
    """Load and validate all packages, so that resolves are not slowed down by that."""
    from pkgrs.package.find import iter_package_families

    print("Warming package cache...", file=out)
    families = list(iter_package_families(paths=[repository]))
    for number, family in enumerate(families, 1):
        print("\n[%d/%d]" % (number, len(families)), end="", file=out)
        for package in family.iter_packages():
            print(".", end="", file=out)
            package.validated_data()
            for variant in package.iter_variants():
                variant.get_requires()
    print(file=out)


def do_resolves(repository: str, requests: Sequence[List[str]], iterations: int,
                out: TextIO) -> Tuple[List[Result], float]:
    """Resolve all requests. Returns the results, and how many seconds that took."""
    from time import time

    print("Performing %d resolves..." % len(requests), file=out)
    results = []
    started = time()
    for number, request in enumerate(requests, 1):
        print("\n[%d/%d]\nRequest: %s\nResolving" % (number, len(requests), request), end="", file=out)
        result: Result = {"request": request}
        try:
            result.update(_resolve(repository, request, iterations, out))
            print("\n", file=out)
        except RezError as e:
            print("\n%s" % e, file=out)
            result.update(status="error", error=str(e))
        results.append(result)
    return results, time() - started


def _resolve(repository: str, request: List[str], iterations: int, out: TextIO) -> Result:
    from pkgrs.context.context import ResolvedContext
    from pkgrs.resolve.resolver import ResolverStatus
    from pkgrs.solver.callback import SolverCallbackReturn

    def callback(state: Any) -> Tuple[SolverCallbackReturn, str]:
        print(".", end="", file=out)
        out.flush()
        return SolverCallbackReturn.keep_going, ""

    times = []
    for _ in range(max(1, iterations)):
        context = ResolvedContext(package_requests=request, package_paths=[repository], add_implicit_packages=False,
                                  callback=callback)
        times.append(context.solve_time - context.load_time)
    time = sum(times) / len(times)
    if context.status != ResolverStatus.solved:
        return {"status": "failed", "resolve_time": time}
    prefix = len(repository) + 1
    packages = [variant.uri[prefix:] for variant in context.resolved_packages or ()]
    return {"status": "success", "resolve_time": time, "resolved_packages": packages}


def get_system_info() -> Dict[str, Any]:
    """Return what describes this machine and the software."""
    import platform

    from pkgrs.base.rez_version import _rez_version as rez_version
    from pkgrs.resolve.solver import SOLVER_VERSION

    cpu = platform.processor()
    try:
        with open("/proc/cpuinfo") as file:
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
        cpu = names[0] if names else cpu
    except OSError:
        pass
    return {
        "rez_version": rez_version,
        "rez_solver_version": SOLVER_VERSION,
        "py_version": "%d.%d" % sys.version_info[:2],
        "platform": platform.platform(),
        "num_cpu": os.cpu_count(),
        "cpu": cpu,
    }


def summarise(results: Sequence[Result], seconds: float) -> Dict[str, Any]:
    """Return counts and statistics of results; a failed resolve counts as a success as well, as in Rez."""
    times = sorted(result["resolve_time"] for result in results if "resolve_time" in result)
    summary = {
        "total_run_time": seconds,
        "num_success_resolves": len(times),
        "num_error_resolves": len(results) - len(times),
        "num_failed_resolves": sum(result["status"] == "failed" for result in results),
    }
    summary.update(get_system_info())
    if times:
        mean = sum(times) / len(times)
        summary.update(
            median=times[len(times) // 2], mean=mean, min=times[0], max=times[-1],
            stddev=(sum((time - mean) ** 2 for time in times) / len(times)) ** 0.5)
    return summary


def _read(folder: str, name: str) -> Any:
    path = os.path.join(folder, name)
    try:
        with open(path) as file:
            return json.load(file)
    except (OSError, ValueError) as e:
        raise RezError("No results to be read in %s: %s" % (path, e))


def print_histogram(out_dir: str, out: Optional[TextIO] = None) -> None:
    """Print how often which times occur in the results in a folder.

    Raises:
        RezError: There are no results.
    """
    times = [result["resolve_time"] for result in _read(out_dir, "resolves.json") if "resolve_time" in result]
    if not times:
        raise RezError("There are no times in %s" % out_dir)
    least, most = min(times), max(times)
    step = (most - least) / ROWS or 1.0
    counts = [0] * ROWS
    for time in times:
        counts[min(int((time - least) / step), ROWS - 1)] += 1
    for row, count in enumerate(counts):
        lower = least + row * step
        print("[%.2f-%.2f] |%s" % (lower, lower + step, "#" * (WIDTH * count // max(counts))), file=out)


def compare(out_dir: str, other_dir: str, out: Optional[TextIO] = None) -> None:
    """Print how the statistics in another folder differ from those in a folder.

    Raises:
        RezError: There are no results; or a request was resolved to something else.
    """
    ours, others = _read(out_dir, "resolves.json"), _read(other_dir, "resolves.json")
    for number, (our, other) in enumerate(zip(ours, others)):
        if our.get("resolved_packages") != other.get("resolved_packages"):
            raise RezError("MISMATCHING RESULT (#%d):\nREQUEST: %s\nRESOLVE FROM %s: %s\nRESOLVE FROM %s: %s" % (
                number, our["request"], out_dir, our.get("resolved_packages"), other_dir,
                other.get("resolved_packages")))
    summary, other_summary = _read(out_dir, "summary.json"), _read(other_dir, "summary.json")
    deltas = {}
    for name in ("max", "min", "mean", "median", "stddev"):
        if name not in summary or name not in other_summary:
            raise RezError("There are no times in %s" % (out_dir if name not in summary else other_dir))
        delta = other_summary[name] - summary[name]
        ratio = 100.0 * delta / summary[name] if summary[name] else 0.0
        deltas[name + "_delta"] = [delta, "%+.2f%%" % ratio]
    print(json.dumps(deltas, indent=2), file=out)
