"""The server for language models: its tools called within this process, and over its pipes."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from mi_survey import load_catalog
from own_axes import OWN_AXES
from programs import need_package

pytestmark = pytest.mark.external

_MOST_TOKENS = 900
_CHARACTERS_PER_TOKEN = 3.6


def _connect(catalog: str = "") -> Any:
    """Return a client of a server within this process."""
    need_package("mcp")
    server = need_package("mi_survey.mcp_server")
    specs = [catalog] if catalog else []
    return need_package("mcp.client.client").Client(server.make_server(load_catalog(*specs)))


def _list_tools(catalog: str = "") -> list[Any]:
    async def ask() -> Any:
        async with _connect(catalog) as client:
            return await client.list_tools()

    tools: list[Any] = asyncio.run(ask()).tools
    return tools


def call(tool: str, **arguments: Any) -> str:
    async def ask() -> Any:
        async with _connect() as client:
            return await client.call_tool(tool, arguments)

    return _text(asyncio.run(ask()))


def _text(answer: Any) -> str:
    return "".join(content.text for content in answer.content)


def test_the_tools_are_few_read_only_and_briefly_described() -> None:
    tools = _list_tools()
    assert len(tools) <= 5
    assert all(tool.annotations.read_only_hint for tool in tools)
    described = [tool.model_dump(by_alias=True, exclude_none=True) for tool in tools]
    assert len(json.dumps(described)) <= _MOST_TOKENS * _CHARACTERS_PER_TOKEN


@pytest.mark.parametrize("axes", OWN_AXES.values(), ids=list(OWN_AXES))
def test_the_tools_take_the_axes_of_the_catalog(axes: Any, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    axes.write(folder)
    search = next(tool for tool in _list_tools(str(folder)) if tool.name == "search")
    assert axes.term in search.input_schema["properties"][axes.axis]["items"]["enum"]


def test_search_gives_what_find_gives() -> None:
    catalog = load_catalog()
    works = catalog.find(object="neuron", steer="amplitude-manipulation", year="2024..")
    lines = call(
        "search", object=["neuron"], steer=["amplitude-manipulation"], year="2024..", limit=500
    ).splitlines()
    assert lines[0] == f"total {len(works)}, shown {len(works)}"
    assert [line.partition(" | ")[0] for line in lines[1:]] == [work.key for work in works]
    assert len(call("search", limit=3).splitlines()) == 4


def test_search_counts_as_find_does_works_with_all_of_the_words() -> None:
    found = load_catalog().results("refusal direction")
    whole = [result.work.key for result in found if result.complete]
    lines = call("search", text="refusal direction").splitlines()
    assert 0 < len(whole) < len(found)
    rest = len(found) - len(whole)
    assert (
        lines[0] == f"total {len(whole)}, shown {len(whole)} ({rest} more have some of the words)"
    )
    assert [line.partition(" | ")[0] for line in lines[1:]] == whole
    none = call("search", text="refusal zzqx", limit=2).splitlines()
    assert none[0] == "total 0, shown 2 with some of the words"
    assert len(none) == 3


def test_an_argument_that_a_tool_does_not_have_is_refused() -> None:
    for tool in _list_tools():
        answer = call(tool.name, nosuchargument="refusal")
        assert "nosuchargument" in answer
        assert "not permitted" in answer


def test_references_are_resolved_one_by_one() -> None:
    lines = call("resolve", references=["arXiv:2202.05262", "no such thing"]).splitlines()
    assert lines[0].split("\t")[1] == "meng2022locating"
    assert lines[1].split("\t")[1] == "no work"


def test_a_work_is_shown_counted_and_exported() -> None:
    assert "meng2022locating" in call("show", references=["ROME"])
    assert call("export", references=["ROME"]).startswith("@inproceedings{meng2022locating,")
    header = call("count", rows="object", columns="steer").splitlines()[1]
    axis = load_catalog().taxonomy.axis("steer")
    assert header.split("\t") == ["object", *(term.id for term in axis.terms)]


def test_an_error_reaches_the_model_with_its_hint() -> None:
    assert "nosuchwork" in call("export", references=["nosuchwork"])
    assert "hint" not in call("search", year="20x")
    assert "20x" in call("search", year="20x")


def test_the_command_answers_over_its_pipes() -> None:
    client_type = need_package("mcp.client.client").Client
    parameters = need_package("mcp").StdioServerParameters
    server = parameters(command=sys.executable, args=["-m", "mi_survey", "mcp"])

    async def ask() -> str:
        async with client_type(server) as client:
            return _text(await client.call_tool("resolve", {"references": ["ROME"]}))

    assert "meng2022locating" in asyncio.run(asyncio.wait_for(ask(), 60))
