"""What the page answers is what the library answers: keys, counts, cells, commands, words."""

from __future__ import annotations

import random
import shlex
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from explorer import Explorer
from mi_survey.library import Catalog, load_catalog
from mi_survey.model.work import Work
from mi_survey.query.filters import Filters
from mi_survey.query.order import sort_results
from program import Call, Program

pytestmark = pytest.mark.external

_QUESTIONS = 400
_COMMANDS = 60


@dataclass(frozen=True)
class Question:
    """Filters by name, as the library takes them, and the two axes of the map."""

    asked: dict[str, tuple[str, ...]]
    rows: str
    columns: str

    @property
    def address(self) -> str:
        parts = {name: ",".join(values) for name, values in self.asked.items()}
        return "#" + urlencode({**parts, "rows": self.rows, "cols": self.columns})

    def without(self, *names: str) -> Filters:
        kept: Any = {name: values for name, values in self.asked.items() if name not in names}
        return Filters.of(**kept)


def _values(catalog: Catalog) -> dict[str, list[str]]:
    """Return every value that a facet can be asked for."""
    works = catalog.works
    return {
        **{axis.id: [term.id for term in axis.terms] for axis in catalog.taxonomy.axes},
        "by": sorted({placement.by for work in works for placement in work.placements}),
        **{
            facet: sorted({value for work in works for value in _own(work, facet)})
            for facet in ("kind", "venue", "source")
        },
    }


def _own(work: Work, facet: str) -> set[str]:
    if facet == "source":
        return {listing.source for listing in work.listings}
    if facet == "venue":
        return {work.venue.short} if work.venue else set()
    value = getattr(work, facet)
    return {str(value)} if value else set()


def _questions(catalog: Catalog, number: int) -> list[Question]:
    draw = random.Random(2601)  # noqa: S311 - repeatable, nothing secret
    values = _values(catalog)
    axes = [axis.id for axis in catalog.taxonomy.axes]
    questions = []
    for _ in range(number):
        names = draw.sample(sorted(values), k=draw.choice((0, 1, 1, 2, 2, 3, 4)))
        asked = {
            name: tuple(
                draw.sample(values[name], k=min(len(values[name]), draw.choice((1, 1, 2, 3))))
            )
            for name in names
        }
        if draw.random() < 0.3:
            first, last = sorted(draw.choices(range(2019, 2027), k=2))
            asked["year"] = (
                draw.choice((str(first), f"{first}..{last}", f"{first}..", f"..{last}")),
            )
        rows, columns = draw.sample(axes, k=2)
        questions.append(Question(asked, rows, columns))
    return questions


CATALOG = load_catalog()
QUESTIONS = _questions(CATALOG, _QUESTIONS)


@pytest.fixture(scope="module")
def answers(explorer: Explorer) -> list[dict[str, Any]]:
    return explorer.ask([question.address for question in QUESTIONS])


def test_the_works_are_those_of_the_library_in_its_order(answers: list[dict[str, Any]]) -> None:
    assert {bool(answer["keys"]) for answer in answers} == {True, False}
    for question, answer in zip(QUESTIONS, answers, strict=True):
        results = CATALOG.results(filters=question.without())
        assert answer["keys"] == [result.work.key for result in results], question


def test_the_cells_of_the_map_are_those_of_the_matrix(answers: list[dict[str, Any]]) -> None:
    for question, answer in zip(QUESTIONS, answers, strict=True):
        rows, columns = question.rows, question.columns
        matrix = CATALOG.matrix(rows, columns, filters=question.without(rows, columns))
        assert answer["cells"] == [list(counts) for counts in matrix.counts], question


def test_the_counts_are_those_under_all_other_filters(answers: list[dict[str, Any]]) -> None:
    for question, answer in zip(QUESTIONS, answers, strict=True):
        for axis in CATALOG.taxonomy.axes:
            counts = CATALOG.counts(axis.id, filters=question.without(axis.id)).counts
            assert answer["counts"][axis.id] == counts
        results = CATALOG.results(filters=question.without("by"))
        said = Counter(by for result in results for by in result.said_by)
        assert _without_zeros(answer["counts"]["by"]) == said, question
        for facet in ("kind", "venue", "source", "year"):
            results = CATALOG.results(filters=question.without(facet))
            own = Counter(value for result in results for value in _own(result.work, facet))
            assert _without_zeros(answer["counts"][facet]) == own, (question, facet)


def _without_zeros(counts: dict[str, int]) -> dict[str, int]:
    return {value: count for value, count in counts.items() if count}


def test_the_central_works_come_first_as_in_the_library(explorer: Explorer) -> None:
    asked = QUESTIONS[:_COMMANDS]
    answers = explorer.ask([f"{question.address}&sort=central" for question in asked])
    for question, answer in zip(asked, answers, strict=True):
        results = CATALOG.results(filters=question.without())
        central = sort_results(results, "central", sources=CATALOG.sources)
        assert answer["keys"] == [result.work.key for result in central], question


def test_the_printed_command_gives_the_same_works(
    answers: list[dict[str, Any]], call: Call
) -> None:
    for question, answer in list(zip(QUESTIONS, answers, strict=True))[:_COMMANDS]:
        program, *arguments = shlex.split(answer["command"])
        done = call(*arguments, "--format", "keys")
        assert program == "mi-survey"
        assert done.stdout.decode().split() == answer["keys"], question


@pytest.mark.parametrize("order", ["newest", "oldest", "title", "central"])
def test_the_printed_command_gives_the_same_order(
    order: str, explorer: Explorer, call: Call
) -> None:
    [answer] = explorer.ask([f"#sort={order}&kind=paper,blog"])
    done = call(*shlex.split(answer["command"])[1:], "--format", "keys")
    assert done.stdout.decode().split() == answer["keys"]


def test_the_command_of_a_page_of_some_works_starts_from_them(
    explore: Callable[..., Explorer], export: Callable[..., Path], run: Program
) -> None:
    axis = CATALOG.taxonomy.axes[-1]
    first, second = (term.id for term in axis.terms[1:3])
    page = export(f"--{axis.id}", f"{first},{second}", "--year", "2023..")
    answers = explore(file=page).ask(["", f"#{axis.id}={second}&kind=paper", "#q=steering"])
    whole, *parts = (set(answer["keys"]) for answer in answers)
    assert all(part < whole for part in parts)
    for answer in answers:
        done = run.in_bash(answer["command"])
        assert sorted(done.lines) == sorted(answer["keys"])


def test_every_question_survives_its_address(explorer: Explorer) -> None:
    first = explorer.ask([question.address for question in QUESTIONS])
    again = explorer.ask([answer["address"] for answer in first])
    assert [answer["question"] for answer in again] == [answer["question"] for answer in first]


def test_an_address_drops_what_the_page_does_not_know(explorer: Explorer) -> None:
    axis = CATALOG.taxonomy.axes[0]
    known = axis.terms[0].id
    [answer] = explorer.ask(
        [f"#{axis.id}=nothing-such,{known}&venue=XYZ&rows=nowhere&sort=random&year=20x4&foo=1"]
    )
    assert answer["question"][axis.id] == [known]
    assert answer["question"]["venue"] == []
    assert answer["question"]["year"] == [0, 0]
    assert answer["address"] == f"#{axis.id}={known}"


_TEXTS = (
    "refusal direction", "sparse autoencoders", "rome", "induction heads", "logit lens",
    "truthfulness", "refusal safety", "kv cache", "quantization outliers",
    "multilingual neurons", "knowledge editing", "geva 2021", "nanda", "gender bias",
    "attention sinks", "chain of thought", "circuit discovery", "indirect object",
    "personality", "hallucination detection", "superpositon", "arithmetic", "sychophancy",
)  # fmt: skip


@pytest.mark.parametrize("text", _TEXTS)
def test_the_first_work_of_the_library_is_among_the_first_five(
    text: str, explorer: Explorer
) -> None:
    first = CATALOG.results(text)[0].work.key
    assert first in explorer.ask([f"#{urlencode({'q': text})}"])[0]["keys"][:5]


def test_every_title_finds_its_work(explorer: Explorer) -> None:
    answers = explorer.ask([f"#{urlencode({'q': work.title})}" for work in CATALOG.works])
    missed = [
        work.key
        for work, answer in zip(CATALOG.works, answers, strict=True)
        if work.key not in answer["keys"][:3]
    ]
    assert missed == []
