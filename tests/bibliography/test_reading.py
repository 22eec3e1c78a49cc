"""Whatever a file holds, every reference in it is reported, each with its line."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bibliographies import check_text, rules_of, said
from mi_survey.bibliography.reading import References, read_references
from mi_survey.errors import FileUnreadable


def read(text: str, file: str) -> References:
    return read_references(text, file=file)


def lines_of(references: References) -> list[int]:
    lines = [each.line for each in references.entries]
    return sorted(lines + [fault.line for fault in references.faults])


_BIB = st.sampled_from(
    ["@misc{k, title = {x}}", "@article(k, year = 2020)", "@misc{k}",
     '@misc{k,\n title = "a {b}",\n}',
     "@misc{broken, title = {x", "@misc{title = {x}}", "@misc{k, title = {x} year = 1}"]
)  # fmt: skip
_ASIDES = st.sampled_from(["", "\n", "prose\n", "% @misc{no}\n", "@comment{x {y} @misc{no}}\n"])
_VALUES = st.recursive(
    st.sampled_from([None, True, 1, -2.5, "x", "a\n[{", "\\", {"id": "k"}, {"title": "} ] ,"}]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "title", "author", "issued", "items"]), inner)
    ),
    max_leaves=6,
)
_LINKS = {
    ".md": [
        "[x](https://arxiv.org/abs/2406.11717)",
        "<https://doi.org/10.1000/1>",
        "arXiv:2406.11717",
    ],
    ".tex": [
        r"\url{https://arxiv.org/abs/2406.11717}",
        r"\href{https://doi.org/10.1000/1}{some \emph{words}}",
        "\\bibitem{k} A. B.\n\\newblock A title.\n\\newblock 2024.\n\\end{thebibliography}",
        "\\bibitem[A(2020)]{k} A. B. Words of a title. NeurIPS 2020.\n\\end{thebibliography}",
    ],
}  # fmt: skip


@given(st.lists(st.tuples(_ASIDES, _BIB), max_size=6))
def test_every_entry_of_a_bib_file_is_reported(parts: list[tuple[str, str]]) -> None:
    text = "".join(f"{aside}{entry}\n" for aside, entry in parts)
    found = read(text or "@", "x.bib")
    lines, line = [], 1
    for aside, entry in parts:
        lines.append(line + aside.count("\n"))
        line = lines[-1] + entry.count("\n") + 1
    assert lines_of(found) == lines


@given(st.lists(_VALUES, max_size=5), st.sampled_from([None, 0, 2]), st.booleans())
def test_every_item_of_a_csl_file_is_reported(
    items: list[object], indent: int | None, wrapped: bool
) -> None:
    whole = {"meta": [{"items": [1]}], "items": items, "more": {}} if wrapped else items
    text = "\n" + json.dumps(whole, indent=indent)
    found = read(text, "x.json")
    assert len(lines_of(found)) == len(items)
    told = [item for item in items if isinstance(item, dict) and ("id" in item or "title" in item)]
    assert len(found.entries) == len(told)
    # the lines at which items begin, by their indentation
    depth = {None: "", 0: "", 2: "    " if wrapped else "  "}[indent]
    if indent == 2 and items:
        begun = text.split('"items": [\n', 1)[-1] if wrapped else text
        before = text.count("\n") - begun.count("\n")
        starts = [
            number + before
            for number, line in enumerate(begun.split("\n"), 1)
            if re.match(f"{depth}[^ \\]}}]", line)
        ]
        assert lines_of(found) == starts[: len(items)]


@pytest.mark.parametrize("suffix", _LINKS)
@given(data=st.data())
def test_every_link_of_a_page_is_reported(suffix: str, data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from(_LINKS[suffix]), max_size=6))
    text = "\n\n".join(["# Title", *parts, "no link"])
    lines = [text.count("\n", 0, at.start()) + 1 for at in re.finditer("|".join(
        map(re.escape, _LINKS[suffix])), text)]  # fmt: skip
    assert [each.line for each in read(text, f"x{suffix}").entries] == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('["x", {"id": "k"}]', [1, 1]),
        ('[null,\n{"id": "k"}]', [1, 2]),
        ('{"meta": [{"id": 1}],\n"items": [\n{"id": "k"}\n]}', [3]),
        ('{"id": "k",\n"title": "x"}', [1]),
        ('\ufeff[\n{"id": "k"}]', [2]),
        ("[]", []),
        ('{"items": []}', []),
    ],
)
def test_items_stand_where_they_stand(text: str, lines: list[int]) -> None:
    assert lines_of(read(text, "x.json")) == lines


def test_an_object_that_names_nothing_is_no_item() -> None:
    found = read('{"a": 1}', "x.json")
    assert (len(found.entries), [fault.line for fault in found.faults]) == (0, [1])
    assert read('[{"DOI": "10.1/x"}, {"citation-key": "k"}]', "x.json").faults == ()


@pytest.mark.parametrize(
    "text",
    ["", "x", "3", '"x"', "[", '[{"id": 1}', '[{"id": 1}] x', '{"items": [1}', '[{"a" 1}]', "[1 2]",
     "[" * 100_000, '{"items":' * 100_000, "[" + "9" * 10_000 + "]"],
)  # fmt: skip
def test_what_is_no_json_is_one_clear_error(text: str) -> None:
    with pytest.raises(FileUnreadable) as caught:
        read(text, "x.json")
    assert caught.value.hint is not None
    assert "CSL-JSON is expected" in caught.value.hint
    assert len(str(caught.value)) < 300


def test_others_in_csl_are_no_author() -> None:
    item = {
        "id": "rome",
        "type": "paper-conference",
        "title": "Locating and Editing Factual Associations in GPT",
        "author": [{"family": "Meng", "given": "Kevin"}, {"literal": "others"}],
        "issued": {"date-parts": [[2022]]},
        "container-title": "Advances in Neural Information Processing Systems",
    }
    assert said(check_text(json.dumps([item]), file="x.json")) == []


BIBLATEX_BBL = r"""
\datalist[entry]{nty/global//global/global}
  \entry{rome}{inproceedings}{}
    \name{author}{4}{}{%
      {{hash=a}{%
         family={Meng},
         familyi={M\bibinitperiod},
         given={Kevin},
         giveni={K\bibinitperiod}}}%
      {{hash=b}{%
         family={Bau},
         given={David}}}%
      {{hash=c}{family={Andonian}, given={Alex}}}%
      {{hash=d}{family={Belinkov}, given={Yonatan\bibnamedelima P.}}}%
    }
    \field{booktitle}{Advances in Neural Information Processing Systems}
    \field{title}{Locating and Editing Factual Associations in {GPT}}
    \field{year}{2021}
    \verb{url}
    \verb https://example.org/a_b
    \endverb
  \endentry
  \entry{refusal}{online}{}
    \name{author}{1}{}{{{hash=e}{family={Arditi}, given={Andy}}}}
    \field{title}{Refusal in Language Models Is Mediated by a Single Direction}
    \field{eprinttype}{arxiv}
    \verb{eprint}
    \verb 2406.11717
    \endverb
    \field{year}{2024}
  \endentry
\enddatalist
"""


def test_the_bbl_of_biblatex_is_read_with_its_fields() -> None:
    one, other = check_text(BIBLATEX_BBL, file="x.bbl")
    assert (one.reference.key, one.work and one.work.key) == ("rome", "meng2022locating")
    assert one.reference.authors.names[-1] == "Belinkov, Yonatan P."
    assert rules_of(one) == {"year"}
    assert (other.reference.line, other.work and other.work.key) == (23, "arditi2024refusal")
    assert "published" in rules_of(other)


_ITEMS = {
    "plain": "K. Meng, D. Bau. Locating and editing factual associations in GPT. NeurIPS 2021.",
    "author, year": "Meng, K., Bau, D. (2021). Locating and editing factual associations in GPT. "
    "NeurIPS.",
    "quoted": r"K. Meng et~al., ``Locating and editing factual associations in {GPT},'' in "
    r"\emph{Advances in Neural Information Processing Systems}, vol. 35, 2021.",
    "curly": "K. Meng et al., “Locating and editing factual associations in GPT,” in "
    "NeurIPS, 2021.",
    "blocks": "Kevin Meng, David Bau, and others.\n\\newblock Locating and editing factual "
    "associations in {GPT}.\n\\newblock In \\emph{NeurIPS}, 2021.",
    "linked": "Kevin Meng et al. 2021.\n\\newblock \\href{https://arxiv.org/abs/2202.05262}"
    "{Locating and editing factual associations in GPT}.\n\\newblock In \\emph{NeurIPS}.",
}


@pytest.mark.parametrize("form", _ITEMS)
def test_an_item_of_a_bibliography_in_text_is_checked_without_a_link(form: str) -> None:
    item = f"\\bibitem[M(21)]{{rome}}\n{_ITEMS[form]}\n"
    text = f"\\begin{{thebibliography}}{{9}}\n{item}\\end{{thebibliography}}"
    (verdict,) = check_text(text, file="paper.tex")
    assert verdict.work is not None, verdict.reference
    assert verdict.work.key == "meng2022locating"
    assert (verdict.reference.line, rules_of(verdict)) == (2, {"year"})
