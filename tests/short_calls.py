"""Command lines as people and scripts write them, and as they should not: by a seed, by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mi_survey.catalog.store import load_bundled

if TYPE_CHECKING:
    from random import Random

_RECORDS = load_bundled()
_TERMS = {
    axis.id: [name for term in axis.terms for name in (term.id, term.label, *term.aliases)]
    for axis in _RECORDS.taxonomy.axes
}
_YEARS = ("2024", "2023..2025", "..2022", "2024..", "2023,2025", " 2024 ", "20", "2025..2023", "x")
_VENUES = ("iclr", "ICLR", "neurips", "nips", "EMNLP,ACL", "!iclr", "nosuch", "emnlp workshop")
_KINDS = ("paper", "preprint", "blog", "!paper", "tool,video", "pa", "")
_LIMITS = (["--limit", "3"], ["-n", "5"], ["--limit=0"], ["-n", "-1"], ["-n", "x"], ["-n7"])
_FORMATS = ("keys", "table", "json", "tsv", "KEYS", "bibtex", "nope", "jsonl", "csv")
_ODD = (
    ["--"], ["-x"], ["--objec"], ["--help"], ["-h"], ["--json"], ["--explain"], ["-n=3"], ["-"],
    ["refusal"], ["--workshops"], ["--author", "Geva"], ["--count=1"], ["--no-header"], [""],
    ["--sort", "-title"], ["--catalog", "nosuch.json"], ["--color", "bad"], ["Schütze"],
)  # fmt: skip


def make_find(random: Random) -> list[str]:
    """Make a call of find: mostly filters and what goes with them, now and then something odd."""
    words = ["find"]
    for axis in _TERMS:
        if random.random() < 0.25:
            words += _option(random, f"--{axis}", _value(random, axis))
        if random.random() < 0.04:
            words += _option(random, f"--{axis}", _value(random, axis))
    for option, share, values in (
        ("--year", 0.25, _YEARS),
        ("--venue", 0.12, _VENUES),
        ("--kind", 0.15, _KINDS),
        ("--source", 0.1, ("survey", "neurons", "!survey", "interp")),
        ("--by", 0.1, ("survey", "curated", "!survey", "s")),
        ("--status", 0.05, ("verified", "partial")),
        ("--format", 0.2, _FORMATS),
        ("--color", 0.06, ("never", "auto", "always")),
    ):
        if random.random() < share:
            words += _option(random, option, random.choice(values))
    if random.random() < 0.25:
        words += random.choice(_LIMITS)
    if random.random() < 0.25:
        words.append("--count")
    if random.random() < 0.1:
        words.append(random.choice(("--json", "--json", "--json=key", "--json=*")))
    if random.random() < 0.05:
        words.append("--exit-status")
    if random.random() < 0.1:
        words += random.choice(_ODD)
    return words


def make_show(random: Random) -> list[str]:
    """Make a call of show: what names a work in one of many ways, some of them wrong."""
    words = ["show"]
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        work = random.choice(_RECORDS.works)
        names = [work.key, work.key.upper(), work.title, *work.nicknames, *work.alt_titles]
        if arxiv := work.ids.arxiv:
            names += [arxiv, f"arXiv:{arxiv}", f"{arxiv}v2", f"https://arxiv.org/abs/{arxiv}"]
        if doi := work.ids.doi:
            names += [doi, doi.upper(), f"https://doi.org/{doi}"]
        names += [work.url or work.key, "nosuchkey2024", "survey", f" {work.key}", "-", "steering"]
        words.append(random.choice(names))
    if random.random() < 0.1:
        words += random.choice((["--json"], ["--format", "jsonl"], ["--color", "never"], ["-x"]))
    return words


def make_begun(random: Random) -> list[str]:
    """Make the words of a line that is completed at its end."""
    if random.random() < 0.3:
        key = random.choice(_RECORDS.works).key
        return ["show", *random.sample(("ROME", key), 1), key[: random.randint(0, 6)]]
    options = [f"--{axis}" for axis in _TERMS]
    options += ["--venue", "--kind", "--by", "--source", "--status", "--format", "--color"]
    if random.random() < 0.2:
        options = ["--year", "--catalog", "--json", "--limit", "--count", "--nosuch"]
    before = make_find(random) if random.random() < 0.3 else ["find"]
    option = random.choice(options)
    begun = spoil(
        random, random.choice(("", "", "n", "A", "neuron,", "!mha+f", "s", "a", "p", "zzz", "-"))
    )
    return [*before, f"{option}={begun}"] if random.random() < 0.3 else [*before, option, begun]


def spoil(random: Random, value: str) -> str:
    """Change a value as people do: cut short, in capitals, with underscores, or wrong."""
    match random.randrange(24):
        case 0 | 1 | 2:
            return value[: random.randint(min(2, len(value)), len(value))]
        case 3 | 4:
            return value.upper()
        case 5 | 6:
            return value.replace("-", "_")
        case 7:
            return f"{value}x"
        case 8:
            return f" {value} "
    return value


def _value(random: Random, axis: str) -> str:
    value = spoil(random, random.choice(_TERMS[axis]))
    other = spoil(random, random.choice(_TERMS[axis]))
    return random.choices(
        (value, f"!{value}", f"{value},{other}", f"{value}+{other}", f"{value}&{other}"),
        (68, 15, 10, 5, 2),
    )[0]


def _option(random: Random, name: str, value: str) -> list[str]:
    return [f"{name}={value}"] if random.random() < 0.3 else [name, value]
