"""Addresses that lists still give of things that have moved, with where they are now.

Nothing is asked of the network: these are the moves that readers of the lists noted for the
catalog, and every new address is that of a record.
"""

from __future__ import annotations

from typing import Final

from mi_survey.model.address import normalize_url

# Old addresses as normalize_url gives them, in lower case.
MOVED: Final[dict[str, str]] = {
    "arena-ch1-transformers.streamlit.app": (
        "https://learn.arena.education/chapter1_transformer_interp"
    ),
    "github.com/alan-cooney/circuitsvis": "https://github.com/TransformerLensOrg/CircuitsVis",
    "github.com/neelnanda-io/transformerlens": (
        "https://github.com/TransformerLensOrg/TransformerLens"
    ),
    "github.com/soniajoseph/vit-prisma": "https://github.com/Prisma-Multimodal/ViT-Prisma",
}


def find_new_address(url: str) -> str:
    """Return where a thing is now; empty where nobody noted that it moved.

    >>> find_new_address("https://github.com/neelnanda-io/TransformerLens/")
    'https://github.com/TransformerLensOrg/TransformerLens'
    """
    return MOVED.get(normalize_url(url).lower(), "")
