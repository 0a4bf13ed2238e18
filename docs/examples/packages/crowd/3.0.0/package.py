name = "crowd"

version = "3.0.0"

description = "Asks for a cache library only where the application needs one."


@late()
def requires():
    if in_context() and "maya" in request:
        return ["maya", "pointcache-2"]
    return ["python-3"]


@late()
def tools():
    return ["crowd", "crowd_debug"] if in_context() else ["crowd"]


def commands():
    env.PATH.append("{root}/bin")
    env.CROWD_ROOT = "{root}"
