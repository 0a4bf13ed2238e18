"""Sent to an interpreter of either side: one measurement in this fresh process, printed as JSON.

Usage: probe.py load PACKAGES | solve PACKAGES REQUESTS | pyrer PACKAGES REQUESTS

It stands alone: only the standard library, and `rez` or `pyrer`.
"""
import json
import os
import resource
import sys
import time


def peak_mib():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def load(path):
    """Every definition loaded and validated."""
    from rez.packages import iter_package_families
    start = time.perf_counter()
    count = 0
    for family in iter_package_families(paths=[path]):
        for package in family.iter_packages():
            package.validate_data()
            count += 1
    return {"seconds": time.perf_counter() - start, "definitions": count, "peak_mib": peak_mib()}


def solve(path, requests):
    """Each request resolved, with the definitions loaded before."""
    from rez.packages import iter_package_families
    from rez.resolved_context import ResolvedContext
    for family in iter_package_families(paths=[path]):
        for package in family.iter_packages():
            package.validate_data()
    times, outcomes = [], []
    for request in requests:
        start = time.perf_counter()
        context = ResolvedContext(request, package_paths=[path], add_implicit_packages=False)
        times.append(time.perf_counter() - start)
        outcomes.append([context.status.name, [v.qualified_name for v in context.resolved_packages or []]])
    return {"times": times, "outcomes": outcomes, "peak_mib": peak_mib()}


def pyrer_solve(path, requests):
    import pyrer
    from rez.packages import iter_package_families
    packages = [pyrer.PackageData.from_rez(package)
                for family in iter_package_families(paths=[path]) for package in family.iter_packages()]
    times, outcomes = [], []
    for request in requests:
        start = time.perf_counter()
        result = pyrer.solve(request, packages)
        times.append(time.perf_counter() - start)
        outcomes.append([result.status, ["%s-%s[%s]" % (v.name, v.version, v.variant_index)
                                         for v in result.resolved_packages or []]])
    return {"times": times, "outcomes": outcomes, "peak_mib": peak_mib()}


def main():
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    what, path = sys.argv[1:3]
    if what == "load":
        result = load(path)
    else:
        with open(sys.argv[3]) as file:
            requests = json.load(file)
        result = (solve if what == "solve" else pyrer_solve)(path, requests)
    json.dump(result, out)
    out.close()


if __name__ == "__main__":
    main()
