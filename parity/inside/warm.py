"""A process of a side that stays, and runs Python scripts in forks of itself.

It stands alone: only the standard library, and what the interpreter has. A fork is as a process of its own would be:
variables, working directory, streams, session, arguments, the module `__main__`, how it ends. What differs is that
modules which it would import are there already: those that are not of `rez` have been imported, and of those that are
the code has been read. These are run in the fork, unless it would make no difference (see `kept.py`). And it does not
take itself apart, object by object, at its end.
"""
import array
import atexit
import gc
import importlib
import importlib.machinery
import importlib.util
import json
import os
import signal
import site
import socket
import sys
import threading
import types

import kept

del sys.modules["kept"]  # it is no business of what is run
# What these do when they are imported may depend on variables and configuration.
OWN = ("rez", "rezplugins", "pkgrs")
_read_code = importlib.machinery.SourceFileLoader.get_code
codes = {}  # path of a module of the side: its code


def get_code(loader, name):
    return codes.get(loader.path) or _read_code(loader, name)


def is_own(name):
    return name.partition(".")[0] in OWN


def warm_up(names, varying):
    """Import what modules of these names (`package.*`: all in that package) import that is not the side's own; keep the
    code of what is, and those modules that are the same wherever they are imported, whatever the variables are that vary."""
    names = [module for name in names for module in (modules_of(name[:-2]) if name.endswith(".*") else [name])]
    others, own = survey_of(names, varying)
    for name in others:
        if name not in sys.modules:
            try:
                importlib.import_module(name)
            except ImportError:
                pass  # a module under a name that only its importer gives it
    keep_code(os.path.dirname(os.path.abspath(__file__)))
    for name in OWN:
        spec = importlib.util.find_spec(name)
        for folder in spec.submodule_search_locations if spec else ():
            keep_code(folder)
    importlib.machinery.SourceFileLoader.get_code = get_code
    before = None
    while own != before:  # what was set up by one that is not kept may have hidden what another does
        before, own = own, survey_of([name for name, _, _ in own], varying)[1]
    for name, _, _ in own:
        importlib.import_module(name)
    sys.meta_path.insert(0, kept.Kept(own))


def modules_of(package):
    """The names of the modules of a package, if it is there."""
    top, *rest = package.split(".")
    spec = importlib.util.find_spec(top)
    folders = [os.path.join(folder, *rest) for folder in (spec.submodule_search_locations if spec else ())]
    return ["%s.%s" % (package, name[:-len(".py")]) for folder in folders if os.path.isdir(folder)
            for name in sorted(os.listdir(folder)) if name.endswith(".py") and name != "__init__.py"]


def survey_of(names, varying):
    """What these modules import that is not the side's own, and which of those that are can be kept (`kept.Survey`); found
    out in a process of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            survey = kept.Survey(is_own, varying)
            for name in names:
                try:
                    importlib.import_module(name)
                except (Exception, SystemExit):
                    pass  # it is for another side, or for another system
            others = [name for name, module in list(sys.modules.items())
                      if not is_own(name) and getattr(getattr(module, "__spec__", None), "origin", None)]
            with os.fdopen(writer, "w") as answer:
                json.dump([others, survey.found()], answer)
            code = 0
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as answer:
        others, own = json.loads(answer.read() or "[[], []]")
    os.waitpid(child, 0)
    return others, own


def keep_code(folder):
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in ("__pycache__", "tests", "data")]
        for file in files:
            if file.endswith(".py"):
                path = os.path.join(where, file)
                try:
                    codes[path] = _read_code(importlib.machinery.SourceFileLoader("?", path), "?")
                except (SyntaxError, ImportError):
                    pass  # a module for another system or Python


def receive(channel):
    """The next request and the descriptors that come with it; None when there will be none."""
    text, descriptors = b"", array.array("i")
    while not text.endswith(b"\n"):
        data, extra, _, _ = channel.recvmsg(65536, socket.CMSG_LEN(3 * descriptors.itemsize))
        if not data:
            return None, []
        text += data
        for level, kind, content in extra:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                descriptors.frombytes(content[:len(content) - len(content) % descriptors.itemsize])
    return json.loads(text), list(descriptors)


def become(request, descriptors):
    """Make this fork what a new process would be at its start."""
    os.setsid()
    for number, descriptor in enumerate(descriptors):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.chdir(request["cwd"])
    os.environ.clear()
    os.environ.update(request["env"])
    sys.argv[:] = request["argv"]
    if request["path"]:
        add_path(request["path"].split(os.pathsep))
    sys.path[0] = os.path.dirname(os.path.realpath(request["argv"][0]))


def add_path(folders):
    """What a process does at its start with folders of PYTHONPATH."""
    found = [sys.path[0]]
    for folder in [*map(os.path.abspath, folders), *sys.path[1:]]:
        if folder not in found[1:]:
            found.append(folder)
    sys.path[:] = found[1:]
    if "sitecustomize" not in sys.modules:
        site.execsitecustomize()
    sys.path.insert(0, found[0])


def imported():
    """The names of what has been imported, apart from what Python imports as it starts, if it is there."""
    return sorted({name.partition(".")[0] for name in sys.modules}.union(OWN, ["usercustomize"]))


def run(path):
    """Run a script as `__main__`, and end."""
    module = types.ModuleType("__main__")
    module.__file__, module.__cached__, module.__builtins__ = path, None, __builtins__
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    sys.modules["__main__"] = module
    status = 0
    try:
        exec(codes.get(path) or compiled(path), module.__dict__)
    except SystemExit as error:
        status = status_of(error.code)
    except BaseException as error:
        frames = error.__traceback__
        while frames and frames.tb_frame.f_code.co_filename == __file__:
            frames = frames.tb_next
        sys.excepthook(type(error), error.with_traceback(frames), frames)
        status = signal.SIGINT * -1 if isinstance(error, KeyboardInterrupt) else 1
    del module
    end(status)


def status_of(code):
    """The exit status for what was given to `sys.exit`; what is no number is printed."""
    if code is None or isinstance(code, int):
        return int(code or 0) & 0xff
    sys.stdout.flush()
    print(code, file=sys.stderr)
    return 1


def end(status):
    """End with this exit status, or by minus this signal, as a process does after its script, except that the objects
    that are left are not taken apart: they would be copied for that. Those of the script are."""
    threading._shutdown()
    atexit._run_exitfuncs()
    try:
        sys.modules.pop("__main__", types.ModuleType("?")).__dict__.clear()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None and not getattr(stream, "closed", False):
                stream.flush()
    except Exception:
        sys.exit(abs(status))  # in the way of Python, with all that it says of such
    if status < 0:
        signal.signal(-status, signal.SIG_DFL)
        os.kill(os.getpid(), -status)
    os._exit(status)


def compiled(path):
    with open(path, "rb") as file:
        return compile(file.read(), path, "exec")


def serve(channel):
    """Run what is asked for, one after the other. Returns the request in the fork that is to do it."""
    while True:
        request, descriptors = receive(channel)
        if request is None:
            sys.exit()
        child = os.fork()
        if not child:
            channel.close()
            become(request, descriptors)
            return request
        for descriptor in descriptors:
            os.close(descriptor)
        channel.sendall(json.dumps({"pid": child}).encode() + b"\n")
        status = os.waitpid(child, 0)[1]
        channel.sendall(json.dumps({"status": status}).encode() + b"\n")


if __name__ == "__main__":
    warm_up(*json.loads(sys.argv[2]))
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        asked.sendall(json.dumps({"imported": imported()}).encode() + b"\n")
        request = serve(asked)
    run(request["argv"][0])
