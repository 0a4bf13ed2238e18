"""Adapters that stand for libraries: the same as the library where it is installed, or as what is known of it."""
import importlib
import io
import os
import threading

import pytest


class Terminal(io.StringIO):
    def isatty(self):
        return True


BARS = ["Bar", "ChargingBar", "FillingCirclesBar", "FillingSquaresBar", "IncrementalBar", "PixelBar", "ShadyBar"]
SPINNERS = ["Spinner", "PieSpinner", "MoonSpinner", "LineSpinner", "PixelSpinner"]


@pytest.mark.parametrize("module, name", [("bar", name) for name in BARS] + [("spinner", name) for name in SPINNERS])
@pytest.mark.parametrize("attributes", [{}, {"color": "green", "width": 7, "suffix": "%(percent).1f%%"}, {"max": 3}])
def test_progress_like_the_library(module, name, attributes):
    pytest.importorskip("progress")

    def lines(package):
        shown = []

        class Noted(getattr(importlib.import_module("%s.%s" % (package, module)), name)):
            def writeln(self, line):
                if line:
                    shown.append(line)
        thing = Noted("%(index)d of it: ", file=Terminal(), **attributes)
        for value in thing.iter(["a", "b", "c", "d"]):
            assert thing.iter_value == value
        return shown
    assert lines("pkgrs.vendor.progress") == lines("progress")


@pytest.mark.parametrize("arguments", [
    {}, {"fg": "red"}, {"bg": "white"}, {"fg": 200, "bg": 7}, {"style": "bold+crossed"}, {"fg": "blue", "style": "faint"}])
def test_colours_like_the_library(arguments):
    library = pytest.importorskip("progress.colors")
    from pkgrs.vendor.progress import colors
    assert colors.color("text", **arguments) == library.color("text", **arguments)
    assert colors.green("text") == library.green("text") and colors.bold("text") == library.bold("text")


@pytest.mark.parametrize("arguments", [{"fg": "pink"}, {"bg": 256}, {"style": "loud"}])
def test_no_such_colour(arguments):
    from pkgrs.vendor.progress import colors
    with pytest.raises(Exception, match="Invalid (color|style)"):
        colors.color("text", **arguments)


@pytest.mark.parametrize("text, inside, outside", [
    (">=2004d", ["2004d", "2005", "2004e"], ["2004c", "dog"]), ("== dog", ["dog"], ["cat", "1"]), ("!=1", ["2", "1.0.1"], ["1"]),
    ("<1.0-b2", ["1.0-b1", "0.9"], ["1.0-b2", "1.0"]), (">cat", ["dog"], ["cat"]), ("<=b", ["a", "b"], ["c"])])
def test_legacy_specifiers(text, inside, outside):
    from rez.vendor.packaging.specifiers import LegacySpecifier
    specifier = LegacySpecifier(text)
    assert list(specifier.filter(inside + outside)) == inside
    assert specifier == LegacySpecifier(str(specifier)) and hash(specifier) == hash(LegacySpecifier(str(specifier)))


@pytest.mark.parametrize("text", ["", "1", "~=1", ">a b", ">=1,<2"])
def test_malformed_legacy_specifiers(text):
    from rez.vendor.packaging.specifiers import InvalidSpecifier, LegacySpecifier
    with pytest.raises(InvalidSpecifier):
        LegacySpecifier(text)


@pytest.mark.parametrize("module, name", [("pidlockfile", "PIDLockFile"), ("sqlitelockfile", "SQLiteLockFile")])
def test_other_locks(tmp_path, module, name):
    kind = getattr(importlib.import_module("rez.vendor.lockfile." + module), name)
    from rez.vendor.lockfile import AlreadyLocked, LockTimeout, NotLocked, NotMyLock
    path = str(tmp_path / "thing")
    lock = kind(path)
    with lock:
        assert lock.is_locked() and lock.i_am_locking()
        raised = []

        def other():
            for call in (lambda: kind(path, timeout=-1).acquire(), lambda: kind(path).acquire(timeout=0.01),
                         lambda: kind(path).release()):
                try:
                    call()
                except Exception as error:
                    raised.append(type(error))
        if name == "SQLiteLockFile":
            thread = threading.Thread(target=other)
            thread.start()
            thread.join()
        else:
            assert lock.read_pid() == os.getpid()
            (tmp_path / "thing").write_text("1\n")
            other()
            (tmp_path / "thing").write_text("%d\n" % os.getpid())
        assert raised == [AlreadyLocked, LockTimeout, NotMyLock]
    assert not lock.is_locked() and os.listdir(str(tmp_path)) == []
    with pytest.raises(NotLocked):
        lock.release()
    lock.acquire()
    kind(path).break_lock()
    assert not lock.is_locked()


def test_locks_by_old_names(tmp_path):
    from rez.vendor import lockfile
    for name in ("LinkFileLock", "MkdirFileLock", "SQLiteFileLock"):
        with pytest.warns(DeprecationWarning, match="instead of lockfile package"):
            with getattr(lockfile, name)(str(tmp_path / "thing")) as lock:
                assert lock.i_am_locking()


def test_queue_of_priorities():
    from rez.vendor.pygraph.algorithms.utils import priority_queue
    queue = priority_queue(["now"])
    for item, priority in (("late", 9), ("soon", 1), ("never", 5)):
        queue.insert(item, priority)
    queue.discard("never")
    assert ("late" in queue, "never" in queue, len(queue), queue.peek()) == (True, False, 3, "now")
    assert [queue.pop() for _ in range(3)] == ["now", "soon", "late"] and queue.empty()


def test_hypergraph_as_text_and_back():
    from rez.vendor.pygraph.algorithms.generators import generate_hypergraph
    from rez.vendor.pygraph.readwrite import dot, markup
    made = generate_hypergraph(5, 4)
    assert dot.read(dot.write(made)).nodes() == made.nodes() + made.hyperedges()
    assert dot.read_hypergraph(dot.write(made)) == made == markup.read(markup.write(made))
    made.unlink(made.links(made.hyperedges()[0])[0], made.hyperedges()[0]) if made.links("5") else made.add_node("x")
    assert dot.read_hypergraph(dot.write(made)) == made
