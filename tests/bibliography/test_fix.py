"""Mending rewrites what is wrong, keeps the rest byte for byte, and does so once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibliographies import CATALOG, DATA, check_text, rules_of, said
from effort import some
from mi_survey.bibliography.bibtex import parse_bibtex
from mi_survey.bibliography.edit import EntryText, Uncertain
from mi_survey.bibliography.fix import Fixed, find_mendable, fix_bibliography
from mi_survey.exports.registry import RenderOptions, get_format

WRONG = (DATA / "wrong.bib").read_text(encoding="utf-8")
AUTHORS = "Kevin Meng and David Bau and Alex Andonian and Yonatan Belinkov"
TITLE = "Locating and Editing Factual Associations in {GPT}"


def fix(text: str) -> Fixed:
    return fix_bibliography(text, check_text(text))


def has_last_comma(text: str) -> bool:
    entry = parse_bibtex(text).entries[-1]
    after = text[entry.fields[-1].value_span.end : entry.end]
    return re.sub(r"%[^\n]*", "", after).strip() == ","


def test_what_can_be_mended_is_and_a_second_run_changes_nothing() -> None:
    fixed = fix(WRONG)
    assert fixed.left == ()
    after = check_text(fixed.text)
    for verdict in after:
        mixed = "identifier" in rules_of(verdict)
        assert mixed or not find_mendable(verdict), said([verdict])
    assert fix(fixed.text).text == fixed.text


def test_what_is_not_wrong_stays_byte_for_byte() -> None:
    fixed = fix(WRONG)
    before, after = parse_bibtex(WRONG), parse_bibtex(fixed.text)
    assert [entry.key for entry in before.entries] == [entry.key for entry in after.entries]
    for one, other in zip(before.entries, after.entries, strict=True):
        if one.key not in fixed.keys:
            old = WRONG[one.start : one.end + 1]
            assert old == fixed.text[other.start : other.end + 1]
    outside = [_outside(text) for text in (WRONG, fixed.text)]
    assert outside[0] == outside[1]


def _outside(text: str) -> list[str]:
    parts, done = [], 0
    for entry in parse_bibtex(text).entries:
        parts.append(text[done : entry.start])
        done = entry.end + 1
    return [*parts, text[done:]]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
def test_every_preprint_of_the_catalog_becomes_what_was_published(dialect: str) -> None:
    options = RenderOptions(prefer="preprint", keywords=False)
    results = some(CATALOG.results(), of=12)
    fixed = fix(get_format(dialect).render(results, options))
    assert len(fixed.keys) > len(results) / 2
    assert fixed.left == ()
    assert said(check_text(fixed.text)) == []
    published = parse_bibtex(get_format(dialect).render(results, RenderOptions()))
    right = {entry.key: entry for entry in published.entries}
    for entry in parse_bibtex(fixed.text).entries:
        if entry.key not in fixed.keys:
            continue
        wanted = dict(right[entry.key].values)
        wanted.pop("keywords", None)
        # of some works, the year of publication is not known: then the preprint's remains
        wanted.setdefault("year", entry.values["year"])
        if right[entry.key].type == "misc":  # for want of authors or a year, which the entry has
            assert entry.type in ("article", "inproceedings")
            continue
        assert entry.type == right[entry.key].type
        assert dict(entry.values) == wanted


# The same wrong year in every layout; T stands for the title, A for the authors.
_LAYOUTS = (
    """@inproceedings{k,
  title = {T},
  author = {A},
  booktitle = {NeurIPS},
  year = {2021}
}
""",
    '@InProceedings{k,\ttitle="T",\tauthor="A",\tyear="2021",\tbooktitle="NIPS"}',
    "@INPROCEEDINGS(k, TITLE={T}, AUTHOR={A}, YEAR=2021, BOOKTITLE={NIPS})",
    (
        "@inproceedings{k\r\n  , title = {T}\r\n  , author = {A}\r\n  , year = 2021\r\n"
        "  , booktitle = {NIPS}\r\n}\r\n"
    ),
    (
        "@string{y = {2021}}\n@string{nips = {NeurIPS}}\n@inproceedings{k, title = {T}, "
        "author = {A}, year = y, booktitle = nips,}"
    ),
    (
        "@inproceedings{k, title = {Locating and Editing Factual} # { Associations in GPT}, "
        "author = {A}, year = {20} # {21}, booktitle = {NIPS}}"
    ),
    (
        "@inproceedings{k, % a note\n title = {T}, % its title\n author = {A},\n"
        " year = 2021, % when\n booktitle = {NIPS} % where\n}"
    ),
    (
        "\ufeffprose\n@comment{@misc{k2, year = 1}}\n@inproceedings{k,title={T},author={A},"
        "year={2021},booktitle={NIPS},file={:a/b.pdf:PDF},x-own={100%}}"
    ),
)


def _layouts() -> list[str]:
    titled = [re.sub(r"\bT\b", TITLE, text) for text in _LAYOUTS]
    return [re.sub(r'\bA(?=["}])', AUTHORS, text) for text in titled]


@pytest.mark.parametrize("text", _layouts())
def test_a_wrong_year_alone_is_rewritten_in_every_layout(text: str) -> None:
    assert [rules_of(verdict) for verdict in check_text(text)] == [{"year"}]
    fixed = fix(text)
    assert (fixed.keys, fixed.left) == (("k",), ())
    field = parse_bibtex(text).entries[-1].field("year")
    assert field is not None
    start, end = field.value_span
    quoted = {"{": "{2022}", '"': '"2022"', "1": "2022"}.get(field.form, "{2022}")
    assert fixed.text == text[:start] + quoted + text[end:]
    assert said(check_text(fixed.text)) == []


@pytest.mark.parametrize("text", _layouts())
def test_a_preprint_is_mended_in_every_layout(text: str) -> None:
    text = re.sub(r"(?i)booktitle(\s*=\s*)", r"journal\1", text)
    text = re.sub(r"\b(NeurIPS|NIPS)\b", "arXiv preprint arXiv:2202.05262", text)
    text = text.replace("journal=nips", "journal = nips")
    text = re.sub(r"(?i)@inproceedings", "@article", text)
    assert "published" in rules_of(check_text(text)[-1])
    fixed = fix(text)
    assert (fixed.keys, fixed.left) == (("k",), ())
    assert said(check_text(fixed.text)) == []
    entry = parse_bibtex(fixed.text).entries[-1]
    assert entry.type == "inproceedings"
    assert entry.values["eprint"] == "2202.05262"
    assert "journal" not in entry.values
    old = parse_bibtex(text).entries[-1]
    assert fixed.text[: entry.start] == text[: old.start]
    assert fixed.text[entry.end :] == text[old.end :]
    assert has_last_comma(fixed.text) == has_last_comma(text)
    assert fixed.text.count("\r\n") - fixed.text.count("\n") == (
        text.count("\r\n") - text.count("\n") if "\r\n" in text else -fixed.text.count("\n")
    )
    assert fix(fixed.text).text == fixed.text


def test_added_fields_take_the_layout_of_the_entry() -> None:
    text = (
        "@article{k,\n    title     = {Knowledge Neurons in Pretrained Transformers},\n"
        "    author    = {Damai Dai and others},\n    journal   = {CoRR},\n"
        "    volume    = {abs/2104.08696},\n    year      = {2021},\n    timestamp = {now}\n}\n"
    )
    assert fix(text).text == (
        "@inproceedings{k,\n    title     = {Knowledge Neurons in Pretrained Transformers},\n"
        "    author    = {Damai Dai and others},\n    booktitle = {Proceedings of the 60th Annual "
        "Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)},\n"
        "    year      = {2022},\n    timestamp = {now},\n    pages     = {8493--8502},\n"
        "    publisher = {Association for Computational Linguistics},\n"
        "    address   = {Dublin, Ireland},\n    doi       = {10.18653/v1/2022.acl-long.581},\n"
        "    url       = {https://aclanthology.org/2022.acl-long.581/},\n"
        "    eprint    = {2104.08696},\n    archiveprefix = {arXiv}\n}\n"
    )


def test_and_others_stay_the_others() -> None:
    text = _layouts()[0].replace(AUTHORS, "Meng, Kevin and Beau, David and others")
    assert "author = {Meng, Kevin and Bau, David and others}" in fix(text).text


def test_an_entry_with_a_field_twice_is_left_alone_and_told() -> None:
    text = _layouts()[0].replace("year = {2021}", "year = {2021},\n  year = {2021}")
    fixed = fix(text)
    assert fixed.text == text
    assert fixed.left == (("k", "the field year stands there twice"),)


def test_mixed_up_identifiers_are_left_alone_and_told() -> None:
    text = _layouts()[0].replace("year = {2021}", "year = {2021}, eprint = {2406.11717}")
    fixed = fix(text)
    assert fixed.text == text
    assert [key for key, _ in fixed.left] == ["k"]


EDITS = (
    lambda entry, name: entry.set_field(name, "new"),
    lambda entry, name: entry.rename_field(name, "renamed"),
    lambda entry, name: entry.drop_field(name),
    lambda entry, _: entry.set_field("added", "new"),
    lambda entry, _: entry.set_type("book"),
)
_VALUES = st.sampled_from(["{x}", '"x"', "12", "jan", "{a {b} c}", '"a {"} b" # jan', "{}", "{%}"])
_SPACES = st.sampled_from(["", " ", "\n  ", "\t", "\r\n", " % a note, {\n "])


@st.composite
def _entries(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from("title author Year NOTE x-y".split()), min_size=1,
                          unique=True))  # fmt: skip

    def space() -> str:
        return draw(_SPACES)

    fields = [f"{space()}{name}{space()}={space()}{draw(_VALUES)}{space()}" for name in names]
    opener, closer = draw(st.sampled_from((("{", "}"), ("(", ")"))))
    end = draw(st.sampled_from(["", ",", ",\n"]))
    return f"@misc{opener}key,{','.join(fields)}{end}{closer}"


@given(_entries(), st.integers(0, 4), st.integers(0, 4))
def test_an_edit_changes_one_thing_and_no_other(text: str, which: int, at: int) -> None:
    (before,) = parse_bibtex(text).entries
    name = before.fields[at % len(before.fields)].name
    entry = EntryText(text)
    assert str(entry) == text
    try:
        EDITS[which](entry, name)
    except Uncertain:
        return
    edited = str(entry)
    (after,) = parse_bibtex(edited).entries
    one, other = dict(before.values), dict(after.values)
    assert other == {name: entry.get_value(name) for name in other}
    if which == 0:
        one[name] = "new"
    elif which == 1:
        one["renamed"] = one.pop(name)
    elif which == 2:
        del one[name]
    elif which == 3:
        one["added"] = "new"
    assert one == other
    assert after.type == ("book" if which == 4 else "misc")
    assert after.key == before.key
    assert has_last_comma(edited) == has_last_comma(text)


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("Meng, K. and Beau, D. and Andonian, A. and Belinkov, Y.",
         "Meng, K. and Bau, D. and Andonian, A. and Belinkov, Y."),
        ("K. Meng and D. Beau and A. Andonian and Y. Belinkov",
         "K. Meng and D. Bau and A. Andonian and Y. Belinkov"),
        ("Kevin Meng and\n    David Beau and\n    {Alex Andonian} and Yonatan {Belinkov}",
         "Kevin Meng and\n    David Bau and\n    {Alex Andonian} and Yonatan {Belinkov}"),
        ("Meng, K and Bau, D and Belinkov, Y",
         "Meng, K and Bau, D and Andonian, A and Belinkov, Y"),
        ("Kevin Meng and David Bau and Belinkov, Yonatan and Alan Turing",
         "Kevin Meng and David Bau and Alex Andonian and Belinkov, Yonatan"),
        ("Meng, Kevin and Beau, David and others", "Meng, Kevin and Bau, David and others"),
    ],
)  # fmt: skip
def test_only_a_wrong_name_is_rewritten_and_in_the_style_of_the_others(
    written: str, mended: str
) -> None:
    text = _layouts()[0].replace(AUTHORS, written).replace("2021", "2022")
    fixed = fix(text)
    assert fixed.text == text.replace(written, mended)
    assert said(check_text(fixed.text)) == []


def test_authors_that_stand_in_a_macro_are_left_alone_and_told() -> None:
    text = _layouts()[0].replace("author = {", "author = others # {").replace("2021", "2022")
    text = text.replace("David Bau", "David Beau")
    text = '@string{others = "Jane Roe and Richard Roe and "}\n' + text
    assert {"authors"} <= rules_of(check_text(text)[0])
    fixed = fix(text)
    assert fixed.text == text
    assert fixed.left == (("k", "its authors do not all stand in it"),)
