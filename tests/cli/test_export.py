"""Exports: which works, in which format, and files that are written whole or not at all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mi_survey import load_catalog
from mi_survey.exports.registry import FORMATS
from mi_survey.text import tokenize
from program import Call, Finished, Program, make_work

SUFFIXES = [(suffix, format) for format in FORMATS.values() for suffix in format.suffixes]


def bib_keys(text: str) -> list[str]:
    return re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE)


@pytest.mark.parametrize(("suffix", "name"), [(s, format.name) for s, format in SUFFIXES])
def test_the_suffix_picks_the_format(run: Program, call: Call, suffix: str, name: str) -> None:
    done = call("export", "ROME", "-o", f"refs{suffix}")
    assert (done.status, done.stdout) == (0, b"")
    assert done.stderr == f"1 work written to refs{suffix}\n"
    written = (run.folder / f"refs{suffix}").read_bytes()
    assert written == call("export", "ROME", "--format", name).stdout


def test_a_format_beats_the_suffix_and_json_is_csl_json(run: Program, call: Call) -> None:
    call("export", "ROME", "-o", "refs.bib", "--format", "biblatex")
    assert "eprinttype" in (run.folder / "refs.bib").read_text()
    call("export", "ROME", "-o", "refs.json")
    assert '"type": "paper-conference"' in (run.folder / "refs.json").read_text()


def test_a_suffix_that_picks_no_format_is_an_error(call: Call) -> None:
    done = call("export", "ROME", "-o", "refs.docx")
    assert done.status == 2
    assert done.errors[0] == "error: the suffix of 'refs.docx' picks no format"
    assert ".bib" in done.errors[1]


def test_without_a_file_bibtex_goes_to_standard_output(call: Call) -> None:
    assert bib_keys(call("export", "ROME").text) == ["meng2022locating"]
    assert call("export", "ROME", "-o", "-") == call("export", "ROME")


def test_works_are_named_by_any_identifier_in_that_order_and_once(call: Call) -> None:
    done = call("export", "2406.11717v3", "MEMIT", "arditi2024refusal", "ROME")
    assert bib_keys(done.text) == ["arditi2024refusal", "meng2023massediting", "meng2022locating"]


def test_filters_choose_works_and_narrow_those_named(call: Call) -> None:
    chosen = bib_keys(call("export", "--object", "sae-feature").text)
    found = call("find", "--object", "sae-feature", "--sort", "key", "--format", "keys")
    assert chosen == found.lines
    done = call("export", "ROME", "2406.11717", "--steer", "vector")
    assert bib_keys(done.text) == ["arditi2024refusal"]
    assert done.errors == ["note: left out by the filters: meng2022locating"]


def test_keys_from_standard_input_mix_with_keys_and_filters(call: Call) -> None:
    stdin = b"arditi2024refusal\tRefusal\n\nITI\n"
    done = call("export", "ROME", "-", "--year", "2022..2023", stdin=stdin)
    assert bib_keys(done.text) == ["meng2022locating", "li2023inferencetime"]
    assert done.errors == ["note: left out by the filters: arditi2024refusal"]
    assert call("export", "-", stdin=b"") == Finished(0, b"", "")


def test_unknown_keys_are_all_named_before_anything_is_written(run: Program, call: Call) -> None:
    done = call("export", "nothing1", "ROME", "nothing2", "-o", "refs.bib")
    assert done.status == 3
    assert done.errors[0] == "error: no such work: 'nothing1', 'nothing2'"
    assert not (run.folder / "refs.bib").exists()


def test_a_file_is_overwritten_with_force_only(run: Program, call: Call) -> None:
    path = run.folder / "refs.bib"
    path.write_text("mine")
    done = call("export", "ROME", "-o", "refs.bib")
    assert done.status == 2
    assert done.errors[0] == "error: 'refs.bib' exists"
    assert path.read_text() == "mine"
    assert call("export", "ROME", "-o", "refs.bib", "--force").status == 0
    assert bib_keys(path.read_text()) == ["meng2022locating"]
    assert [other.name for other in run.folder.iterdir()] == ["refs.bib"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_gives_one_clear_line(call: Call) -> None:
    done = call("export", "-o", "/dev/full", "--format", "bibtex", "--kind", "preprint")
    assert done.status == 5
    assert [line for line in done.errors if not line.startswith("note")] == [
        "error: cannot write to '/dev/full': No space left on device"
    ]


def test_people_and_gaps_are_told(call: Call) -> None:
    done = call("export", "geva", "languagemodels", "ROME")
    assert bib_keys(done.text) == ["languagemodels", "meng2022locating"]
    assert done.errors == [
        "note: left out, since only works can be cited: geva (person)",
        "note: not known and left out, authors of: languagemodels",
        "note: not known and left out, year of: languagemodels",
    ]
    assert "year" not in done.text.split("@inproceedings")[0]


def test_a_preprint_is_cited_instead_where_it_is_preferred(call: Call) -> None:
    published = call("export", "ROME").text
    preprint = call("export", "ROME", "--prefer", "preprint").text
    assert "booktitle" in published
    assert "booktitle" not in preprint
    assert "2202.05262" in published
    assert "2202.05262" in preprint
    assert preprint.startswith("@misc{meng2022locating,")


def test_keywords_and_the_survey_itself_are_a_choice(call: Call) -> None:
    assert "keywords" in call("export", "ROME").text
    assert "keywords" not in call("export", "ROME", "--no-keywords").text
    assert bib_keys(call("export", "ROME", "--with-source").text)[-1] == "zhang2026locate"


def test_the_name_of_a_list_exports_how_to_cite_it(call: Call) -> None:
    assert bib_keys(call("export", "survey").text) == ["zhang2026locate"]
    both = bib_keys(call("export", "ROME", "survey", "--with-source").text)
    assert both == ["zhang2026locate", "meng2022locating"]


@pytest.mark.parametrize(
    ("format", "notes"),
    [("ris", ["note: 'x.bib' is written as ris, not as bibtex"]), ("biblatex", []), ("keys", [])],
)
def test_a_suffix_of_another_format_is_told(call: Call, format: str, notes: list[str]) -> None:
    done = call("export", "ROME", "-o", "x.bib", "--format", format)
    assert done.status == 0
    assert done.errors[:-1] == notes
    refused = call("export", "ROME", "-o", "y.bib", "--append", "--format", "ris")
    assert refused.errors[0] == "error: --append does not go with ris"  # nothing is written


@pytest.mark.parametrize(
    "words",
    [("export",), ("show", "--json"), ("show", "--format", "keys"), ("show", "ROME", "--json")],
    ids=" ".join,
)
def test_a_list_without_a_citation_is_told_where_one_is_wanted(
    call: Call, words: tuple[str, ...]
) -> None:
    done = call(*words, "neurons")
    assert done.status == 2
    assert "no work is known to cite for the list 'neurons'" in done.stderr
    assert "mi-survey find --source neurons" in done.stderr
    assert "neurons" in call("show", "neurons").text


def test_ascii_is_kept_when_asked_for(call: Call) -> None:
    arguments = ("export", "--format", "biblatex", "--author", "Højer")
    assert not call(*arguments).text.isascii()
    assert call(*arguments, "--ascii").text.isascii()


def test_append_adds_what_is_missing_and_leaves_the_rest(run: Program, call: Call) -> None:
    path = run.folder / "refs.bib"
    mine = (
        b"% my references\r\n@string{n = {NeurIPS}}\r\n\r\n"
        b"@Article{refusal-paper ,title={x}, journal = n, eprint={2406.11717v1}}\r\n"
        b"@misc{rome, title = {Locating and Editing {F}actual Associations in {GPT}},\r\n"
        b"  author = {K. Meng and others}}\r\n"
    )
    path.write_bytes(mine)
    done = call("export", "ROME", "MEMIT", "arditi2024refusal", "-o", "refs.bib", "--append")
    assert done.status == 0
    assert done.errors == [
        "note: arditi2024refusal is there as refusal-paper",
        "note: meng2022locating is there as rome",
        "1 work added to refs.bib, 2 were there",
    ]
    written = path.read_bytes()
    assert written.startswith(mine)
    assert bib_keys(written[len(mine) :].decode()) == ["meng2023massediting"]
    assert b"\n" not in written.replace(b"\r\n", b"")


def test_append_is_idempotent_and_creates_what_is_not_there(run: Program, call: Call) -> None:
    call("export", "--object", "sae", "-o", "refs.bib", "--append")
    first = (run.folder / "refs.bib").read_bytes()
    done = call("export", "--object", "sae", "-o", "refs.bib", "--append")
    assert (run.folder / "refs.bib").read_bytes() == first
    entries = first.count(b"\n@") + first.startswith(b"@")
    assert done.errors[-1] == f"0 works added to refs.bib, {entries} were there"


def test_append_refuses_what_cannot_be_read(run: Program, call: Call) -> None:
    path = run.folder / "refs.bib"
    for content, words in (
        (b"@misc{a, title = {x\n@misc{b}\n", "refs.bib:1"),
        (b"\xff", "not UTF-8"),
    ):
        path.write_bytes(content)
        done = call("export", "ROME", "-o", "refs.bib", "--append")
        assert done.status == 2
        assert words in done.errors[0]
        assert path.read_bytes() == content


def test_append_loses_no_work_to_another_that_has_its_key(run: Program, call: Call) -> None:
    path = run.folder / "refs.bib"
    other = b"\n@misc{Meng2022Locating, title = {My cats}, author = {Meng, Kevin and Roe, J}}\n"
    path.write_bytes(other)
    done = call("export", "MEMIT", "ROME", "-o", "refs.bib", "--append")
    assert done.status == 2
    assert done.errors == [
        "error: refs.bib:2: Meng2022Locating is another work there: 'My cats'",
        "hint: nothing was added; give that entry another key, or leave meng2022locating out",
    ]
    assert path.read_bytes() == other


@pytest.mark.parametrize(
    "fields",
    [
        "note = {to be read}",
        "title = {My cats}, eprint = {2202.05262}",
        "title = {Locating Factual Associations}",
        "title = {An earlier title}, author = {Meng, Kevin and Bau, David and others}",
    ],
)
def test_append_takes_what_may_be_the_work_under_its_key_for_it(
    run: Program, call: Call, fields: str
) -> None:
    (run.folder / "refs.bib").write_text(f"@misc{{meng2022locating, {fields}}}\n")
    done = call("export", "ROME", "-o", "refs.bib", "--append")
    assert (done.status, done.errors[-1]) == (0, "0 works added to refs.bib, 1 was there")


def test_append_is_for_bib_files(call: Call) -> None:
    assert call("export", "ROME", "-o", "refs.ris", "--append").status == 2


def test_the_same_filters_find_and_export_the_same_works(call: Call) -> None:
    exported = call("export", "--area", "fairness", "--format", "keys").lines
    found = call("find", "--area", "fairness", "--format", "keys").lines
    assert sorted(exported) == sorted(found)
    assert exported


def test_words_that_name_no_work_are_searched_for(call: Call) -> None:
    found = call("find", "refusal", "direction", "--format", "keys").lines
    exported = call("export", "refusal", "direction")
    assert bib_keys(exported.text) == found
    told = "note: searched for 'refusal direction', whose words give"
    assert exported.errors == [f"{told} {len(found)} works"]
    limited = call("export", "refusal", "direction", "--limit", "1", "--sort", "year").text
    assert len(bib_keys(limited)) == 1
    assert call("export", "zzqx", "vbnm").errors[0] == "error: no such work: 'zzqx vbnm'"
    assert call("export", "ROME", "zzqx").errors[0] == "error: no such work: 'zzqx'"
    assert call("export", "zzqx", "vbnm").status == 3


def test_a_word_of_one_title_names_it_alone_and_is_searched_for_among_others(call: Call) -> None:
    names = load_catalog().names
    words = sorted({word for work in names.works for word in tokenize(work.title)})
    rare = next(
        word
        for word in words
        if word.isalpha()
        and len([*names.iter_by_part(word)]) == 1
        and not [*names.iter_named(word)]
    )
    assert call("export", rare, "--format", "keys").lines == [
        work.key for work in names.iter_by_part(rare)
    ]
    among = ("language", "models", rare)
    found = call("find", *among, "--format", "keys").lines
    assert call("export", *among, "--format", "keys").lines == found


def test_filters_may_leave_nothing_of_what_is_searched_for(call: Call) -> None:
    done = call("export", "refusal", "--year", "1900")
    assert (done.status, done.stdout) == (0, b"")
    assert done.errors == ["note: searched for 'refusal', whose words give 0 works"]


def test_summaries_are_given_where_they_are_asked_for(call: Call) -> None:
    listed = call("export", "ROME", "--format", "markdown", "--summaries").lines
    assert len(listed) == 2
    assert listed[1].startswith("  ")
    entry = call("export", "ROME", "--summaries").text
    assert "  note = {" in entry
    assert "note" not in call("export", "ROME").text


def test_what_ascii_cannot_write_is_said(call: Call, run: Program) -> None:
    run.write_works(
        "own.json", make_work(title="Über א und 可", authors=[{"family": "Own"}], year=2024)
    )
    for name in ("bibtex", "ris"):
        words = ("export", "--catalog", "own.json", "--format", name)
        done = call(*words, "--ascii")
        (note,) = [line for line in done.errors if "not ASCII" in line]
        rest = sorted({char for char in done.text if not char.isascii()})
        assert note == f"note: not ASCII, and written as it is: {' '.join(rest)}"
        assert "not ASCII" not in call(*words).stderr
    assert "Ü" not in call("export", "--catalog", "own.json", "--ascii").text
    whole = call("export", "--catalog", "own.json", "--ascii", "--format", "csl-json")
    assert whole.text.isascii()
    assert "not ASCII" not in whole.stderr
