"""The short way: piped calls that the compiled catalog answers, without Typer and records.

Whatever is unusual about a call (a command or an option not here, a value that is no term, text
to search for, a terminal, another catalog) is left to the long way, which alone words help,
errors and notes. Nothing is imported but light modules of ours: Python itself takes 10 ms, and
this is to add a tenth. ``tests/test_quick.py`` holds both ways equal.
"""

from __future__ import annotations

import os
import sys

from mi_survey.catalog.compiled import NAME, Compiled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    Values = dict[str, list[str]]

_FILE = os.path.join(os.path.dirname(__file__), "_catalog", NAME)  # noqa: PTH118, PTH120 - pathlib is not light
_COMPLETE = "_MI_SURVEY_COMPLETE"
_ALL_FIELDS = "*"
# The formats in which what is said of a work does not depend on the filters.
_RECORDS = ("keys", "json", "jsonl")
# What shells take apart, or expand, in a word.
_SPECIAL = frozenset("\"'\\$~` \t\n")


def run() -> bool:
    """Answer the call of this process if that can be done; else do nothing and return False."""
    if sys.stdout is None or sys.stdout.isatty():
        return False
    text = answer(sys.argv[1:], os.environ)
    return text is not None and _write(text)


def answer(words: Sequence[str], environ: Mapping[str, str], *, file: str = _FILE) -> bytes | None:
    """Return what a call prints before it ends with status 0; ``None`` leaves it to the long way.

    ``file`` is the compiled catalog.
    """
    if not words or "MI_SURVEY_CATALOG" in environ or not all(map(str.isascii, words)):
        return None
    try:
        catalog = Compiled(file)
        try:
            if _COMPLETE in environ:
                return _complete(catalog, words, environ)
            values = _parse(catalog, words)
            return _ANSWERS[words[0]](catalog, values) or None
        finally:
            catalog.close()
    except Exception:  # the long way knows what is the matter, with the call or with the file
        return None


def _write(text: bytes) -> bool:
    rest = memoryview(text)
    try:
        while rest:
            rest = rest[os.write(sys.stdout.fileno(), rest) :]
    except BrokenPipeError:
        return True  # the reader has gone
    except OSError:
        return False  # the long way fails likewise, and says so
    return True


def _parse(catalog: Compiled, words: Sequence[str]) -> Values:
    """Parse the words after the name of a command; raise where Typer's grammar knows more."""
    parameters = _read_parameters(catalog, words[0])
    values: Values = {}
    rest = iter(words[1:])
    for word in rest:
        if not word.startswith("-"):
            name, takes = parameters[""]
            values.setdefault(name, []).append(word)
            continue
        option, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        name, takes = parameters[option]
        if word == "--json":  # alone, it takes no value
            value = _ALL_FIELDS
        elif takes == "none":
            if equals:
                raise ValueError(word)
        elif not equals:
            value = next(rest)
            if value.startswith("-"):
                raise ValueError(word)
        if takes == "many":
            values.setdefault(name, []).append(value)
        else:
            values[name] = [value]
    return values


def _read_parameters(catalog: Compiled, command: str) -> dict[str, tuple[str, str]]:
    """Read what each parameter of a command is called, and what it takes, by how it is written."""
    return {written: (name, takes) for written, name, takes in catalog.read_rows(f"call {command}")}


def _take_format(values: Values) -> str:
    """Take how to write the answer out of the values; return the name of the format."""
    if values.pop("color", ["auto"])[0] not in ("auto", "never"):
        raise ValueError(values)
    json, format = values.pop("json", None), values.pop("format", None)
    name = format[0].lower() if format else None
    if name == "table":  # asked for by its name, it is drawn
        raise ValueError(values)
    if json is None:
        return name or "table"
    if json != [_ALL_FIELDS] or name not in (None, "json", "jsonl"):
        raise ValueError(values)
    return name or "json"


def _find(catalog: Compiled, values: Values) -> bytes:
    format = _take_format(values)
    is_strict = values.pop("exit_status", None)
    is_count = values.pop("count", None)
    limit = values.pop("limit", [""])[0]
    if format not in (("table",) if is_count else ("table", *_RECORDS)):
        raise ValueError(format)
    found, passing = _select(catalog, values)
    if limit:
        found = found[: _parse_limit(limit)]
    if is_strict and not found:
        raise ValueError(values)  # which has a status of its own
    if is_count:
        return b"%d\n" % len(found)
    if format != "table":
        return _join(catalog, format, found)
    lines = catalog.read_entries("line", found)
    return b"".join(
        [
            f"{catalog.find_line('some', str(rank), str(passing[rank]))}\n".encode()
            if rank in passing
            else line
            for rank, line in zip(found, lines, strict=True)
        ]
    )


def _parse_limit(text: str) -> int:
    if not text.isdecimal():
        raise ValueError(text)
    return int(text)


def _select(catalog: Compiled, values: Values) -> tuple[list[int], dict[int, int]]:
    """Return the ranks of the works that pass, and of some of them which placements pass.

    The others pass with all of their placements, or without any.
    """
    from mi_survey.query.bits import combine, iter_bits, project

    ((size, layers, hexadecimal),) = catalog.read_rows("size")
    count, placed = int(size), int(hexadecimal, 16)
    works, slots = (1 << count) - 1, placed
    of_placements = {name for (name,) in catalog.read_rows("placements")}
    for name, given in values.items():
        postings = {value: int(bits, 16) for value, bits in catalog.read_pairs(f"bits {name}")}
        if name == "year":
            from mi_survey.query.years import match_years

            works &= match_years(given, postings)
            continue
        from mi_survey.model.term import parse_criterion

        names = dict(catalog.read_pairs(f"names {name}"))
        criterion = parse_criterion(given, name, names=names)
        if name in of_placements:
            slots &= combine(criterion, postings, placed)
        else:
            works &= combine(criterion, postings, works)
    if not of_placements.isdisjoint(values):
        works &= project(slots, count)
    passing = dict.fromkeys(iter_bits(project(placed & ~slots, count) & works), 0)
    for rank in passing:
        for layer in range(int(layers)):
            passing[rank] |= (slots >> (layer * count + rank) & 1) << layer
    return list(iter_bits(works)), passing


def _show(catalog: Compiled, values: Values) -> bytes:
    texts, format = values.pop("keys"), _take_format(values)
    values.pop("exit_status", None)  # something is found, or it is an error
    if values:
        raise ValueError(values)
    ranks = dict.fromkeys(int(catalog.find_line("named", text)) for text in texts)
    return _join(catalog, "record" if format == "table" else format, list(ranks))


def _join(catalog: Compiled, section: str, ranks: Sequence[int]) -> bytes:
    """Join what the section of a format has of some works, in this order."""
    parts = catalog.read_entries(section, ranks)
    if section == "json":
        return b"[%b]\n" % b",\n".join(parts)
    return (b"\n" if section == "record" else b"").join(parts)


_ANSWERS = {"find": _find, "show": _show}


def _complete(catalog: Compiled, words: Sequence[str], environ: Mapping[str, str]) -> bytes | None:
    from mi_survey.cli.candidate import iter_fitting, render_for_bash, render_lines

    shell, replaced = environ[_COMPLETE], ""
    if shell == "bash":
        line, replaced = words
        if line[:1].isspace():
            return None
        words = list(_iter_words(line))[1:]
    elif shell not in ("zsh", "fish"):
        return None
    if any(not _SPECIAL.isdisjoint(word) for word in (*words, replaced)):
        return None
    *before, begun = words
    lead = ""
    if begun.startswith("--") and "=" in begun:
        option, _, begun = begun.partition("=")
        lead = f"{option}="
        before.append(option)
    several = before[-1].startswith("-")
    written = before.pop() if several else ""
    name, takes = _read_parameters(catalog, before[0])[written]
    if begun.startswith("-") or takes == "none":
        return None
    if {"json", "catalog"} & _parse(catalog, before).keys():
        return None
    offered = catalog.read_pairs(f"offered {name}")
    fitting = iter_fitting(offered, begun, several=several and takes == "many")
    found = [(lead + value, about) for value, about in fitting]
    if shell == "bash":
        kept = len((lead + begun).removesuffix(replaced))
        lines = render_for_bash(found, environ, kept=kept)
    else:
        lines = render_lines(found)
    return "".join([f"{line}\n" for line in lines]).encode("utf-8", "replace") or None


def _iter_words(line: str) -> Iterator[str]:
    """Yield the words of a line without marks of quotation, the last as far as it was typed."""
    yield from line.split()
    if line[-1:].isspace():
        yield ""
