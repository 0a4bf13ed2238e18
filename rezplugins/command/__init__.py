from pkgrs.plugin.paths import extend_path

__path__ = extend_path(__path__, __name__)
