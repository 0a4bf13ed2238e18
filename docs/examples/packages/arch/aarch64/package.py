name = "arch"

version = "aarch64"

description = "What a package needs when it runs on arch aarch64 only."
