"""The only code that touches catalog files: where they are, and reading them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from mi_survey.catalog.codec import (
    DECODERS,
    decode_person,
    decode_source,
    decode_taxonomy,
    decode_work,
)
from mi_survey.errors import CatalogUnreadable, FileUnreadable
from mi_survey.files import STDIO, decode_text, describe_failure, read_bounded, read_bytes
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.stored import Stored
from mi_survey.model.taxonomy import Taxonomy

FILES = ("works.json", "taxonomy.json", "sources.json", "people.json")
_WORKS, _TAXONOMY, _SOURCES, _PEOPLE = FILES


def bundled_folder() -> Path:
    """Return the folder of the bundled catalog: in the wheel, else in the checkout.

    An editable install copies no files, so the checkout's own ``catalog/`` serves there. A folder
    of that name beside a zip file with the program is a stranger's.
    """
    package, above, root = Path(__file__).parents[1:4]
    if above.name == "src" and (root / "pyproject.toml").is_file():
        return root / "catalog"
    return package / "_catalog"


def read_bundled(name: str) -> str:
    """Read a file of the bundled catalog, which may stand in a zip file with the program.

    Raises:
        CatalogUnreadable: it is missing or not readable.
    """
    path = str(bundled_folder() / name)
    try:
        data: bytes = globals()["__loader__"].get_data(path)
    except OSError as error:
        raise CatalogUnreadable(path, describe_failure(error)) from error
    return data.decode("utf-8")


@cache
def load_bundled() -> CatalogRecords:
    """Load the bundled catalog, which was validated when it was built and never changes."""
    values = {name: _parse_bundled(name) for name in (_WORKS, _SOURCES, _PEOPLE)}
    return make_records(values, base=CatalogRecords((), load_taxonomy(), ()))


def make_records(values: Mapping[str, Any], *, base: CatalogRecords) -> CatalogRecords:
    """Make the records of JSON values that are known to be valid, by their names in ``FILES``.

    Each is decoded when it is asked for. What is not given is that of ``base``.
    """
    works = sorted(values[_WORKS], key=itemgetter("key"))
    sources, people, axes = (values.get(name) for name in (_SOURCES, _PEOPLE, _TAXONOMY))
    return CatalogRecords(
        Stored(works, decode_work, decoders=DECODERS),
        base.taxonomy if axes is None else decode_taxonomy(axes),
        base.sources if sources is None else Stored(sources, decode_source, decoders={}),
        base.people if people is None else Stored(people, decode_person, decoders={}),
    )


@cache
def load_taxonomy() -> Taxonomy:
    """Load the bundled axes alone, which is enough to name options and to complete a term."""
    return decode_taxonomy(_parse_bundled(_TAXONOMY))


def _parse_bundled(name: str) -> Any:
    return parse_json(read_bundled(name), path=str(bundled_folder() / name))


def find_taxonomy(specs: Sequence[str]) -> Taxonomy | None:
    """Return the axes that the catalogs named will have, without validating them.

    They are those of the last folder that has some, else the bundled ones; ``None`` where they
    are not what axes are: loading the catalog says what is wrong with them.
    """
    for spec in reversed(specs):
        path = os.path.join(spec.removeprefix("+"), _TAXONOMY)  # noqa: PTH118 - half the time of Path
        if os.path.isfile(path):  # noqa: PTH113 - likewise
            try:
                taxonomy = decode_taxonomy(read_json(path))
            except (CatalogUnreadable, AttributeError, KeyError, TypeError):
                return None
            sound = all(isinstance(each, str) for each in _iter_texts(taxonomy))
            return taxonomy if sound else None
    return load_taxonomy()


def _iter_texts(taxonomy: Taxonomy) -> Iterator[object]:
    for axis in taxonomy.axes:
        yield from (axis.id, axis.definition)
        for term in axis.terms:
            yield from (term.id, term.definition)


def list_files(path: str) -> dict[str, str]:
    """List the files that a path stands for, by their names in ``FILES``.

    A folder has ``works.json`` and, if it has them, the others; anything else is a file of works,
    and ``-`` standard input.
    """
    if path == STDIO or not os.path.isdir(path):  # noqa: PTH112 - paths stay as the user wrote them
        return {_WORKS: path}
    files = {name: os.path.join(path, name) for name in FILES}  # noqa: PTH118 - likewise
    return {name: file for name, file in files.items() if name == _WORKS or os.path.lexists(file)}


def read_text(path: str) -> str:
    """Read a UTF-8 file with its line ends as they are, or standard input for ``-``.

    Raises:
        CatalogUnreadable: it is missing, not readable, or not UTF-8.
    """
    try:
        data = read_bounded(sys.stdin.buffer) if path == STDIO else read_bytes(path)
        return decode_text(data, path)
    except FileUnreadable as error:
        raise CatalogUnreadable(path, error.reason, hint=error.hint) from error
    except OSError as error:  # of standard input
        raise CatalogUnreadable(path, describe_failure(error)) from error
    except MemoryError as error:
        raise CatalogUnreadable(path, "it does not fit into memory") from error


def read_json(path: str) -> Any:
    """Read a JSON file, or standard input for ``-``.

    Raises:
        CatalogUnreadable: it is missing, not readable, or not JSON.
    """
    return parse_json(read_text(path), path=path)


def parse_json(
    text: str, *, path: str, build_object: Callable[[list[tuple[str, Any]]], Any] | None = None
) -> Any:
    """Parse JSON text, to which a byte order mark is no obstacle; ``path`` is named in errors.

    ``build_object`` makes an object of its members in the order of the file, repeated names
    included; without it, the last of a name wins.

    Raises:
        CatalogUnreadable: the text is not JSON.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=build_object)
    except json.JSONDecodeError as error:
        reason = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise CatalogUnreadable(path, f"not JSON: {reason}") from error
    except RecursionError as error:
        raise CatalogUnreadable(path, "not JSON: nested too deeply") from error
    except ValueError as error:  # an integer of more digits than Python converts
        raise CatalogUnreadable(path, "a number has too many digits") from error
