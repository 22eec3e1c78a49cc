"""A call of every command that writes a file, and the folder where each does write one."""

from __future__ import annotations

import json
from pathlib import Path

from program import make_work

TITLE = "Locating and Editing Factual Associations in GPT"
REFS = f"@misc{{rome, title={{{TITLE}}}, eprint={{2202.05262}}}}\n"
LIST = f"# List\n## Part\n\n* [{TITLE}](https://arxiv.org/abs/2210.07229) (ICLR 2020)\n"
WRITING: dict[str, tuple[str, ...]] = {
    "check": ("check", "refs.bib", "--fix"),
    "catalog lint": ("catalog", "lint", "list.md", "--fix"),
    "export": ("export", "ITI", "-o", "refs.bib", "--append"),
    "axes": ("axes", "-o", "words.md"),
    "matrix": ("matrix", "object", "steer", "-o", "map.svg"),
    "tree": ("tree", "object", "steer", "-o", "tree.tex", "--bib", "new.bib"),
    "catalog add": ("catalog", "add", "2401.00001", "--title", "On Neurons", "--write", "own.json"),
    "catalog import": (
        *("catalog", "import", "list.md", "--source", "neurons", "--write", "own.json"),
    ),
    "catalog merge": ("catalog", "merge", "more.json", "--write", "own.json"),
    "skill": ("skill", "--install"),
}
# Further ways to write, of which some write several files.
OTHER_WRITING: dict[str, tuple[str, ...]] = {
    "check two": ("check", "refs.bib", "more.bib", "--fix"),
    "check elsewhere": ("check", "refs.bib", "--fix", "-o", "fixed.bib"),
    "export a new file": ("export", "ITI", "-o", "new.bib"),
    "export over a file": ("export", "ITI", "-o", "refs.bib", "--force"),
    "export a page": ("export", "ITI", "-o", "page.html"),
    "tree over files": ("tree", "object", "steer", "-o", "t.tex", "--bib", "refs.bib", "--force"),
    "import into a folder": (
        *("catalog", "import", "list.md", "--source", "mine", "--title", "Mine"),
        *("--write", "own"),
    ),
    "import into a new folder": (
        *("catalog", "import", "list.md", "--source", "mine", "--title", "Mine"),
        *("--catalog", "own.json", "--write", "empty"),
    ),
    "merge into a folder": ("catalog", "merge", "source.json", "--write", "own"),
    "merge into a new folder": (
        *("catalog", "merge", "source.json", "--catalog", "own.json", "--write", "empty"),
    ),
}


def fill(folder: Path) -> None:
    """Write a file for every call into a folder."""
    work = make_work(ids={"arxiv": "2912.00001"})
    more = make_work(title="More", key="more2024more", kind="paper")
    listed = {"source": "mine", "title": "More", "urls": ["https://example.org/more"]}
    own = {"id": "own", "title": "Own", "listings": 1}
    files: dict[str, object] = {
        "refs.bib": REFS,
        "more.bib": REFS.replace("rome", "other").replace("2202.05262", "2210.07229"),
        "list.md": LIST,
        "own.json": [work],
        "more.json": [more],
        "source.json": {
            "works": [more],
            "sources": [{"id": "mine", "title": "Mine"}],
            "listings": [{**listed, "key": "more2024more"}],
        },
        "own/works.json": [{**work, "listings": [{**listed, "source": "own", "title": "Own"}]}],
        "own/sources.json": [own],
    }
    for name in ("own", "empty"):
        (folder / name).mkdir()
    for name, value in files.items():
        text = value if isinstance(value, str) else json.dumps(value)
        (folder / name).write_text(text, encoding="utf-8")


def read_all(folder: Path) -> dict[str, bytes]:
    """Return what all files in a folder and below hold, but for what is remembered of catalogs."""
    paths = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes() for name, path in paths.items() if not name.startswith(".cache")
    }


def is_left(name: str) -> bool:
    """Tell whether a file is a temporary one, as a process that was killed may leave it."""
    return Path(name).name.startswith(".mi-survey-")
