"""What a notebook shows of a catalog, its works, its tables and its errors."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

import mi_survey
from mi_survey import Catalog, MiSurveyError, Work, load_catalog
from mi_survey.query.crosstab import Crosstab
from page import read_page
from program import ALL


def test_every_public_name_says_what_it_is() -> None:
    for name in mi_survey.__all__:
        assert name in dir(mi_survey)
        assert name == "__version__" or getattr(mi_survey, name).__doc__
    methods = [name for name in vars(Catalog) if not name.startswith("_")]
    assert all(getattr(Catalog, name).__doc__ for name in methods)


def test_a_catalog_and_a_work_are_told_in_a_line() -> None:
    catalog = load_catalog()
    assert repr(catalog).startswith(f"<Catalog of {ALL} works from ")
    for work in catalog:
        assert repr(work) == f"<{work.key}: {work.title}>"


@pytest.mark.parametrize("columns", ["steer", "venue"])
def test_a_matrix_is_a_table_with_its_totals(columns: str) -> None:
    matrix = load_catalog().matrix("object", columns)
    rows = read_page(matrix._repr_html_()).rows
    numbers = [list(map(int, row)) for row in rows]
    assert numbers == [
        *([*counts, of] for counts, of in zip(matrix.counts, matrix.row_totals, strict=True)),
        [*matrix.column_totals, matrix.total],
    ]


def test_a_hostile_name_is_text_in_a_table() -> None:
    matrix = Crosstab("a", "b", ("<script>",), ("&amp;",), ((1,),), (1,), (1,), 1)
    assert "<script>" not in matrix._repr_html_()
    assert "&amp;amp;" in matrix._repr_html_()


def test_works_are_exported_as_results_are() -> None:
    catalog = load_catalog()
    results = catalog.results("refusal direction")
    works: list[Work] = [result.work for result in results]
    for format in ("bibtex", "keys"):
        assert catalog.export(works, format=format) == catalog.export(results, format=format)


def test_a_work_and_its_name_are_taken_alike() -> None:
    catalog = load_catalog()
    work = catalog.get("ROME")
    assert catalog.get(work) is work
    assert catalog.get_all(["ROME", work]) == [work]
    assert catalog.similar(work) == catalog.similar("ROME")
    written = catalog.export([work])
    assert all(catalog.export(given) == written for given in (["ROME"], "ROME", work))


@pytest.mark.parametrize("method", ["check", "fix", "lint"])
def test_a_path_is_read_and_the_name_of_a_file_is_no_text(
    method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "list.md" if method == "lint" else "refs.bib"
    link = "https://arxiv.org/abs/2210.07229"
    bib = "@misc{a, title={Mass-Editing Memory in a Transformer}, eprint={2210.07229}}\n"
    text = f"# List\n* [M]({link}) (NeurIPS 2022)\n" if method == "lint" else bib
    Path(name).write_text(text, encoding="utf-8")
    call = getattr(load_catalog(), method)
    assert call(Path(name)) == call(text, file=name)
    with pytest.raises(MiSurveyError, match="is the name of a file") as caught:
        call(name)
    assert caught.value.hint == f"write Path('{name}')"


def test_a_misspelt_filter_has_the_nearest_of_all_filters() -> None:
    with pytest.raises(MiSurveyError) as caught:
        load_catalog().find(venu="ICLR")
    assert caught.value.hint == "did you mean venue?"
    with pytest.raises(MiSurveyError) as caught:
        load_catalog().find(limit=3)
    assert "steer, area, by, year, venue" in (caught.value.hint or "")


def test_a_traceback_ends_with_the_hint() -> None:
    with pytest.raises(MiSurveyError) as caught:
        load_catalog().find(object="neuran")
    told = "".join(traceback.format_exception_only(caught.value))
    assert told.splitlines()[-1] == f"hint: {caught.value.hint}"
    caught.value.hint = "another"
    assert "hint: another" in "".join(traceback.format_exception_only(caught.value))
