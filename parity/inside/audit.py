"""Sent to an interpreter of either side: a process that stays, and answers one JSON line for each it reads.

It stands alone with `values.py`: only the standard library and `rez`, which is whatever that interpreter has. Nothing is
written but the answers: caches, trackers and payload copies of the studio's configuration are switched off.
"""
import ast
import hashlib
import json
import os
import re
import sys
import threading
import time

from values import attempt, failure

# Settings by which a resolve would reach for what others use, or leave something there.
QUIET = {
    "memcached_uri": [], "cache_packages_path": None, "read_package_cache": False, "write_package_cache": False,
    "context_tracking_host": None, "resolve_caching": False, "cache_package_files": False, "cache_listdir": False,
}
# Which of Rez's own commands are there depends on how a side was installed, not on what it does.
ALIKE = {"rez_tools_visibility": "never"}


# -- definitions

def do_families(path):
    from rez.package_repository import package_repository_manager
    repository = package_repository_manager.get_repository(path)
    return attempt(lambda: sorted(family.name for family in repository.iter_package_families()))


def packages_of(path, name):
    from rez.packages import iter_packages
    return sorted(iter_packages(name, paths=[path]), key=lambda package: package.version)


def do_versions(path, name):
    return attempt(lambda: [str(package.version) for package in packages_of(path, name)])


def do_family(path, name):
    return attempt(lambda: {str(package.version): definition(package) for package in packages_of(path, name)})


def do_version(path, name, version):
    for package in packages_of(path, name):
        if str(package.version) == version:
            return definition(package)
    return None


def definition(package):
    """Everything that a definition says, validated, and what its variants are."""
    return {"data": attempt(package.validated_data), "variants": attempt(lambda: [
        {"index": variant.index, "subpath": variant.subpath, "requires": requirements(variant),
         "handle": variant.handle.to_dict()} for variant in package.iter_variants()])}


def requirements(variant):
    return attempt(lambda: [str(request) for request in variant.variant_requires or ()])


# -- requests

def do_resolve(request, shells):
    """A recorded request resolved anew, and the environment and the shell code of what it resolved to."""
    from rez.config import config
    config.override("implicit_packages", list(request["implicit"]))
    try:
        context = resolved(request)
    except (Exception, SystemExit) as error:
        return {"resolve": failure(error)}
    result = {"resolve": {
        "status": context.status.name,
        "requested": [str(request) for request in context.requested_packages(True)],
        "failure": context.failure_description,
        "graph": attempt(graph, context),
    }}
    if context.success:
        result["resolve"]["packages"] = [
            dict(variant.handle.to_dict()["variables"], variant=variant.qualified_name)
            for variant in context.resolved_packages]
        result["resolve"]["ephemerals"] = [str(request) for request in context.resolved_ephemerals]
        parent = {"PATH": "/usr/bin:/bin", "HOME": "/home/artist", "USER": "artist"}
        result["environment"] = attempt(context.get_environ, parent_environ=dict(parent))
        result["shell"] = {shell: attempt(context.get_shell_code, shell, parent_environ=dict(parent))
                           for shell in shells}
    return result


def resolved(request):
    from rez.resolved_context import ResolvedContext
    arguments = {}
    if request["filter"] is not None:
        from rez.package_filter import PackageFilterList
        arguments["package_filter"] = PackageFilterList.from_pod(request["filter"])
    if request["orderers"] is not None:
        from rez.package_order import from_pod
        arguments["package_orderers"] = [from_pod(pod) for pod in request["orderers"]]
    return ResolvedContext(
        request["requests"], timestamp=request["timestamp"], building=request["building"],
        testing=request["testing"], caching=False, package_paths=request["paths"], package_caching=False, **arguments)


def graph(context):
    """The graph as a saved context has it, its edges sorted: Rez takes some of them from a set."""
    text = context.to_dict(fields=["graph"]).get("graph")
    if not text:
        return text
    data = ast.literal_eval(text)
    data["edges"] = [[attributes, sorted(edges)] for attributes, edges in data.get("edges", [])]
    return data


def do_hello():
    """Which implementation this is, and a digest of the state of its files."""
    import rez
    total = hashlib.sha256((rez.__version__ + sys.version).encode())
    names = ["rez"] + (["pkgrs"] if "pkgrs" in sys.modules else [])
    for name in names:
        for where, folders, files in os.walk(os.path.dirname(sys.modules[name].__file__)):
            folders.sort()
            for path in sorted(os.path.join(where, file) for file in files if file.endswith(".py")):
                status = os.stat(path)
                total.update(("%s %d %d\n" % (path, status.st_size, status.st_mtime_ns)).encode())
    return {"version": rez.__version__, "pkgrs": "pkgrs" in names, "digest": total.hexdigest()}


DO = {"hello": do_hello, "families": do_families, "versions": do_versions, "family": do_family,
      "version": do_version, "resolve": do_resolve}


def end_with(parent):
    """End this process when that which started it is gone, whatever a definition is doing here."""
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)


def main():
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()
    answers, questions = os.fdopen(os.dup(1), "w"), os.fdopen(os.dup(0), "r")
    os.dup2(2, 1)
    del sys.path[0]  # this folder: its modules are no business of the code that is run
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    import rez
    from rez.config import config
    for name, value in dict(QUIET, **ALIKE).items():
        config.override(name, value)
    own = re.compile(re.escape(json.dumps(rez.__path__[0])[1:-1]) + r"(?![\w.-])")
    for line in questions:
        question = json.loads(line)
        try:
            answer = {"result": DO[question["do"]](**question["with"])}
        except Exception as error:  # what a side raises is a result; this is a fault of the probe
            answer = {"failed": "%s: %s" % (type(error).__name__, error)}
        answers.write(own.sub("<rez>", json.dumps(answer)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
