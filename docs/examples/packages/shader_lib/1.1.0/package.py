name = "shader_lib"

version = "1.1.0"

description = "Shaders whose quality is chosen by an ephemeral request, as in `.shader_quality-3`."

requires = [
    "arnie-6+<8",
    ".shader_quality-1+",
]


def commands():
    env.SHADER_LIB = "{root}/shaders"
    if intersects(ephemerals.get("shader_quality", "1"), "3+"):
        env.SHADER_QUALITY = "high"
    else:
        env.SHADER_QUALITY = "draft"
