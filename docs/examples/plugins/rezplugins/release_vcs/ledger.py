"""A version control plugin: the file `LEDGER` holds a line per revision, and tags."""
import os
import shutil

from rez.exceptions import ReleaseVCSError
from rez.release_vcs import ReleaseVCS


class LedgerReleaseVCS(ReleaseVCS):
    schema_dict = {"strict": bool}

    def __init__(self, pkg_root, vcs_root=None):
        super().__init__(pkg_root, vcs_root=vcs_root)
        self.file = os.path.join(self.vcs_root, "LEDGER")

    @classmethod
    def name(cls):
        return "ledger"

    @classmethod
    def is_valid_root(cls, path):
        return os.path.isfile(os.path.join(path, "LEDGER"))

    @classmethod
    def search_parents_for_root(cls):
        return True

    def _lines(self, kind):
        with open(self.file) as stream:
            return [line.split(None, 1)[1].strip() for line in stream if line.startswith(kind + " ")]

    def validate_repostate(self):
        if self._lines("dirty"):
            raise ReleaseVCSError("the ledger is dirty")

    def get_current_revision(self):
        return {"entry": self._lines("entry")[-1], "number": len(self._lines("entry"))}

    def get_changelog(self, previous_revision=None, max_revisions=None):
        entries = self._lines("entry")
        since = previous_revision["number"] if previous_revision else 0
        return "\n".join(entries[since:][:max_revisions or None])

    def tag_exists(self, tag_name):
        return tag_name in [tag.split()[0] for tag in self._lines("tag")]

    def create_release_tag(self, tag_name, message=None):
        with open(self.file, "a") as stream:
            stream.write("tag %s %s\n" % (tag_name, message))

    @classmethod
    def export(cls, revision, path):
        shutil.copytree(revision["entry"], path)


def register_plugin():
    return LedgerReleaseVCS
