"""Builds that are killed at random moments, run out of disk space, or run side by side, as processes of their own."""
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="kills processes")]

BUILD = "import sys; from pkgrs.cli.entry import run_rez_build; sys.exit(run_rez_build())"
# What a process that knows nothing of the builds finds.
LOOK = """
import json, os, sys
from pkgrs.package.find import iter_packages
found = {}
for package in iter_packages("foo", paths=[sys.argv[1]]):
    for variant in package.iter_variants():
        files = sorted(os.listdir(variant.root)) if os.path.isdir(variant.root) else None
        texts = {open(os.path.join(variant.root, name)).read() for name in files or () if name.startswith("file")}
        found[variant.qualified_name] = [package.description, files, sorted(texts)]
print(json.dumps(found))
"""
# The payload is many files, which takes a while.
DEFINITION = """
name = "foo"
version = "{version}"
description = "{text}"
variants = {variants}
build_command = "for i in 1 2 3 4 5 6 7 8 9 10; do echo {text} > $REZ_BUILD_INSTALL_PATH/file$i; done"
"""


def wait_for(*which):
    """Wait until no such process is there."""
    deadline = time.time() + 60
    while subprocess.run(["pgrep", *which], stdout=subprocess.DEVNULL).returncode == 0:
        assert time.time() < deadline, which
        time.sleep(0.01)


class Workshop:
    """A source folder, and a repository that `rez-build` processes install to."""

    def __init__(self, root):
        self.source, self.local = root / "source", root / "local"
        for folder in (self.source, self.local, root / "home"):
            folder.mkdir()
        self.environ = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "HOME": str(root / "home"),
                        "REZ_LOCAL_PACKAGES_PATH": str(self.local), "REZ_PACKAGES_PATH": str(self.local),
                        "REZ_IMPLICIT_PACKAGES": "", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": str(root / "home")}

    def define(self, text, version="1.0", variants=("~a",)):
        (self.source / "package.py").write_text(DEFINITION.format(
            text=text, version=version, variants=[[variant] for variant in variants]))

    def start(self, *arguments, **options):
        options.setdefault("stdout", subprocess.DEVNULL)
        options.setdefault("stderr", subprocess.DEVNULL)
        return subprocess.Popen([sys.executable, "-c", BUILD, "-i", *arguments], cwd=str(self.source), env=self.environ,
                                start_new_session=True, **options)

    def look(self):
        return json.loads(subprocess.check_output([sys.executable, "-c", LOOK, str(self.local)], env=self.environ))

    def settle(self):
        """Wait for the process that looks after the killed one to end its work."""
        wait_for("-f", "restore.py %s/" % self.local)


    def wait_until_there(self, process, pattern):
        """Wait until a file of the family has such a name, or the process has ended."""
        while process.poll() is None and not any(map(pattern.match, os.listdir(str(self.local / "foo")))):
            time.sleep(0.001)


@pytest.fixture
def workshop(tmp_path):
    return Workshop(tmp_path)


def whole(text):
    return [text, sorted(["build.rxt", "variant.json"] + ["file%d" % index for index in range(1, 11)]), [text + "\n"]]


@pytest.mark.parametrize("whole_group", [True, False])
def test_kills_leave_the_old_state_or_the_new_one(workshop, whole_group):
    workshop.define("text0")
    started = time.time()
    assert workshop.start().wait() == 0
    duration = time.time() - started
    state = "text0"
    moments = random.Random(whole_group)
    seen = {"old": 0, "new": 0}
    for index in range(1, 26):
        new = "text%d" % index
        workshop.define(new)
        process = workshop.start()
        if index % 3 == 0:
            time.sleep(duration * moments.uniform(0, 1))
        elif index % 3 == 1:  # while it builds
            workshop.wait_until_there(process, re.compile(r"\.saved-.*[0-9a-f]$"))
            time.sleep(duration * moments.uniform(0, 0.2))
        else:  # while it ends
            workshop.wait_until_there(process, re.compile(r"\.saved-.*\.new$"))
            time.sleep(moments.uniform(0, 0.02))
        if process.poll() is None:  # else the build was quicker
            (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
        process.wait()
        if not whole_group:
            wait_for("-s", str(process.pid))  # the shell that it had started
        workshop.settle()
        found = workshop.look()
        assert found in ({"foo-1.0[0]": whole(state)}, {"foo-1.0[0]": whole(new)}), index
        seen["new" if found == {"foo-1.0[0]": whole(new)} else "old"] += 1
        state = found["foo-1.0[0]"][0]
    assert seen["old"] and seen["new"], seen
    # A build that nobody kills finds all in order.
    workshop.define("last")
    assert workshop.start().wait() == 0
    assert workshop.look() == {"foo-1.0[0]": whole("last")}
    assert not [name for name in os.listdir(str(workshop.local)) if name.startswith(".lock")]


def test_kills_of_first_installs(workshop):
    """What was never complete is not seen, also when its mark is old."""
    workshop.define("text0", version="1.0")
    started = time.time()
    assert workshop.start().wait() == 0
    duration = time.time() - started
    moments = random.Random(3)
    for index in range(1, 11):
        version = "1.%d" % index
        workshop.define("text", version=version)
        process = workshop.start()
        time.sleep(duration * moments.uniform(0.4, 1))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for mark in (workshop.local / "foo").glob(".building*"):
            os.utime(str(mark), (1, 1))
        found = workshop.look()
        assert found.pop("foo-1.0[0]") == whole("text0")
        assert all(value == whole("text") for value in found.values()), (index, found)
    for index in range(1, 11):
        workshop.define("text", version="1.%d" % index)
        assert workshop.start().wait() == 0
    assert len(workshop.look()) == 11


def test_variants_side_by_side(workshop):
    names = ["~v%d" % index for index in range(8)]
    workshop.define("text", variants=names)
    processes = [workshop.start("--variants", str(index)) for index in range(8)]
    assert [process.wait() for process in processes] == [0] * 8
    found = workshop.look()
    assert len(found) == 8 and all(value == whole("text") for value in found.values())
    definition = (workshop.local / "foo" / "1.0" / "package.py").read_text()
    assert all("'%s'" % name in definition for name in names)
    assert sorted(os.listdir(str(workshop.local))) == ["foo"]
    assert os.listdir(str(workshop.local / "foo")) == ["1.0"]


@pytest.fixture
def small_disk(workshop):
    """The repository on a disk of its own with little room."""
    if os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a disk")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(workshop.local)],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if done.returncode:
        pytest.skip("can't mount a disk: %s" % done.stderr.decode().strip())
    yield workshop
    subprocess.run(["umount", "-l", str(workshop.local)], check=True)


def fill(folder, leave=0):
    """Fill the disk but for some blocks of 4096 bytes."""
    path = str(folder / "filler")
    with open(path, "wb", buffering=0) as stream:
        try:
            while stream.write(b"x" * 4096):
                pass
        except OSError:
            pass
    os.truncate(path, (os.path.getsize(path) // 4096 - leave) * 4096)
    return path


@pytest.mark.parametrize("blocks", range(0, 40, 4))
def test_full_disk(small_disk, blocks):
    """However little room there is: all or nothing, and an error that says why."""
    small_disk.define("old")
    assert small_disk.start().wait() == 0
    filler = fill(small_disk.local, blocks)
    small_disk.define("new")
    process = small_disk.start(stderr=subprocess.PIPE)
    _, err = process.communicate()
    text = err.decode()
    assert "Traceback" not in text
    if process.returncode:
        assert "No space left" in text or "The custom build system failed" in text
    os.remove(filler)
    assert small_disk.look() == {"foo-1.0[0]": whole("old" if process.returncode else "new")}
    assert small_disk.start().wait() == 0
    assert small_disk.look() == {"foo-1.0[0]": whole("new")}
