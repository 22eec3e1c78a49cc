"""The hooks of this repository stop a commit that breaks a bibliography, and mend it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from program import ROOT
from programs import need_package, need_program

pytestmark = pytest.mark.external

# What the package is built of, and the hooks.
_PARTS = (".ci", "src", "catalog", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE")
_HOOKS = ".pre-commit-hooks.yaml"
_WRONG = (
    "@article{rome,\n  title = {Locating and Editing Factual Associations in GPT},\n"
    "  author = {Meng, Kevin and others},\n  journal = {arXiv preprint arXiv:2202.05262},\n"
    "  year = {2022}\n}\n"
)


class Repository:
    """A Git repository in a folder, with a home of its own."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        # hooks install what they need in environments of their own
        kept = ("PATH", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
        self.environment = {name: os.environ[name] for name in kept if name in os.environ} | {
            "HOME": str(home),
            "PRE_COMMIT_HOME": str(home / "pre-commit"),
            "LANG": "C.UTF-8",
        }
        folder.mkdir()
        self.git("init", "--quiet")
        for name, value in (("name", "Nobody"), ("email", "nobody@example.org")):
            self.git("config", f"user.{name}", value)

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Git; a commit runs the hooks, and may be stopped."""
        done = self.run("git", *arguments)
        assert done.returncode == 0 or arguments[0] == "commit", done.stdout
        return done

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )


@pytest.fixture
def hooks(tmp_path: Path) -> tuple[Path, str]:
    """Make a repository of the package as it stands here; return it and its revision."""
    need_package("pre_commit")
    need_program("git")
    repository = Repository(tmp_path / "hooks", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
    for part in (*_PARTS, _HOOKS):
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, repository.folder / part, ignore=ignored)
        else:
            shutil.copy(ROOT / part, repository.folder / part)
    repository.git("add", ".")
    repository.git("commit", "--quiet", "-m", "The package")
    return repository.folder, repository.git("rev-parse", "HEAD").stdout.strip()


def test_a_commit_with_a_wrong_reference_is_stopped_until_it_is_mended(
    hooks: tuple[Path, str], tmp_path: Path
) -> None:
    paper = Repository(tmp_path / "paper", tmp_path)
    folder, revision = hooks

    def use(hook: str) -> None:
        config = f"repos:\n- repo: {folder}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
        (paper.folder / ".pre-commit-config.yaml").write_text(config)
        paper.git("add", ".")

    def commit() -> subprocess.CompletedProcess[str]:
        paper.git("add", ".")
        return paper.git("commit", "-m", "References")

    references = paper.folder / "refs.bib"
    references.write_text(_WRONG)
    use("mi-survey-check")
    assert paper.run(sys.executable, "-m", "pre_commit", "install").returncode == 0
    stopped = commit()
    assert stopped.returncode != 0
    assert "refs.bib:1 [rome] warning published: this preprint is published" in stopped.stdout
    assert references.read_text() == _WRONG
    assert paper.run("git", "log").returncode != 0  # there is no commit yet
    use("mi-survey-fix")
    mended = commit()
    assert mended.returncode != 0
    assert "files were modified by this hook" in mended.stdout
    assert references.read_text().startswith("@inproceedings{rome,\n  title = {Locating")
    assert commit().returncode == 0
    use("mi-survey-check")
    assert commit().returncode == 0
