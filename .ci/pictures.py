"""The README's pictures, of the real program: a terminal as SVG, the explorer page as PNG.

The terminal's picture is text, and ``.ci/generate.py`` keeps it current. The page's needs
Chromium and Playwright: ``python .ci/pictures.py`` takes it anew, and writes into it what it
shows, so that ``--check`` can tell without a browser whether it is current.
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
import sys
import tempfile
import zlib
from contextlib import redirect_stdout
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from rich.console import Console  # noqa: E402 - after the path
from rich.text import Text  # noqa: E402

from drawn import make_terminal  # noqa: E402
from explorer import ARGUMENTS, whole_page  # noqa: E402
from mi_survey.display.heatmap import render_matrix  # noqa: E402
from mi_survey.library import load_catalog  # noqa: E402

TERMINAL = ".github/terminal.svg"
PAGE = ".github/page.png"
_WIDTH, _SIZE = 66, {"width": 1280, "height": 860}
_LABEL = b"Comment"
# Rich's own format loads a font from the network.
_FONT = 'Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace'
_FORMAT = (
    '<svg class="{unique_id}" viewBox="0 0 {width} {height}" '
    'xmlns="http://www.w3.org/2000/svg">\n<style>\n'
    f".{{unique_id}} text {{{{ font: {{char_height}}px {_FONT}; white-space: pre; }}}}\n"
    "{styles}\n</style>\n<defs>\n{lines}\n</defs>\n{chrome}\n"
    '<g transform="translate({terminal_x}, {terminal_y})">\n{backgrounds}\n{matrix}\n</g>\n'
    "</svg>\n"
)


def render_terminal() -> str:
    """Draw what a terminal shows of the two axes that the page begins with."""
    rows, columns = _axes()
    terminal = make_terminal(_WIDTH, color=True, styled=True)
    drawn = render_matrix(load_catalog().matrix(rows, columns), terminal)
    with redirect_stdout(io.StringIO()):
        console = Console(width=_WIDTH, record=True, force_terminal=True, color_system="256")
        console.print(Text.from_ansi(drawn))
    title = f"mi-survey matrix {rows} {columns}"
    return console.export_svg(title=title, code_format=_FORMAT, unique_id="terminal")


def _axes() -> tuple[str, str]:
    axes = load_catalog().taxonomy.axes
    narrow = min(axes, key=lambda axis: len(axis.terms))
    return next(axis.id for axis in axes if axis is not narrow), narrow.id


def describe_page() -> str:
    """Return a digest of what the picture shows of the page: its looks, and its numbers."""
    catalog = load_catalog()
    rows, columns = _axes()
    shown = [
        [hashlib.sha256(path.read_bytes()).hexdigest() for path in _sources()],
        catalog.matrix(rows, columns).counts,
        catalog.matrix("year", "year").row_totals,
        [work.key for work in catalog.find()[:3]],
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _sources() -> list[Path]:
    return sorted((ROOT / "src/mi_survey/page").iterdir())


def read_description(picture: bytes) -> str:
    """Return the description that a PNG picture has in its text chunk; empty without one."""
    at = 8
    while at < len(picture):
        [length] = struct.unpack(">I", picture[at : at + 4])
        kind, data = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + length]
        if kind == b"tEXt" and data.startswith(_LABEL + b"\0"):
            return data.partition(b"\0")[2].decode("latin-1")
        at += length + 12
    return ""


def _describe(picture: bytes, text: str) -> bytes:
    """Put a text chunk after the header of a PNG picture."""
    body = b"tEXt" + _LABEL + b"\0" + text.encode("latin-1")
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    end_of_header = 8 + 25
    return picture[:end_of_header] + chunk + picture[end_of_header:]


def take_page() -> bytes:
    """Take the page's picture in Chromium."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "page.html")
        file.write_text(whole_page(), encoding="utf-8")
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=[*ARGUMENTS])
        page = browser.new_page(viewport=_SIZE, color_scheme="light")
        page.goto(file.as_uri())
        picture: bytes = page.screenshot()
        browser.close()
    return _describe(picture, describe_page())


def main(arguments: list[str]) -> int:
    """Take the page's picture, or with ``--check`` tell whether it is current."""
    path = ROOT / PAGE
    if arguments != ["--check"]:
        path.write_bytes(take_page())
        sys.stdout.write(f"wrote {PAGE}\n")
        return 0
    if path.exists() and read_description(path.read_bytes()) == describe_page():
        return 0
    sys.stdout.write(f"{PAGE} is out of date; run: python .ci/pictures.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
