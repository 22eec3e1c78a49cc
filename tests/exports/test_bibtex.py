"""BibTeX and BibLaTeX: entries that hold what is known, whatever the texts hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from catalog_results import CITABLE, RESULTS, TAXONOMY
from hostile_texts import make_result, results
from latex_source import flat_apostrophes, is_balanced, read_latex
from mi_survey.catalog.store import load_bundled
from mi_survey.exports.bibtex import render_biblatex, render_bibtex
from mi_survey.exports.citation import Prefer
from mi_survey.exports.latex import RARE_LETTERS, clean
from mi_survey.exports.registry import RenderOptions
from mi_survey.model.name import Name
from mi_survey.model.work import Ids, Placement, Venue, Work
from mi_survey.query.result import Result

Render = Callable[[Sequence[Result], RenderOptions], str]
Entry = dict[str, str]

_PLAIN = RenderOptions(taxonomy=TAXONOMY)
_BOTH = pytest.mark.parametrize("render", [render_bibtex, render_biblatex])
_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),\n((?:  \w+ = .+,\n)+)\}\n")
_FIELD = re.compile(r"  (\w+) = (?:\{(.*)\}|([a-z]{3})),")
_ORDER = (
    "author key title booktitle journal journaltitle howpublished organization year month volume"
    " number pages publisher address location doi url eprint archiveprefix eprinttype keywords"
).split()


def _read(text: str) -> dict[str, Entry]:
    """Read the entries as they are laid out, and nothing but entries."""
    return dict(_iter_entries(text))


def _iter_entries(text: str) -> Iterator[tuple[str, Entry]]:
    at = 0
    while at < len(text):
        match = _ENTRY.match(text, at)
        assert match, f"no entry: {text[at : at + 200]!r}"
        fields = [_FIELD.fullmatch(line) for line in match[3].splitlines()]
        assert all(fields)
        pairs = [(field[1], field[2] or field[3] or "") for field in fields if field]
        assert len(dict(pairs)) == len(pairs), "a field stands twice"
        yield match[2], {"type": match[1], **dict(pairs)}
        at = match.end()
        if at < len(text):
            assert text[at] == "\n", "entries have an empty line between them"
            at += 1


def _one(work: Work, render: Render = render_bibtex, options: RenderOptions = _PLAIN) -> Entry:
    (entry,) = _read(render([Result(work, work.placements)], options)).values()
    return entry


def _work(**facts: object) -> Work:
    values: dict[str, object] = {
        "key": "arditi2024refusal",
        "title": "Refusal",
        "kind": "paper",
        "authors": (Name(given="Andy", family="Arditi"),),
        "year": 2024,
        "status": "verified",
    }
    return Work(**{**values, **facts})  # type: ignore[arg-type]  # the tests say what fits


def _author(*names: Name) -> str:
    return _one(_work(authors=names))["author"]


_NEURIPS = Venue("Advances in Neural Information Processing Systems", "NeurIPS", "conference")
_TMLR = Venue("Transactions on Machine Learning Research", "TMLR", "journal")
_POSTS = Venue("LessWrong", "LessWrong", "site")


@_BOTH
@given(found=results())
def test_hostile_texts_are_read_back_whole(render: Render, found: list[Result]) -> None:
    text = render(found, _PLAIN)
    assert is_balanced(text)
    entries = _read(text)
    assert list(entries) == [result.work.key for result in found]
    same = clean if render is render_biblatex else lambda text: flat_apostrophes(clean(text))
    for result in found:
        work, entry = result.work, entries[result.work.key]
        assert read_latex(entry["title"]) == same(work.title)
        names = [same(clean(name.display)) for name in work.authors]
        for name in names:
            words = re.findall(r"\w+", name)
            assert set(words) <= set(re.findall(r"\w+", read_latex(entry["author"])))
        fields = ("booktitle", "journal", "journaltitle", "howpublished", "organization")
        containers = [read_latex(entry[field]) for field in fields if field in entry]
        assert containers == ([same(work.venue_name)] if work.venue else [])


@_BOTH
def test_every_citable_work_has_its_entry_in_order_and_no_other_has(render: Render) -> None:
    assert list(_read(render(RESULTS, _PLAIN))) == [result.work.key for result in CITABLE]


@_BOTH
def test_keys_are_ascii_and_unique_regardless_of_case(render: Render) -> None:
    keys = list(_read(render(CITABLE, _PLAIN)))
    assert all(key.isascii() for key in keys)
    assert len({key.lower() for key in keys}) == len(keys)


@_BOTH
def test_fields_have_one_order_and_are_never_empty(render: Render) -> None:
    for entry in _read(render(CITABLE, _PLAIN)).values():
        names = [name for name in entry if name != "type"]
        assert names == sorted(names, key=_ORDER.index)
        assert all(entry.values())


@_BOTH
def test_a_work_asked_for_twice_has_one_entry(render: Render) -> None:
    assert render([*CITABLE[:3], *CITABLE[:3]], _PLAIN) == render(CITABLE[:3], _PLAIN)


@_BOTH
def test_nothing_to_cite_is_nothing_to_write(render: Render) -> None:
    assert render([], _PLAIN) == ""


@_BOTH
@pytest.mark.parametrize("prefer", ["published", "preprint"])
def test_rendering_again_from_what_was_read_changes_nothing(render: Render, prefer: Prefer) -> None:
    options = RenderOptions(prefer=prefer)
    first = render(CITABLE, options)
    titles = {key: read_latex(entry["title"]) for key, entry in _read(first).items()}
    again = [
        Result(replace(result.work, title=titles[result.work.key]), result.placements)
        for result in CITABLE
    ]
    assert render(again, options) == first


def test_bibtex_is_ascii_and_biblatex_where_that_is_asked_for() -> None:
    # but for the letters whose macros BibTeX's readers drop
    assert {char for char in render_bibtex(CITABLE, _PLAIN) if not char.isascii()} <= {
        *RARE_LETTERS
    }
    assert render_bibtex(CITABLE, RenderOptions(ascii=True)).isascii()
    assert not render_biblatex(CITABLE, _PLAIN).isascii()
    assert render_biblatex(CITABLE, RenderOptions(ascii=True)).isascii()


@_BOTH
def test_text_without_a_macro_stays_though_ascii_was_asked_for(render: Render) -> None:
    text = render([make_result("可解释性 for Everyone")], RenderOptions(ascii=True))
    assert "可解释性 for Everyone" in text


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(given="Teun", family="van der Weij"), "van der Weij, Teun"),
        (Name(given="Dimitri", family="Von Rütte"), r"Von R{\"u}tte, Dimitri"),
        (Name(given="Tom", family="Dupré la Tour"), r"{Dupr{\'e} la Tour}, Tom"),
        (Name(given="Ana", family="de Souza e Silva"), "de {Souza e Silva}, Ana"),
        (Name(given="Martin Luther", family="King", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(given="Arnab", family="Sen Sharma"), "Sen Sharma, Arnab"),
        (Name(literal="Anthropic"), "{Anthropic}"),
        (Name(literal="Johnson and Johnson, Inc."), "{Johnson and Johnson, Inc.}"),
        (Name(literal="others"), "{others}"),
        (Name(family="Von Neumann"), "{Von Neumann}"),
        (Name(given="Sixty And", family="One and Two"), "{One and Two}, {Sixty And}"),
        (Name(given="A", family="Barnes, Noble"), "{Barnes, Noble}, A"),
    ],
)
def test_a_name_is_written_so_that_readers_keep_it_whole(name: Name, written: str) -> None:
    assert _author(name) == written


def test_all_authors_are_named() -> None:
    assert _author(Name(given="A", family="B"), Name(literal="nostalgebraist")) == (
        "B, A and {nostalgebraist}"
    )
    text = render_bibtex(CITABLE, _PLAIN)
    assert "and others" not in text


@pytest.mark.parametrize(
    ("work", "bibtex", "biblatex"),
    [
        (_work(venue=_NEURIPS), ("inproceedings", "booktitle"), ("inproceedings", "booktitle")),
        (_work(venue=_TMLR), ("article", "journal"), ("article", "journaltitle")),
        (
            _work(venue=_POSTS, kind="blog"),
            ("misc", "howpublished"),
            ("online", "organization"),
        ),
        (_work(venue=_POSTS, kind="tool"), ("misc", "howpublished"), ("software", "howpublished")),
        (_work(venue=_POSTS, kind="video"), ("misc", "howpublished"), ("online", "organization")),
        # styles demand the authors of papers
        (_work(venue=_TMLR, authors=()), ("misc", "howpublished"), ("misc", "howpublished")),
        # and BibTeX's their year
        (_work(venue=_TMLR, year=None), ("misc", "howpublished"), ("article", "journaltitle")),
        # BibTeX has no place for the number of proceedings
        (
            _work(venue=_NEURIPS, volume="39", number="22"),
            ("article", "journal"),
            ("inproceedings", "booktitle"),
        ),
    ],
)
def test_each_dialect_has_its_type_and_a_field_for_the_container(
    work: Work, bibtex: tuple[str, str], biblatex: tuple[str, str]
) -> None:
    assert work.venue is not None
    for render, (type, field) in ((render_bibtex, bibtex), (render_biblatex, biblatex)):
        entry = _one(work, render)
        assert (entry["type"], entry[field]) == (type, work.venue.name)


def test_a_published_work_keeps_its_arxiv_id() -> None:
    work = _work(venue=_NEURIPS, ids=Ids(arxiv="2406.11717"))
    facts = {"eprint": "2406.11717", "archiveprefix": "arXiv"}
    assert facts.items() <= _one(work).items()
    facts = {"eprint": "2406.11717", "eprinttype": "arxiv"}
    assert facts.items() <= _one(work, render_biblatex).items()


@_BOTH
def test_a_preprint_is_cited_instead_where_it_is_preferred(render: Render) -> None:
    work = _work(venue=_NEURIPS, pages="1-2", ids=Ids(arxiv="2406.11717", doi="10.1/a"))
    entry = _one(work, render, RenderOptions(prefer="preprint"))
    assert entry["eprint"] == "2406.11717"
    assert not {"booktitle", "pages", "doi"} & set(entry)


def test_months_are_macros_in_bibtex_and_numbers_in_biblatex() -> None:
    work = _work(month=5)
    assert "  month = may,\n" in render_bibtex([Result(work, ())], _PLAIN)
    assert "  month = {5},\n" in render_biblatex([Result(work, ())], _PLAIN)


@_BOTH
def test_a_month_of_no_year_is_left_out(render: Render) -> None:
    assert "month" not in _one(_work(month=5, year=None), render)


@_BOTH
@pytest.mark.parametrize(
    ("pages", "written"),
    [("1-12", "1--12"), ("1–12", "1--12"), ("1046", "1046"), ("S1-S9", "S1--S9")],
)
def test_pages_have_the_dash_of_a_range(render: Render, pages: str, written: str) -> None:
    assert _one(_work(venue=_NEURIPS, pages=pages), render)["pages"] == written


def test_only_biblatex_braces_an_organisation_that_it_would_split() -> None:
    work = _work(venue=_NEURIPS, publisher="ELRA and ICCL")
    assert _one(work)["publisher"] == "ELRA and ICCL"
    assert _one(work, render_biblatex)["publisher"] == "{ELRA and ICCL}"


@_BOTH
def test_keywords_are_the_terms_unless_nobody_wants_them(render: Render) -> None:
    placed = Placement("survey", (("object", ("neuron",)), ("locate", ("probing",))))
    work = _work(venue=_NEURIPS, placements=(placed,), topics=("refusal",))
    assert _one(work, render)["keywords"] == "neuron, probing, refusal"
    assert "keywords" not in _one(work, render, RenderOptions(keywords=False))


def test_what_has_no_author_sorts_by_its_title() -> None:
    entry = _one(_work(authors=(), title="SAE-VIS: Announcement Post"))
    assert entry["key"] == "SAE-VIS"
    assert "key" not in _one(_work(authors=()), render_biblatex)


def test_an_entry_has_its_known_form(golden: Callable[[str, str], None]) -> None:
    keys = (
        "alabi2024hidden",
        "bills2023language",
        "mossing2024transformer",
        "languagemodels",
        "vonrutte2024language",
    )
    chosen = [Result(work, work.placements) for work in load_bundled().works if work.key in keys]
    golden("works.bib", render_bibtex(chosen, _PLAIN))
    golden("works-biblatex.bib", render_biblatex(chosen, _PLAIN))
