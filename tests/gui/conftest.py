"""Windows, on a screen that nobody sees. Without Qt there is nothing to test."""
import os
import time
from pathlib import Path
from typing import Any, Callable, Iterator, List

import pytest

HERE = Path(__file__).parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items: List[Any]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.gui)


def write_package(repository: Path, name: str, version: str, text: str = "") -> None:
    folder = repository / name / version
    folder.mkdir(parents=True)
    (folder / "package.py").write_text("name = %r\nversion = %r\n%s" % (name, version, text))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three versions of a language, and a tool that needs it, in the only repository there is."""
    from pkgrs.config.config import config

    root = tmp_path / "packages"
    for number, version in enumerate(("3.9.0", "3.10.1", "3.11.2")):
        write_package(root, "lang", version, """
description = "A language."
authors = ["somebody"]
timestamp = %d
changelog = "What is new in %s"
help = [["Manual", "https://lang.example/%s"]]
tools = ["lang", "langc"]
def commands():
    env.LANG_ROOT = "{root}"
    env.LANG_PATH.append("/one")
    env.LANG_PATH.append("/two")
""" % (1600000000 + number * 1000, version, version))
    write_package(root, "rig", "1.0", "requires = ['lang']\ntools = ['rig_it']\n"
                  "def commands():\n    env.PATH.prepend('{root}/bin')\n")
    write_package(root, "rig", "2.0", "variants = [['lang-3.9'], ['lang-3.10+']]\n")
    tool = root / "rig" / "1.0" / "bin" / "rig_it"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\necho rigging\necho badly >&2\nexit 3\n")
    tool.chmod(0o755)
    overrides = {"packages_path": [str(root)], "implicit_packages": ["~lang>=3"], "package_filter": None}
    for name, value in overrides.items():
        config.override(name, value)
    yield root
    for name in overrides:
        config.remove_override(name)


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path) -> Iterator[None]:
    """Settings of windows, of this test alone."""
    from pkgrs.gui.qt import QtCore
    from pkgrs.gui.settings import _settings

    form = QtCore.QSettings.Format.NativeFormat
    QtCore.QSettings.setPath(form, QtCore.QSettings.Scope.UserScope, str(tmp_path / "settings"))
    del _settings[:]
    yield
    del _settings[:]


@pytest.fixture
def app(repository: Path) -> Iterator[Any]:
    from pkgrs.gui.application import get_app
    from pkgrs.gui.qt import QtCore, QtWidgets

    found = get_app()
    yield found
    found.set_main_window(None)
    for widget in found.topLevelWidgets():
        widget.hide()
        if isinstance(widget, (QtWidgets.QMainWindow, QtWidgets.QDialog)):  # others belong to these, or to parts of them
            widget.deleteLater()
    found.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    found.processEvents()


@pytest.fixture
def wait(app: Any) -> Callable[..., None]:
    """Waits until something holds, while windows do their work."""

    def until(holds: Callable[[], Any], seconds: float = 20) -> None:
        end = time.time() + seconds
        while not holds():
            assert time.time() < end, "in vain"
            app.processEvents()
            time.sleep(0.005)

    return until


@pytest.fixture
def later(app: Any) -> Iterator[Callable[..., None]]:
    """Does something when something holds, while a dialog waits."""
    from pkgrs.gui.qt import QtCore

    timers: List[Any] = []
    late: List[Any] = []

    def when(holds: Callable[[], Any], act: Callable[[], Any]) -> None:
        timer = QtCore.QTimer()
        end = time.time() + 20

        def look() -> None:
            if time.time() > end:
                late.append(holds)
                app.exit(1)
            elif not holds():
                return
            timer.stop()
            if not late:
                act()

        timer.timeout.connect(look)
        timer.start(5)
        timers.append(timer)

    yield when
    assert not late, "in vain"


class Answers(List[str]):
    """What was said in message boxes.

    Attributes:
        replies: Names of the buttons that are chosen, one after another; "Ok" if there are no more.
    """

    def __init__(self) -> None:
        super().__init__()
        self.replies: List[str] = []


@pytest.fixture(autouse=True)
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Message boxes that are answered at once."""
    from pkgrs.gui.qt import QtWidgets

    said = Answers()
    box = QtWidgets.QMessageBox

    def asked(parent: Any, title: str, text: str, *buttons: Any) -> Any:
        said.append("%s: %s" % (title, text))
        return getattr(box.StandardButton, said.replies.pop(0) if said.replies else "Ok")

    for kind in ("warning", "critical", "information"):
        monkeypatch.setattr(box, kind, staticmethod(asked))
    return said
