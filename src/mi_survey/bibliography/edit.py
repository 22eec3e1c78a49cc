"""Edits of one BibTeX entry's text: each changes one thing and leaves the rest byte for byte.

Every edit reads the entry anew, so that no offset outlives a change. What would touch a comment
is not done: ``Uncertain`` says so.
"""

from __future__ import annotations

from mi_survey.bibliography.bibtex import BibEntry, BibField, parse_bibtex

_LONGEST_EQUALS = 3  # characters: more stand there for alignment


class Uncertain(Exception):
    """An entry's layout leaves doubt; it stays as it is."""


def read_entry(text: str) -> BibEntry:
    """Return the layout of the one entry that a text holds.

    Raises:
        Uncertain: it holds another number of entries, or a field twice.
    """
    layout = parse_bibtex(text)
    if len(layout.entries) != 1 or layout.faults:
        raise Uncertain("the entry does not stand alone")
    names = [field.name for field in layout.entries[0].fields]
    repeated = [name for name in names if names.count(name) > 1]
    if repeated:
        raise Uncertain(f"the field {repeated[0]} stands there twice")
    return layout.entries[0]


def set_field(text: str, name: str, value: str, *, macro: bool = False) -> str:
    r"""Replace the value of a field, between delimiters of the same kind.

    >>> set_field('@misc{a, year="2023", note = x # {y}}', "note", "z")
    '@misc{a, year="2023", note = {z}}'
    """
    field = _get_field(text, name)
    start, end = field.value_span
    if "%" in _outside_pieces(text[start:end], field.form):
        raise Uncertain(f"a comment stands within the field {name}")
    return text[:start] + _dress(value, field.form, macro=macro) + text[end:]


def rename_field(text: str, name: str, new: str) -> str:
    """Give a field another name, in the same case.

    >>> rename_field("@misc{a, Journal = {x}}", "journal", "booktitle")
    '@misc{a, Booktitle = {x}}'
    """
    fields = read_entry(text).fields
    field = _get_field(text, name)
    start, end = field.name_span
    equals = text[end : field.value_span.start]
    if _is_aligned(fields):
        others = tuple(each for each in fields if each is not field)
        equals = _equals(text, (field, *others, others[-1]), new)
    written = _in_case_of(text[start:end], new)
    return text[:start] + written + equals + text[field.value_span.start :]


def set_type(text: str, type: str) -> str:
    """Change the type of the entry, in the same case.

    >>> set_type("@ARTICLE{a, year = 2024}", "inproceedings")
    '@INPROCEEDINGS{a, year = 2024}'
    """
    start, end = read_entry(text).type_span
    return text[:start] + _in_case_of(text[start:end], type) + text[end:]


def drop_field(text: str, name: str) -> str:
    """Remove a field with its comma.

    >>> drop_field("@misc{a, volume={1}, year={2024} }", "volume")
    '@misc{a, year={2024} }'
    >>> drop_field("@misc{a, volume={1}, year={2024} }", "year")
    '@misc{a, volume={1} }'
    """
    fields = read_entry(text).fields
    at = next((at for at, field in enumerate(fields) if field.name == name), None)
    if at is None or len(fields) == 1:
        raise Uncertain(f"the field {name} cannot be taken out")
    if at + 1 < len(fields):
        start, end = fields[at].name_span.start, fields[at + 1].name_span.start
        between = text[fields[at].value_span.end : end]
    else:
        start, end = fields[at - 1].value_span.end, fields[at].value_span.end
        between = text[start : fields[at].name_span.start]
    if "%" in between:
        raise Uncertain(f"a comment stands beside the field {name}")
    return text[:start] + text[end:]


def add_field(text: str, name: str, value: str, *, macro: bool = False) -> str:
    r"""Add a field at the end, laid out as the fields before it are.

    >>> add_field("@misc{a,\n  title = {x},\n  year  = 2024,\n}", "pages", "1--2")
    '@misc{a,\n  title = {x},\n  year  = 2024,\n  pages = {1--2},\n}'
    """
    entry = read_entry(text)
    if not entry.fields:
        raise Uncertain("it has no field to lay out another by")
    last = entry.fields[-1]
    equals = _equals(text, entry.fields, name)
    written = _in_case_of(text[slice(*last.name_span)], name) if _is_loud(text, last) else name
    quoted = sum(field.form == '"' for field in entry.fields)
    braced = sum(field.form == "{" for field in entry.fields)
    dressed = _dress(value, '"' if quoted > braced else "{", macro=macro)
    at = last.value_span.end
    return text[:at] + _separator(text, entry) + written + equals + dressed + text[at:]


def _get_field(text: str, name: str) -> BibField:
    field = read_entry(text).field(name)
    if field is None:
        raise Uncertain(f"the field {name} is not there")
    return field


def _separator(text: str, entry: BibEntry) -> str:
    """Return what stands between two fields: a comma and the white space around it."""
    pairs = list(zip(entry.fields, entry.fields[1:], strict=False))
    for one, other in reversed(pairs):
        between = text[one.value_span.end : other.name_span.start]
        if "%" not in between:
            return between
    head = text[entry.start : entry.fields[0].name_span.start]
    if "%" in head:
        raise Uncertain("comments stand between its fields")
    return "," + head[head.rindex(",") + 1 :]


def _equals(text: str, fields: tuple[BibField, ...], name: str) -> str:
    """Return the equals sign with the white space of the entry, aligned where that is aligned."""
    last = fields[-1]
    written = text[last.name_span.end : last.value_span.start]
    if "%" in written or "\n" in written:
        return " = "
    if not _is_aligned(fields):
        return written if len(written) <= _LONGEST_EQUALS else " = "
    spaces = last.value_span.start - last.name_span.start - len(name)
    if written.startswith("="):  # aligned after the sign
        return "=" + " " * max(1, spaces - 1)
    sign = written.lstrip()
    return " " * max(1, spaces - len(sign)) + sign


def _is_aligned(fields: tuple[BibField, ...]) -> bool:
    """Tell whether the values begin at one column behind names of different lengths."""
    widths = {field.value_span.start - field.name_span.start for field in fields}
    lengths = {field.name_span.end - field.name_span.start for field in fields}
    return len(widths) == 1 and len(lengths) > 1


def _dress(value: str, form: str, *, macro: bool) -> str:
    if macro or (form == "1" and value.isdigit()):
        return value
    if form == '"' and '"' not in value:
        return f'"{value}"'
    return f"{{{value}}}"


def _in_case_of(written: str, word: str) -> str:
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[:1].isupper() else word


def _is_loud(text: str, field: BibField) -> bool:
    return text[field.name_span.start].isupper()


def _outside_pieces(written: str, form: str) -> str:
    """Return what of a joined value may hold a comment; a single piece has no such place."""
    return written if form == "#" else ""
