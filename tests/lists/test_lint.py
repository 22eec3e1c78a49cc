"""Lists against the catalog: what is found, where, what is right, and that mending is exact."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import IN_CI, some
from mi_survey.exports.markdown_text import escape
from mi_survey.exports.registry import RenderOptions, Style, get_format
from mi_survey.library import load_catalog
from mi_survey.lists.encoding import find_broken_lines, recover_text
from mi_survey.lists.entry_fact import MOVED, find_new_address
from mi_survey.lists.lint import lint_list, mend_list
from mi_survey.lists.rules import RULES
from mi_survey.model.finding import Finding
from mi_survey.model.work import Work
from mi_survey.reference.names import NameIndex

CATALOG = load_catalog()
HEAD = (
    "### Safety and Reliability\n\n"
    "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |\n"
    "| :--- | :--- | :--- | :--- | :---: | :---: | :---: |\n"
)
# Rows as the survey has, or had, them.
RIGHT = (
    "| **LLMs Encode Harmfulness and Refusal Separately** | Residual Stream | Causal Attribution "
    "| Vector Arithmetic | NeurIPS | 2025 | [Link](https://openreview.net/forum?id=zLkpt30ngy) |"
)
OF_ANOTHER = (
    "| **The Hidden Dimensions of LLM Alignment: A Multi-Dimensional Analysis of Orthogonal Safety "
    "Directions** | Residual Stream | Causal Attribution | Vector Arithmetic | ICML | 2025 "
    "| [Link](https://openreview.net/forum?id=pH3XAQME6c) |"
)
OUTDATED = (
    "| **Understanding Jailbreak Success: A Study of Latent Space Dynamics in Large Language "
    "Models** | Residual Stream | Causal Attribution | Vector Arithmetic | ArXiv | 2024 "
    "| [Link](https://arxiv.org/abs/2406.09289) |"
)
MISSPELT_VENUE = (
    "| **The developmental landscape of in-context learning** | - | - | - | TLMR | 2025 "
    "| [Link](https://openreview.net/forum?id=45qJyBG8Oj) |"
)
MISSPELT_TAG = (
    "| **TokenSkip: Controllable Chain-of-Thought Compression in LLMs** | Token Embedding "
    "| Magitude Analysis | Amplitude Manipulation | EMNLP | 2025 "
    "| [Link](https://aclanthology.org/2025.emnlp-main.165/) |"
)
WORKSHOP = (
    "| **Understanding Reasoning in Thinking Language Models via Steering Vectors** "
    "| Residual Stream | Causal Attribution | Vector Arithmetic | ICLR | 2025 "
    "| [Link](https://arxiv.org/abs/2506.18167) |"
)


def lint(text: str) -> tuple[Finding, ...]:
    """Lint a list by the bundled catalog."""
    return lint_list(text, CATALOG.names, taxonomy=CATALOG.taxonomy, file="list.md")


def render(style: Style) -> str:
    """Render the works as a list in one of the program's own styles."""
    results = some(CATALOG.results(), of=4)
    options = RenderOptions(taxonomy=CATALOG.taxonomy, style=style)
    return get_format("markdown").render(results, options)


def told(text: str) -> list[tuple[str, str, str]]:
    """Return what is found: the rule, the text at its place, and what is right."""
    lines = text.splitlines()
    found = []
    for each in lint(text):
        start, end = min(((edit.start, edit.end) for edit in each.edits), default=(0, 0))
        line, column = each.place.line or 0, each.place.column or 0
        written = lines[line - 1][column - 1 :][: end - start]
        assert written == text[start:end]
        found.append((each.rule, written, each.suggestion.removeprefix("right: ")))
    return found


@pytest.mark.parametrize("style", ["survey", "list"])
def test_a_list_made_of_the_catalog_has_no_finding(style: Style) -> None:
    text = render(style)
    assert text.count("http") > (400 if IN_CI else 100)
    assert lint(text) == ()


def test_a_right_row_has_no_finding() -> None:
    assert lint(HEAD + RIGHT) == ()


@pytest.mark.parametrize(
    ("row", "found"),
    [
        pytest.param(
            OF_ANOTHER,
            [
                (
                    "link",
                    "https://openreview.net/forum?id=pH3XAQME6c",
                    "https://openreview.net/forum?id=wGFEzfhFae",
                )
            ],
            id="the link is another work's",
        ),
        pytest.param(OUTDATED, [("preprint", "ArXiv", "EACL")], id="published by now"),
        pytest.param(
            MISSPELT_VENUE,
            [
                (
                    "title",
                    "The developmental landscape of in-context learning",
                    "Loss Landscape Degeneracy and Stagewise Development in Transformers",
                ),
                ("venue", "TLMR", "TMLR"),
            ],
            id="an earlier title and a misspelt venue",
        ),
        pytest.param(
            MISSPELT_TAG, [("tag", "Magitude Analysis", "Magnitude Analysis")], id="a misspelt tag"
        ),
        pytest.param(WORKSHOP, [("venue", "ICLR", "ICLR Workshop")], id="the workshop's paper"),
    ],
)
def test_a_fault_is_told_with_its_place_and_what_is_right(
    row: str, found: list[tuple[str, str, str]]
) -> None:
    text = HEAD + row + "\n"
    assert told(text) == found
    mended = mend_list(text, lint(text))
    for _, _, right in found:
        assert mended.count(right) == text.count(right) + 1
    assert lint(mended) == ()


def test_the_wrong_link_names_the_work_that_it_leads_to() -> None:
    (finding,) = lint(HEAD + OF_ANOTHER)
    assert finding.place.key == "pan2025hidden"
    assert "arditi2024refusal" in finding.message
    assert finding.severity == "error"


def test_a_preprint_gets_venue_and_year_together() -> None:
    (finding,) = lint(HEAD + OUTDATED)
    assert finding.message.endswith("EACL 2026")
    assert "| EACL | 2026 |" in mend_list(HEAD + OUTDATED, [finding])


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("NeurIPS'22", "ICLR'23"),
        ("NeurIPS '22", "ICLR '23"),
        ("ICLR'22", "ICLR'23"),
        ("ICLR 2022", "ICLR 2023"),
    ],
)
def test_a_mended_venue_keeps_a_year_in_the_form_of_the_list(written: str, right: str) -> None:
    title = "[Mass-Editing Memory in a Transformer](https://arxiv.org/abs/2210.07229)"
    text = f"# List\n## Editing\n* {title} ({written})\n"
    mended = mend_list(text, lint(text))
    assert mended == text.replace(written, right)
    assert lint(mended) == ()


def test_a_link_of_a_scheme_alone_is_broken() -> None:
    found = lint("# List\n## Part\n* [A Title of a Work](http://)\n")
    assert [each.rule for each in found] == ["link-broken", "entry-link"]


def test_an_unknown_identifier_is_told_and_left_alone() -> None:
    text = HEAD + RIGHT.replace("zLkpt30ngy", "1NkrxqY4jK")
    (finding,) = lint(text)
    assert (finding.rule, finding.severity, finding.edits) == ("link-unknown", "warning", ())
    assert finding.suggestion.endswith("zLkpt30ngy")


def test_an_earlier_title_is_said_to_be_one() -> None:
    title = lint(HEAD + MISSPELT_VENUE)[0]
    assert (title.severity, title.message) == ("warning", "this is the title of an earlier version")


def test_a_row_twice_in_a_section_is_an_error_with_other_tags_it_is_none() -> None:
    (finding,) = lint(f"{HEAD}{RIGHT}\n{RIGHT}\n")
    assert (finding.rule, finding.severity, finding.place.line) == ("duplicate", "error", 6)
    assert "line 5" in finding.message
    assert lint(f"{HEAD}{RIGHT}\n{RIGHT.replace('Causal Attribution', 'Probing')}\n") == ()
    other = HEAD.replace("Safety and Reliability", "Persona and Role")
    assert lint(f"{HEAD}{RIGHT}\n\n{other}{RIGHT}\n") == ()


def test_an_item_twice_is_an_error_in_one_section_and_a_note_in_two() -> None:
    item = (
        "* [Locating and Editing Factual Associations in GPT](https://arxiv.org/abs/2202.05262)\n"
    )
    (within,) = lint(f"# List\n## Editing\n{item}{item}")
    assert (within.rule, within.severity) == ("duplicate", "error")
    (across,) = lint(f"# List\n## Editing\n{item}## Knowledge\n{item}")
    assert (across.rule, across.severity) == ("duplicate", "note")


def test_the_label_of_a_link_may_name_the_wrong_venue() -> None:
    item = (
        "* **Copy Suppression: Comprehensively Understanding a Motif in Language Model Attention "
        "Heads** [[ICLR 2024]](https://arxiv.org/abs/2310.04625)\n"
    )
    (finding,) = lint(f"# List\n## Circuits\n{item}")
    assert (finding.rule, finding.suggestion, finding.edits) == (
        "venue",
        "right: BlackboxNLP 2024",
        (),
    )


def test_the_venue_of_an_item_is_not_looked_for_in_its_title_or_its_link() -> None:
    item = (
        "* [Knowledge Neurons in Pretrained Transformers]"
        "(https://aclanthology.org/2022.acl-long.581/), ACL 2021\n"
    )
    text = f"# List\n## Neurons\n{item}"
    assert told(text) == [("year", "2021", "2022")]
    assert mend_list(text, lint(text)) == text.replace("ACL 2021", "ACL 2022")


def test_a_preprint_whose_venue_is_named_beside_it_is_not_outdated() -> None:
    item = "* [Knowledge Neurons in Pretrained Transformers](https://arxiv.org/abs/2104.08696)"
    head = "# List\n## Neurons\n"
    assert lint(f"{head}{item} `arXiv 2021.04` `ACL 2022`\n") == ()
    assert [finding.rule for finding in lint(f"{head}{item} (arXiv 2021)\n")] == ["preprint"]


def test_a_link_that_cannot_be_read_is_told_with_its_line() -> None:
    text = "# List\n## Part\n* **A Title of a Work** [[pdf](https://example.org/a\n"
    rules = {(finding.rule, finding.place.line) for finding in lint(text)}
    assert ("link-broken", 3) in rules


@pytest.mark.parametrize("old", MOVED)
def test_an_address_that_moved_is_replaced_by_that_of_a_record(old: str) -> None:
    assert MOVED[old] in {work.url for work in CATALOG.works}
    assert find_new_address(MOVED[old]) == ""
    text = f"# List\n## Tools\n* **A tool** [[link]](https://{old})\n"
    (finding,) = lint(text)
    assert finding.rule == "link-moved"
    assert mend_list(text, [finding]) == text.replace(f"https://{old}", MOVED[old])


def test_works_that_are_not_verified_are_not_held_against_a_list() -> None:
    partial = next(work for work in CATALOG.works if work.status == "partial" and work.ids.arxiv)
    text = f"# List\n## Part\n* [{partial.title}](https://arxiv.org/abs/{partial.ids.arxiv}), ACL\n"
    assert lint(text) == ()


def test_a_link_is_held_against_the_title_of_a_work_that_is_not_verified() -> None:
    page = "https://example.org/steps"
    known = Work(key="steps", title="First Steps", kind="paper", url=page, status="verified")
    vague = Work(key="guide", title="A Guide", kind="tutorial", status="partial")
    text = f"# List\n\n- [A Guide]({page})\n"
    names = NameIndex([vague, known])
    found = lint_list(text, names, taxonomy=CATALOG.taxonomy, file="list.md")
    assert [(each.rule, each.place.key) for each in found] == [("title", "steps")]


def test_a_tag_that_resembles_none_is_told_with_all_that_there_are() -> None:
    text = HEAD + RIGHT.replace("Causal Attribution", "Zzz")
    (finding,) = lint(text)
    assert (finding.rule, finding.edits) == ("tag", ())
    assert "Magnitude Analysis" in finding.suggestion


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_mending_keeps_line_ends_and_everything_else(end: str) -> None:
    rows = [*HEAD.splitlines(), OUTDATED, "", "Words:\ttabs,  spaces, ✓.  ", "", RIGHT]
    text = end.join(rows)
    right = OUTDATED.replace("ArXiv | 2024", "EACL | 2026")
    assert mend_list(text, lint(text)) == text.replace(OUTDATED, right)


def _misspell_title(cells: list[str]) -> None:
    words = cells[0].split(" ")
    # the longest word loses its last letter but one, as in "Languge"
    longest = max(range(len(words)), key=lambda index: len(words[index]) * words[index].isalpha())
    words[longest] = words[longest][:-2] + words[longest][-1]
    cells[0] = " ".join(words)


def _outdate(cells: list[str]) -> None:
    cells[4] = "arXiv"


def _misdate(cells: list[str]) -> None:
    cells[5] = str(int(cells[5]) - 3)


def _misspell_tag(cells: list[str]) -> None:
    cells[2] = cells[2].replace("Attribution", "Atribution").replace("Analysis", "Anlysis")


@pytest.mark.parametrize(
    ("spoil", "rule", "least"),
    [
        (_misspell_title, "title", 60),
        (_outdate, "preprint", 60),
        (_misdate, "year", 60),
        (_misspell_tag, "tag", 30),
    ],
)
def test_what_is_spoilt_in_a_right_list_is_found_and_mended_to_the_letter(
    spoil: Callable[[list[str]], None], rule: str, least: int
) -> None:
    published = {
        work.title: work
        for work in CATALOG.works
        if work.kind == "paper" and work.status == "verified" and work.venue
    }
    right = render("survey").splitlines()
    spoilt = []
    for line in right:
        cells = line.split(" | ")
        if cells[0].removeprefix("| **").removesuffix("**") in published and cells[5:]:
            spoil(cells)
        spoilt.append(" | ".join(cells))
    text = "\n".join(spoilt)
    findings = lint(text)
    changed = {n for n, (a, b) in enumerate(zip(right, spoilt, strict=True), 1) if a != b}
    assert len(changed) >= least
    assert {finding.rule for finding in findings} == {rule}
    assert {finding.place.line for finding in findings} == changed
    assert mend_list(text, findings).splitlines() == right


_PAPERS = [
    work
    for work in CATALOG.works
    if work.status == "verified" and work.kind == "paper" and work.ids.arxiv
]


def test_links_that_are_swapped_are_all_found_and_mended() -> None:
    works = some(_PAPERS, of=3)
    assert len(works) > 50
    right = [f"* [{work.title}](https://arxiv.org/abs/{work.ids.arxiv})\n" for work in works]
    swapped = [
        f"* [{work.title}](https://arxiv.org/abs/{other.ids.arxiv})\n"
        for work, other in zip(works, [*works[1:], works[0]], strict=True)
    ]
    head = "# List\n## Part\n"
    assert lint(head + "".join(right)) == ()
    text = head + "".join(swapped)
    findings = lint(text)
    assert [finding.place.key for finding in findings] == [work.key for work in works]
    assert {finding.rule for finding in findings} == {"link"}
    assert mend_list(text, findings) == head + "".join(right)


@given(
    st.lists(
        st.sampled_from(
            [*HEAD.splitlines(), RIGHT, OF_ANOTHER, OUTDATED, MISSPELT_VENUE, "", "* a"]
        )
        | st.text(max_size=40),
        max_size=12,
    )
)
def test_mending_twice_changes_nothing_whatever_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    findings = lint(text)
    assert {finding.rule for finding in findings} <= set(RULES.names())
    mended = mend_list(text, findings)
    again = lint(mended)
    assert [finding for finding in again if finding.edits] == []
    assert mend_list(mended, again) == mended


_NICKNAMED = [
    (name, work)
    for work in load_catalog().works
    for name in work.nicknames
    if work.status == "verified" and work.kind in ("paper", "preprint") and work.ids.arxiv
]


def test_a_nickname_is_no_wrong_title() -> None:
    lines = []
    for name, work in some(_NICKNAMED, of=4):
        link = f"[[pdf]](https://arxiv.org/abs/{work.ids.arxiv})"
        beside = ("{0}: {1}", "{0} - {1}", "{0} – {1}", "[{0}] {1}", "{1} ({0})", "{0} (so to say)")
        forms = [name, *(each.format(name, work.title) for each in beside)]
        lines += [f"* **{escape(each)}** {link}\n" for each in forms]
    assert lines
    assert [found for found in lint("".join(lines)) if found.rule == "title"] == []


def test_the_nickname_of_another_work_is_a_wrong_title() -> None:
    (found,) = lint("* **MEMIT** [[pdf]](https://arxiv.org/abs/2202.05262)\n")
    assert (found.rule, found.place.key) == ("title", "meng2022locating")


def test_a_work_listed_by_its_nickname_is_held_to_its_venue() -> None:
    (found,) = lint("* **ROME** [[pdf]](https://arxiv.org/abs/2202.05262) ICLR 2022\n")
    assert found.rule == "venue"


_TITLES = st.sampled_from(_PAPERS).flatmap(
    lambda work: st.tuples(
        st.just(work),
        st.one_of(
            st.sampled_from([work.title, *work.alt_titles, *work.nicknames]),
            st.sampled_from([work.title[:-1], work.title.upper(), work.title.partition(":")[0]]),
            st.text("AbcGPT 12:", min_size=3, max_size=20),
        ),
        st.sampled_from(["", "arXiv", "ICLR", "NeurIPS", "EMNLP 2020", "2019", "arXiv 2021"]),
    )
)


@given(st.lists(_TITLES, min_size=1, max_size=6))
def test_a_title_changes_only_where_a_finding_told_so(rows: list[tuple[Work, str, str]]) -> None:
    lines = [
        f"* **{escape(title)}** [[pdf]](https://arxiv.org/abs/{work.ids.arxiv}) {where}"
        for work, title, where in rows
    ]
    found = lint("\n".join(lines))
    told = {each.place.line for each in found if each.rule == "title" and each.edits}
    mended = mend_list("\n".join(lines), found).split("\n")
    pairs = enumerate(zip(rows, mended, strict=True), start=1)
    changed = {number for number, ((_, t, _), line) in pairs if f"**{escape(t)}**" not in line}
    assert changed == told


@given(st.lists(st.binary(max_size=40), max_size=8), st.booleans())
def test_mending_changes_no_byte_of_a_line_without_a_finding(
    lines: list[bytes], mends: bool
) -> None:
    rows = [line.replace(b"\r", b"") for line in (*lines, HEAD.encode(), MISSPELT_TAG.encode())]
    text = b"\n".join(rows).decode("utf-8", "surrogateescape")
    told = {found.place.line for found in lint(text)}
    broken = tuple(line for line in find_broken_lines(text) if mends and line.is_known)
    recovered = recover_text(text, broken)
    mended = mend_list(recovered, lint(recovered))
    pairs = zip(text.split("\n"), mended.split("\n"), strict=True)
    assert {number for number, (old, new) in enumerate(pairs, start=1) if old != new} <= told
    assert "Magnitude Analysis" in mended
