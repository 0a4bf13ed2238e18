"""A build system plugin: copies what the file `recipe.txt` lists."""
import os
import shutil

from rez.build_process import BuildType
from rez.build_system import BuildSystem
from rez.exceptions import BuildSystemError
from rez.packages import get_developer_package
from rez.resolved_context import ResolvedContext
from rez.utils.execution import create_forwarding_script


class RecipeBuildSystem(BuildSystem):
    schema_dict = {"loud": bool}

    @classmethod
    def name(cls):
        return "recipe"

    @classmethod
    def is_valid_root(cls, path, package=None):
        return os.path.isfile(os.path.join(path, "recipe.txt"))

    @classmethod
    def bind_cli(cls, parser, group):
        group.add_argument("--shout", action="store_true", help="print in capitals")

    def __init__(self, working_dir, opts=None, package=None, write_build_scripts=False, verbose=False,
                 build_args=[], child_build_args=[]):
        super().__init__(working_dir, opts=opts, package=package, write_build_scripts=write_build_scripts,
                         verbose=verbose, build_args=build_args, child_build_args=child_build_args)
        self.settings = self.package.config.plugins.build_system.recipe
        self.shout = getattr(opts, "shout", False)

    def build(self, context, variant, build_path, install_path, install=False, build_type=BuildType.local):
        if self.write_build_scripts:
            script = os.path.join(build_path, "build-env")
            create_forwarding_script(script, module=("build_system", "recipe"), func_name="spawn",
                                     working_dir=self.working_dir, build_path=build_path)
            return {"success": True, "build_env_script": script}

        with open(os.path.join(self.working_dir, "recipe.txt")) as stream:
            names = stream.read().split()
        if "fail" in names:
            raise BuildSystemError("the recipe fails")
        for name in names:
            target = install_path if install else build_path
            text = "cooking %s with %s %s for %s" % (name, self.build_args, build_type.name, variant.index)
            print(text.upper() if self.shout or self.settings.loud else text)
            shutil.copy(os.path.join(self.working_dir, name), target)
        return {"success": True}


def spawn(working_dir, build_path):
    context = ResolvedContext.load(os.path.join(build_path, "build.rxt"))
    package = get_developer_package(working_dir)
    print("building", package.name, "in", context.success)


def register_plugin():
    return RecipeBuildSystem
