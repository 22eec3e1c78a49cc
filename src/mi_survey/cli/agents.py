"""What language models get: ``skill`` is what to know, as a SKILL.md, and ``mcp`` a server."""

from pathlib import Path

from mi_survey import __version__
from mi_survey.cli.options import argument, flag, share_options
from mi_survey.cli.request import CatalogChoice, open_catalog
from mi_survey.cli.stream import create_file, write
from mi_survey.errors import OutputFailed, UsageFault
from mi_survey.library import load_catalog

_AGENTS, _CLAUDE = Path(".agents/skills"), Path(".claude/skills")


def skill(
    folder: str = argument("[DIR]", "With --install: the project's folder.", default="."),
    *,
    install: bool = flag("--install", "Write it below DIR, for agents to find."),
    claude: bool = flag("--claude", "With --install: into .claude/skills."),
    force: bool = flag("--force", "Overwrite another file."),
) -> None:
    """Print what a language model should know to use this.

    --install writes it to .agents/skills/mi-survey/SKILL.md below DIR, or with --claude to
    .claude/skills; a file that is there and differs is overwritten with --force only.

    \b
    Examples:
      mi-survey skill
      mi-survey skill --install --claude
    """
    text = _render_skill()
    if not install:
        if claude or force or folder != ".":
            raise UsageFault("DIR, --claude and --force go with --install")
        write(text)
        return
    path = Path(folder) / (_CLAUDE if claude else _AGENTS) / "mi-survey" / "SKILL.md"
    if not Path(folder).is_dir():
        raise UsageFault(f"'{folder}' is no folder", hint="name the project's folder")
    is_same = path.is_file() and path.read_bytes() == text.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFailed(f"'{path.parent}'", error.strerror or str(error)) from error
    create_file(str(path), text, force=force or is_same)


def _render_skill() -> str:
    from mi_survey.exports.works import result_table  # the columns of a pipe

    catalog = load_catalog()
    facts = {
        "works": str(len(catalog)),
        "year": str(max(work.year or 0 for work in catalog)),
        "version": __version__,
        "columns": ", ".join(result_table([], catalog.taxonomy).columns),
    }
    from importlib import resources  # the program may stand in a zip file

    file = resources.files("mi_survey") / "skill" / "SKILL.md"
    text = file.read_text(encoding="utf-8")
    for name, value in facts.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@share_options()
def serve(*, choice: CatalogChoice) -> None:
    """Serve the catalog to language models (Model Context Protocol).

    Five read-only tools over standard input and output: search, show, count, export, resolve.
    Needs the extra: pip install 'mi-survey[mcp]'.

    \b
    Examples:
      mi-survey mcp < /dev/null
      mi-survey mcp --catalog <(mi-survey find --area safety --json) < /dev/null
    """
    try:
        from mi_survey.mcp_server import make_server  # the SDK: 800 ms, for servers only
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "mcp":
            raise
        raise UsageFault(
            "the server needs the package mcp", hint="pip install 'mi-survey[mcp]'"
        ) from None
    make_server(open_catalog(choice)).run("stdio")
