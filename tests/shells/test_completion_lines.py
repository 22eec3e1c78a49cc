"""What Tab makes of a command line, in each shell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mi_survey import load_catalog
from shell_session import SHELLS, Session, make_home, start_shell

pytestmark = pytest.mark.external


def _shortest_prefix(of: str, ids: list[str]) -> str:
    """The shortest prefix of an id that no other id has."""
    others = [other for other in ids if other != of]
    prefixes = (of[:length] for length in range(1, len(of)))
    return next(one for one in prefixes if not any(other.startswith(one) for other in others))


_ARXIV = {work.key: work.ids.arxiv for work in load_catalog().works if work.ids.arxiv}
_ID = _ARXIV["arditi2024refusal"]
_ID_BEGUN = _shortest_prefix(_ID, list(_ARXIV.values()))
_NAMES = [name for work in load_catalog().works for name in work.nicknames]
_NICKNAME = "StreamingLLM"
_NICKNAME_BEGUN = _shortest_prefix(
    _NICKNAME, [*_NAMES, *(work.key for work in load_catalog().works)]
)

# What is typed, and what stands there after Tab: in bash, zsh and fish alike.
_LINES = {
    "mi-survey fi": "mi-survey find ",
    "mi-survey catalog val": "mi-survey catalog validate ",
    "mi-survey find --ob": "mi-survey find --object ",
    "mi-survey find --object ne": "mi-survey find --object neuron ",
    "mi-survey find --object=ne": "mi-survey find --object=neuron ",
    "mi-survey find --object neuron,ff": "mi-survey find --object neuron,ffn ",
    "mi-survey find --object mha+ff": "mi-survey find --object mha+ffn ",
    "mi-survey find --object zzz": "mi-survey find --object zzz",
    "mi-survey find --kind pre": "mi-survey find --kind preprint ",
    r"mi-survey find --venue Findings\ of\ A": r"mi-survey find --venue Findings\ of\ ACL ",
    "mi-survey find --venue findings": r"mi-survey find --venue Findings\ of\ ",
    "mi-survey check Documents/wo": "mi-survey check Documents/works.json ",
    "mi-survey catalog lint Documents/wo": "mi-survey catalog lint Documents/works.json ",
    "mi-survey catalog import Documents/wo": "mi-survey catalog import Documents/works.json ",
    "mi-survey catalog diff Documents/wo": "mi-survey catalog diff Documents/works.json ",
    "mi-survey export -o Documents/wo": "mi-survey export -o Documents/works.json ",
    "mi-survey check --format sa": "mi-survey check --format sarif ",
    "mi-survey matrix object steer --format ti": "mi-survey matrix object steer --format tikz ",
    "mi-survey find --sort centr": "mi-survey find --sort central ",
    "mi-survey axes vec": "mi-survey axes vector-arithmetic ",
    "mi-survey find --author ardi": "mi-survey find --author Arditi ",
    "mi-survey find --json=nickn": "mi-survey find --json=nicknames ",
    f"mi-survey show {_ID_BEGUN}": f"mi-survey show {_ID} ",
    f"mi-survey show {_NICKNAME_BEGUN}": f"mi-survey show {_NICKNAME} ",
    "mi-survey check Documents/works.json --coverage ste": (
        "mi-survey check Documents/works.json --coverage steer "
    ),
    "mi-survey check --fix -o Documents/wo": "mi-survey check --fix -o Documents/works.json ",
    "mi-survey tree object steer --bib Documents/wo": (
        "mi-survey tree object steer --bib Documents/works.json "
    ),
    "mi-survey catalog merge Documents/wo": "mi-survey catalog merge Documents/works.json ",
    "mi-survey catalog add --from Documents/wo": (
        "mi-survey catalog add --from Documents/works.json "
    ),
    "mi-survey catalog add --kind tut": "mi-survey catalog add --kind tutorial ",
    "mi-survey catalog todo --lacks evi": "mi-survey catalog todo --lacks evidence ",
    "mi-survey catalog import --source neur": "mi-survey catalog import --source neurons ",
    "mi-survey catalog lint --format sa": "mi-survey catalog lint --format sarif ",
    "mi-survey catalog diff --format mark": "mi-survey catalog diff --format markdown ",
    "mi-survey show ROME --json=key,tit": "mi-survey show ROME --json=key,title ",
    "mi-survey find --venue EMN": "mi-survey find --venue EMNLP ",
    "mi-survey show arditi2024r": "mi-survey show arditi2024refusal ",
    "mi-survey find --catalog Docu": "mi-survey find --catalog Documents/",
    "mi-survey find --catalog=Docu": "mi-survey find --catalog=Documents/",
    "mi-survey find --catalog ~/Docu": "mi-survey find --catalog ~/Documents/",
    "mi-survey find --catalog Documents/wo": "mi-survey find --catalog Documents/works.json ",
    "mi-survey find --catalog Documents/my": r"mi-survey find --catalog Documents/my\ works.json ",
    "mi-survey catalog validate Documents/wo": "mi-survey catalog validate Documents/works.json ",
    "mi-survey show arditi2024refusal > Docu": "mi-survey show arditi2024refusal > Documents/",
    "mi-survey find --catalog missing.json --venue Find": (
        "mi-survey find --catalog missing.json --venue Find"
    ),
    "true | LC_ALL=C mi-survey fi": "true | LC_ALL=C mi-survey find ",
    r"~/my\ bin/mi-survey fi": r"~/my\ bin/mi-survey find ",
}
# In an open quotation each shell closes it in its own way.
_QUOTED = {
    "mi-survey find --object '!ne": ["mi-survey find --object '!neuron' "],
    "mi-survey find --venue 'findings of a": [
        "mi-survey find --venue 'Findings of ACL' ",
        r"mi-survey find --venue Findings\ of\ ACL ",
    ],
    'mi-survey find --venue="Findings of A': [
        'mi-survey find --venue="Findings of ACL" ',
        r"mi-survey find --venue=Findings\ of\ ACL ",
    ],
}


@pytest.fixture(scope="module", params=SHELLS)
def session(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    home = make_home(tmp_path_factory.mktemp("home") / "a home")
    documents = home.folder / "Documents"
    documents.mkdir()
    for name in ("works.json", "my works.json"):
        (documents / name).write_text("[]\n", encoding="utf-8")
    with start_shell(request.param, home) as started:
        yield started


@pytest.mark.parametrize("typed", _LINES)
def test_tab_completes_a_line(session: Session, typed: str) -> None:
    assert session.complete(typed) == _LINES[typed]


@pytest.mark.parametrize("typed", _QUOTED)
def test_tab_completes_within_quotes(session: Session, typed: str) -> None:
    assert session.complete(typed) in _QUOTED[typed]


def test_tab_completes_a_file_that_adds_to_the_bundled_catalog(session: Session) -> None:
    line = session.complete("mi-survey find --catalog +Documents/wo")
    assert line.rstrip() == "mi-survey find --catalog +Documents/works.json"


def test_tab_completes_before_the_cursor_alone(session: Session) -> None:
    left = "\x1b[D" * len("--year 2024")
    line = session.complete(f"mi-survey find --object neu --year 2024{left}\x1b[D")
    assert line.split() == ["mi-survey", "find", "--object", "neuron", "--year", "2024"]


def test_nothing_is_drawn_where_nothing_fits(session: Session) -> None:
    start = len(session.drawn)
    session.complete("mi-survey find --catalog missing.json --venue Find")
    drawn = session.drawn[start:].lower()
    assert b"find" in drawn
    assert not [word for word in (b"error", b"traceback", b"no such") if word in drawn]
