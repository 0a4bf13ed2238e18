name = "arch"

version = "arm64"

description = "What a package needs when it runs on arch arm64 only."
