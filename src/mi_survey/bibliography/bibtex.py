"""Users' .bib files, read into entries with their lines.

The syntax is bibtexparser's; this keeps what it says of entries and of blocks that it cannot
read, and turns LaTeX into plain text where it is asked for.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock
from pylatexenc.latex2text import LatexNodes2Text

from mi_survey.model.finding import Finding
from mi_survey.text import normalize_space

# bibtexparser logs what it cannot parse; here that is a finding
logging.getLogger("bibtexparser").propagate = False
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
_PLAIN = re.compile(r"(?:[\w .,:;()/+*=|@\n]|-(?!-)|'(?!'))*")
_TO_TEXT = LatexNodes2Text(math_mode="verbatim", keep_comments=True)


@dataclass(frozen=True, slots=True)
class BibEntry:
    """One entry: its key, its type, the line it begins at (from 1), and its fields.

    Field names are in lower case; values are as written, without their outer braces.
    """

    key: str
    type: str
    line: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bibliography:
    """The entries of a file in their order, and what of it could not be read."""

    entries: tuple[BibEntry, ...]
    findings: tuple[Finding, ...]


def parse_bibliography(text: str, *, file: str) -> Bibliography:
    """Parse BibTeX or BibLaTeX text; ``file`` is only named in findings.

    An entry whose key another entry has is kept, and told in a finding.
    """
    entries: list[BibEntry] = []
    findings: list[Finding] = []
    # one line in a block of its own before the text keeps bibtexparser's lines counted from 1
    library = parse_string("\n" + text)
    for block in library.blocks:
        line = block.start_line or 0
        if isinstance(block, Entry):
            entries.append(_read_entry(block))
        elif isinstance(block, DuplicateBlockKeyBlock) and isinstance(
            block.ignore_error_block, Entry
        ):
            entries.append(_read_entry(block.ignore_error_block))
            message = f"the key {block.key} stands here a second time"
            findings.append(Finding("key-unique", "warning", file, f"line {line}", message))
        elif isinstance(block, ParsingFailedBlock):
            findings.append(
                Finding(
                    "syntax",
                    "error",
                    file,
                    f"line {line}",
                    "this entry cannot be read",
                    "look for a brace, quote or comma that is missing",
                )
            )
    return Bibliography(tuple(entries), tuple(findings))


def plain_text(value: str) -> str:
    r"""Turn a field's LaTeX into plain text on one line.

    >>> plain_text(r"Bertram H{\o}jer \& {GPT}-2")
    'Bertram Højer & GPT-2'
    """
    # most values hold nothing for LaTeX but braces, and reading it takes 1 ms
    bare = value.replace("{", "").replace("}", "")
    if _PLAIN.fullmatch(bare):
        return normalize_space(bare)
    return normalize_space(_TO_TEXT.latex_to_text(value))


def _read_entry(entry: Entry) -> BibEntry:
    fields = {field.key.lower(): _unwrap(str(field.value)) for field in entry.fields}
    return BibEntry(entry.key, entry.entry_type.lower(), entry.start_line or 0, fields)


def _unwrap(value: str) -> str:
    # bibtexparser leaves the outer braces where a block is not an entry of its own
    whole = value.startswith("{") and value.endswith("}")
    return value[1:-1] if whole and "}" not in value[1:-1] else value
