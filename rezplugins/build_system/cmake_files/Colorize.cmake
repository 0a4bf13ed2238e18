# Colours of what is printed while CMake configures a project.
#
# Sets Red, Green, Yellow, Blue, Magenta, Cyan and White, each also as Bold<name>, ColourBold, and ColourReset
# (ColorBold and ColorReset, too), which a message may have in it, and has message() itself use them. On Windows
# they are empty.

if(NOT _COLORIZE_INCLUDED)
    set(_COLORIZE_INCLUDED TRUE)

    if(NOT WIN32)
        string(ASCII 27 _colour_escape)
        set(ColourReset "${_colour_escape}[m")
        set(ColourBold "${_colour_escape}[1m")
        set(ColorReset "${ColourReset}")
        set(ColorBold "${ColourBold}")
        set(_colour_code 31)
        foreach(_colour Red Green Yellow Blue Magenta Cyan White)
            set(${_colour} "${_colour_escape}[${_colour_code}m")
            set(Bold${_colour} "${_colour_escape}[1;${_colour_code}m")
            math(EXPR _colour_code "${_colour_code} + 1")
        endforeach()
    endif()

    # CMake's own message() stays as _message().
    function(message)
        set(mode "${ARGV0}")
        set(text)
        set(index 1)
        while(index LESS ARGC)
            set(text "${text}${ARGV${index}}")
            math(EXPR index "${index} + 1")
        endwhile()

        if(mode STREQUAL "FATAL_ERROR" OR mode STREQUAL "SEND_ERROR")
            _message(${mode} "${BoldRed}${text}${ColourReset}")
        elseif(mode STREQUAL "WARNING")
            _message(${mode} "${BoldYellow}${text}${ColourReset}")
        elseif(mode STREQUAL "AUTHOR_WARNING")
            _message(${mode} "${BoldCyan}${text}${ColourReset}")
        elseif(mode STREQUAL "STATUS")
            _message(${mode} "${Green}${text}${ColourReset}")
        elseif(ARGC GREATER 1 AND mode MATCHES
               "^(DEPRECATION|NOTICE|VERBOSE|DEBUG|TRACE|CHECK_START|CHECK_PASS|CHECK_FAIL|CONFIGURE_LOG)$")
            _message(${mode} "${text}")
        else()
            _message("${mode}${text}")
        endif()
    endfunction()
endif()
