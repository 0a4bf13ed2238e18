name = "os"

version = "Debian-12"

description = "What a package needs when it runs on os Debian-12 only."
