"""A release hook plugin: writes a line for each event to a file."""
import os

from rez.exceptions import ReleaseHookCancellingError
from rez.release_hook import ReleaseHook


class NotesReleaseHook(ReleaseHook):
    schema_dict = {"file": str, "cancel": str}

    @classmethod
    def name(cls):
        return "notes"

    def _note(self, event, user, install_path, variants, release_message, previous_version, kwargs):
        settings = self.package.config.plugins.release_hook.notes
        if settings.cancel == event:
            raise ReleaseHookCancellingError("not today")
        names = [getattr(variant, "index", variant) for variant in variants or ()]
        with open(os.path.join(self.source_path, settings.file), "a") as stream:
            stream.write("%s %s to %s, variants %s, %r, after %s %s\n" % (
                event, self.package.qualified_name, os.path.basename(install_path), names, release_message,
                previous_version, sorted(kwargs)))

    def pre_build(self, user, install_path, variants=None, release_message=None, changelog=None,
                  previous_version=None, previous_revision=None, **kwargs):
        self._note("pre_build", user, install_path, variants, release_message, previous_version, kwargs)

    def pre_release(self, user, install_path, variants=None, release_message=None, changelog=None,
                    previous_version=None, previous_revision=None, **kwargs):
        self._note("pre_release", user, install_path, variants, release_message, previous_version, kwargs)

    def post_release(self, user, install_path, variants, release_message=None, changelog=None,
                     previous_version=None, previous_revision=None, **kwargs):
        self._note("post_release", user, install_path, variants, release_message, previous_version, kwargs)


def register_plugin():
    return NotesReleaseHook
