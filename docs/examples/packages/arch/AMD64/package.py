name = "arch"

version = "AMD64"

description = "What a package needs when it runs on arch AMD64 only."
