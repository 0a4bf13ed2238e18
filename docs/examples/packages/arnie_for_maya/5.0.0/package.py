name = "arnie_for_maya"

version = "5.0.0"

description = "The renderer inside the application: one variant for each pair that goes together."

variants = [
    ["maya-2022", "arnie-6"],
    ["maya-2022", "arnie-7"],
    ["maya-2024", "arnie-7.1.4+"],
]


def commands():
    env.MAYA_MODULE_PATH.append("{root}/modules")
    env.ARNIE_FOR_MAYA = "{base}"
    if "arnie" in resolve:
        env.ARNIE_FOR_MAYA_RENDERER = "{resolve.arnie.version}"
