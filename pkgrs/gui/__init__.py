"""The windows of `rez-gui`."""

organisation_name = "AcademySoftwareFoundation"
application_name = "rez-gui"
