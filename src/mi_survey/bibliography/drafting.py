"""Records for a catalog of the works that a bibliography has: what its entries say, no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.bibliography.reading import find_kind, read_references
from mi_survey.catalog.referred import Note, Referred, make_records
from mi_survey.errors import UsageFault
from mi_survey.reference.record import Reference

if TYPE_CHECKING:
    from mi_survey.reference.names import NameIndex


def draft(text: str, names: NameIndex, *, file: str) -> Referred:
    """Make records of the entries that are none of the works of ``names``.

    What cannot be read of the text is a note among the others.

    Raises:
        UsageFault, FileUnreadable: the text is no bibliography.
    """
    if find_kind(file) == "links":
        raise UsageFault(f"'{file}' has links, not entries", hint="give a .bib or CSL-JSON file")
    read = read_references(text, file=file)
    referred = make_records(read.entries, names)
    faults = [
        Note(Reference(key=each.key, line=each.line), f"not added: {each.reason}", lost=True)
        for each in read.faults
    ]
    notes = sorted((*faults, *referred.notes), key=lambda note: note.reference.line)
    return Referred(referred.works, tuple(notes))
