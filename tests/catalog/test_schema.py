from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # has no types of its own
import pytest

from effort import IN_CI, some
from mi_survey.catalog.codec import dump_canonical
from mi_survey.catalog.fit import render_json_schema
from mi_survey.catalog.joining import load_contents
from mi_survey.catalog.rule import RULES
from mi_survey.catalog.schema import check_catalog, check_values
from mi_survey.catalog.store import FILES, bundled_folder
from mi_survey.errors import CatalogInvalid, CatalogUnreadable
from sample_catalog import BASE, axis, check, placed, source, taxonomy, term, work

# Every fault that a writer of catalogs might make, several to a work.
BROKEN = r"""[
  {
    "key": "Arditi 2024",
    "title": "Refusal ",
    "kind": "papr",
    "authors": [{"given": "Andy"}, "Neel Nanda", {"given": 3, "family": "Wang"}],
    "year": "2024",
    "month": 13,
    "yeer": 2024,
    "venue": {"name": "ICML", "type": "congress"},
    "ids": {"doi": "doi:10.1000/x", "arxiv": "24.1", "isbn": "1"},
    "url": "javascript:alert(1)",
    "nicknames": ["", "red \u001b[31m alert"],
    "placements": [
      {"by": "me", "area": "alignment", "object": ["mha", "ffn", "mha"], "locate": "circuits"},
      {"by": "curated"},
      {"by": "curated", "steer": "none"},
      {"by": "curated", "steer": "none"}
    ],
    "listings": [{"source": "surevy", "title": "Refusal"}],
    "evidence": "https://arxiv.org/abs/2406.11717",
    "status": "verified"
  },
  null,
  {"title": "No Key", "title": "No Key", "kind": "paper", "year": NaN, "status": "done"},
  {"key": "b", "title": "B", "kind": "blog", "year": 1492, "status": "partial"},
  {"key": "a", "title": "B", "kind": "blog", "aliases": ["B"], "status": "partial"}
]
"""
FAULTS = [
    ("unknown-field", "$[0].ids.isbn"),
    ("unknown-field", "$[0].yeer"),
    ("missing-field", "$[0].venue.short"),
    ("wrong-type", "$[0].authors[1]"),
    ("wrong-type", "$[0].authors[2].given"),
    ("wrong-type", "$[0].year"),
    ("wrong-type", "$[0].evidence"),
    ("closed-vocabulary", "$[0].kind"),
    ("closed-vocabulary", "$[0].venue.type"),
    ("closed-vocabulary", "$[0].placements[0].by"),
    ("blank-string", "$[0].nicknames[0]"),
    ("outer-space", "$[0].title"),
    ("control-character", "$[0].nicknames[1]"),
    ("key-form", "$[0].key"),
    ("name-form", "$[0].authors[0]"),
    ("month-range", "$[0].month"),
    ("id-form", "$[0].ids.doi"),
    ("id-form", "$[0].ids.arxiv"),
    ("web-link", "$[0].url"),
    ("term-known", "$[0].placements[0].locate"),
    ("term-leaf", "$[0].placements[0].area"),
    ("term-count", "$[0].placements[0].object"),
    ("term-count", "$[0].placements[0].object"),
    ("placement-unique", "$[0].placements[3]"),
    ("placement-empty", "$[0].placements[1]"),
    ("listing-source", "$[0].listings[0].source"),
    ("wrong-type", "$[1]"),
    ("repeated-member", "$[2].title"),
    ("finite-number", "$[2].year"),
    ("missing-field", "$[2].key"),
    ("closed-vocabulary", "$[2].status"),
    ("year-range", "$[3].year"),
    ("file-order", "$[4]"),
    ("key-unique", "$[4].aliases[0]"),
    ("title-unique", "$[4].title"),
]


def _names(findings: Any) -> list[tuple[str, str]]:
    return [(each.rule, each.place.where) for each in findings]


def test_every_fault_of_a_catalog_is_shown_at_once() -> None:
    assert len(FAULTS) >= 20
    assert sorted(_names(check(text=BROKEN).findings)) == sorted(FAULTS)


def test_faults_come_in_the_order_of_the_works() -> None:
    findings = check(text=BROKEN).findings
    assert findings == check(text=BROKEN).findings
    works = [int(each.place.where[2]) for each in findings]
    assert works == sorted(works)


def test_the_canonical_form_is_compared_in_spite_of_other_faults() -> None:
    # Only a member that is there twice, or no number, leaves nothing to compare with.
    once = BROKEN.replace('"title": "No Key", "title"', '"title"').replace("NaN", "2024")
    assert ("canonical-form", "$") in _names(check(text=once).findings)


def test_no_value_made_up_leaves_the_check() -> None:
    checked = check(text=BROKEN)
    assert (checked.count, checked.contents) == (5, None)
    with pytest.raises(CatalogInvalid):
        checked.demand_valid("works.json", forgiven=frozenset(RULES.names()))


def test_works_are_kept_in_the_order_of_keys() -> None:
    contents = check([work(), work(key="aaa2024other", title="Other")]).demand_valid("works.json")
    assert [each.key for each in contents.works] == ["aaa2024other", "arditi2024refusal"]


def test_faults_of_all_files_are_shown() -> None:
    findings = check(
        [work(kind="x")],
        axes=taxonomy(axis("area", term("a", 2))),
        sources=[source(id=3)],
        people=[{"names": 3, "evidence": ["https://a.b"]}],
    ).findings
    assert [each.place.file for each in findings] == list(FILES)


def test_a_lost_source_or_term_is_not_blamed_on_the_works() -> None:
    listing = {"source": "neurons", "title": "Refusal"}
    works = [work(placements=[{"by": "curated", "area": "safety"}], listings=[listing])]
    broken = axis("area", term("safety", 1) | {"id": 1})
    findings = check(works, axes=taxonomy(broken), sources=[source(id=None)]).findings
    assert _names(findings) == [
        ("wrong-type", "$.axes[0].terms[0].id"),
        ("wrong-type", "$[0].id"),
    ]


def test_listings_are_counted_in_spite_of_misfits_elsewhere() -> None:
    works = [work(authors=[3], yeer=1, listings=[{"source": "neurons", "title": "Refusal"}])]
    assert "source-count" in dict(_names(check(works, sources=[source()]).findings))
    works[0]["listings"].append(3)
    assert "source-count" not in dict(_names(check(works, sources=[source()]).findings))


@pytest.mark.parametrize("top", [{}, None, 1, "works", [[]], 1e999])
def test_a_file_that_is_no_array_of_works_is_a_finding(top: Any) -> None:
    checked = check(top)
    assert {each.severity for each in checked.findings} == {"error"}
    assert checked.contents is None


def test_taxonomy_and_sources_come_from_the_base_where_there_are_none() -> None:
    contents = check([work()]).demand_valid("works.json")
    assert contents.taxonomy == BASE.taxonomy
    assert contents.sources == BASE.sources


def test_a_folder_brings_its_own_taxonomy(tmp_path: Path) -> None:
    own = taxonomy(axis("area", term("games", 1)))
    (tmp_path / "works.json").write_text(dump_canonical([placed(area="games")]), encoding="utf-8")
    (tmp_path / "taxonomy.json").write_text(dump_canonical(own), encoding="utf-8")
    checked = check_catalog(str(tmp_path), base=BASE)
    assert checked.findings == ()
    assert checked.demand_valid("own").taxonomy.axis("area").term("games").order == 1
    alone = check_catalog(str(tmp_path / "works.json"), base=BASE)
    assert [each.rule for each in alone.findings] == ["term-known"]
    assert alone.findings[0].place.file == str(tmp_path / "works.json")


def test_standard_input_is_a_file_of_works(monkeypatch: pytest.MonkeyPatch) -> None:
    data = dump_canonical([work(year=1)]).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (finding,) = check_catalog("-", base=BASE).findings
    assert finding.place.file == "-"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1, column 1"),
        (b"[\n{]", "line 2, column 2"),
        (b"\xff\xfe[\x00]\x00", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[" * 100 + b"]" * 100, "nested too deeply"),
        (b'[{"year": ' + b"9" * 5000 + b"}]", "too many digits"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "works.json"
    path.write_bytes(data)
    with pytest.raises(CatalogUnreadable, match=reason):
        check_catalog(str(path), base=BASE)


def test_a_missing_file_or_a_folder_without_works_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.json"):
        with pytest.raises(CatalogUnreadable, match="No such file"):
            check_catalog(str(path), base=BASE)


def test_line_ends_and_byte_order_marks_are_seen_in_files(tmp_path: Path) -> None:
    path = tmp_path / "works.json"
    text = dump_canonical([work()])
    for data in (text.replace("\n", "\r\n").encode(), text.encode("utf-8-sig")):
        path.write_bytes(data)
        findings = check_catalog(str(path), base=BASE).findings
        assert [(each.rule, each.severity) for each in findings] == [("canonical-form", "warning")]


def test_a_catalog_with_warnings_alone_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps([work()]), encoding="utf-8")
    contents, _ = load_contents([str(path)])
    assert [each.key for each in contents.works] == ["arditi2024refusal"]
    path.write_text(json.dumps([work(kind="papr")]), encoding="utf-8")
    with pytest.raises(CatalogInvalid, match="unknown kind 'papr'"):
        load_contents([str(path)])


@pytest.mark.parametrize("name", FILES)
def test_the_generated_schema_accepts_the_bundled_file(name: str) -> None:
    schema = json.loads(render_json_schema(name, BASE.taxonomy))
    jsonschema.Draft202012Validator.check_schema(schema)
    raw = json.loads((bundled_folder() / name).read_text(encoding="utf-8"))
    if isinstance(raw, list):
        raw = some(raw, of=8)
    jsonschema.Draft202012Validator(schema).validate(raw)
    # the file's text is what the pydantic of its day made; `.ci/generate.py --check` holds that
    written = bundled_folder() / "schema" / f"{Path(name).stem}.schema.json"
    jsonschema.Draft202012Validator(json.loads(written.read_bytes())).validate(raw)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("works.json", [work(yeer=2024)]),
        ("works.json", [work(kind="papr")]),
        ("works.json", [work(status=None)]),
        ("works.json", {}),
        ("taxonomy.json", {"axes": [axis("goal", most="2")]}),
        ("sources.json", [source(listings="3")]),
    ],
)
def test_the_generated_schema_rejects_what_the_check_rejects(name: str, broken: Any) -> None:
    schema = json.loads(render_json_schema(name, BASE.taxonomy))
    assert not jsonschema.Draft202012Validator(schema).is_valid(broken)
    assert "error" in {f.severity for f in check_values({name: broken}, base=BASE).findings}


def test_ten_thousand_faulty_works_take_seconds_not_minutes() -> None:
    works = [
        work(key=f"k{number}", kind="papr", year="x")
        for number in range(10_000 if IN_CI else 2_000)
    ]
    start = time.process_time()
    checked = check_values({"works.json": works}, base=BASE)
    assert len(checked.findings) > 2 * len(works)
    assert time.process_time() - start < 15
