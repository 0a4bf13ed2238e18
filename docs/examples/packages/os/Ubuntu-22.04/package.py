name = "os"

version = "Ubuntu-22.04"

description = "What a package needs when it runs on os Ubuntu-22.04 only."
