"""What a command is given: its catalogs, and the words of standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence

from mi_survey.cli.options import CatalogChoice
from mi_survey.cli.output import say
from mi_survey.errors import UsageFault
from mi_survey.library import Catalog, load_catalog

VARIABLE = "MI_SURVEY_CATALOG"


def open_catalog(choice: CatalogChoice) -> Catalog:
    """Load the catalogs of ``--catalog``, else of ``MI_SURVEY_CATALOG``, else the bundled one.

    Works that give way to a user's are named on standard error.

    Raises:
        CatalogUnreadable, CatalogInvalid: a catalog cannot be used.
        UsageFault: two of them are standard input.
    """
    specs = name_catalogs(choice)
    if sum(spec.removeprefix("+") == "-" for spec in specs) > 1:
        raise UsageFault("standard input can be read only once", hint="name one catalog -")
    catalog = load_catalog(*specs)
    for override in catalog.overrides:
        by, replaced = override.by, override.replaced
        if by != replaced:
            say(f"note: {by.key} replaces {replaced.key} (same {override.shared})")
    return catalog


def name_catalogs(specs: Sequence[str]) -> Sequence[str]:
    """Return the catalogs given on the command line, else those of ``MI_SURVEY_CATALOG``.

    The variable separates several as ``PATH`` does.
    """
    if specs:
        return specs
    return [spec for spec in os.environ.get(VARIABLE, "").split(os.pathsep) if spec]


def read_words(words: Iterable[str]) -> list[str]:
    """Return the words given, with ``-`` replaced by the first words of standard input's lines.

    The first word, so that what ``find`` prints can be piped on: a key, then a tab.

    Raises:
        UsageFault: standard input is a terminal, where nobody is piping, or cannot be read.
    """
    given: list[str] = []
    for word in words:
        if word != "-":
            given.append(word)
            continue
        if sys.stdin.isatty():
            raise UsageFault(
                "no keys on standard input, which is a terminal",
                hint="pipe them: mi-survey find --format keys … | mi-survey show -",
            )
        try:
            lines = sys.stdin.buffer.read().decode("utf-8-sig", "replace").splitlines()
        except OSError as error:
            raise UsageFault(f"cannot read standard input: {error.strerror}") from error
        given += [line.split("\t")[0].strip() for line in lines if line.strip()]
    return given
