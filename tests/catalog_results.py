"""Works of the bundled catalog as results, as every export gets them: all of them in CI."""

from __future__ import annotations

from effort import some
from mi_survey.library import load_catalog
from mi_survey.model.work import is_citable
from mi_survey.query.result import Result

_CATALOG = load_catalog()
TAXONOMY = _CATALOG.taxonomy
RESULTS = [Result(work, work.placements) for work in some(_CATALOG.works, of=6)]
CITABLE = [result for result in RESULTS if is_citable(result.work)]
