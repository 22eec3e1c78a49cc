"""Users' catalogs: validated once, then known by their content and read as the bundled one is.

Validating takes most of the time of a call. So the SHA-256 of a catalog that proved valid, with
all that the verdict depends on, is remembered as the name of an empty file in the user's cache.
Only a folder of the user's own is believed, in which nobody else can write; where there is none,
or none can be made, or ``MI_SURVEY_CACHE`` is ``off``, every call validates.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from mi_survey.catalog.store import list_files, make_records, parse_json, read_text
from mi_survey.version import __version__

if TYPE_CHECKING:
    from mi_survey.catalog.document import Document
    from mi_survey.model.catalog_records import CatalogRecords

_VARIABLE = "MI_SURVEY_CACHE"
_MOST_REMEMBERED = 1000


def load_valid(
    path: str, *, base: CatalogRecords, forgiven: frozenset[str] = frozenset()
) -> CatalogRecords:
    """Load a catalog that a user names.

    Taxonomy, sources and people that it does not bring are those of ``base``. Breaches of the
    rules ``forgiven`` do not keep it from being used.

    Raises:
        CatalogUnreadable: a file is missing, not readable, or not JSON.
        CatalogInvalid: a file breaks rules; the error holds every error.
    """
    files = list_files(path)
    texts = {name: read_text(file) for name, file in files.items()}
    folder = _find_folder()
    mark = _mark(texts, base=base) if folder else ""
    if folder and _is_own(f"{folder}/{mark}", stat.S_ISREG):
        # each text goes when it has been parsed: they take half of the memory
        values = {name: parse_json(texts.pop(name), path=file) for name, file in files.items()}
        return make_records(values, base=base)
    from mi_survey.catalog.document import parse_document  # with pydantic: 50-90 ms
    from mi_survey.catalog.schema import check_documents

    documents = [parse_document(name, text, file=files[name]) for name, text in texts.items()]
    checked = check_documents(documents, base=base, errors_only=True)
    records = checked.demand_valid(path, forgiven=forgiven)
    if folder and not forgiven and _reads_alike(documents, records, base=base):
        _remember(folder, mark)
    return records


def _mark(texts: Mapping[str, str], *, base: CatalogRecords) -> str:
    """Return the SHA-256 of a catalog and of all that its being valid depends on."""
    import hashlib  # with OpenSSL: 4 ms, for users' catalogs alone
    from datetime import date

    lengths = {name: len(text) for name, text in texts.items()}
    base_records = (base.taxonomy, tuple(base.sources), tuple(base.people))
    digest = hashlib.sha256(repr((__version__, date.today().year, base_records, lengths)).encode())
    for text in texts.values():
        digest.update(text.encode())
    return digest.hexdigest()


def _reads_alike(
    documents: Sequence[Document], records: CatalogRecords, *, base: CatalogRecords
) -> bool:
    """Tell whether decoding without validation gives the very records that validation gave."""
    try:
        decoded = make_records({each.name: each.raw for each in documents}, base=base)
        return decoded == records  # sequences of equal records are equal, stored or not
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _find_folder() -> str | None:
    """Return the folder of what is remembered, made if need be; ``None`` where none is safe."""
    if os.environ.get(_VARIABLE) == "off" or not hasattr(os, "geteuid"):
        return None
    folder = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(folder):  # noqa: PTH117 - a relative one is void
        folder = os.path.join(os.environ.get("HOME", ""), ".cache")  # noqa: PTH118 - as above
    if not os.path.isabs(folder):  # noqa: PTH117 - there is no home
        return None
    with suppress(OSError):
        for part in ("", "/mi-survey", "/valid"):
            folder += part
            with suppress(FileExistsError):
                os.mkdir(folder, 0o700)  # noqa: PTH102 - likewise
            if part and not _is_own(folder, stat.S_ISDIR):
                return None
        return folder
    return None


def _is_own(path: str, is_kind: Callable[[int], bool]) -> bool:
    """Tell whether a file is there, is of a kind, is the user's, and nobody else can write it."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    is_closed = not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return is_kind(status.st_mode) and status.st_uid == os.geteuid() and is_closed


def _remember(folder: str, mark: str) -> None:
    with suppress(OSError):
        names = os.listdir(folder)  # noqa: PTH208 - as above
        if len(names) >= _MOST_REMEMBERED:  # whoever edits a catalog leaves a mark each time
            for name in names:
                os.unlink(f"{folder}/{name}")  # noqa: PTH108 - as above
        os.close(os.open(f"{folder}/{mark}", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
