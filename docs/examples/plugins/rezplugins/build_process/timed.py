"""A build process plugin: builds as `local` does, and says so."""
from rezplugins.build_process.local import LocalBuildProcess


class TimedBuildProcess(LocalBuildProcess):
    @classmethod
    def name(cls):
        return "timed"

    def build(self, install_path=None, clean=False, install=False, variants=None):
        print("timed build begins")
        done = super().build(install_path=install_path, clean=clean, install=install, variants=variants)
        print("timed build ends:", done)
        return done


def register_plugin():
    return TimedBuildProcess
