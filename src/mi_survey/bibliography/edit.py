"""The text of one BibTeX entry in pieces: a change of one leaves the rest byte for byte.

What would touch a comment is not done: ``Uncertain`` says so.
"""

from __future__ import annotations

from dataclasses import dataclass

from mi_survey.bibliography.bibtex import parse_bibtex

_LONGEST_EQUALS = 3  # characters: more stand there for alignment


class Uncertain(Exception):
    """An entry's layout leaves doubt; it stays as it is."""


@dataclass(slots=True)
class _WrittenField:
    """A field as it is written: what stands before it, its name, its equals sign, its value.

    ``value`` is what the value says, ``form`` how it is written, as ``BibField`` has them.
    """

    before: str
    name: str
    equals: str
    written: str
    value: str
    form: str


class EntryText:
    r"""An entry that is edited; its text is what ``str`` gives.

    >>> entry = EntryText('@misc{a,\n  Title = "x",\n  Year  = 2023,\n  Journal = {y}\n}')
    >>> entry.set_field("year", "2024")
    >>> entry.rename_field("journal", "booktitle")
    >>> entry.drop_field("title")
    >>> entry.set_field("pages", "1--2")
    >>> print(entry)
    @misc{a,
      Year  = 2024,
      Booktitle = {y},
      Pages = {1--2}
    }
    """

    def __init__(self, text: str) -> None:
        """Take the text of one entry apart; Uncertain if it is not one, or has a field twice."""
        layout = parse_bibtex(text)
        if len(layout.entries) != 1 or layout.faults:
            raise Uncertain("the entry does not stand alone")
        (entry,) = layout.entries
        names = [field.name for field in entry.fields]
        if repeated := [name for name in names if names.count(name) > 1]:
            raise Uncertain(f"the field {repeated[0]} stands there twice")
        self.type = entry.type
        self._head = text[: entry.type_span.start]
        self._written_type = text[slice(*entry.type_span)]
        self._fields: list[_WrittenField] = []
        done = entry.type_span.end
        for field in entry.fields:
            (start, end), (value_start, value_end) = field.name_span, field.value_span
            pieces = (text[done:start], text[start:end], text[end:value_start])
            written = text[value_start:value_end]
            self._fields.append(_WrittenField(*pieces, written, field.value, field.form))
            done = value_end
        self._tail = text[done:]

    def __str__(self) -> str:
        """Return the text."""
        fields = (f"{each.before}{each.name}{each.equals}{each.written}" for each in self._fields)
        return "".join((self._head, self._written_type, *fields, self._tail))

    def get_value(self, name: str) -> str | None:
        """Return what a field says; ``None`` where there is none of that name."""
        field = self._find(name)
        return field.value if field else None

    def set_type(self, type: str) -> None:
        """Change the type of the entry, in the same case."""
        self.type, self._written_type = type, _in_case_of(self._written_type, type)

    def set_field(self, name: str, value: str, *, macro: bool = False) -> None:
        """Replace the value of a field, or add it at the end, laid out as the others are."""
        field = self._find(name)
        if field is None:
            if not self._fields:
                raise Uncertain("it has no field to lay out another by")
            last = self._fields[-1]
            forms = [each.form for each in self._fields]
            form = '"' if forms.count('"') > forms.count("{") else "{"
            shown = _in_case_of(last.name, name)
            field = _WrittenField(self._separator(), shown, self._equals(name), "", "", form)
            self._fields.append(field)
        elif field.form == "#" and "%" in field.written:
            raise Uncertain(f"a comment stands within the field {name}")
        field.value = value
        if macro or (field.form == "1" and value.isdigit()):
            field.written = value
        elif field.form == '"' and '"' not in value:
            field.written = f'"{value}"'
        else:
            field.written = f"{{{value}}}"

    def rename_field(self, name: str, new: str) -> None:
        """Give a field another name, in the same case."""
        if field := self._find(name):
            if self._is_aligned():
                field.equals = self._equals(new)
            field.name = _in_case_of(field.name, new)

    def drop_field(self, name: str) -> None:
        """Remove a field, if it is there, with one of the commas around it."""
        field = self._find(name)
        if field is None:
            return
        if len(self._fields) == 1:
            raise Uncertain(f"the field {name} cannot be taken out")
        at = self._fields.index(field)
        following = self._fields[at + 1] if at + 1 < len(self._fields) else field
        if "%" in following.before:
            raise Uncertain(f"a comment stands beside the field {name}")
        following.before = field.before
        del self._fields[at]

    def _find(self, name: str) -> _WrittenField | None:
        return next((field for field in self._fields if field.name.lower() == name), None)

    def _separator(self) -> str:
        """Return what stands between two fields: a comma and the white space around it."""
        between = [each.before for each in self._fields[1:] if "%" not in each.before]
        if between:
            return between[-1]
        head = self._fields[0].before
        if "%" in head:
            raise Uncertain("comments stand between its fields")
        return "," + head[head.rindex(",") + 1 :]

    def _equals(self, name: str) -> str:
        """Return the equals sign behind a name, aligned where those of the entry are."""
        last = self._fields[-1]
        if "%" in last.equals or "\n" in last.equals:
            return " = "
        if not self._is_aligned():
            return last.equals if len(last.equals) <= _LONGEST_EQUALS else " = "
        width = len(last.name) + len(last.equals) - len(name)
        if last.equals.startswith("="):  # aligned after the sign
            return "= ".ljust(width)
        return (" " + last.equals.lstrip()).rjust(width)

    def _is_aligned(self) -> bool:
        """Tell whether the values begin at one column behind names of different lengths."""
        lengths = {len(each.name) for each in self._fields}
        columns = {len(each.name) + len(each.equals) for each in self._fields}
        return len(columns) == 1 and len(lengths) > 1


def _in_case_of(written: str, word: str) -> str:
    if written.isupper():
        return word.upper()
    return word.capitalize() if written[:1].isupper() else word
