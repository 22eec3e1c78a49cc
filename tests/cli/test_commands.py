"""What the smaller commands answer: open, axes, matrix, similar, errata, catalog info."""

from __future__ import annotations

import pytest

from effort import some
from mi_survey import load_catalog
from program import ALL, Call, Finished, Program

NO_BROWSER = {"BROWSER": None, "DISPLAY": None, "WAYLAND_DISPLAY": None}


def test_open_prints_the_url(call: Call) -> None:
    done = call("open", "alabi2024hidden", "--print")
    assert done == Finished(0, b"https://aclanthology.org/2024.acl-long.356/\n", "")


def test_open_prints_the_url_where_there_is_no_browser(run: Program, call: Call) -> None:
    done = run("open", "alabi2024hidden", env=NO_BROWSER)
    assert done == call("open", "alabi2024hidden", "--print")


def test_open_starts_the_browser_and_says_so_on_standard_error(run: Program) -> None:
    done = run("open", "alabi2024hidden", env={"BROWSER": "true %s"})
    assert done == Finished(0, b"", "opened https://aclanthology.org/2024.acl-long.356/\n")


def test_open_prints_the_url_where_the_browser_fails(run: Program) -> None:
    for browser in some(("false %s", " ", "/nonexistent/browser %s"), of=2):
        done = run("open", "alabi2024hidden", env={"BROWSER": browser})
        assert (done.status, done.text) == (0, "https://aclanthology.org/2024.acl-long.356/\n")


def test_open_of_a_work_without_a_page_is_told(call: Call) -> None:
    record = '[{"key": "a2024b", "title": "A", "kind": "paper", "status": "partial"}]'
    done = call("open", "a2024b", "--catalog", "-", stdin=record.encode())
    assert (done.status, done.stderr) == (2, "error: no page is known for a2024b\n")


def test_axes_lists_every_term_with_its_count(call: Call) -> None:
    taxonomy = load_catalog().taxonomy
    rows = call("axes", "--json").json
    terms = [(axis.id, term.id) for axis in taxonomy.axes for term in axis.terms]
    assert [(row["axis"], row["term"]) for row in rows] == terms
    for row in rows:
        found = call("find", f"--{row['axis']}", row["term"], "--count")
        assert found.text == f"{row['works']}\n"
        assert row["label"]
        assert row["definition"]


def test_axes_counts_under_the_filters(call: Call) -> None:
    rows = call("axes", "object", "--area", "safety", "--year", "2025", "--json").json
    assert {row["axis"] for row in rows} == {"object"}
    for row in rows:
        filters = ("--area", "safety", "--year", "2025", "--object", row["term"])
        assert call("find", *filters, "--count").text == f"{row['works']}\n"
    assert call("axes", "loc").lines == call("axes", "locate").lines


def test_a_matrix_in_a_pipe_has_a_header_since_it_says_nothing_without(call: Call) -> None:
    header, *rows = (line.split("\t") for line in call("matrix", "object", "steer").lines)
    assert header == ["object", "amplitude-manipulation", "targeted-optimization",
                      "vector-arithmetic", "none", "total"]  # fmt: skip
    assert [row[0] for row in rows][-1] == "total"
    cells = call("matrix", "object", "steer", "--no-header").lines
    assert [line.split("\t") for line in cells] == rows
    for row in rows[:-1]:
        for steer, count in zip(header[1:-1], row[1:-1], strict=True):
            found = call("find", "--object", row[0], "--steer", steer, "--count")
            assert found.text == f"{count}\n"


def test_a_matrix_as_json_says_the_same(call: Call) -> None:
    table = call("matrix", "object", "steer", "--json").json
    rows = [line.split("\t") for line in call("matrix", "object", "steer").lines]
    assert table["row_terms"] == [row[0] for row in rows[1:-1]]
    assert table["column_terms"] == rows[0][1:-1]
    assert [list(map(str, counts)) for counts in table["counts"]] == [
        row[1:-1] for row in rows[1:-1]
    ]
    assert str(table["total"]) == rows[-1][-1]
    assert call("matrix", "object", "steer", "--json=total").json == {"total": table["total"]}
    lines = call("matrix", "object", "steer", "--format", "jsonl").lines
    assert len(lines) == len(rows) - 1


@pytest.mark.parametrize("axes", [("object", "steer"), ("area", "locate"), ("locate", "steer")])
def test_gaps_are_the_combinations_that_nobody_has_tried(call: Call, axes: tuple[str, str]) -> None:
    rows, columns = axes
    table = call("matrix", rows, columns, "--json", "--by", "survey").json
    empty = [
        {rows: row, columns: column}
        for row, counts in zip(table["row_terms"], table["counts"], strict=True)
        for column, count in zip(table["column_terms"], counts, strict=True)
        if count == 0 and "none" not in (row, column)
    ]
    gaps = call("matrix", rows, columns, "--gaps", "--json", "--by", "survey").json
    assert gaps == empty
    for gap in gaps[:5]:
        options = [word for axis, term in gap.items() for word in (f"--{axis}", term)]
        assert call("find", *options, "--by", "survey", "--count").text == "0\n"


def test_a_matrix_without_gaps_says_so(call: Call) -> None:
    asked = ("matrix", "kind", "status", "--kind", "paper", "--status", "verified", "--gaps")
    done = call(*asked)
    assert (done.status, done.stdout) == (0, b"")
    assert done.errors == ["note: no gaps: every combination of kind and status has a work"]
    assert call(*asked, "--json").json == []


def test_facets_can_be_crossed_too(call: Call) -> None:
    table = call("matrix", "year", "kind", "--json").json
    count = dict(zip(table["row_terms"], table["row_totals"], strict=True))["2024"]
    assert call("find", "--year", "2024", "--count").text == f"{count}\n"


def test_similar_names_other_works_with_reasons(call: Call) -> None:
    rows = call("similar", "arditi2024refusal", "--json").json
    assert len(rows) == 10
    assert "arditi2024refusal" not in [row["key"] for row in rows]
    assert all(row["tags"] or row["words"] for row in rows)
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    assert len(call("similar", "ROME", "-n", "3").lines) == 3
    assert call("similar", "ROME", "-n", "0").stdout == b""


def test_errata_are_of_the_list_asked_for(call: Call) -> None:
    every = call("errata", "--json").json
    assert {row["source"] for row in every} >= {"survey", "interpretability"}
    assert all(row["right"] or row["listed"] for row in every)
    for source in ("survey", "neurons"):
        chosen = call("errata", "--source", source, "--json").json
        assert chosen == [row for row in every if row["source"] == source]
    assert "errata" not in call("errata", "--format", "csv", "--no-header").lines[0]


def test_info_counts_what_find_finds(call: Call) -> None:
    rows = call("catalog", "info", "--json").json
    assert [row["what"] for row in rows][:3] == ["version", "works", "listings"]
    assert rows[1]["count"] == ALL
    works = call("find", "--json").json
    assert rows[2]["count"] == sum(len(work.get("listings", ())) for work in works)
    for row in rows:
        if row["what"] in ("kind", "source", "status"):
            found = call("find", f"--{row['what']}", row["value"], "--count")
            assert found.text == f"{row['count']}\n"


def test_the_version_of_a_catalog_is_that_of_its_data(call: Call, run: Program) -> None:
    (run.folder / "all.json").write_bytes(call("find", "--json").stdout)
    (run.folder / "some.json").write_bytes(call("find", "--json", "-n", str(ALL - 1)).stdout)
    version, same, other = (
        call("catalog", "info", *choice).lines[0]
        for choice in ((), ("--catalog", "all.json"), ("--catalog", "some.json"))
    )
    assert version == same
    assert version != other
