"""What a list proposes: which work an entry means, and what is new, changed, gone or double."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mi_survey.catalog.codec import encode
from mi_survey.catalog.schema import check_values
from mi_survey.catalog.store import load_bundled
from mi_survey.exports.markdown import render_markdown
from mi_survey.exports.registry import RenderOptions
from mi_survey.lists.new_record import guess_kind
from mi_survey.lists.parser import ParsedList, parse_list
from mi_survey.lists.proposal import CHANGES, Proposals, propose
from mi_survey.model.catalog_records import CatalogRecords
from mi_survey.model.identifier import SCHEMES, Identifier
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Listing, Placement, Work
from mi_survey.query.result import Result
from mi_survey.reference.names import NameIndex
from part_of_catalog import load_part

BUNDLED = load_bundled()
_ROME = Work(
    key="meng2022locating",
    title="Locating and Editing Factual Associations in GPT",
    kind="paper",
    authors=(Name("Kevin", "Meng"),),
    ids=Ids(arxiv="2202.05262", github="kmeng01/rome"),
    nicknames=("ROME",),
    status="verified",
)
_MEMIT = Work(
    key="meng2023massediting",
    title="Mass-Editing Memory in a Transformer",
    kind="paper",
    ids=Ids(arxiv="2210.07229", openreview="MkbcAHIYgyS"),
    status="verified",
)
_LENS = Work(
    key="nandatransformerlens",
    title="TransformerLens: A Library",
    kind="tool",
    nicknames=("TransformerLens",),
    ids=Ids(github="TransformerLensOrg/TransformerLens"),
    status="partial",
)
_TABLE = "| Paper | Object | Localizing Method | Steering Method | Venue | Year | Link |\n"
_TABLE += "| :-- | :-- | :-- | :-- | :-: | :-: | :-: |\n"


def _contents(*works: Work) -> CatalogRecords:
    return BUNDLED._replace(works=works or (_ROME, _MEMIT, _LENS))


def _compare(parsed: ParsedList, contents: CatalogRecords, source: str = "neurons") -> Proposals:
    names = NameIndex(contents.works)
    return propose(parsed, names, taxonomy=contents.taxonomy, source=source, file="list.md")


def _propose(text: str, *works: Work, source: str = "neurons") -> Proposals:
    parsed = parse_list(text, source=source, file="list.md", taxonomy=BUNDLED.taxonomy)
    return _compare(parsed, _contents(*works), source=source)


def _told(proposals: Proposals) -> list[tuple[str, int | None, str]]:
    return [(each.change, each.line, each.key) for each in proposals.changes]


def _rules(proposals: Proposals) -> list[str]:
    return [finding.rule for finding in proposals.findings]


def _with_listing(work: Work, **said: object) -> Work:
    listing = Listing(**({"source": "neurons", "title": work.title} | said))  # type: ignore[arg-type]
    return replace(work, listings=(*work.listings, listing))


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("* **Anything** [[pdf]](https://arxiv.org/pdf/2202.05262v5.pdf)", _ROME.key),
        ("* [Mass Editing](https://openreview.net/forum?id=MkbcAHIYgyS)", _MEMIT.key),
        ("* **MASS-EDITING memory in a transformer**", _MEMIT.key),
        ("* [TransformerLens](https://example.org/lens)", _LENS.key),
        ("* [A library](https://github.com/transformerlensorg/transformerlens)", _LENS.key),
        (
            f"* **{_ROME.title}** [[code]](https://github.com/TransformerLensOrg/TransformerLens)",
            _ROME.key,
        ),
    ],
)
def test_links_then_titles_say_which_work_is_meant(line: str, key: str) -> None:
    assert _told(_propose(line)) == [("listed", 1, key)]


@pytest.mark.parametrize(
    "line",
    [
        # a nickname is a name of tools only, and half a title none at all
        "* [ROME](https://example.org/rome)",
        "* [Locating and Editing](https://example.org)",
        # a paper may use the code of another
        "* **A Paper** [[1]](https://arxiv.org/abs/2912.00009) [[code]](https://github.com/kmeng01/rome)",
    ],
)
def test_what_no_work_is_named_by_is_new(line: str) -> None:
    assert [change for change, _, _ in _told(_propose(line))] == ["new"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (f"* [{_ROME.title}](https://arxiv.org/abs/2210.07229)", "link-elsewhere"),
        (f"* [{_ROME.title}](https://arxiv.org/abs/2912.00001)", "link-elsewhere"),
        (
            "* **Both** [[1]](https://arxiv.org/abs/2210.07229) [[2]](https://arxiv.org/abs/2202.05262)",
            "links-disagree",
        ),
    ],
)
def test_where_link_and_title_disagree_nothing_is_proposed(line: str, rule: str) -> None:
    found = _propose(line)
    assert (found.changes, found.undecided, _rules(found)) == ((), 1, [rule])
    assert found.findings[0].severity == "error"
    assert found.works == tuple(sorted((_ROME, _MEMIT, _LENS), key=lambda work: work.key))


def test_a_title_that_two_works_share_names_neither_but_with_an_author() -> None:
    other = replace(_ROME, key="other2020locating", authors=(Name("Mor", "Geva"),), ids=Ids())
    line = f"* **{_ROME.title}**"
    assert _rules(_propose(line, _ROME, other))[-1] == "title-shared"
    named = _propose(f"{line}, Mor Geva et al.", _ROME, other)
    assert [each.key for each in named.changes] == ["other2020locating"]


def test_a_link_to_a_work_of_quite_another_name_is_told() -> None:
    found = _propose("* [Something Else Entirely](https://arxiv.org/abs/2210.07229)")
    assert _told(found) == [("listed", 1, _MEMIT.key)]
    assert _rules(found) == ["title-differs"]


def test_a_listing_that_is_held_settles_what_its_wrong_link_leaves_open() -> None:
    url = "https://arxiv.org/abs/2210.07229"
    held = _with_listing(_ROME, urls=(url,))
    same = _propose(f"* [{_ROME.title}]({url})", held, _MEMIT)
    assert (same.changes, same.findings, same.unchanged) == ((), (), 1)
    mended = _propose(f"* [{_ROME.title}](https://arxiv.org/abs/2202.05262)", held, _MEMIT)
    assert _told(mended) == [("changed", 1, _ROME.key)]
    worse = _propose(f"* [{_ROME.title}](https://arxiv.org/abs/2912.00009)", held, _MEMIT)
    assert _told(worse) == [("changed", 1, _ROME.key)]
    assert _rules(worse) == ["link-elsewhere"]


def test_changed_fields_are_told_with_old_and_new() -> None:
    held = _with_listing(_ROME, venue="NIPS", urls=("https://arxiv.org/abs/2202.05262",))
    found = _propose("* [Locating](https://arxiv.org/abs/2202.05262) (ICLR 2022)", held)
    (change,) = found.changes
    assert list(change.iter_differences()) == [
        ("title", _ROME.title, "Locating"),
        ("venue", "NIPS", "ICLR 2022"),
    ]
    assert found.works[0].listings[0].venue == "ICLR 2022"


def test_a_text_that_has_lost_all_links_says_nothing_of_them() -> None:
    url = "https://arxiv.org/abs/2202.05262"
    held = [_with_listing(work, urls=(url,), venue="ICLR 2020") for work in (_ROME, _MEMIT)]
    lost = _propose(f"- {_ROME.title} (ICLR 2020)\n- {_MEMIT.title} (ICLR 2021)\n", *held)
    assert _told(lost) == [("changed", 2, _MEMIT.key)]
    assert list(lost.changes[0].iter_differences()) == [("venue", "ICLR 2020", "ICLR 2021")]
    assert [work.listings[0].urls for work in lost.works] == [(url,), (url,)]
    some = _propose(f"- [{_ROME.title}]({url}) (ICLR 2020)\n- {_MEMIT.title} (ICLR 2020)\n", *held)
    assert _told(some) == [("changed", 2, _MEMIT.key)]


def test_what_the_list_has_no_more_is_gone_and_other_lists_keep_theirs() -> None:
    held = _with_listing(_with_listing(_ROME), source="survey")
    found = _propose("* [Mass](https://arxiv.org/abs/2210.07229)", held, _MEMIT)
    assert _told(found) == [("listed", 1, _MEMIT.key), ("gone", None, _ROME.key)]
    assert [listing.source for listing in found.works[0].listings] == ["survey"]


def test_an_entry_that_repeats_another_is_told_with_both_lines() -> None:
    text = "* [Mass](https://arxiv.org/abs/2210.07229)\n* **Mass-Editing Memory in a Transformer**"
    repeated = [each for each in _propose(text).changes if each.change == "duplicate"]
    assert [(each.line, each.first, each.key) for each in repeated] == [(2, 1, _MEMIT.key)]


def test_two_entries_of_one_unknown_work_are_one_record() -> None:
    text = "* [A Novelty](https://arxiv.org/abs/2912.00001)\n"
    text += "* **A Novelty** [[v2]](https://arxiv.org/abs/2912.00001v2)\n"
    text += "* [A Novelty](https://arxiv.org/abs/2912.00002)"
    found = _propose(text)
    assert [each.change for each in found.changes] == ["new", "new", "duplicate"]
    assert [work.key for work in found.works if work.status == "unverified"] == [
        "novelty",
        "novelty2",
    ]


def test_a_new_record_holds_what_its_links_prove_and_nothing_the_list_claims() -> None:
    text = "## Part\n* [A Novelty](https://arxiv.org/abs/2912.00001v3) (ICLR 2031)"
    (record,) = (work for work in _propose(text).works if work.status == "unverified")
    assert record == Work(
        key="novelty",
        title="A Novelty",
        kind="paper",
        ids=Ids(arxiv="2912.00001"),
        url="https://arxiv.org/abs/2912.00001v3",
        listings=(
            Listing(
                source="neurons",
                title="A Novelty",
                urls=("https://arxiv.org/abs/2912.00001v3",),
                section=("Part",),
                venue="ICLR 2031",
            ),
        ),
        status="unverified",
    )


@pytest.mark.parametrize(
    ("listing", "kind"),
    [
        (Listing("x", "A", ("https://arxiv.org/abs/2912.00009",), venue="arXiv"), "preprint"),
        (Listing("x", "A", ("https://arxiv.org/abs/2912.00001",), labels=("NIPS 2022",)), "paper"),
        (Listing("x", "A", ("https://openreview.net/forum?id=MkbcAHIYgyS",)), "preprint"),
        (Listing("x", "A", ("https://aclanthology.org/2023.acl-long.893/",)), "paper"),
        (Listing("x", "A", ("https://github.com/a/b",)), "tool"),
        (Listing("x", "A", ("https://example.org",), venue="LessWrong"), "blog"),
        (Listing("x", "A"), "blog"),
    ],
)
def test_the_kind_is_chosen_by_what_the_list_shows(listing: Listing, kind: str) -> None:
    assert guess_kind(listing) == kind


def test_the_surveys_tags_become_a_placement_and_misspelt_ones_are_told() -> None:
    row = "| **New** | MHA & FFN | Magitude Analysis | {} | ICLR | 2031 | [L](https://a.org) |\n"
    text = "## Paper List\n#### Persona and Role\n" + _TABLE + row.format("Wizardry")
    found = _propose(text, source="survey")
    (record,) = (work for work in found.works if work.status == "unverified")
    assert record.placements == (
        Placement.of("survey", area="persona", object=("ffn", "mha"), locate="magnitude-analysis"),
    )
    assert {(each.rule, each.severity) for each in found.findings} == {
        ("tag-misspelt", "warning"),
        ("tag-unknown", "error"),
    }
    elsewhere = _propose(text, source="neurons")
    assert not any(work.placements for work in elsewhere.works)


def test_a_changed_tag_moves_the_surveys_placement_and_leaves_the_curated_one() -> None:
    curated = Placement.of(
        "curated", area="safety", object=("mha",), locate="probing", steer="none"
    )
    row = f"| **{_ROME.title}** | {{}} | Probing | - | ICLR | 2022 | [L](https://a.org) |\n"
    text = "## Paper List\n#### Persona and Role\n" + _TABLE + row
    before = _propose(text.format("FFN"), replace(_ROME, placements=(curated,)), source="survey")
    after = _propose(text.format("Neuron"), *before.works, source="survey")
    own = Placement.of("survey", area="persona", object=("ffn",), locate="probing", steer="none")
    moved = Placement.of(
        "survey", area="persona", object=("neuron",), locate="probing", steer="none"
    )
    placements = [work.placements for work in (*before.works, *after.works)]
    assert placements == [(curated, own), (curated, moved)]


def test_no_entry_at_all_is_an_error() -> None:
    assert "list-empty" in _rules(_propose("nothing\n"))


def _bullet(work: Work) -> str:
    return f"* **{work.title}** [[paper]]({_link(work)})"


def _linked_title(work: Work) -> str:
    return f"- [{work.title}]({_link(work)}) — *{work.year or 'n.d.'}*"


def _row(work: Work) -> str:
    return f"\n| Title | Link |\n|---|---|\n| {work.title} | [Link]({_link(work)}) |\n"


def _page(work: Work) -> str:
    return "\n" + render_markdown([Result(work, ())], RenderOptions(taxonomy=BUNDLED.taxonomy))


def _link(work: Work) -> str:
    named = [(scheme, getattr(work.ids, scheme)) for scheme in SCHEMES]
    return next(Identifier(scheme, value).url for scheme, value in named if value)


_PLAIN = [
    replace(work, listings=())
    for work in load_part().works
    if any(getattr(work.ids, scheme) for scheme in SCHEMES[:4])
    and not set("|*_[]$\\") & set(work.title)
]
_BLIND = _contents(*(replace(work, listings=()) for work in BUNDLED.works))


@given(
    st.lists(st.sampled_from(_PLAIN), min_size=1, max_size=12, unique_by=lambda work: work.key),
    st.sampled_from([_bullet, _linked_title, _row, _page]),
)
def test_lists_of_the_catalogs_works_in_any_form_name_those_works(
    works: Sequence[Work], render: Callable[[Work], str]
) -> None:
    text = "# List\n\n## Part\n\n" + "\n".join(render(work) for work in works)
    parsed = parse_list(text, source="neurons", file="list.md")
    found = _compare(parsed, _BLIND)
    assert [(each.change, each.key) for each in found.changes] == [
        ("listed", work.key) for work in works
    ]


@given(st.data())
def test_what_was_proposed_and_done_is_not_proposed_again(data: st.DataObject) -> None:
    renderers = st.sampled_from([_bullet, _linked_title, _row])
    picked = data.draw(st.lists(st.tuples(st.sampled_from(_PLAIN), renderers), max_size=8))
    lines = [render(work) for work, render in picked]
    novelties = ["* [A Novelty](https://arxiv.org/abs/2912.00001)", "* **A Thing** (2024)", "* x"]
    lines += data.draw(st.lists(st.sampled_from(novelties), max_size=4))
    text = "# List\n\n" + "\n".join(data.draw(st.permutations(lines)))
    parsed = parse_list(text, source="neurons", file="list.md")
    part = load_part()
    first = _compare(parsed, part)
    again = _compare(parsed, part._replace(works=first.works))
    assert {each.change for each in again.changes} <= {"duplicate"}
    assert again.works == first.works
    assert again.unchanged + again.undecided == len(parsed.entries)


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("*[]()#|-\n\x1b\u202e"), max_size=200)
)
def test_whatever_a_list_holds_comes_out_as_a_valid_catalog(noise: str) -> None:
    text = f"# List\n* [A{noise}](https://arxiv.org/abs/2912.00001)\n{noise}\n* **B** {noise}"
    found = _propose(text, source="survey")
    checked = check_values({"works.json": encode(found.works)}, base=_contents())
    assert [each for each in checked.findings if each.severity == "error"] == []
    assert {each.change for each in found.changes} <= set(CHANGES)
