name = "show_lut"

description = "A whole family in one file."

versions = ["0.1", "0.2", "1.0"]

version_overrides = {
    "1.0": {"requires": ["colour_config-1"]},
}


def commands():
    env.SHOW_LUT = "{version}"
