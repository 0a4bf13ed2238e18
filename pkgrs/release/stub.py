"""The version control `stub`: a file that records tags, for tests."""
from __future__ import annotations

import os.path
import time

from pkgrs.base.log import print_warning
from pkgrs.release.vcs import ReleaseVCS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Dict, Optional


STUB = ".stub"


class StubReleaseVCS(ReleaseVCS):
    """Keeps its tags in a file `.stub`, in YAML; a revision is the time."""

    def __init__(self, pkg_root: str, vcs_root: Optional[str] = None) -> None:
        super().__init__(pkg_root, vcs_root=vcs_root)
        self.time = int(time.time())

    @classmethod
    def name(cls) -> str:
        return "stub"

    @classmethod
    def is_valid_root(cls, path: str) -> bool:
        return os.path.exists(os.path.join(path, STUB))

    @classmethod
    def search_parents_for_root(cls) -> bool:
        return False

    def validate_repostate(self) -> None:
        """There is nothing that could be wrong."""

    def get_current_revision(self) -> int:
        return self.time

    def get_changelog(self, previous_revision: Any = None, max_revisions: Optional[int] = None) -> str:
        if not previous_revision:
            return "This is the first commit"
        if isinstance(previous_revision, int):
            return "This commit was %d seconds after the last" % (self.time - previous_revision)
        return "There is a previous commit from a different vcs"

    def tag_exists(self, tag_name: str) -> bool:
        return tag_name in (self._read_stub().get("tags") or {})

    def create_release_tag(self, tag_name: str, message: Optional[str] = None) -> None:
        data = self._read_stub()
        tags = data.get("tags") or {}
        if tag_name in tags:
            print_warning("Skipped tag creation, tag '%s' already exists" % tag_name)
            return
        print("Creating tag '%s'..." % tag_name)
        tags[tag_name] = message
        self._write_stub(dict(data, tags=tags))

    def _read_stub(self) -> Dict[str, Any]:
        import yaml
        with open(os.path.join(self.vcs_root, STUB)) as file:
            return yaml.safe_load(file.read()) or {}

    def _write_stub(self, data: Dict[str, Any]) -> None:
        from pkgrs.base.replace import atomic_write
        from pkgrs.base.yaml import dump_yaml
        with atomic_write(os.path.join(self.vcs_root, STUB)) as file:
            file.write(dump_yaml(data))


def register_plugin() -> type:
    return StubReleaseVCS
