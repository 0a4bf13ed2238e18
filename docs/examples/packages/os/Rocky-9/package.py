name = "os"

version = "Rocky-9"

description = "What a package needs when it runs on os Rocky-9 only."
