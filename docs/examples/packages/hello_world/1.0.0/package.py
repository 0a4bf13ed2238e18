name = "hello_world"

version = "1.0.0"

description = "The smallest package with a tool."

tools = ["hello_world"]


def commands():
    env.PATH.append("{root}/bin")
    env.HELLO_WORLD_ROOT = "{root}"
