"""The settings of a context, as YAML."""
from __future__ import annotations

from pkgrs.base.schema import And, Or, Schema, SchemaError, Use
from pkgrs.config.config import config
from pkgrs.gui.helpers import create_pane
from pkgrs.gui.mixins import ContextViewMixin
from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtCore, QtWidgets, ask, fixed_font, tell
from pkgrs.package.filter import PackageFilterList
from pkgrs.version.package_request import PackageRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Iterable, List, Optional

__all__ = ["ContextSettingsWidget"]


class ContextSettingsWidget(ContextViewMixin, QtWidgets.QWidget):
    """Shows settings of a context, to be changed.

    Args:
        context_model: The context.
        attributes: Names of the settings; all if None.

    Attributes:
        modified: Sent with whether there are changes that are not applied.
    """

    modified = QtCore.Signal(bool)
    titles = {
        "packages_path": "Search path for Rez packages",
        "implicit_packages": "Packages that are implicitly added to the request",
        "package_filter": "Package exclusion/inclusion rules",
        "caching": "Enables resolve caching",
    }
    schema_dict = {
        "packages_path": [str],
        "implicit_packages": [str],
        "package_filter": Or(And(None, Use(lambda nothing: [])), And(dict, Use(lambda one: [one])), [dict]),
        "caching": bool,
    }

    def __init__(self, context_model: Optional[ContextModel] = None, attributes: Optional[Iterable[str]] = None,
                 parent: Any = None) -> None:
        QtWidgets.QWidget.__init__(self, parent)
        ContextViewMixin.__init__(self, context_model)
        self.schema_keys = [key for key in self.titles if attributes is None or key in attributes]
        self.schema = Schema({key: self.schema_dict[key] for key in self.schema_keys})
        self.edit = QtWidgets.QPlainTextEdit()
        self.edit.setFont(fixed_font())
        self.default_btn = QtWidgets.QPushButton("Set To Defaults")
        self.discard_btn = QtWidgets.QPushButton("Discard Changes...")
        self.apply_btn = QtWidgets.QPushButton("Apply")
        create_pane([(self.edit, 1), create_pane([None, self.default_btn, self.discard_btn, self.apply_btn], True)],
                    False, parent_widget=self)
        self.default_btn.clicked.connect(lambda *_: self.set_defaults())
        self.discard_btn.clicked.connect(lambda *_: self.discard_changes(prompt=True))
        self.apply_btn.clicked.connect(lambda *_: self.apply_changes())
        self.edit.textChanged.connect(lambda: self._set_modified(True))
        self._show_model()

    def apply_changes(self) -> None:
        """Give the settings to the context, if they are valid; else say what is wrong."""
        import yaml

        try:
            data = self.schema.validate(yaml.safe_load(self.edit.toPlainText()))
            PackageFilterList.from_pod(data.get("package_filter", []))
            implicit = _requests(data.get("implicit_packages", self.context_model.implicit_packages))
        except yaml.YAMLError as error:
            self._complain("Invalid syntax", error)
            return
        except SchemaError as error:
            self._complain("Settings validation failure", error)
            return
        except Exception as error:  # rules and requests raise what they like
            self._complain("Settings validation failure", error)
            return
        model = self.context_model
        if implicit != _requests(model.implicit_packages):
            self._complain("Settings validation failure", "implicit_packages is what is configured, not a context's own.")
            return
        for key, change in (("packages_path", model.set_packages_path), ("package_filter", model.set_package_filter),
                            ("caching", model.set_caching)):
            if key in data:
                change(data[key])
        self._show_model()

    def discard_changes(self, prompt: bool = False) -> None:
        """Show the context's settings again.

        Args:
            prompt: Whether to ask first.
        """
        if not prompt or ask(self, "The context settings have been modified.",
                             "Your changes will be lost. Are you sure?", "Ok") == "Ok":
            self._show_model()

    def set_defaults(self) -> None:
        """Show what is configured; it can be applied then."""
        self._show({
            "packages_path": config.packages_path, "implicit_packages": _requests(config.implicit_packages),
            "package_filter": config.package_filter, "caching": config.resolve_caching})
        self._set_modified(True)

    def _contextChanged(self, flags: int = 0) -> None:
        model = self.context_model
        if flags & (model.CONTEXT_CHANGED | model.PACKAGES_PATH_CHANGED | model.PACKAGE_FILTER_CHANGED | model.CACHING_CHANGED):
            self._show_model()

    def _show_model(self) -> None:
        model = self.context_model
        self._show({"packages_path": model.packages_path, "implicit_packages": _requests(model.implicit_packages),
                    "package_filter": model.package_filter, "caching": model.caching})
        self._set_modified(False)

    def _show(self, data: Dict[str, Any]) -> None:
        from pkgrs.base.yaml import dump_yaml

        parts = ["# %s\n%s\n" % (self.titles[key], dump_yaml({key: _plain(data[key])}).rstrip()) for key in self.schema_keys]
        self.edit.blockSignals(True)
        self.edit.setPlainText("\n".join(parts))
        self.edit.blockSignals(False)

    def _set_modified(self, modified: bool) -> None:
        self.discard_btn.setEnabled(modified)
        self.apply_btn.setEnabled(modified)
        self.modified.emit(modified)

    def _complain(self, title: str, problem: Any) -> None:
        tell(self.window(), title, str(problem), bad=True)


def _requests(requests: Iterable[Any]) -> List[str]:
    """Requests as texts that are the same if they mean the same."""
    return [str(PackageRequest(str(request))) for request in requests]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, (list, tuple)) else value
