"""Dialogs and parts: resolves, tools, graphs, settings, times, texts."""
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, List

import pytest

from pkgrs.config.config import config
from pkgrs.context.context import ResolvedContext
from pkgrs.context.locks import PatchLock

pytest.importorskip("Qt")
from pkgrs.gui.model import ContextModel  # noqa: E402
from pkgrs.gui.qt import QtCore, QtWidgets  # noqa: E402


@pytest.fixture
def model(app: Any) -> ContextModel:
    return ContextModel(ResolvedContext(["rig-1", "lang-3.10"]))


# -- resolving

def test_a_resolve_that_fails_says_why(model: ContextModel, later: Any) -> None:
    from pkgrs.gui.resolve_dialog import ResolveDialog

    model.set_request(["rig-2", "lang-4+"])
    dialog = ResolveDialog(model)
    later(lambda: dialog.ok_btn.isVisible(), dialog.close)
    assert not dialog.resolve() and model.is_stale()
    assert "THE RESOLVE FAILED:\nPackage could not be found: lang-4+" in dialog.edit.toPlainText()


def test_a_conflict_has_a_graph(model: ContextModel, later: Any) -> None:
    from pkgrs.gui.resolve_dialog import ResolveDialog

    model.set_request(["rig-2", "!lang"])
    dialog = ResolveDialog(model, advanced=True)

    seen = []

    def begin() -> None:
        seen.append(dialog.ok_btn.isVisible())
        dialog.options.max_fails.setEditText("1")
        dialog.resolve_btn.click()
        later(dialog.graph_btn.isVisible, again)

    def again() -> None:
        seen.extend([dialog.get_context() is not None, dialog.resolve_btn.isVisible()])
        dialog.start_again_btn.click()
        later(dialog.resolve_btn.isVisible, dialog.close)

    later(dialog.resolve_btn.isVisible, begin)
    assert not dialog.resolve()
    assert seen == [False, True, False]


def test_a_resolve_can_be_cancelled(model: ContextModel, later: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pkgrs.gui.resolve_dialog import ResolveDialog

    go_on = threading.Event()
    true_solve = ContextModel.solve

    seen: List[Any] = []

    def slow(self: ContextModel, **options: Any) -> Any:
        seen.append(threading.current_thread() is threading.main_thread())
        go_on.wait(20)
        return true_solve(self, **options)

    monkeypatch.setattr(ContextModel, "solve", slow)
    model.set_request(["rig", "lang-3.9"])
    dialog = ResolveDialog(model)

    def cancel() -> None:
        dialog.close()
        seen.extend([dialog.isVisible(), dialog.cancel_btn.text()])
        go_on.set()
        later(lambda: not dialog.running, dialog.close)

    later(lambda: dialog.running, cancel)
    assert not dialog.resolve() and model.is_stale()
    assert seen == [False, True, "Cancelling..."]
    assert "Cancelled by user." in dialog.edit.toPlainText()


def test_what_was_found_after_a_cancel_is_not_taken_over(model: ContextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    from pkgrs.gui.tasks import ResolveThread

    model.set_request(["lang"])
    found = ResolvedContext(["lang"])
    monkeypatch.setattr(ContextModel, "solve", lambda self, **options: found)
    resolver = ResolveThread(model)
    resolver.stop()
    resolver.run()
    assert not resolver.success() and resolver.error_message == "Cancelled by user." and model.is_stale()


def test_packages_of_later_are_ignored(model: ContextModel, later: Any) -> None:
    from pkgrs.gui.resolve_dialog import ResolveDialog

    model.set_request(["lang"])
    dialog = ResolveDialog(model, advanced=True)
    dialog.options.timestamp.set_time(1600001500)

    later(dialog.resolve_btn.isVisible, dialog.resolve_btn.click)
    later(dialog.ok_btn.isVisible, dialog.ok_btn.click)
    assert dialog.resolve()
    context = model.context()
    assert context is not None and context.requested_timestamp == 1600001500
    assert [variant.qualified_package_name for variant in context.resolved_packages] == ["lang-3.10.1"]


def test_requests_that_are_none(model: ContextModel, answers: Any) -> None:
    from pkgrs.gui.resolve_dialog import ResolveDialog

    model.set_request(["lang-3..9<"])
    assert not ResolveDialog(model).resolve()
    assert answers[0].startswith("Invalid package request - 'lang-3..9<': ")


# -- tools

def test_what_a_tool_prints_is_shown(app: Any, model: ContextModel, wait: Any) -> None:
    from pkgrs.gui.tools import ProcessDialog, ToolWidget

    tool = ToolWidget(model.context(), "rig_it", app.process_tracker)
    assert [action.text() for action in tool.make_menu().actions() if action.text()] == [
        "Run", "Run In Terminal", "Run And Monitor", "Cancel"]
    tool.launch(monitor=True)
    assert tool.instances_label.text() == "1 instances running..."
    dialog = next(widget for widget in app.topLevelWidgets() if isinstance(widget, ProcessDialog))
    wait(lambda: dialog.ended)
    text = dialog.edit.toPlainText()
    assert "rigging\n" in text and "badly\n" in text and text.endswith("\nProcess ended with returncode 3\n\n")
    wait(lambda: not tool.instances_label.text())


def test_tools_of_other_packages_cannot_be_run(model: ContextModel) -> None:
    from pkgrs.gui.tools import VariantToolsList
    from pkgrs.package.find import get_latest_package

    tools = VariantToolsList(model)
    tools.set_variant(get_latest_package("lang", "3.9"))
    assert [tools.cellWidget(row, 0).context for row in range(tools.rowCount())] == [None, None]


# -- graphs

def test_a_graph_is_drawn_once(model: ContextModel, monkeypatch: pytest.MonkeyPatch) -> None:
    from pkgrs.gui import graphs

    shown = []
    monkeypatch.setattr(graphs, "save_graph", lambda text, path: Path(path).write_bytes(b"") or shown.append(text))
    true_execute = graphs.execute
    monkeypatch.setattr(graphs, "execute", lambda dialog: true_execute(dialog)
                        if isinstance(dialog, graphs.WriteGraphDialog) else shown.append(dialog.windowTitle()))
    button = graphs.ViewGraphButton(model)
    button.action_1.trigger()
    button.action_1.trigger()
    assert shown[1:] == ["Resolve Graph", "Resolve Graph"] and "rig" in shown[0]


def test_a_graph_that_cannot_be_drawn(model: ContextModel, monkeypatch: pytest.MonkeyPatch, answers: Any) -> None:
    from pkgrs.gui import graphs

    def fail(*args: Any) -> None:
        raise FileNotFoundError('"dot" not found in path.')

    monkeypatch.setattr(graphs, "save_graph", fail)
    graphs.view_graph("digraph g {unique}")
    assert answers == ['Failed rendering resolve graph: "dot" not found in path.']


# -- settings of a context

def edited(model: ContextModel, old: str, new: str) -> Any:
    from pkgrs.gui.context_settings import ContextSettingsWidget

    widget = ContextSettingsWidget(model)
    text = widget.edit.toPlainText()
    assert old in text
    widget.edit.setPlainText(text.replace(old, new))
    assert widget.apply_btn.isEnabled()
    widget.apply_btn.click()
    return widget


@pytest.mark.parametrize("old, new, name, value", [
    ("caching: true", "caching: false", "caching", False),
    ("package_filter: []", "package_filter:\n  excludes: [lang-3.11]", "package_filter", [{"excludes": ["lang-3.11"]}]),
    ("packages_path:\n", "packages_path:\n- /more\n", "packages_path", None),
])
def test_settings_are_applied(model: ContextModel, old: str, new: str, name: str, value: Any, answers: Any) -> None:
    model.caching = True
    widget = edited(model, old, new)
    assert answers == [] and not widget.apply_btn.isEnabled() and model.is_stale()
    expected = ["/more", *config.packages_path] if value is None else value
    assert getattr(model, name) == expected


@pytest.mark.parametrize("old, new, title", [
    ("caching: true", "caching: [", "Invalid syntax"),
    ("caching: true", "caching: 3", "Settings validation failure"),
    ("package_filter: []", "package_filter: {excludes: ['regex([)']}", "Settings validation failure"),
    ("implicit_packages:", "implicit_packages:\n- other", "Settings validation failure"),
    ("implicit_packages:", "implicit_packages:\n- other-1..<", "Settings validation failure"),
])
def test_settings_that_are_wrong(model: ContextModel, old: str, new: str, title: str, answers: Any) -> None:
    model.caching = True
    widget = edited(model, old, new)
    assert len(answers) == 1 and answers[0].startswith(title)
    assert widget.apply_btn.isEnabled() and not model.is_stale()


def test_defaults_and_discarding(model: ContextModel, answers: Any) -> None:
    from pkgrs.gui.context_settings import ContextSettingsWidget

    model.set_packages_path(["/else"])
    widget = ContextSettingsWidget(model, attributes=["packages_path"])
    assert "/else" in widget.edit.toPlainText() and "caching" not in widget.edit.toPlainText()
    widget.default_btn.click()
    assert "/else" not in widget.edit.toPlainText()
    widget.discard_btn.click()
    assert "/else" in widget.edit.toPlainText() and not widget.discard_btn.isEnabled()


# -- what windows remember

def test_settings_of_windows_last(app: Any) -> None:
    from pkgrs.gui.settings import _settings, settings

    settings().setValue("resolve/verbosity", 2)
    settings().setValue("resolve/fit_graph", True)
    for path in ("/a", "/b", "/a"):
        settings().prepend_string_list("most_recent_contexts", path, "max_most_recent_contexts")
    settings().sync()
    del _settings[:]
    assert settings().get("resolve/verbosity") == 2 and settings().get("resolve/fit_graph") is True
    assert settings().get_string_list("most_recent_contexts") == ["/a", "/b"]
    assert settings().get("layout/window/process/width") == 600
    settings().setValue("resolve/fit_graph", "false")  # so files have it
    assert settings().get("resolve/fit_graph") is False
    settings().setValue("resolve/verbosity", "much")  # somebody edited the file
    assert settings().get("resolve/verbosity") == 0
    with pytest.raises(ValueError, match="No such application setting: 'no/such'"):
        settings().get("no/such")


def test_sizes_of_windows_last(model: ContextModel) -> None:
    from pkgrs.gui.versions import VariantVersionsDialog

    context = model.context()
    assert context is not None and context.resolved_packages
    dialog = VariantVersionsDialog(model, context.resolved_packages[0])
    dialog.show()
    dialog.resize(432, 321)
    dialog.close()
    again = VariantVersionsDialog(model, context.resolved_packages[0])
    assert (again.sizeHint().width(), again.sizeHint().height()) == (432, 321)


# -- the model

def test_locks_are_kept_and_asked_for(model: ContextModel) -> None:
    model.set_default_patch_lock(PatchLock.lock_3)
    model.set_patch_lock("rig", PatchLock.lock)
    assert {lock.name: [str(request) for request in requests] for lock, requests in model.get_lock_requests().items()} == {
        "lock": ["~rig==1.0"], "lock_3": ["~lang-3.10"]}
    model.set_request(["rig", "lang"])
    assert model.resolve_context().success and not model.is_stale()
    assert [variant.qualified_package_name for variant in model.context().resolved_packages] == ["lang-3.10.1", "rig-1.0"]
    assert model.request == ["rig", "lang"] and model.patch_locks == {"rig": PatchLock.lock}
    model.set_patch_lock("rig", PatchLock.no_lock)
    assert model.resolve_context().success
    assert [variant.qualified_package_name for variant in model.context().resolved_packages] == ["lang-3.10.1", "rig-2.0"]
    model.remove_patch_lock("rig")
    assert model.get_patch_lock("rig") is None
    model.remove_all_patch_locks()
    assert model.patch_locks == {} and model.is_stale()


def test_what_changes_is_told(model: ContextModel) -> None:
    told = []
    model.dataChanged.connect(told.append)
    model.set_request(["lang"])
    model.set_request(["lang"])
    model.set_caching(not model.caching)
    model.revert()
    assert told == [model.REQUEST_CHANGED, model.CACHING_CHANGED, model.ALL_CHANGED]


@pytest.mark.parametrize("a, b, depends", [("rig", "lang", 2), ("lang", "rig", 0)])
def test_dependencies(model: ContextModel, a: str, b: str, depends: int) -> None:
    assert model.package_depends_on(a, b) == depends


# -- parts

def test_streams_can_be_written_by_any_thread(app: Any, wait: Any) -> None:
    from pkgrs.gui.texts import StreamableTextEdit

    edit = StreamableTextEdit()
    threads = [threading.Thread(target=lambda: [edit.write("x\n") for _ in range(500)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    wait(lambda: edit.toPlainText().count("x\n") == 2000)


def test_environment(model: ContextModel, wait: Any) -> None:
    from pkgrs.gui.environment import ContextEnvironWidget

    widget = ContextEnvironWidget()
    widget.set_context(model.context())

    def values() -> Any:
        table = widget.table
        return {table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())}

    wait(lambda: values().get("LANG_PATH") == "/one:/two")
    widget.split_combo.setCurrentIndex(1)
    wait(lambda: values().get("LANG_PATH") == "/one\n/two")


def test_details_are_made_when_they_are_looked_at(model: ContextModel, wait: Any) -> None:
    from pkgrs.gui.context_details import ContextDetailsWidget

    widget = ContextDetailsWidget(model)
    widget.show()
    assert "requested packages:\nrig-1" in widget.overview_edit.toPlainText() and not widget.code_edit.toPlainText()
    widget.setCurrentIndex(1)
    wait(lambda: "LANG_ROOT" in widget.code_edit.toPlainText())
    widget.code_combo.setCurrentText("tcsh")
    wait(lambda: "setenv LANG_ROOT" in widget.code_edit.toPlainText())


def test_requests_are_completed_and_judged(model: ContextModel, wait: Any) -> None:
    from pkgrs.gui.requests import PackageLineEdit

    line = PackageLineEdit(model)
    line.textEdited.emit("lang-3.1")
    wait(lambda: line.completions.stringList() == ["lang-3.10.1", "lang-3.11.2"])
    for text, tip in (("lang", "A language."), ("nothing", "cannot find package: 'nothing'"), ("!nothing", "")):
        line.setText(text)
        line.setToolTip("?")
        line.update_status()
        wait(lambda tip=tip: line.toolTip() == tip)


@pytest.mark.parametrize("x, y, least, most", [(0, 10, 86400, 86400 * 2), (239, 10, 86400 * 27, 86400 * 28), (0, 159, 1, 1)])
def test_time_chooser(app: Any, x: int, y: int, least: int, most: int) -> None:
    from pkgrs.gui.times import Canvas

    canvas = Canvas(240, 160)
    canvas.resize(240, 160)
    assert least <= canvas._get_seconds(QtCore.QPoint(x, y)) <= most


def test_every_icon_can_be_drawn(app: Any) -> None:
    from pkgrs.gui.icons import _RECIPES, get_icon

    unknown = get_icon("no such icon").toImage()
    for name in _RECIPES:
        image = get_icon(name).toImage()
        assert image != unknown and image.size() == unknown.size()
    assert get_icon("lock_faint").toImage() != get_icon("lock").toImage()


def test_nothing_waits_while_packages_are_found(model: ContextModel, wait: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pkgrs.gui import versions

    go_on = threading.Event()
    true_iter = versions.iter_packages

    def slow(*args: Any, **options: Any) -> Any:
        go_on.wait(20)
        return true_iter(*args, **options)

    monkeypatch.setattr(versions, "iter_packages", slow)
    table = versions.PackageVersionsTable(model)
    started = time.time()
    table.set_package_name("lang")
    assert time.time() - started < 5 and table.rowCount() == 0
    go_on.set()
    wait(lambda: table.rowCount() == 3)


def test_a_shell_gets_its_command(app: Any, model: ContextModel) -> None:
    process = app.execute_shell(model.context(), command="echo $LANG_ROOT", stdout=subprocess.PIPE)
    out, _ = process.communicate(timeout=60)
    assert out.decode().strip().endswith("lang/3.10.1")


def test_a_package_is_chosen(model: ContextModel, wait: Any) -> None:
    from pkgrs.gui.browse import BrowsePackageDialog

    dialog = BrowsePackageDialog(model, package_text="lang-3.9", package_selectable_callback=lambda p: str(p.version) != "3.11.2")
    wait(lambda: dialog.ok_btn.isEnabled())
    assert dialog.windowTitle() == "Find Package - lang-3.9.0"
    assert not dialog.widget.versions_table.item(0, 0).flags() & QtCore.Qt.ItemFlag.ItemIsSelectable
    dialog.ok_btn.click()
    assert dialog.package.qualified_name == "lang-3.9.0"


def test_a_widget_that_waits_may_go(app: Any, model: ContextModel, wait: Any, capsys: pytest.CaptureFixture) -> None:
    from pkgrs.gui.tasks import Task

    label = QtWidgets.QLabel()
    done = []
    task = Task(lambda: "text", lambda text: (done.append(text), label.setText(text)))
    label.deleteLater()
    app.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    task.start()
    wait(lambda: done)
    app.processEvents()
    assert "RuntimeError" not in capsys.readouterr().err
