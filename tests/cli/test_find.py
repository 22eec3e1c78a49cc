"""Finding: the grammar of values, and what each filter keeps."""

from __future__ import annotations

import json

import pytest

from mi_survey.library import load_catalog
from program import ALL, Call, Finished, Program, keys_of
from programs import need_program

REFUSAL = "Refusal in Language Models Is Mediated by a Single Direction"
MULTILINGUALISM = "How do Large Language Models Handle Multilingualism?"
# Ways to write the same filters.
SAME = [
    ("--object neuron", "--object NEURON", "--object neurons", "--object units", "--object neur"),
    ("--object sae-feature", "--object SAE_Feature", "--object sae", "--object sparse-auto"),
    ("--object residual-stream", "--object residual_stream", "--object Resid"),
    ("--object mha,ffn", "--object mha --object ffn", "--object heads,mlp", "--object ffn,,mha"),
    ("--object mha+ffn", "--object ffn+mha", "--object MHA&FFN", "--object attention+mlps"),
    ("--steer amplitude", "--steer amplitude-manipulation", "--steer scaling", "--steer ampl"),
    ("--locate patching", "--locate causal-attribution", "--locate ABLATION", "--locate causal"),
    ("--area alignment", "--area safety,fairness,persona", "--area align"),
    ("--area capability", "--area multilingualism,knowledge,reasoning"),
    ("--area efficiency", "--area training,inference"),
    ("--object none", "--object no-object", "--object=-"),
    ("--object neuron,!mha", "--object !mha --object neuron", "--object !heads,units"),
    ("--year 2024,2025", "--year 2024..2025", "--year 2024 --year 2025"),
    ("--author Geva", "--author geva", "--author GEVA", "--author Mor_Geva"),
    ("--author Geva,Nanda", "--author Geva --author Nanda"),
    ("--venue neurips", "--venue NeurIPS", "--venue NIPS"),
    ("--venue Findings_of_EMNLP", "--venue findings-of-emnlp"),
    ("--kind paper", "--kind Paper", "--kind pap"),
    ("--source survey", "--source Survey", "--source surv"),
    ("--by survey", "--by SURVEY", "--by s"),
    ("--status not-found", "--status NOT_FOUND"),
]


def find(call: Call, options: str, *more: str) -> list[str]:
    done = call("find", *options.split(), *more, "--sort", "key")
    assert (done.status, done.stderr) == (0, "")
    return keys_of(done)


@pytest.mark.parametrize("ways", SAME, ids=lambda ways: ways[0])
def test_a_value_can_be_written_in_many_ways(call: Call, ways: tuple[str, ...]) -> None:
    first, *others = (
        call("find", *[word.replace("Mor_Geva", "Geva, Mor") for word in way.split()])
        for way in ways
        if ",," not in way
    )
    assert first.status == 0
    assert first.lines
    assert all(other == first for other in others)


@pytest.mark.parametrize(
    ("typed", "id"),
    [("sparse autoencoder", "sae-feature"), (" Residual  Stream ", "residual-stream"),
     ("MHA & FFN", "mha+ffn"), ("! neuron", "!neuron"), ("mha , ffn", "mha,ffn")],
)  # fmt: skip
def test_spaces_in_a_value_do_not_matter(call: Call, typed: str, id: str) -> None:
    found = call("find", "--object", typed)
    assert found.lines
    assert found == call("find", "--object", id)


def test_exclusion_and_what_it_excludes_are_all_that_is_tagged(call: Call) -> None:
    tagged = {*find(call, "--object neuron"), *find(call, "--object !neuron")}
    assert tagged == set(find(call, "--by survey,curated"))
    assert len(find(call, "--object !neuron,!mha")) < len(find(call, "--object !neuron"))


def test_a_pair_is_asked_for_in_one_placement(call: Call) -> None:
    pair = find(call, "--object mha+ffn")
    assert pair
    assert set(pair) <= set(find(call, "--object mha")) & set(find(call, "--object ffn"))
    shown = call("find", "--object", "mha+ffn", "--json=object").json
    assert all(any("mha" in term and "ffn" in term for term in row["object"]) for row in shown)


def test_all_axes_must_hold_in_the_same_placement(call: Call) -> None:
    def asks(options: str) -> bool:
        return "zhao2024large" in find(call, options)

    assert MULTILINGUALISM in call("show", "zhao2024large").text
    assert asks("--area multilingualism --object neuron --locate magnitude --steer amplitude")
    assert asks("--area training --object neuron --locate causal-attribution --steer targeted")
    assert asks("--area training")
    assert asks("--steer amplitude")
    assert not asks("--area training --steer amplitude")
    assert not asks("--locate magnitude --steer targeted")
    assert not asks("--area multilingualism --locate causal-attribution")


def test_only_the_placements_that_answer_are_shown(call: Call) -> None:
    rows = call("find", "--area", "training", "--author", "Zhao", "--format", "tsv").lines
    header, *shown = (row.split("\t") for row in rows)
    row = next(dict(zip(header, row, strict=True)) for row in shown if row[0] == "zhao2024large")
    assert (row["area"], row["steer"]) == ("training", "targeted-optimization")


@pytest.mark.parametrize(
    ("years", "first", "last"),
    [("2024", 2024, 2024), ("2023..2025", 2023, 2025), ("2024..", 2024, 9999),
     ("..2022", 1, 2022), ("2021..2021", 2021, 2021), (" 2024 ", 2024, 2024)],
)  # fmt: skip
def test_a_range_of_years_holds_both_ends(call: Call, years: str, first: int, last: int) -> None:
    every = {row["key"]: row["year"] for row in call("find", "--json=key,year").json}
    found = keys_of(call("find", "--year", years))
    assert found
    assert set(found) == {key for key, year in every.items() if year and first <= year <= last}


def test_workshops_come_only_when_asked_for(call: Call) -> None:
    venues = {row["key"]: row["venue"] for row in call("find", "--json=key,venue").json}
    short = {key: (venue or {}).get("short") for key, venue in venues.items()}
    plain = find(call, "--venue neurips")
    with_workshops = find(call, "--venue neurips --workshops")
    assert {short[key] for key in plain} == {"NeurIPS"}
    assert {short[key] for key in with_workshops} == {"NeurIPS", "NeurIPS Workshop"}
    assert find(call, "--venue", "NeurIPS Workshop") == sorted({*with_workshops} - {*plain})
    assert find(call, "--venue acl --workshops") == find(call, "--venue acl")


def test_an_author_is_found_whatever_the_accents_case_and_order(call: Call) -> None:
    for name in ("Højer", "hojer", "HØJER", "Hojer, Bertram", "bertram højer"):
        assert find(call, "--author", name) == ["hojer2025improving"]
    assert "mossing2024transformer" in find(call, "--author", "Dupre la Tour")
    assert set(find(call, "--author", "!Geva")).isdisjoint(find(call, "--author", "Geva"))


def test_an_author_whom_nobody_has_is_told_with_the_nearest(call: Call) -> None:
    done = call("find", "--author", "Gevva")
    assert (done.status, done.stdout) == (0, b"")
    assert done.stderr.startswith("note: no author is called 'Gevva'; did you mean Mor Geva")
    assert call("find", "--author", "!Gevva", "--count").stderr == ""


def test_works_that_have_only_some_of_the_words_are_told_as_such(call: Call) -> None:
    alone = call("find", "gemma", "banana", "--format", "keys")
    assert alone.text == ""
    assert "--partial lists" in alone.stderr
    assert call("find", "gemma", "banana", "--count").text == "0\n"
    assert call("find", "gemma", "banana", "--exit-status").status == 1
    some = call("find", "gemma", "banana", "--partial", "--json=key")
    assert some.stderr == ""
    assert all(record["partial"] for record in json.loads(some.text))
    assert call("find", "refusal", "direction").stderr == ""


def test_survey_tags_can_be_asked_for_alone(call: Call) -> None:
    survey, curated = find(call, "--by survey"), find(call, "--by curated")
    assert len(survey) > 100
    assert curated
    for row in call("find", "--by", "survey", "--format", "tsv").lines[1:]:
        assert row.split("\t")[6] == "survey"


def test_sources_and_kinds_are_filters(call: Call) -> None:
    rows = call("find", "--source", "neurons", "--json=key,listings,kind").json
    assert rows
    assert all("neurons" in {one["source"] for one in row["listings"]} for row in rows)
    tools = call("find", "--kind", "tool", "--json=kind").json
    assert {row["kind"] for row in tools} == {"tool"}
    sure = call("find", "--status", "!verified", "--json=status").json
    assert {row["status"] for row in sure} <= {"partial", "not-found"}


@pytest.mark.parametrize("order", ["year", "key", "title", "author", "venue"])
def test_a_minus_reverses_the_order_and_equal_ones_stay_in_order_of_key(
    call: Call, order: str
) -> None:
    up, down = (
        call("find", f"--sort={sign}{order}", "--json=key,title,year,venue,authors").json
        for sign in ("", "-")
    )

    def values(rows: list[dict[str, object]]) -> list[object]:
        return [row["venue"] if order == "venue" else row.get(order) for row in rows]

    assert len(up) == len(down) == ALL
    if order in ("key", "year"):
        in_order = [row[order] or 0 for row in up]
        assert in_order == sorted(in_order)
        assert values(down) == values(up)[::-1]
    newest = [row["key"] for row in down if row["year"] == 2026]
    assert order != "year" or newest == sorted(newest)
    assert order in ("key", "year") or [row["key"] for row in up] != [row["key"] for row in down]


def test_the_newest_come_first(call: Call) -> None:
    years = [row["year"] or 0 for row in call("find", "--json=year").json]
    assert years == sorted(years, reverse=True)


def test_a_limit_takes_the_first(call: Call) -> None:
    every = keys_of(call("find", "refusal"))
    assert keys_of(call("find", "refusal", "--limit", "3")) == every[:3]
    assert keys_of(call("find", "refusal", "-n", "100000")) == every
    assert call("find", "-n", "0") == Finished(0, b"", "")
    assert call("find", "--count", "-n", "7").text == "7\n"


def test_a_count_is_the_number_of_lines(call: Call) -> None:
    for options in ("", "--object neuron", "refusal --year 2025", "--year 1900"):
        lines = call("find", *options.split()).lines
        assert call("find", *options.split(), "--count").text == f"{len(lines)}\n"


@pytest.mark.parametrize(
    "words",
    ["refusl directon", "direction refusal single", REFUSAL, "arditi 2024", "arditi2024refusal"],
)
def test_text_is_found_in_spite_of_typos_and_in_any_order(call: Call, words: str) -> None:
    assert keys_of(call("find", *words.split()))[0] == "arditi2024refusal"
    assert keys_of(call("find", words))[0] == "arditi2024refusal"


def test_text_and_filters_both_hold(call: Call) -> None:
    found = keys_of(call("find", "refusal", "--year", "2025"))
    assert found
    assert set(found) < set(keys_of(call("find", "refusal")))
    assert set(found) < set(keys_of(call("find", "--year", "2025")))


def test_the_promised_calls(call: Call) -> None:
    neurons = call("find", "--object", "neuron", "--steer", "amplitude")
    assert len(neurons.lines) > 10
    drawn = call.on_terminal(
        "find", "--object", "neuron", "--steer", "amplitude", env={"PAGER": "cat", "TERM": "xterm"}
    )
    assert all(key in drawn.text for key in keys_of(neurons))
    first = call("find", "refusl", "directon").lines[0]
    assert first.split("\t")[:2] == ["arditi2024refusal", REFUSAL]
    assert call("show", "2406.11717v3").lines[0].endswith(REFUSAL)
    row = call("matrix", "object", "steer").lines[5].split("\t")
    assert row[:2] == ["neuron", str(len(neurons.lines))]


@pytest.mark.external
def test_jq_counts_what_count_counts(run: Program) -> None:
    need_program("jq")
    jq = run.in_bash("mi-survey find --area alignment --year 2025.. --json | jq length")
    assert jq.text == run("find", "--area", "alignment", "--year", "2025..", "--count").text


def test_fields_may_follow_json_as_a_word(call: Call) -> None:
    spaced = call("find", "refusal", "--json", "key,title")
    assert spaced.text == call("find", "refusal", "--json=key,title").text
    assert (
        call("find", "--json", "refusal", "--count").text == call("find", "refusal", "--count").text
    )


def test_what_is_no_term_is_explained(call: Call) -> None:
    assert "--locate probing" in call("find", "--object", "probing").stderr
    assert "--steer vector-arithmetic" in call("find", "--steer", "CAA").stderr


def test_since_and_until_are_years(call: Call) -> None:
    years = call("find", "--since", "2023", "--until", "2024", "--count").text
    assert years == call("find", "--year", "2023..2024", "--count").text
    assert call("find", "--since", "2023", "--year", "2024").status == 2


def test_code_can_be_asked_for(call: Call) -> None:
    for record in json.loads(call("find", "--has", "code", "--json=ids").text):
        assert record["ids"]["github"]


def test_central_works_come_first_where_most_lists_name_them(call: Call) -> None:
    records = json.loads(call("find", "--sort", "central", "--json=listings").text)
    states = {source.id: source.state_of for source in load_catalog().sources if source.state_of}
    assert states
    named = [{each["source"] for each in record["listings"]} for record in records]
    lists = [len({states.get(source, source) for source in sources}) for sources in named]
    assert lists == sorted(lists, reverse=True)
    assert lists[0] > lists[-1]


def test_an_empty_answer_says_what_each_filter_gives(call: Call) -> None:
    row, column = load_catalog().matrix("object", "locate").gaps()[0]
    told = call("find", "--object", row, "--locate", column, "--color", "always").stderr
    assert "alone" in told
    assert "--gaps" in told


def test_a_terminal_says_how_the_words_were_read(call: Call) -> None:
    drawn = call("find", "steering", "for", "safety", "--color", "always").text
    assert "'steering' is also a steer, 'safety' is also an area" in drawn
    assert "gives" not in call("find", "steering", "for", "safety").text
