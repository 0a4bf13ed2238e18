"""Sent to an interpreter of either side: one measurement in this fresh process, printed as JSON.

Usage: probe.py load|solve|pyrer PACKAGES REQUESTS

It stands alone: only the standard library, and `rez` or `pyrer`. Times are pairs: seconds of processor time, of wall time.
"""
import json
import os
import resource
import sys
import time


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


class Watch:
    """Seconds since it was made."""

    def __init__(self):
        self.cpu, self.wall = time.process_time(), time.perf_counter()

    def read(self):
        return [time.process_time() - self.cpu, time.perf_counter() - self.wall]


def load(path):
    """Every definition loaded and validated."""
    from rez.packages import iter_package_families
    watch = Watch()
    count = 0
    for family in iter_package_families(paths=[path]):
        for package in family.iter_packages():
            package.validate_data()
            count += 1
    return {"load": watch.read(), "definitions": count, "peak_mib": peak_mib()}


def solve(path, requests):
    """Each request resolved, with the definitions loaded before; and how much of that was the solver."""
    from rez.resolved_context import ResolvedContext
    from rez.resolver import Resolver
    result = load(path)
    times, outcomes, solves = [], [], []
    real_solve = Resolver.solve

    def timed_solve(self, *args, **kwargs):
        watch = Watch()
        try:
            return real_solve(self, *args, **kwargs)
        finally:
            solves.append(watch.read())

    Resolver.solve = timed_solve
    for request in requests:
        watch = Watch()
        context = ResolvedContext(request, package_paths=[path], add_implicit_packages=False)
        times.append(watch.read())
        outcomes.append([context.status.name, [str(e) for e in context.resolved_ephemerals or []],
                         [v.qualified_name for v in context.resolved_packages or []]])
    result.update(times=times, solves=solves, outcomes=outcomes, peak_mib=peak_mib())
    return result


def pyrer_solve(path, requests):
    """Each request resolved by pyrer, which is handed the families that it asks for, made ready before."""
    import pyrer
    from rez.packages import iter_package_families
    families = {family.name: [pyrer.PackageData.from_rez(package) for package in family.iter_packages()]
                for family in iter_package_families(paths=[path])}
    solves, outcomes = [], []
    for request in requests:
        watch = Watch()
        result = pyrer.solve(request, load_family=lambda name: families.get(name, []))
        solves.append(watch.read())
        outcomes.append([result.status, list(result.resolved_ephemerals or []),
                         ["%s%s[%s]" % (v.name, v.version and "-%s" % v.version,
                                        "" if v.variant_index is None else v.variant_index)
                          for v in result.resolved_packages or []]])
    return {"solves": solves, "outcomes": outcomes, "peak_mib": peak_mib()}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    what, path, requests = sys.argv[1:]
    if what == "load":
        result = load(path)
    else:
        with open(requests) as file:
            result = (solve if what == "solve" else pyrer_solve)(path, json.load(file))
    json.dump(result, out)
    out.close()


if __name__ == "__main__":
    main()
