name = "studio_env"

version = "1.3.0"

description = "Its commands use code that is shared by several packages."

build_command = ""



@early()
def authors():
    return ["pipeline"]


@include("studio_paths")
def commands():
    studio_paths.add_show_paths(env, "{root}", "demo")
