"""Several files in one call: texts against bibliographies, chosen rules, and what is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mi_survey.bibliography.rules import FIXABLE, RULES
from mi_survey.bibliography.tex_source import find_cited_keys
from program import Call, Finished, Program

PREPRINT = (
    "@article{rome, author = {Meng, Kevin and Beau, David and others}, title = {Locating and "
    "Editing Factual Associations in GPT}, journal = {arXiv preprint arXiv:2202.05262}, "
    "year = {2022}}\n"
)
OTHER = "@misc{other, title = {Another Field}}\n"


@pytest.fixture
def write(run: Program) -> Callable[..., None]:
    """Write files where the program runs."""

    def write_all(**texts: str | bytes) -> None:
        for name, text in texts.items():
            data = text if isinstance(text, bytes) else text.encode()
            (run.folder / name.replace("_", ".")).write_bytes(data)

    return write_all


def told(done: Finished) -> list[str]:
    """Return place, key, severity and rule of every finding."""
    return [line.partition(": ")[0] for line in done.lines if not line.startswith(" ")]


def test_what_a_text_cites_and_what_bibliographies_have_are_compared(
    call: Call, write: Callable[..., None]
) -> None:
    write(
        paper_tex="% \\cite{no}\n\\citep[see][p. 2]{rome,\nothr} and \\textcite{moreover}\n",
        refs_bib=PREPRINT + OTHER,
        more_bib="@misc{moreover, title = {X}}\n",
    )
    done = call("check", "paper.tex", "refs.bib", "more.bib")
    assert done.status == 1
    assert told(done) == [
        "paper.tex:2 [othr] error undefined",
        "refs.bib:1 [rome] warning published",
        "refs.bib:1 [rome] error authors",
        "refs.bib:2 [other] note uncited",
    ]
    assert "    did you mean other?" in done.lines
    assert done.errors[0] == "3 references: 1 in the catalog, 2 not checked"


def test_a_text_that_cites_everything_leaves_nothing_uncited(
    call: Call, write: Callable[..., None]
) -> None:
    write(paper_tex="\\nocite{*}\\cite{rome}", refs_bib=OTHER + OTHER.replace("other", "rome"))
    assert told(call("check", "paper.tex", "refs.bib", "--fail-on", "note")) == []


def test_a_large_library_is_uncited_in_one_line(call: Call, write: Callable[..., None]) -> None:
    library = "".join(f"@misc{{k{at}, title = {{X}}}}\n" for at in range(40))
    write(paper_tex="\\cite{k7}", refs_bib=library)
    done = call("check", "paper.tex", "refs.bib")
    assert (done.status, told(done)) == (0, ["refs.bib:1 note uncited"])
    assert "39 of 40 entries are cited nowhere: k0, k1, k2, …" in done.text


def test_cited_checks_only_what_the_text_cites(call: Call, write: Callable[..., None]) -> None:
    write(paper_tex="\\cite{other}", refs_bib=PREPRINT + OTHER)
    done = call("check", "paper.tex", "refs.bib", "--cited")
    assert (done.status, done.stdout) == (0, b"")
    assert done.errors == ["1 reference: 0 in the catalog, 1 not checked"]
    assert call("check", "refs.bib", "--cited").status == 2


def test_a_text_alone_or_with_its_own_items_has_nothing_undefined(
    call: Call, write: Callable[..., None]
) -> None:
    items = "\\begin{thebibliography}{1}\\bibitem{a} A. Title of a work.\\end{thebibliography}"
    write(paper_tex="\\cite{a}", own_tex="\\cite{a} \\cite{b}" + items)
    assert told(call("check", "paper.tex")) == []
    assert told(call("check", "own.tex")) == ["own.tex:1 [b] error undefined"]


@pytest.mark.parametrize(
    ("options", "rules", "status"),
    [
        ((), ["published", "authors"], 1),
        (("--select", "authors"), ["authors"], 1),
        (("--select", "PUBLISHED,auth"), ["published", "authors"], 1),
        (("--ignore", "authors"), ["published"], 1),
        (("--ignore", "authors", "--fail-on", "error"), ["published"], 0),
        (("--select", "year"), [], 0),
        (("--ignore", "authors,published"), [], 0),
    ],
)
def test_rules_are_chosen(
    call: Call, write: Callable[..., None], options: tuple[str, ...], rules: list[str], status: int
) -> None:
    write(refs_bib=PREPRINT)
    done = call("check", "refs.bib", *options)
    assert ([line.split()[-1] for line in told(done)], done.status) == (rules, status)


@pytest.mark.parametrize("option", ["--select", "--ignore", "--explain"])
def test_an_unknown_rule_is_refused_with_those_that_there_are(call: Call, option: str) -> None:
    done = call("check", "refs.bib", option, "autors")
    assert (done.status, done.errors) == (
        2,
        ["error: unknown rule 'autors'", "hint: did you mean authors?"],
    )


def test_fix_mends_the_chosen_rules_in_every_bibliography(
    call: Call, run: Program, write: Callable[..., None]
) -> None:
    write(a_bib=PREPRINT, b_bib=PREPRINT.replace("{rome,", "{again,"), notes_md="nothing")
    done = call("check", "a.bib", "b.bib", "notes.md", "--fix", "--select", "authors")
    assert (done.status, done.errors[0]) == (0, "2 entries mended")
    for name in ("a.bib", "b.bib"):
        text = (run.folder / name).read_text()
        assert text == PREPRINT.replace("Beau", "Bau").replace(
            "{rome,", text[8 : text.index(",") + 1]
        )
    assert call("check", "a.bib", "b.bib", "--fix", "-o", "c.bib").status == 2


def test_nothing_is_written_where_one_of_the_files_cannot_be_read(
    call: Call, run: Program, write: Callable[..., None]
) -> None:
    write(a_bib=PREPRINT, b_bib=b"@misc{k, title = {M\xfcller}}")
    done = call("check", "a.bib", "b.bib", "--fix")
    assert done.status == 2
    assert (run.folder / "a.bib").read_text() == PREPRINT


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("@misc{k, title = {Müller}}".encode("latin-1"), "ISO-8859-1"),
        ("@misc{k, title = {“Müller”}}".encode("cp1252"), "WINDOWS-1252"),
        ("@misc{k, title = {Müller}}".encode("utf-16"), "UTF-16"),
        ("@misc{k, title = {Muller}}".encode("utf-16-le"), "UTF-16LE"),
        ("@misc{k, title = {Muller}}".encode("utf-16-be"), "UTF-16BE"),
    ],
)
def test_the_hint_names_an_encoding_that_reads_the_file(
    call: Call, write: Callable[..., None], data: bytes, encoding: str
) -> None:
    write(refs_bib=data)
    done = call("check", "refs.bib")
    assert done.status == 2
    assert done.errors[1].endswith(f": iconv -f {encoding} -t UTF-8 refs.bib")
    assert "ller" in data.decode(encoding)


def test_what_was_not_checked_is_told_to_programs(call: Call, write: Callable[..., None]) -> None:
    write(a_bib=PREPRINT + OTHER, b_bib=OTHER)
    rows = call("check", "a.bib", "b.bib", "--json").json
    left = [(row["file"], row["message"]) for row in rows if row["rule"] == "not-checked"]
    assert left == [
        ("a.bib", "1 of 2 references are not in the catalog"),
        ("b.bib", "1 of 1 references are not in the catalog"),
    ]
    (run,) = call("check", "a.bib", "b.bib", "--format", "sarif").json["runs"]
    assert run["properties"]["files"] == {
        "a.bib": {"references": 2, "notChecked": 1},
        "b.bib": {"references": 1, "notChecked": 1},
    }


def test_fingerprints_stay_where_lines_come_before(call: Call, write: Callable[..., None]) -> None:
    def marks(text: str) -> list[str]:
        write(refs_bib=text)
        (run,) = call("check", "refs.bib", "--format", "sarif").json["runs"]
        return [str(result["partialFingerprints"]) for result in run["results"]]

    once = marks(PREPRINT)
    assert once == marks("\n\n" + OTHER + PREPRINT)
    assert len(set(once)) == len(once) == 2
    twice = marks(PREPRINT + PREPRINT)
    assert len(set(twice)) == len(twice) > 4


def test_every_rule_is_listed_and_explained(call: Call) -> None:
    rows = call("check", "--rules", "--json").json
    assert [row["rule"] for row in rows] == list(RULES.names())
    assert {row["rule"] for row in rows if row["fix"] == "yes"} == FIXABLE
    for rule in RULES:
        text = call("check", "--explain", rule.name).text
        assert text.startswith(f"{rule.name} ({rule.severity}; ")
        assert " ".join(rule.summary.split()) in " ".join(text.split())
        assert f"--ignore {rule.name}" in text
        assert len(text) > 200
        assert max(map(len, text.splitlines())) <= 88


def test_a_comment_that_names_no_rule_is_told(call: Call, write: Callable[..., None]) -> None:
    write(refs_bib=f"\n% mi-survey: ignore[autors]\n{PREPRINT}")
    done = call("check", "refs.bib", "--select", "suppression")
    assert told(done) == ["refs.bib:3 warning suppression"]
    assert done.lines[1] == "    did you mean authors?"


def test_a_call_without_a_file_says_what_to_name(call: Call) -> None:
    done = call("check")
    assert (done.status, done.errors[0]) == (2, "error: no file is named")


def test_what_a_text_inputs_is_read_once_and_in_circles(call: Call, run: Program) -> None:
    folder = run.folder / "thesis"
    (folder / "parts").mkdir(parents=True)
    texts = {
        "main.tex": "\\input{ch1}\n\\include{parts/ch2}\n\\input{gone}\n\\input{figure.pgf}",
        "ch1.tex": "\\cite{other,missing}\\input{main}\\input ch1",
        "parts/ch2.tex": "% \\input{commented}\n\\subfile{beside}",
        "parts/beside.tex": "\n\\cite{lost}",
        "figure.pgf": "\\cite{never}",
        "refs.bib": OTHER,
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    for files in (
        ("thesis/main.tex", "thesis/refs.bib"),
        ("thesis/main.tex", "thesis/ch1.tex", "thesis/refs.bib"),
    ):
        done = call("check", *files)
        assert done.status == 1
        assert sorted(told(done)) == [
            "thesis/ch1.tex:1 [missing] error undefined",
            "thesis/parts/beside.tex:2 [lost] error undefined",
        ]
        assert done.errors[0] == "note: thesis/main.tex:3: gone is not there, and is not read"
    done = call("check", "thesis/main.tex", "thesis/refs.bib", "--cited")
    assert "1 reference: 0 in the catalog, 1 not checked" in done.errors


def test_an_input_that_cannot_be_read_stops_nothing(call: Call, run: Program) -> None:
    folder = run.folder
    (folder / "main.tex").write_text('\\input{"odd one"}\n\\input{bad}\n\\cite{missing}\n')
    (folder / "odd one.tex").write_text("\\cite{lost}")
    (folder / "bad.tex").write_bytes(b"\xff\\cite{never}")
    (folder / "refs.bib").write_text(OTHER)
    done = call("check", "main.tex", "refs.bib", "--select", "undefined")
    assert done.status == 1
    assert sorted(told(done)) == [
        "main.tex:3 [missing] error undefined",
        "odd one.tex:1 [lost] error undefined",
    ]
    assert done.errors[0] == "note: main.tex:2: cannot read 'bad.tex': not UTF-8 at byte 0"


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("\\begin{verbatim}\n\\cite{a}\n\\end{verbatim}\\cite{b}", ["b"]),
        ("\\begin{lstlisting}[language=TeX]\\cite{a}\\end{lstlisting}", []),
        ("\\begin{comment}\\cite{a}\\end{comment}", []),
        ("\\verb|\\cite{a}| \\verb*+\\cite{a}+ \\cite{b}", ["b"]),
        ("\\iffalse \\cite{a} \\ifx\\x\\y\\cite{a}\\fi \\else\\cite{b}\\fi", ["b"]),
        ("\\iffalse \\cite{a} \\ifstrequal{x}{y}{\\cite{a}}{} \\fi\\cite{b}", ["b"]),
        ("\\newcommand{\\mc}[1]{\\cite{#1}}\\mc{b}", []),
        ("\\newif\\ifdraft \\ifdraft \\cite{a}\\else\\cite{b}\\fi", ["a", "b"]),
        ("\\begin{verbatim} is never closed: \\cite{a}", ["a"]),
        ("\\verb| is not either\n\\cite{a}|", ["a"]),
        ("\\iffalse {\\cite{a}}\\fi\\cite{b}", ["b"]),
        (
            "\\setcitestyle{round} \\citestyle{plainnat} \\newcites{app}{Appendix}\\citeapp{b}",
            ["b"],
        ),
        ("\\cite{% as they said\n a,% and\n b}", ["a", "b"]),
        ("the end.% \\cite{a}\n\\footnote{% \\cite{a}\n\\cite{b}}", ["b"]),
        ("\\url{https://e.org/x.%20y}\\cite{b}", ["b"]),
        ("$p \\iff q$ \\iffalse open \\cite{a}", ["a"]),
        ("\\begin{quote}\\cite{a}\\end{quote} \\verbatiminput{x} \\cite{b}", ["a", "b"]),
    ],
)
def test_only_what_latex_reads_cites(text: str, cited: list[str]) -> None:
    assert [each.key for each in find_cited_keys(text)] == cited
