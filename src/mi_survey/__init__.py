"""mi-survey: the mechanistic-interpretability literature, found, cited and cross-tabulated.

The public names load when they are used, so that ``import mi_survey`` costs nothing.

>>> from mi_survey import load_catalog
>>> load_catalog().get("ROME").title
'Locating and Editing Factual Associations in GPT'
"""

from __future__ import annotations

from mi_survey.version import __version__

TYPE_CHECKING = False  # importing typing takes as long as a short call
if TYPE_CHECKING:
    from mi_survey.errors import MiSurveyError as MiSurveyError
    from mi_survey.exports.registry import RenderOptions as RenderOptions
    from mi_survey.library import Catalog as Catalog
    from mi_survey.library import load_catalog as load_catalog
    from mi_survey.model.work import Work as Work
    from mi_survey.query.filters import Filters as Filters

__all__ = [
    "Catalog",
    "Filters",
    "MiSurveyError",
    "RenderOptions",
    "Work",
    "__version__",
    "load_catalog",
]

_HOMES = {
    "Catalog": "mi_survey.library",
    "Filters": "mi_survey.query.filters",
    "MiSurveyError": "mi_survey.errors",
    "RenderOptions": "mi_survey.exports.registry",
    "Work": "mi_survey.model.work",
    "load_catalog": "mi_survey.library",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Name the public names, loaded or not."""
    return sorted(__all__)
