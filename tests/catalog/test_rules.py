from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mi_survey.catalog.codec import dump_canonical
from mi_survey.catalog.document import parse_document
from mi_survey.catalog.rule import RULES
from mi_survey.catalog.schema import check_documents
from sample_catalog import BASE, axis, check, placed, source, taxonomy, term, work

OTHER = {"key": "arditi2025other", "title": "Another Title"}
PAGE = "https://arxiv.org/abs/2406.11717"
LISTING = {"source": "neurons", "title": "Refusal"}
PAIR = [{"by": "curated", "area": "safety", "object": ["mha", "ffn"]}]
SWAPPED = [{"by": "curated", "area": "safety", "object": ["ffn", "mha"]}]
BY_SURVEY = [{"by": "survey", "area": "safety", "object": ["ffn", "mha"]}]
REPEATED = dump_canonical([work()]).replace('"year"', '"title": "Refusal",\n    "year"')
INFINITE = dump_canonical([work()]).replace("2024,", "1e999,")
SORTED_BADLY = [work(), work(**OTHER, year=2025), work(key="aaa2024b", title="Third")]

# What breaks each rule alone, and where the finding stands.
BREACHES: dict[str, tuple[str, dict[str, Any]]] = {
    "repeated-member": ("$[0].title", {"text": REPEATED}),
    "finite-number": ("$[0].year", {"text": INFINITE}),
    "unknown-field": ("$[0].yeer", {"works": [work(yeer=2024)]}),
    "missing-field": ("$[0].status", {"works": [work(status=None)]}),
    "wrong-type": ("$[0].year", {"works": [work(year="2024")]}),
    "closed-vocabulary": ("$[0].kind", {"works": [work(kind="papr")]}),
    "blank-string": ("$[0].nicknames[0]", {"works": [work(nicknames=[" "])]}),
    "outer-space": ("$[0].title", {"works": [work(title="Refusal ")]}),
    "control-character": ("$[0].title", {"works": [work(title="red \x1b[31m alert")]}),
    "canonical-form": ("$", {"text": dump_canonical([work()]).replace("\n", "\r\n")}),
    "file-order": ("$[2]", {"works": SORTED_BADLY}),
    "key-form": ("$[0].key", {"works": [work(key="Arditi_2024")]}),
    "key-unique": (
        "$[1].aliases[0]",
        {"works": [work(), work(**OTHER, aliases=["Arditi2024Refusal"])]},
    ),
    "title-unique": ("$[1].title", {"works": [work(), work(key="arditi2024refusal2")]}),
    "name-form": ("$[0].authors[0]", {"works": [work(authors=[{"family": "A", "literal": "B"}])]}),
    "year-range": ("$[0].year", {"works": [work(year=1949)]}),
    "month-range": ("$[0].month", {"works": [work(month=13)]}),
    "id-form": ("$[0].ids.arxiv", {"works": [work(ids={"arxiv": "2406.11717v3"})]}),
    "id-unique": (
        "$[1].ids.doi",
        {"works": [work(ids={"doi": "10.1000/A"}), work(**OTHER, ids={"doi": "10.1000/a"})]},
    ),
    "web-link": ("$[0].url", {"works": [work(url="javascript:alert(1)")]}),
    "term-known": ("$[0].placements[0].locate", {"works": [placed(locate="safety")]}),
    "term-leaf": ("$[0].placements[0].area", {"works": [placed(area="alignment")]}),
    "term-count": ("$[0].placements[0].object", {"works": [placed(object=["none", "ffn"])]}),
    "placement-unique": ("$[0].placements[1]", {"works": [work(placements=PAIR + SWAPPED)]}),
    "placement-empty": ("$[0].placements[0]", {"works": [placed()]}),
    "listing-source": (
        "$[0].listings[0].source",
        {"works": [work(listings=[{"source": "neuron", "title": "Refusal"}])]},
    ),
    "axes": ("$.axes[1].id", {"axes": {"axes": [axis("goal"), axis("goal")]}}),
    "axis-name": ("$.axes[0].id", {"axes": {"axes": [axis("year")]}}),
    "term-unique": (
        "$.axes[0].terms[1].id",
        {"axes": taxonomy(axis("area", term("a", 1), term("a", 2)))},
    ),
    "alias-unique": (
        "$.axes[0].terms[1].aliases[0]",
        {"axes": taxonomy(axis("area", term("in-put", 1), term("b", 2, aliases=["input"])))},
    ),
    "term-parent": (
        "$.axes[0].terms[1].parent",
        {"axes": taxonomy(axis("area", term("a", 1), term("b", 2, parent="c")))},
    ),
    "term-order": (
        "$.axes[0].terms[1].order",
        {"axes": taxonomy(axis("area", term("a", 1), term("b", 3)))},
    ),
    "source-unique": ("$[1].id", {"sources": [source(), source()]}),
    "source-count": ("$[0].listings", {"works": [work(listings=[LISTING])], "sources": [source()]}),
    "source-date": ("$[0].collected", {"sources": [source(collected="20250620")]}),
    "source-state": ("$[0].state_of", {"sources": [source(state_of="other")]}),
    "topic-form": ("$[0].topics[1]", {"works": [work(topics=["refusal", "refusal"])]}),
    "summary-form": ("$[0].summary", {"works": [work(summary="Finds a direction")]}),
    "person-names": ("$[0].names", {"people": [{"names": ["A B", "a b"], "evidence": [PAGE]}]}),
    "person-evidence": ("$[0]", {"people": [{"names": ["A B", "A C"]}]}),
}

# What comes close to breaking each rule, and is sound.
NEAR_MISSES: dict[str, dict[str, Any]] = {
    "repeated-member": {"works": [work(alt_titles=["Refusal"], nicknames=["Refusal"])]},
    "finite-number": {"works": [work(year=2024)]},
    "unknown-field": {"works": [work(publisher="PMLR", address="Vienna", volume="235")]},
    "missing-field": {"works": [work(authors=None, year=None)]},
    "wrong-type": {"works": [work(number="3", pages="1")]},
    "closed-vocabulary": {"works": [work(kind="venue", status="not-found")]},
    "blank-string": {"works": [work(nicknames=["."])]},
    "outer-space": {"works": [work(title="Refusal  in  Models")]},
    "control-character": {"works": [work(title="Größe [bold] 模型 \U0001f9e0 \\x1b")]},
    "canonical-form": {"text": dump_canonical([work()])},
    "file-order": {"works": [work(), work(key="arditi2024refusal2", title="Other")]},
    "key-form": {"works": [work(key="a2")]},
    "key-unique": {"works": [work(), work(**OTHER, aliases=["arditi2024refusals"])]},
    "title-unique": {"works": [work(), work(key="b", authors=[{"literal": "OpenAI"}])]},
    "name-form": {"works": [work(authors=[{"family": "Wang"}, {"literal": "OpenAI"}])]},
    "year-range": {"works": [work(year=1950), work(**OTHER, year=2027)]},
    "month-range": {"works": [work(month=1), work(**OTHER, month=12)]},
    "id-form": {"works": [work(ids={"arxiv": "2406.11717", "acl": "P19-1001"})]},
    "id-unique": {
        "works": [
            work(ids={"openreview": "aBcDeFgHiJ"}),
            work(**OTHER, ids={"openreview": "abcdefghij"}),
        ]
    },
    "web-link": {"works": [work(evidence=[PAGE], url="HTTPS://arxiv.org/abs/1?q=(x)#a")]},
    "term-known": {"works": [placed(area="none", locate="none", steer="none")]},
    "term-leaf": {"works": [placed(area="safety")]},
    "term-count": {"works": [placed(object=["mha", "ffn"]), work(**OTHER)]},
    "placement-unique": {"works": [work(placements=PAIR + BY_SURVEY)]},
    "placement-empty": {"works": [placed(steer="none")]},
    "listing-source": {"works": [work(listings=[LISTING])]},
    "axes": {"axes": {"axes": [axis("goal"), axis("goals", heading=True)]}},
    "axis-name": {"axes": {"axes": [axis("years")]}},
    "term-unique": {"axes": taxonomy(axis("area", term("a", 1)), axis("steer", term("a", 1)))},
    "alias-unique": {
        "axes": taxonomy(axis("area", term("a", 1, aliases=["tune-up", "tuneup"]), term("b", 2)))
    },
    "term-parent": {"axes": taxonomy(axis("area", term("a", 1, parent="b"), term("b", 2)))},
    "term-order": {"axes": taxonomy(axis("area", term("a", 2), term("b", 1)))},
    "source-unique": {"sources": [source(), source(id="survey")]},
    "source-count": {"works": [work(listings=[LISTING])], "sources": [source(listings=1)]},
    "source-date": {"sources": [source(collected="2025-06-20")]},
    "source-state": {"sources": [source(), source(id="neurons-2026", state_of=source()["id"])]},
    "topic-form": {"works": [work(topics=["refusal", "refusal direction"])]},
    "summary-form": {"works": [work(summary="x" * 199 + ".")]},
    "person-names": {"people": [{"names": ["A B", "A C"], "evidence": [PAGE]}]},
    "person-evidence": {"people": [{"names": ["A B", "A C"], "evidence": [PAGE]}]},
}


def test_every_rule_has_a_breach_and_a_near_miss() -> None:
    ids = RULES.names()
    assert set(BREACHES) == set(ids)
    assert set(NEAR_MISSES) == set(ids)


def test_every_rule_says_in_one_sentence_what_it_demands() -> None:
    assert all(rule.summary.endswith(".") for rule in RULES)


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.name)
def test_a_breach_is_one_finding_at_its_place(rule: Any) -> None:
    where, values = BREACHES[rule.name]
    findings = check(**values).findings
    assert [(each.rule, each.severity, each.place.where) for each in findings] == [
        (rule.name, rule.severity, where)
    ]


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.name)
def test_all_errors_are_found_where_warnings_are_not_asked_for(rule: Any) -> None:
    _, values = BREACHES[rule.name]
    errors = [each for each in check(**values).findings if each.severity == "error"]
    found = check(**values, errors_only=True).findings
    assert [each for each in found if each.severity == "error"] == errors


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.name)
def test_a_near_miss_is_no_finding(rule: Any) -> None:
    assert check(**NEAR_MISSES[rule.name]).findings == ()


@pytest.mark.parametrize(
    ("case", "message", "suggestion"),
    [
        ({"yeer": 1}, "unknown field 'yeer'", "did you mean 'year'?"),
        ({"year": "2024"}, "expected an integer, found the string '2024'", ""),
        ({"year": 2024.0}, "expected an integer, found the number 2024.0", ""),
        ({"year": True}, "expected an integer, found true", ""),
        ({"title": 1}, "expected a string, found the number 1", ""),
        ({"authors": "Arditi"}, "expected an array, found the string 'Arditi'", ""),
        ({"authors": ["Arditi"]}, "expected an object, found the string 'Arditi'", ""),
        ({"kind": 3}, "expected one of paper, preprint, survey", ""),
        ({"status": "verifed"}, "unknown status 'verifed': one of verified, partial", "'verified'"),
        ({"key": "Arditi2024"}, "'Arditi2024' is no key", "for example 'arditi2024refusal'"),
        ({"ids": {"arxiv": "arXiv:2406.11717v3"}}, "is not the normal form", "write '2406.11717'"),
        ({"ids": {"arxiv": "refusal"}}, "'refusal' is no arxiv identifier", "2406.11717"),
        ({"title": "a\x1b[31m"}, r"'a\x1b[31m' holds control characters", r"\x.."),
        ({"title": "a\u202eb"}, r"'a\u202eb' holds control characters", r"\u...."),
        ({"placements": [{"by": "me", "area": "safety"}]}, "one of survey, curated", ""),
        ({"placements": [{"by": "curated", "object": ["SAE"]}]}, "'SAE'", "write 'sae-feature'"),
        ({"placements": [{"by": "curated", "locate": "ffn"}]}, "'ffn'", "it is a term of object"),
        ({"placements": [{"by": "curated", "steer": "nune"}]}, "'nune'", "did you mean 'none'?"),
        ({"listings": [LISTING | {"source": "neuron"}]}, "'neuron'", "did you mean 'neurons'?"),
    ],
)  # fmt: skip
def test_a_finding_says_what_is_wrong_and_what_to_do(
    case: dict[str, Any], message: str, suggestion: str
) -> None:
    (finding,) = check([work(**case)]).findings
    assert message in finding.message
    assert suggestion in finding.suggestion


def test_a_finding_names_the_key_of_its_work() -> None:
    (finding,) = check([work(), work(**OTHER, year=1)]).findings
    assert str(finding) == (
        "works.json:$[1].year [arditi2025other] error year-range: year '1' is not within 1950..2027"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[\n  {", "\ufeff[\n  {", "the file starts with a byte order mark"),
        ("\n", "\r\n", "line 1 ends with a carriage return"),
        ("]\n", "]", "no newline at the end, line 15"),
        ("]\n", "]\n\n", "more than its values, line 16"),
        ("  ", " ", "line 2 is ' {' where '  {' is expected"),
        ("ø", "\\u00f8", "is expected"),
        ('"year": 2024,', '"year": 2024,\n    "month": null,', 'where \'    "status"'),
        ('"year": 2024,', '"year": 2024,\n    "ids": {},', 'where \'    "status"'),
    ],
)
def test_what_differs_from_the_canonical_form_is_shown_with_its_line(
    old: str, new: str, message: str
) -> None:
    text = dump_canonical([work(title="Højer")])
    assert old in text
    (finding,) = check(text=text.replace(old, new)).findings
    assert finding.rule == "canonical-form"
    assert message in finding.message


def test_fields_in_another_order_are_not_canonical() -> None:
    text = dump_canonical([dict(reversed(work().items()))])
    assert [each.rule for each in check(text=text).findings] == ["canonical-form"]


@pytest.mark.parametrize("name", ["url", "evidence"])
@pytest.mark.parametrize(
    "link", ["ftp://a.b/c", "arxiv.org/abs/2406.11717", "http://", "file:///etc", f"{PAGE} (v1)"]
)
def test_only_http_and_https_are_links(name: str, link: str) -> None:
    value = link if name == "url" else [link]
    assert [each.rule for each in check([work(**{name: value})]).findings] == ["web-link"]


def test_the_citation_of_a_source_obeys_the_rules_for_works() -> None:
    citation = work(ids={"arxiv": "x"}, year=1000)
    findings = check(sources=[source(citation=citation)]).findings
    assert {each.place.where for each in findings} == {
        "$[0].citation.ids.arxiv",
        "$[0].citation.year",
    }


def test_terms_above_each_other_are_found() -> None:
    terms = [term("a", 1, parent="b"), term("b", 2, parent="a"), term("c", 3, parent="a")]
    found = check(axes=taxonomy(axis("area", *terms))).findings
    assert [each.place.where for each in found] == [
        "$.axes[0].terms[0].parent",
        "$.axes[0].terms[1].parent",
    ]


def test_a_clock_before_the_lists_were_collected_is_not_believed() -> None:
    document = parse_document("works.json", dump_canonical([work(year=2024)]), file="works.json")
    checked = check_documents([document], base=BASE, today=date(1970, 1, 1))
    assert [finding.rule for finding in checked.findings] == []
