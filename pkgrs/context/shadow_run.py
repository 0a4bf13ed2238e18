"""Run as a program: keeps the other side of a shadowed resolve within its limits, compares, and logs.

It reads the question from its standard input. It stands alone, as nothing of pkgrs is needed for it, and starts fast.
"""
from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterator, Optional, Tuple

    Data = Dict[str, Any]

SEEDS = (0, 5, 2)  # with these even small sets come in another order
PROBE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shadow_probe.py")
# Neither through a link, nor waiting for whoever holds the other end of a pipe.
_CAREFUL = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC"))
COMPARED = ("status", "packages", "ephemerals", "failure", "error", "message")


def main() -> None:
    """Read a question as JSON from standard input, ask the other side, and log how its answer compares."""
    question = json.loads(sys.stdin.buffer.read().decode("utf-8"))
    os.umask(os.umask(0o022) | 0o022)
    if not question["wait"] and hasattr(os, "nice"):
        os.nice(19)
    log = Log(question["log"], question["log_size"])
    record: Data = {"time": round(time.time(), 3), "host": socket.gethostname(), "user": user(), "answer": question["answer"],
              "request": question["request"], "seconds": {"pkgrs": question["seconds"]}}
    if question["skip"]:
        log.add(dict(record, outcome="skipped", why=question["skip"]))
        return
    with slot(log, question) as free:
        if not free:
            log.add(dict(record, outcome="skipped", why="%d are at work already" % question["jobs"]))
            return
        start = time.time()
        answer, why = ask(question, SEEDS[0], start)
        record["seconds"]["rez"] = round(time.time() - start, 3)
        if question["wait"]:  # whoever waits needs not wait for the log
            with open(1, "wb") as output:
                output.write(json.dumps(answer).encode("utf-8") if answer else b"")
        if answer is None:
            log.add(dict(record, outcome="failed", why=why))
            return
        record["rez_version"] = answer.get("version")
        log.add(judged(record, answer, question, start))


def judged(record: Data, answer: Data, question: Data, start: float) -> Data:
    """The line for the log, when both have answered.

    What Rez takes from a set varies with the hash seed; where other runs of it do not agree with the first, it is
    noise.
    """
    ours = question["pkgrs"]
    different = sorted(key for key in COMPARED if (answer.get(key) or None) != (ours.get(key) or None))
    if not different:
        return dict(record, outcome="same")
    others = [ask(question, seed, start)[0] for seed in SEEDS[1:]]
    noise = [key for key in different if any(other and other.get(key) != answer.get(key) for other in others)]
    different = [key for key in different if key not in noise]
    record = dict(record, outcome="different" if different else "same", noise=noise)
    if different:
        theirs = {key: answer[key] for key in COMPARED if key in answer}
        record.update(different=different, rez=theirs, pkgrs=ours)
    return record


def user() -> str:
    """Get the name of the user who runs this; the number, or nothing, if there is no name."""
    import getpass
    try:
        return getpass.getuser()
    except Exception:  # no name for this number
        return str(os.getuid()) if hasattr(os, "getuid") else ""


# -- the other side

def ask(question: Data, seed: int, start: float) -> Tuple[Optional[Data], str]:
    """Its answer, or None and why there is none.

    Args:
        seed: Its hash seed.
        start: When the time that it may take began.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PKGRS_SHADOW", "PYTHON"))}
    env["PYTHONHASHSEED"] = str(seed)
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as errors:
        given.write(json.dumps(question["request"]).encode("utf-8"))
        given.seek(0)
        try:
            process = subprocess.Popen([question["reference"], "-B", PROBE], stdin=given, stdout=told,
                                       stderr=errors, env=env, start_new_session=True)
        except OSError as error:
            return None, "%s: %s" % (question["reference"], error.strerror or error)
        try:
            status = process.wait(timeout=max(0, start + question["time_limit"] - time.time()))
        except subprocess.TimeoutExpired:
            end(process)
            return None, "no answer within %g s" % question["time_limit"]
        told.seek(0)
        try:
            answer = json.loads(told.read().decode("utf-8"))
        except ValueError:
            errors.seek(max(0, errors.seek(0, os.SEEK_END) - 2000))
            rows = errors.read().decode("utf-8", "replace").strip().splitlines()
            return None, "ended with status %d%s" % (status, ": " + rows[-1] if rows else "")
    if "wrong" in answer:
        return None, answer["wrong"]
    return answer, ""


def end(process: subprocess.Popen[bytes]) -> None:
    """End it, and what it started."""
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


@contextlib.contextmanager
def slot(log: Log, question: Data) -> Iterator[bool]:
    """Whether this may go on: only so many of a user's do at once. Whoever is waited for always may."""
    if question["wait"] or fcntl is None:
        yield True
        return
    for number in range(question["jobs"]):
        try:
            file = log.opened("slot-%d" % number, os.O_RDWR)
        except OSError:
            continue
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            continue
        try:
            yield True
        finally:
            os.close(file)
        return
    yield False


# -- the log

class Log:
    """A file of JSON lines, to which many processes append: one for each machine and user in the folder.

    Files are only written to that are this user's own, and that nobody else may write to.
    """

    def __init__(self, folder: str, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self.stem = "%s.%s" % (plain(socket.gethostname()), plain(user()))
        with contextlib.suppress(FileExistsError):
            os.makedirs(folder, 0o700)

    def opened(self, ending: str, flags: int) -> int:
        """The number of a file of this log, opened.

        Raises:
            OSError: It can't be opened, or is not one to be written to.
        """
        name = os.path.join(self.folder, "%s.%s" % (self.stem, ending))
        file = os.open(name, flags | os.O_CREAT | _CAREFUL, 0o644)
        found = os.fstat(file)
        own = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if not (stat.S_ISREG(found.st_mode) and own and found.st_nlink <= 1) or (own and found.st_mode & 0o022):
            os.close(file)
            raise OSError("%s: not a file that only this user may write to" % name)
        return file

    def add(self, record: Data) -> None:
        """Append a line, whole or not at all."""
        line = json.dumps(record, sort_keys=True).encode("utf-8") + b"\n"
        lock = self.opened("lock", os.O_RDWR)
        try:
            if fcntl is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
            self.append(line)
        finally:
            os.close(lock)

    def append(self, line: bytes) -> None:
        """See `add`; the log is locked."""
        name = os.path.join(self.folder, self.stem + ".jsonl")
        file = self.opened("jsonl", os.O_WRONLY | os.O_APPEND)
        try:
            size = os.fstat(file).st_size
            if size and size + len(line) > self.limit // 2:
                os.close(file)
                os.replace(name, os.path.join(self.folder, self.stem + ".1.jsonl"))
                file = self.opened("jsonl", os.O_WRONLY | os.O_APPEND)
                size = 0
            if os.write(file, line) != len(line):  # the disk is full
                os.ftruncate(file, size)
        finally:
            os.close(file)


def plain(name: str) -> str:
    """The name, fit to be part of that of a file."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name)


if __name__ == "__main__":
    main()
