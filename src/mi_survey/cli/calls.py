"""The parameters of the commands that have a short way; generated, never edited.

Each has what is written before its value (nothing, if it is an operand), its name, and whether
it takes no value, one, or one each time that it is given.
"""

NONE, ONE, MANY = "none", "one", "many"
AXES = ("--*", "*", MANY)  # stands for the options of all axes, which are the catalog's to name
CALLS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "find": (
        ("", "text", MANY),
        AXES,
        ("--by", "by", MANY),
        ("--year", "year", MANY),
        ("--venue", "venue", MANY),
        ("--workshops", "workshops", NONE),
        ("--author", "author", MANY),
        ("--kind", "kind", MANY),
        ("--source", "source", MANY),
        ("--status", "status", MANY),
        ("--has", "has", MANY),
        ("--since", "since", ONE),
        ("--until", "until", ONE),
        ("--sort", "sort", ONE),
        ("--limit", "limit", ONE),
        ("-n", "limit", ONE),
        ("--count", "count", NONE),
        ("--partial", "partial", NONE),
        ("--explain", "explain", NONE),
        ("--format", "format", ONE),
        ("--json", "json", ONE),
        ("--no-header", "no_header", NONE),
        ("--color", "color", ONE),
        ("--exit-status", "exit_status", NONE),
        ("--catalog", "catalog", MANY),
    ),
    "show": (
        ("", "keys", MANY),
        ("--format", "format", ONE),
        ("--json", "json", ONE),
        ("--no-header", "no_header", NONE),
        ("--color", "color", ONE),
        ("--exit-status", "exit_status", NONE),
        ("--catalog", "catalog", MANY),
    ),
}
