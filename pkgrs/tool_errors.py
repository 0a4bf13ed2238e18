"""The exception classes of Rez for building, releasing, copying, binding, testing, caching, bundles and suites."""
from __future__ import annotations

from pkgrs.errors import RezError, present_as_rez

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class RezBindError(RezError):
    """Installed software could not be made into a package."""


class PackageCopyError(RezError):
    """A package can't be copied."""


class PackageMoveError(RezError):
    """A package can't be moved."""


class ContextBundleError(RezError):
    """A context can't be bundled."""


class PackageCacheError(RezError):
    """The payload cache can't do what is asked."""


class PackageTestError(RezError):
    """A package's test can't be run."""


class BuildError(RezError):
    """Base of errors while building."""


class BuildSystemError(BuildError):
    """The build system fails or can't be found."""


class BuildContextResolveError(BuildError):
    """The environment to build in can't be resolved; `context` is the failed context."""

    def __init__(self, context: Any) -> None:
        assert context.status != "solved"
        self.context = context
        super().__init__("The build environment could not be resolved:\n%s"
                         % context.failure_description)


class BuildProcessError(RezError):
    """The build process fails."""


class ReleaseError(RezError):
    """Base of errors while releasing."""


class ReleaseVCSError(ReleaseError):
    """Version control refuses, or the checkout is not fit for a release."""


class ReleaseHookError(RezError):
    """A release hook fails."""


class ReleaseHookCancellingError(RezError):
    """A release hook asks for the release to be cancelled."""


class SuiteError(RezError):
    """A suite can't do what is asked, be read or be written."""


class PackageRepositoryError(RezError):
    """A package repository can't do what is asked."""


class RezGuiQTImportError(ImportError):
    """The graphical interface needs Qt, which is not installed."""


present_as_rez(globals())
