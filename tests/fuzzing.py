"""Random inputs for everything that reads a stranger's text, and what each did.

An input is made of pieces that mean something to its reader, repeated, cut and spoilt. The same
seed gives the same inputs. A reader may refuse an input with an error of ours; any other exception,
a status 70, or more than a second of CPU time is a failure.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache

from mi_survey.bibliography.checking import Verdict
from mi_survey.bibliography.fix import fix_bibliography
from mi_survey.catalog.document import parse_document
from mi_survey.catalog.schema import check_documents
from mi_survey.catalog.store import load_bundled
from mi_survey.cli.app import COMMANDS, main
from mi_survey.errors import ExitStatus, MiSurveyError
from mi_survey.library import Catalog, load_catalog
from mi_survey.lists.lint import mend_list
from repeated_pieces import FILLERS

_SLOW = 1.0  # seconds of CPU time for an input, which has some kilobytes at most
_LONGEST = 4000  # characters
_SEED = 13
_SPOILERS = "\0\t\r\n\x1b\x7f\x85\u061c\u200b\u202e\u2028\ud800\udcff\ufeff\ufffd🧠א'\"\\{}[]()<>"
_ARXIV = "2202.05262"
# Servers answer until they are left, and a browser is not to be opened.
_UNFIT = frozenset({"mcp", "open"})


@dataclass(frozen=True, slots=True)
class Target:
    """A reader, the pieces that its inputs are made of, and its share of all inputs.

    ``crashes`` are inputs that have been failures once; they are tried first. ``make`` makes
    every other input, of a grammar that pieces alone seldom meet.
    """

    name: str
    read: Callable[[str], object]
    pieces: Sequence[str]
    crashes: Sequence[str]
    share: float
    make: Callable[[random.Random], str] | None = None


@dataclass(slots=True)
class Outcome:
    """What was tried of a target; ``failures`` are inputs with what happened."""

    target: str
    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failures: list[str] | None = None


def fuzz(target: Target, count: int) -> Outcome:
    """Try the inputs that have failed once, and this many others."""
    outcome = Outcome(target.name, failures=[])
    rng = random.Random(f"{_SEED} {target.name}")  # noqa: S311 - repeatable, nothing secret
    for text in _iter_inputs(target, rng, count):
        start = time.process_time()
        try:
            target.read(text)
        except MiSurveyError:
            pass
        except Exception as error:
            assert outcome.failures is not None
            outcome.failures.append(f"{text!r}: {type(error).__name__}: {error}")
        seconds = time.process_time() - start
        if seconds > _SLOW and outcome.failures is not None:
            outcome.failures.append(f"{text!r}: {seconds:.1f} s")
        outcome.inputs += 1
        outcome.seconds += seconds
        outcome.slowest = max(outcome.slowest, seconds)
    return outcome


def _iter_inputs(target: Target, rng: random.Random, count: int) -> Iterator[str]:
    yield from target.crashes
    for _ in range(count):
        if target.make and rng.random() < 0.5:
            yield target.make(rng)
            continue
        text = "".join(
            rng.choice(target.pieces) * rng.choice((1, 1, 1, 1, 2, 3, 40))
            for _ in range(rng.randint(1, 12))
        )
        if target.crashes and rng.random() < 0.1:
            text = rng.choice(target.crashes)[:_LONGEST] + text
        text = text[:_LONGEST]
        for _ in range(rng.choice((0, 0, 1, 2, 5))):
            text = _spoil(text, rng)
        yield text


def _spoil(text: str, rng: random.Random) -> str:
    at, end = sorted((rng.randint(0, len(text)), rng.randint(0, len(text))))
    match rng.randrange(4):
        case 0:
            return text[:at] + rng.choice(_SPOILERS) + text[at:]
        case 1:
            return text[:at] + text[end:]
        case 2:
            return text[:end] + text[at:end] + text[end:]
        case _:
            return text[:at] + text[at:end][::-1] + text[end:]


def _make_items(rng: random.Random) -> str:
    """Make the JSON of an array of objects whose members have names that mean something."""
    return json.dumps([_make_value(rng, 0) for _ in range(rng.randint(0, 4))])


def _make_value(rng: random.Random, depth: int) -> object:
    if depth < 5 and rng.random() < (0.95 if depth == 0 else 0.4):
        if depth and rng.random() < 0.4:
            return [_make_value(rng, depth + 1) for _ in range(rng.randint(0, 3))]
        return {rng.choice(_MEMBERS): _make_value(rng, depth + 1) for _ in range(rng.randint(0, 9))}
    return rng.choice(_VALUES)


def _make_entries(rng: random.Random) -> str:
    """Make entries of BibTeX whose fields have values that mean something, mostly closed."""
    return "\n".join(_make_entry(rng) for _ in range(rng.randint(1, 4)))


def _make_entry(rng: random.Random) -> str:
    fields = [f"{rng.choice(_FIELDS)} = {_make_field(rng)}" for _ in range(rng.randint(0, 9))]
    if rng.random() < 0.5:
        fields.append(f"eprint = {{{_ARXIV}}}")  # of a known work, which can be mended
    kind = rng.choice(("article", "inproceedings", "misc", "ARTICLE", "string", "comment", "x"))
    return f"@{kind}{{{rng.choice(('a', 'b', 'A', ''))}, {', '.join(fields)}{rng.choice('}}}} ')}"


def _make_field(rng: random.Random) -> str:
    value = "".join(
        rng.choice((*_FIELD_PIECES, *FILLERS)) * rng.choice((1, 1, 1, 2, 30))
        for _ in range(rng.randint(0, 6))
    )
    if rng.random() < 0.9:
        opened = value.count("{") - value.count("}")
        value = "{" * -opened + value + "}" * opened
    return rng.choice(("{{{0}}}", "{{{0}}}", "{{{0}}}", '"{0}"', "{0}", "jan # {{{0}}}")).format(
        value
    )


def _make_line(rng: random.Random) -> str:
    """Make a call of a command that there is, mostly with options of its own kind."""
    command = rng.choice(sorted(COMMANDS)).split()
    return "\0".join([*command, *rng.choices(_WORDS, k=rng.randint(0, 6))])


def _mend_list(text: str) -> object:
    return _load().lint(mend_list(text, _load().lint(text)))


def _fix_bib(text: str) -> object:
    return _check(fix_bibliography(text, _check(text, "refs.bib")).text, "refs.bib")


def _check_csl(text: str) -> object:
    return _check(text, "refs.json")


def _check_tex(text: str) -> object:
    return _load().check_files({"paper.tex": text, "refs.bib": "@misc{a, eprint={2202.05262}}"})


def _check_pages(text: str) -> object:
    return _check(text, "page.md")


def _check(text: str, file: str) -> tuple[Verdict, ...]:
    return _load().check(text, file=file)


def _read_catalog(text: str) -> object:
    document = parse_document("works.json", text, file="works.json")
    return check_documents([document], base=load_bundled())


@cache
def _load() -> Catalog:
    return load_catalog()


def _search(text: str) -> object:
    return _load().results(text)


def _call(line: str) -> object:
    words = line.split("\0")
    if not _UNFIT.isdisjoint(words) or ("--help" in words and "completion" in words):
        return None
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(3)]
    before, sys.stdin = sys.stdin, streams[0]
    try:
        with redirect_stdout(streams[1]), redirect_stderr(streams[2]):
            status = main(words)
    finally:
        sys.stdin = before
    if status == ExitStatus.INTERNAL:
        streams[2].flush()
        told = streams[2].buffer.getvalue().decode("utf-8", "replace")
        raise AssertionError(told)
    return status


_TITLE = "Locating and Editing Factual Associations in GPT"
_LISTS = (
    "- ", "* ", "  - ", "1. ", "# ", "## Part\n", "\n", "\n\n", " ", "|", "|-|-|\n", "> ", "```\n",
    "<!--", "-->", "<table>\n", "<td>", "</td>", "<tr>", "<li>", "<p>", "<br>",
    "<details><summary>", "<a href='http://a.b'>", "</a>", "<img src=x>", "[", "]", "](", ")",
    "![", "**", "*", "_", "`", "[x](https://arxiv.org/abs/2202.05262)", "https://doi.org/10.1/a",
    "http://a.b/(c)", "[a]: b\n",
    f"- [{_TITLE}](https://arxiv.org/abs/{_ARXIV}) (NeurIPS 2022)\n",
    f"- [{_TITLE}](https://arxiv.org/abs/{_ARXIV}) (ICML 2020)\n",
    f"- [{_TITLE.lower()}](https://arxiv.org/abs/2203.00001) NIPS\n", "et al., ", "2024",
    "(2024) ", "ICLR 2024", ":fire:", "A. Name, ", ". ", ": ", " - ", "&amp;", "&", "\\", "\t",
    "$x$", "é", "可", "Title: ", "Authors: ", "()****(**", "\ufe0f", "~~", "---\n", "===\n",
)  # fmt: skip
_BIB = (
    "@article{a,", "@inproceedings(b,", "@string{s={x}}\n", "@string{s1=s # s}", "@comment{",
    "@preamble{", "@", "{", "}", "(", ")", '"', "#", ",", "=", "\n", " ", "%", "title={",
    "title=\"", "author={", "Meng, Kevin and Bau, David", " and ", "others", "year=2022,",
    "month=jan,", "eprint={2202.05262},", "doi={10.1/a},",
    "url={https://arxiv.org/abs/2202.05262},", "pages={1--2},", "pages={----},", "note={a-a-a-",
    "crossref={a},", "booktitle={NeurIPS},", "journal={CoRR},", f"{_TITLE}}},", "\\'e", "\\\"{o}",
    "{\\o}", "\\href{a}{b}", "\\url{", "$", "\\", "\\begin{a}", "\\%", "~", "é", "可",
    "% mi-survey: ignore[authors]\n", "ids={a,b},", "date={2022-01-01},", "keywords={a,b},",
)  # fmt: skip
_FIELDS = (
    "title author booktitle journal year date month pages doi url eprint archiveprefix note volume"
    " number publisher editor howpublished crossref xdata keywords subtitle primaryclass ids"
).split()
_FIELD_PIECES = (
    _TITLE, "Meng, Kevin", "Kevin Meng", "David Bau", " and ", "others", "2022", "2202.05262",
    "NeurIPS", "arXiv preprint arXiv:2202.05262", "CoRR", "10.48550/arXiv.2202.05262", "1--2",
    "https://arxiv.org/abs/2202.05262", "jan", "2022-01-01", " ", ", ", "GPT", "\\emph{a}", "a,b",
)  # fmt: skip
_JSON = (
    "[", "]", "{", "}", ",", ":", '"', "null", "true", "1", "-1", "1e999", "NaN", '""', '"a"',
    "\\u0000", "\\ud800", " ", "\n", '[{"id":"a","type":"book","title":"', '"}]', '"id":"a",',
    '"title":"T",', '"author":[{"family":"Bau","given":"D"}],', '"author":"x",',
    '"issued":{"date-parts":[[2022,1]]},', '"issued":{"raw":"2022"},', '"DOI":"10.1/a",',
    '"URL":"http://a.b",', '"note":"arXiv:2202.05262",', '{"items":[', '{"meta":1,"items":[{}]}',
    '[null,{"id":"a"}]', '"items"', '"container-title":["a"],', '"year":2022,',
    '"authors":[{"family":"Bau"}],', '"ids":{"arxiv":"2202.05262"},', '"kind":"paper",',
    '"status":"partial",', '"key":"a2024b",', '"venue":{"name":"a","short":"b","type":"journal"},',
    '"placements":[{"by":"curated","object":["neuron"]}],',
    '"listings":[{"source":"survey","title":"a"}],', '"topics":["a"],',
    '"appearances":[{"year":2022}],', '[{"key":"a2024b","title":"A","kind":"paper",',
)  # fmt: skip
_MEMBERS = (
    "id type title author editor family given literal suffix issued date-parts raw year"
    " month DOI URL note container-title page volume publisher items key kind status"
    " authors ids arxiv doi url venue name short placements by object locate steer area"
    " listings source section topics summary appearances aliases nicknames alt_titles"
    " evidence list_errors"
).split()
_VALUES = (
    None, True, 0, -1, 2022, 10**30, 1.5, float("nan"), "", " ", "a", _TITLE, "2202.05262",
    "10.1/a", "https://arxiv.org/abs/2202.05262", "http://[", "survey", "curated", "neuron",
    "journal", "paper", "verified", "a2024b", "2022-13-45", "\x1b[31m", "\u061c", "\ud800", "{\\o",
    "🧠", "א", "a" * 300, "Bau", "Bau, David and", "jan", "=1+1", "[bold]", "\x00", "\u2028E",
    "\x1cA",
)  # fmt: skip
_TEX = (
    "\\begin{thebibliography}{9}", "\\bibitem{a}", "\\bibitem[A(2022)]{b}", "\\newblock ",
    "\\entry{a}{book}{}", "\\field{title}{A}", "\\name{author}{1}{}{{{hash=a}{family={Bau}}}}",
    "\\endentry", "\\cite{a}", "\\href{http://a.b}{x}", "\\url{https://arxiv.org/abs/2202.05262}",
    "``", "''", "“", "”", "{", "}", "\\", "%", "\n", " ", "$", "arXiv:2202.05262", "doi:10.1/a",
    "https://doi.org/10.1/a", "(NeurIPS 2022)", "[x](https://arxiv.org/abs/2202.05262)", "# ",
    "- ", "<!--", "-->", "```", "&", "\\emph{", "é", "可", f"``{_TITLE},''", "\\begin{a}",
    "\\end{a}", "\\o", "[", "]", "(", ")", "2022", ", and ", "~",
)  # fmt: skip
_WORDS = (
    *COMMANDS, "catalog", "refusal", "ROME", "2202.05262", "object", "steer", "neuron", "-", "--",
    "", "--json", "--json=key", "--json=nosuch", "--format", "bibtex", "csv", "sarif", "html",
    "svg", "keys", "--count", "--year", "2024..", "..", "99999", "--author", "Geva,!Nanda",
    "--venue", "neurips", "!", "--object", "mha+ffn", "--steer", "amplitude", "--by", "survey",
    "--source", "--sort", "-year", "--limit", "-1", "0", "-n", "--explain", "--catalog",
    "own.json", "+own.json", "nosuch.json", "/dev/null", "-o", "out.svg", "out.bib", "--append",
    "--force", "--fix", "--write", "refs.bib", "list.md", "--ascii", "--missing", "--coverage",
    "--all", "--select", "--fail-on", "--color", "always", "never", "-h", "--help", "--version",
    "--gaps", "--style", "bars", "bash", "zsh", "--exit-status", "--no-header", "--partial",
    "--print", "\ud800", "\udcff", "א", "a\nb", "'", "--=", "---", "-x", "=", "*", "%s",
)  # fmt: skip
_QUERIES = (
    "refusal", "direction", " ", "the", "models", "ROME", "-", "'", '"', "a", "é",
    "可解释性",
   "🧠", "sae", "neuron", "2024", "neurips", "et al.", ",", "(", ")", "&", "+", "!", "*",
    "interpretability", "x" * 60, "mechanistic-interpretability", "\u0301", "ß", "\n", "10.1/a",
    "arxiv:2202.05262", "/", "_",
)  # fmt: skip


def _lines(*calls: Sequence[str]) -> tuple[str, ...]:
    return tuple("\0".join(words) for words in calls)


TARGETS = (
    Target(
        "awesome lists", _mend_list, _LISTS,
        (
            "Some Good Title Words [x](http://a.org/x) **" + "()****(**()****" * 19 + "_",
            "* " + "`" * 800, "\t|-" * 500, "\t|-" * 500 + "\n" + "\t|-" * 500,
            "[a](https://a.org) " * 500, "<table>\n" * 4000, "```\n" * 500, "<!--\n" * 500,
            "\n" * 2000, "word\n\n" * 1000,
        ),
        0.2,
    ),
    Target(
        ".bib", _fix_bib, _BIB,
        (
            "@comment{" * 500, "@article{a, title={" * 300,
            "@article{a, pages={" + "-" * 2000 + "}}", "@article{a, note={" + "a-" * 2000 + "}}",
            "@string{s0={xx}}"
            + "".join(f"@string{{s{n}=s{n - 1} # s{n - 1}}}\n" for n in range(1, 41))
            + "@article{a, title=s40}",
            "@article{a, title={" + "{" * 3000 + "\\o" + "}" * 3000 + "}}",
            "@article{a, title={" + "\\begin{a}" * 500 + "}}",
            "@article{a, author={" + " " * 2000 + "}}",
        ),
        0.2, _make_entries,
    ),
    Target(
        "CSL-JSON", _check_csl, _JSON,
        (
            "[" * 5000, "[" * 400 + "]" * 400, '[null, {"id": "a"}]',
            '{"meta": 1, "items": [{"id": "a"}]}',
            '[{"id": "a", "author": ' + "[" * 300 + "]" * 300 + "}]",
        ),
        0.15, _make_items,
    ),
    Target(
        ".tex and .bbl", _check_tex, _TEX,
        ("\\begin{a}" * 500, "{" * 3000 + "\\o" + "}" * 3000, "``“" * 300, "\\bibitem{" * 300), 0.1,
    ),
    Target(
        "pages in Markdown", _check_pages, (*_TEX, *_LISTS), ("[a](https://a.org) " * 500,), 0.1
    ),
    Target(
        "catalogs", _read_catalog, _JSON,
        (
            "[" * 5000, '[{"title": "\\u001cA"}]', '[{"title": "\\u0085D"}]',
            '[{"title": "\\u2028E"}]', '[{"title": "a\\u061cb"}]', '[{"key": "a", "year": 1e400}]',
        ),
        0.1, _make_items,
    ),
    Target(
        "text to search for", _search, _QUERIES, ("a" * 4000, "a " * 2000), 0.05
    ),
    Target(
        "command lines", _call, [f"{word}\0" for word in _WORDS],
        _lines(
            ("check", "refs.bib", "--fix", "--format", "nosuch"),
            ("catalog", "lint", "list.md", "--fix", "--json", "--format", "csv"),
            ("matrix", "object", "steer", "-o", "x.svg", "--json=BAD"),
            ("export", "ROME", "-o", "n" * 304 + ".bib"), ("find", "--catalog", "\ud800"),
            ("check", "\udcff.bib", "--format", "sarif"),
            ("find", "--author", "Sch\udcc3\udcbctze"), ("help", "--json"), ["show"] * 500,
            ["export", *(f"refusal{n}" for n in range(500))],
        ),
        0.1, _make_line,
    ),
)  # fmt: skip


def render_outcomes(outcomes: Sequence[Outcome]) -> str:
    """Render what was tried as a table."""
    lines = [f"{'target':<22}{'inputs':>9}{'seconds':>9}{'slowest':>9}{'failures':>10}"]
    for each in outcomes:
        failed = len(each.failures or ())
        row = f"{each.target:<22}{each.inputs:>9,}{each.seconds:>9.1f}{each.slowest:>9.3f}"
        lines.append(f"{row}{failed:>10}")
    inputs, seconds = (
        sum(getattr(each, name) for each in outcomes) for name in ("inputs", "seconds")
    )
    failures = sum(len(each.failures or ()) for each in outcomes)
    slowest = max((each.slowest for each in outcomes), default=0.0)
    lines.append(f"{'all':<22}{inputs:>9,}{seconds:>9.1f}{slowest:>9.3f}{failures:>10}")
    return "\n".join(lines)
