"""The command line: parse, call, render; one thin file for each command."""
