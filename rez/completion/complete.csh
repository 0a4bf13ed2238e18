# Completion of the command line tools, for tcsh. The C shell itself has none.

if ( $?tcsh && $?prompt ) then
    foreach _rez_tool ( rez rezolve pkg rez-benchmark rez-bind rez-build rez-bundle rez-config rez-context rez-cp rez-depends rez-diff rez-env rez-gui rez-help rez-interpret rez-memcache rez-mv rez-pip rez-pkg-cache rez-pkg-ignore rez-plugins rez-python rez-release rez-rm rez-search rez-selftest rez-status rez-suite rez-test rez-view rez-yaml2py )
        complete $_rez_tool 'p/*/`setenv COMP_LINE "$COMMAND_LINE"; setenv COMP_POINT $%COMMAND_LINE; _rez-complete`/'
    end
    unset _rez_tool
endif
