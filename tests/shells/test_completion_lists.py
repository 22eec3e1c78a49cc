"""What the shells list: the candidates, each with its description."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mi_survey import load_catalog
from shell_session import SHELLS, Session, make_home, start_shell

pytestmark = pytest.mark.external

_LISTS = {
    "mi-survey ": ("find", "Find works by filters and by text."),
    "mi-survey find --co": ("--count", "Print only how many there are."),
    "mi-survey find --object ": ("sae-feature", "Features of a sparse autoencoder"),
    "mi-survey find --object neuron,": ("neuron,ffn", "Feed-forward layers as a whole"),
    "mi-survey find --source ": ("neurons", "Neuron-level techniques in LLMs"),
    "mi-survey show arditi202": ("refusal", "Refusal in Language Models Is Mediated"),
}


@pytest.fixture(scope="module", params=SHELLS)
def session(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    home = make_home(tmp_path_factory.mktemp("home"))
    # where this folder is missing, fish fills it from the man pages that it finds, ours among them
    (home.folder / ".local/share/fish/generated_completions").mkdir(parents=True)
    with start_shell(request.param, home) as started:
        yield started


@pytest.mark.parametrize("typed", _LISTS)
def test_tab_lists_candidates_with_descriptions(session: Session, typed: str) -> None:
    value, description = _LISTS[typed]
    shown = session.list(typed, until=description or value)
    assert value in shown


def test_bash_lists_at_the_first_tab_if_asked_to(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = make_home(tmp_path_factory.mktemp("home"))
    (home.folder / ".inputrc").write_text("set show-all-if-ambiguous on\n", encoding="utf-8")
    venue = "Findings of EMNLP"
    venues = [work.venue.short for work in load_catalog().works if work.venue]
    count = venues.count(venue)
    with start_shell("bash", home) as bash:
        shown = bash.list("mi-survey find --venue Findings", until=f"({count} works)", tabs=1)
        assert r"Findings\ of\ ACL" in shown
        assert bash.complete("mi-survey find --venue Fin").endswith(r"--venue Findings\ of\ ")
        assert bash.complete("mi-survey find --venue 'ICL").endswith("--venue 'ICLR")
