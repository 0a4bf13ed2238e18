"""What the windows remember from one start to the next."""
from __future__ import annotations

from pkgrs.gui import application_name, organisation_name
from pkgrs.gui.qt import QtCore, QtWidgets

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, List, Optional


def _sizes(**sizes: Any) -> Dict[str, Dict[str, int]]:
    return {name: {"width": width, "height": height} for name, (width, height) in sizes.items()}


DEFAULTS: Dict[str, Any] = {
    "layout": {"window": _sizes(
        package_browser=(800, 500), context_manager=(800, 500), resolve=(400, 200), advanced_resolve=(600, 400),
        resolve_graph=(800, 700), package_versions=(700, 800), browse_package=(700, 700), process=(600, 500))},
    "resolve": {
        "max_fails": "None",
        "verbosity": 0,
        "show_package_loads": True,
        "fit_graph": False,
    },
    "split_char": "None",
    "max_most_recent_contexts": 10,
}


class Config(QtCore.QSettings):
    """Settings of the windows, in the user's settings folder.

    Keys have parts that are divided by slashes.

    Args:
        default_settings: What settings there are, with the values that they have until they are set.
        organization: Whose settings these are.
        application: Of which application.
        parent: The object that this belongs to.
    """

    def __init__(self, default_settings: Dict[str, Any], organization: Optional[str] = None,
                 application: Optional[str] = None, parent: Any = None) -> None:
        QtCore.QSettings.__init__(self, organization or "", application or "", parent)
        self.default_settings = default_settings

    def value(self, key: str, type_: Any = None) -> Any:
        """The value of a setting.

        Args:
            key: The setting's key.
            type_: Type of the value; needed if the setting has no default.

        Raises:
            ValueError: There is no such setting.
        """
        default = None
        if type_ is None:
            default = self._default(key)
            type_ = type(default)
        found = QtCore.QSettings.value(self, key)
        if found is None:
            return default
        if type_ is bool:  # files hold text
            return str(found).lower() == "true"
        try:
            return type_(found)
        except (TypeError, ValueError):  # somebody edited the file
            return default

    get = value

    def _default(self, key: str) -> Any:
        found: Any = self.default_settings
        for part in key.strip("/").split("/"):
            if not isinstance(found, dict) or part not in found:
                raise ValueError("No such application setting: %r" % key)
            found = found[part]
        return found

    def get_string_list(self, key: str) -> List[str]:
        """The texts that are stored below a key."""
        texts = []
        for number in range(self.beginReadArray(key)):
            self.setArrayIndex(number)
            texts.append(str(QtCore.QSettings.value(self, "entry")))
        self.endArray()
        return texts

    def prepend_string_list(self, key: str, value: str, max_length_key: str) -> None:
        """Put a text before those that are stored below a key, or move it there.

        Args:
            max_length_key: Key of the number of texts to keep.
        """
        texts = [value, *(text for text in self.get_string_list(key) if text != value)]
        self.beginWriteArray(key)
        for number, text in enumerate(texts[:self.get(max_length_key)]):
            self.setArrayIndex(number)
            self.setValue("entry", text)
        self.endArray()

    def attach(self, widget: Any, key: str) -> None:
        """Have a check box or a combo box show a setting, and store it when it is changed."""
        value = self.value(key)

        def store(new: Any) -> None:
            self.setValue(key, new)

        if isinstance(widget, QtWidgets.QCheckBox):
            widget.setChecked(value)
            widget.toggled.connect(store)
            return
        row = widget.findText(str(value))
        if row < 0 and widget.isEditable():
            widget.setEditText(str(value))
        elif row >= 0:
            widget.setCurrentIndex(row)
        widget.currentTextChanged.connect(store)


_settings: List[Config] = []


def settings() -> Config:
    """The settings of `rez-gui`."""
    if not _settings:
        _settings.append(Config(DEFAULTS, organisation_name, application_name))
    return _settings[0]
