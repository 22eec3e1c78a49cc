"""Adding works to a .bib file that exists: only what is not there, the rest byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mi_survey.bibliography.reading import read_bibtex
from mi_survey.errors import UsageFault
from mi_survey.exports.registry import Format, RenderOptions
from mi_survey.model.work import Work
from mi_survey.query.result import Result
from mi_survey.reference.cited import find_cited
from mi_survey.reference.names import NameIndex
from mi_survey.reference.person import compare_authors
from mi_survey.reference.record import Reference
from mi_survey.reference.title import grade_title


@dataclass(frozen=True, slots=True)
class Addition:
    """The new text of a file, the works that it gained, and those that were there.

    ``present`` gives for the key of a work the key that the file has for it.
    """

    text: str
    added: tuple[str, ...]
    present: dict[str, str]


def append_to_bibliography(
    existing: str, results: Sequence[Result], *, format: Format, options: RenderOptions, file: str
) -> Addition:
    """Append the works that a bibliography does not have yet.

    A work is there if an entry has its key, one of its identifiers, or its title and one of
    its authors.

    Raises:
        UsageFault: an entry of the file cannot be read, so that nobody knows what is there, or one
            has the key of a work and is another.
    """
    bibliography = read_bibtex(existing)
    if bibliography.faults:
        fault = bibliography.faults[0]
        raise UsageFault(
            f"{file}:{fault.line}: this entry cannot be read: {fault.reason}",
            hint=fault.advice,
        )
    present = _find_present(bibliography.entries, results, file)
    new = [result for result in results if result.work.key not in present]
    addition = format.render(new, options) if new else ""
    newline = "\r\n" if "\r\n" in existing else "\n"
    gap = newline * (1 if existing.endswith("\n") else 2) if existing and addition else ""
    text = existing + gap + addition.replace("\n", newline)
    return Addition(text, tuple(result.work.key for result in new), present)


def _find_present(
    entries: Sequence[Reference], results: Sequence[Result], file: str
) -> dict[str, str]:
    names = NameIndex([result.work for result in results])
    # BibTeX takes keys that differ in case only for the same
    keyed = {result.work.key.lower(): result.work for result in results}
    present: dict[str, str] = {}
    for entry in entries:
        # an identifier under another title is odd, but the work is not to be added beside it
        linked = [named.work for link in entry.links for named in names.iter_linked(link)]
        cited = find_cited(entry, names).work
        meant = [*linked, *((cited,) if cited else ())]
        for work in meant:
            present.setdefault(work.key, entry.key)
        same = keyed.get(entry.key.lower())
        if same is None:
            continue
        if _is_another(entry, same) and same not in meant:
            raise UsageFault(
                f"{file}:{entry.line}: {entry.key} is another work there: '{entry.title}'",
                hint=f"nothing was added; give that entry another key, or leave {same.key} out",
            )
        present[same.key] = entry.key
    return present


def _is_another(entry: Reference, work: Work) -> bool:
    """Tell whether an entry is of another work than its key says, by title and authors."""
    if not entry.title or grade_title(entry.title, (work.title, *work.alt_titles)) != "other":
        return False
    differences = compare_authors(entry.authors, work.authors)
    return 2 * differences.known <= len(differences.places)
