"""What several widgets have in common."""
from __future__ import annotations

from pkgrs.gui.model import ContextModel
from pkgrs.gui.qt import QtCore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional

__all__ = ["ContextViewMixin", "StoreSizeMixin"]


class ContextViewMixin:
    """A widget that shows a context; its `_contextChanged`, if any, is called when that changes.

    Args:
        context_model: The context, with its settings; a new one if None.
    """

    def __init__(self, context_model: Optional[ContextModel] = None) -> None:
        self._watch(context_model)

    def context(self) -> Any:
        """The resolved context, or None."""
        return self.context_model.context()

    def set_context_model(self, context_model: Optional[ContextModel] = None) -> None:
        """Show another context."""
        follow = getattr(self, "_contextChanged", None)
        if follow is not None:
            self.context_model.dataChanged.disconnect(follow)
        self._watch(context_model)

    def _watch(self, context_model: Optional[ContextModel]) -> None:
        self.context_model = ContextModel() if context_model is None else context_model
        follow = getattr(self, "_contextChanged", None)
        if follow is not None:
            self.context_model.dataChanged.connect(follow)


class StoreSizeMixin:
    """A window whose size is remembered. It must come before the window's class of Qt among the bases.

    Args:
        config: The settings that remember it.
        config_key: Key that the size is below.
    """

    def __init__(self, config: Any, config_key: str) -> None:
        self.config = config
        self.config_key = config_key

    def sizeHint(self) -> Any:
        """The size when it was last closed."""
        return QtCore.QSize(*(self.config.get("%s/%s" % (self.config_key, name)) for name in ("width", "height")))

    def closeEvent(self, event: Any) -> None:
        """Remember the size."""
        super().closeEvent(event)  # type: ignore[misc]
        if event.isAccepted():
            for name in ("width", "height"):
                self.config.setValue("%s/%s" % (self.config_key, name), getattr(self, name)())
            self.config.sync()
