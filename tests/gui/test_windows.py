"""The main window, and contexts in it: opened, changed, resolved, compared, saved."""
import argparse
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pkgrs.context.context import ResolvedContext

pytest.importorskip("Qt")
from pkgrs.gui.qt import QtCore, QtWidgets  # noqa: E402
from pkgrs.gui.windows import MainWindow  # noqa: E402


@pytest.fixture
def main(app: Any) -> MainWindow:
    window = MainWindow()
    app.set_main_window(window)
    window.show()
    return window


@pytest.fixture
def rxt(app: Any, tmp_path: Path) -> str:
    path = str(tmp_path / "a.rxt")
    ResolvedContext(["rig-1", "lang-3.10"]).save(path)
    return path


def cells(window: Any) -> list:
    return [(row, widget.text(), widget.fresh) for row, widget in _variants(window)]


def _variants(window: Any) -> list:
    from pkgrs.gui.cells import VariantCellWidget
    return list(window.manager.context_table._widgets(1, VariantCellWidget))


def test_a_context_is_shown(main: MainWindow, rxt: str, wait: Any) -> None:
    window = main.open_context(rxt)
    assert window.windowTitle() == "a.rxt" and not window.context_model.is_modified()
    assert window.manager.context_table.get_request() == ["rig-1", "lang-3.10"]
    wait(lambda: all(fresh for _, _, fresh in cells(window)))
    assert cells(window) == [(0, "rig-1.0", "yellow_tick"), (1, "lang-3.10.1", "yellow_tick")]
    tabs = window.manager.tab
    assert [tabs.tabText(number) for number in range(4)] == ["context", "settings", "tools (3)", "resolve details"]


def test_selecting_a_package_shows_it(main: MainWindow, rxt: str, wait: Any) -> None:
    manager = main.open_context(rxt).manager
    manager.context_table.select_variant("lang")
    package = manager.package_tab
    assert package.isEnabled() and package.summary_widget.label.text().startswith("lang-3.10.1@")
    assert package.tabText(package.indexOf(package.tools_widget)) == "tools (2)"
    (_, rig), (_, lang) = _variants(manager.window().mdi.activeSubWindow())
    assert rig.depends_icon.toolTip() == "rig requires lang" and not rig.depends_icon.isHidden()
    assert lang.depends_icon.isHidden()
    package.setCurrentWidget(package.versions_widget)
    wait(lambda: package.versions_widget.label.text() == "lang-3.10.1 is the second latest package of 3 packages")
    package.setCurrentWidget(package.help_widget)
    wait(lambda: package.help_widget.tab.tabText(1) == "help for lang-3.10.1")
    assert package.help_widget.tab.tabText(0) == "latest help (lang-3.11.2)"
    package.setCurrentWidget(package.changelog_edit)
    assert "What is new in 3.10.1" in package.changelog_edit.toPlainText()
    package.setCurrentWidget(package.details_widget)
    assert "LANG_ROOT" in package.details_widget.edit.toPlainText()


def test_a_request_is_typed_and_resolved(main: MainWindow, wait: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = main.new_context()
    table, model = window.manager.context_table, window.context_model
    assert window.windowTitle() == "new context*"
    first = table.cellWidget(0, 0)
    first.setText("rig")
    assert model.request == ["rig"]
    second = table.cellWidget(1, 0)  # there is a line for the next
    second.setText("lang-3.9")
    first.setText("")
    first.edit.focusOutViaKeyPress.emit("")
    assert [table.cellWidget(row, 0).text() for row in (0, 1)] == ["lang-3.9", ""] and table.cellWidget(2, 0) is None
    table.cellWidget(1, 0).setText("rig")
    assert model.request == ["lang-3.9", "rig"] and table.horizontalHeaderItem(1).text() == "resolve (stale)"
    assert window.manager.resolve()
    assert [text for _, text, _ in cells(window)] == ["lang-3.9.0", "rig-2.0"]
    assert not model.is_stale() and model.is_modified() and not window.is_saveable()
    target = str(tmp_path / "new.rxt")
    monkeypatch.setattr(QtWidgets.QFileDialog, "getSaveFileName", staticmethod(lambda *args: (target, "")))
    assert window.save_context_as() and window.windowTitle() == "new.rxt"
    assert [str(variant) for variant in ResolvedContext.load(target).resolved_packages or ()]


def test_keys_and_clicks(app: Any, main: MainWindow, wait: Any) -> None:
    from Qt import QtTest

    keys, key, left = QtTest.QTest, QtCore.Qt.Key, QtCore.Qt.MouseButton.LeftButton
    main.activateWindow()
    wait(main.isActiveWindow)
    window = main.new_context()
    table = window.manager.context_table
    line = table.cellWidget(0, 0).edit
    line.setFocus()
    keys.keyClicks(line, "la")
    wait(lambda: line.words.popup().isVisible())
    keys.keyClick(line.words.popup(), key.Key_Down)
    keys.keyClick(line.words.popup(), key.Key_Return)
    assert window.context_model.request == ["lang"]
    keys.keyClick(line, key.Key_Tab)
    wait(lambda: app.focusWidget() is table.cellWidget(1, 0).edit)
    keys.keyClicks(app.focusWidget(), "rig-1")
    assert table.get_request() == ["lang", "rig-1"]
    assert window.manager.resolve()
    wait(lambda: table.cellWidget(1, 1).fresh)  # by then it also has its place
    keys.mouseClick(table.cellWidget(1, 1).label, left)
    assert table.current_variant().name == "rig"
    keys.mouseClick(window.manager.find_tbtn, left)
    keys.keyClicks(window.manager.popup.edit, "lang")
    keys.keyClick(window.manager.popup.edit, key.Key_Return)
    assert table.current_variant().name == "lang" and not window.manager.popup.isVisible()


def test_settings_that_are_not_applied_are_marked(main: MainWindow, rxt: str) -> None:
    manager = main.open_context(rxt).manager
    manager.context_table.cellWidget(1, 0).setText("lang")
    assert manager.tab.tabText(1) == "settings" and manager.tab.tabText(0) == "context*"
    manager.settings.set_defaults()
    manager.context_table.cellWidget(1, 0).setText("lang-3")
    assert manager.tab.tabText(1) == "settings*"
    manager.settings.apply_btn.click()
    assert manager.tab.tabText(1) == "settings"


def test_changes_can_be_reverted(main: MainWindow, rxt: str, answers: Any) -> None:
    window = main.open_context(rxt)
    table = window.manager.context_table
    table.cellWidget(1, 0).setText("lang-3.9")
    assert window.windowTitle() == "a.rxt*" and window.context_model.can_revert()
    answers.replies[:] = ["Cancel", "Ok"]
    window.manager.revert_action.trigger()
    assert table.get_request() == ["rig-1", "lang-3.9"]
    window.manager.revert_action.trigger()
    assert table.get_request() == ["rig-1", "lang-3.10"] and not window.context_model.is_stale()
    window.manager.revert_disk_action.trigger()
    assert window.windowTitle() == "a.rxt"


def test_contexts_are_compared(main: MainWindow, rxt: str, tmp_path: Path) -> None:
    other = str(tmp_path / "b.rxt")
    ResolvedContext(["lang-3.9", "rig-1"]).save(other)
    window = main.open_context_and_diff_with_file(rxt, other)
    table = window.manager.context_table
    assert window.windowTitle() == "a.rxt  ⇔  b.rxt" and table.columnCount() == 5
    shown = [(table.cellWidget(row, 1).text(), table.cellWidget(row, 2).mode, table.cellWidget(row, 3).text()) for row in (0, 1)]
    assert shown == [("lang-3.10.1", "greater_than", "lang-3.9.0"), ("rig-1.0", "equal_to", "rig-1.0")]
    assert table.cellWidget(0, 2).distance == 1
    window.manager.leave_diff_mode()
    assert window.windowTitle() == "a.rxt" and table.columnCount() == 2
    window.manager.diff_with_last_resolve()
    assert window.windowTitle() == "a.rxt  ⇔  a.rxt'"


def test_windows_with_changes_ask_before_they_close(main: MainWindow, rxt: str, answers: Any) -> None:
    window = main.open_context(rxt)
    window.manager.context_table.cellWidget(0, 0).setText("rig")
    answers.replies[:] = ["Cancel", "Discard"]
    assert not main.close() and main.isVisible() and main.mdi.subWindowList() == [window]
    assert main.close()
    assert len(answers) == 2


def test_files_that_are_none(main: MainWindow, tmp_path: Path, answers: Any) -> None:
    (tmp_path / "bad.rxt").write_text("nothing: of use")
    assert main.open_context(str(tmp_path / "bad.rxt")) is None
    assert answers and answers[0].startswith("Failed to load context: ")


def test_recent_files_are_remembered(main: MainWindow, rxt: str) -> None:
    main.open_context(rxt)
    main._update_file_menu()
    assert [action.text() for action in main.recent_contexts_menu.actions()] == [rxt]


def test_the_browser_shows_versions(main: MainWindow, wait: Any) -> None:
    browse = main.open_package_browser().widget().browse
    browse.set_package_text("lang-3.10")
    wait(lambda: browse.current_package() is not None)
    assert browse.current_package().qualified_name == "lang-3.10.1"
    assert browse.package_tab.summary_widget.label.text().startswith("lang-3.10.1@")
    browse.set_package_text("nothing")
    wait(lambda: not browse.versions_table.isEnabled())


@pytest.mark.parametrize("arguments, titles", [
    ([], []),
    (["a.rxt", "a.rxt"], ["a.rxt", "a.rxt"]),
    (["--diff", "a.rxt", "b.rxt"], ["a.rxt  ⇔  b.rxt"]),
])
def test_the_command_line(app: Any, rxt: str, arguments: list, titles: list, monkeypatch: pytest.MonkeyPatch) -> None:
    from pkgrs.cli.commands import gui
    from pkgrs.gui.app import run

    monkeypatch.chdir(Path(rxt).parent)
    ResolvedContext(["lang"]).save("b.rxt")
    parser = argparse.ArgumentParser()
    gui.setup_parser(parser)
    shown = []

    def look() -> None:
        shown.extend(window.windowTitle() for window in app.main_window.mdi.subWindowList())
        app.quit()

    QtCore.QTimer.singleShot(0, look)
    with pytest.raises(SystemExit) as end:
        run(parser.parse_args(arguments))
    assert end.value.code == 0 and shown == titles


@pytest.mark.parametrize("path, message", [("nothing.rxt", "No such file or directory: 'nothing.rxt'"), (".", "Not a file: .")])
def test_files_that_are_not_there(app: Any, path: str, message: str) -> None:
    from pkgrs.gui.app import get_context_files

    with pytest.raises(OSError, match=message):
        get_context_files([path])


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_program(tmp_path: Path, number: int) -> None:
    code = ("import sys; sys.argv = ['rez-gui']\n"
            "from pkgrs.cli.main import run; from pkgrs.gui.application import get_app; from pkgrs.gui.qt import QtCore\n"
            "get_app(); QtCore.QTimer.singleShot(0, lambda: print('open', flush=True)); run('gui')")
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None and process.stdout.readline() == "open\n"
    process.send_signal(number)
    assert process.wait(20) == -number
