"""The READMEs tell the truth: their commands run, in order, and print what they are shown to print."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "rules/README.md")
# What a reader runs once, on a machine of their own; `.ci/run` does it there.
NOT_RUN = ("python3 -m venv ", ".venv/bin/python -m pytest", "git ", "pip ", ". ")
# What the reader has and the page does not show.
STORY = "Snow closed the pass on Monday, and the police said that it would stay shut until Friday.\n"
PAGE = (
    "Village Gazette\n{n} May 2001\n\nSnow closed the pass for {n} days, and nobody knew why, police said.\n\nToll it\n"
)
GIVEN = {
    "pages.jsonl": "".join(
        json.dumps({"text": PAGE.format(n=number), "url": f"https://gazette.example/{number}"}) + "\n"
        for number in range(1, 13)
    ),
    "story.txt": f"{STORY}Weather for Tuesday: sunny, 21°\n",
    "wire.jsonl": json.dumps({"text": STORY, "id": "wire"}) + "\n",
    "rows.jsonl": '{"id":"a1","text":"Share this\\n\\nSnow closed the pass on Monday, police said."}\n',
}
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"\A# (\S+\.\w+)\n")


def blocks(page):
    """Language and content of each fenced block."""
    return [match.groups() for match in _BLOCK.finditer((ROOT / page).read_text(encoding="utf-8"))]


def steps(page):
    """Files to write and commands to run, in order: (``file``, name, content) or (``run``, command, output)."""
    for language, content in blocks(page):
        if language == "sh":
            for command in filter(None, content.split("\n")):
                yield "run", command.partition(" #")[0].strip(), ""
        elif language == "console":
            for piece in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                command, _, output = piece.partition("\n")
                yield "run", command, output
        elif language == "yaml" and (named := _FILE.match(content)):
            yield "file", named[1], content


def matches(expected, got):
    """True where ``got`` is as shown; ``...`` stands for anything, on a line of its own for any lines, or none."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "...\n" else re.escape(line).replace(r"\.\.\.", ".*")
        for line in expected.splitlines(True)
    )
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in got.splitlines())) is not None


@pytest.fixture
def sandbox(tmp_path):
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    for name, content in GIVEN.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_run_and_print_what_it_shows(page, sandbox):
    shim = sandbox / "bin" / "cleaner"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from cleaner.cli.main import main; main()" "$@"\n')
    shim.chmod(0o755)
    environment = {**os.environ, "PATH": f"{shim.parent}:{os.environ['PATH']}", "PYTHONUTF8": "1"}
    ran = 0
    for kind, what, content in steps(page):
        if kind == "file":
            (sandbox / what).parent.mkdir(parents=True, exist_ok=True)
            (sandbox / what).write_text(content, encoding="utf-8")
            continue
        if what.startswith(NOT_RUN):
            continue
        assert what.startswith("cleaner "), f"{page}: `{what}` is neither run nor in NOT_RUN"
        done = subprocess.run(
            ["sh", "-c", what],
            cwd=sandbox,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=60,
        )
        got = done.stdout.decode()
        ran += 1
        expected_code = 1 if what.startswith(("cleaner diff ", "cleaner spun ")) else 0  # they differ; it is spun
        assert done.returncode == expected_code, f"{page}: `{what}`: {done.returncode}\n{got}"
        assert not content or matches(content, got), f"{page}: `{what}` printed\n{got}"
    assert ran


def test_raw_comes_back_as_the_readme_says(sandbox):
    assert ("run", "cleaner restore out --to raw-again", "") in steps("README.md")
    for arguments in (["clean", "seeds", "--out", "out"], ["restore", "out", "--to", "raw-again"]):
        command = [sys.executable, "-c", "from cleaner.cli.main import main; main()", *arguments]
        subprocess.run(command, cwd=sandbox, check=True, capture_output=True)
    raw = {path.name: path.read_bytes() for path in (sandbox / "seeds").glob("*.txt")}
    assert {path.name: path.read_bytes() for path in (sandbox / "raw-again").iterdir()} == raw


def test_ci_runs_the_two_commands_of_the_readme_to_the_letter():
    setup, test = [command for kind, command, _ in steps("README.md") if kind == "run"][:2]
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert setup.endswith("cleaner clean seeds --out out")
    assert "pytest" in test
    assert setup in lines
    assert test in lines


def test_the_python_of_the_readme_runs():
    for language, content in blocks("README.md"):
        if language == "python":
            done = subprocess.run([sys.executable, "-c", content], check=False, capture_output=True, text=True)
            assert (done.returncode, done.stderr) == (0, "")


def test_the_settings_of_the_readme_are_settings(tmp_path):
    from cleaner.pipeline import Cleaner, read_config

    found = [content for language, content in blocks("README.md") if language == "toml"]
    for content in found:
        (tmp_path / "cleaner.toml").write_text(content.replace('rules = ["my-rules"]', "rules = []"))
        assert Cleaner.from_config(read_config(tmp_path / "cleaner.toml")).stages
    assert found


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md"])
def test_links_of_a_page_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize(
    ("expected", "got", "same"),
    [
        ("a\n...\nb\n", "a\nb\n", True),
        ("a\n...\nb\n", "a\nx\ny\nb\n", True),
        ("a...c\n", "abc\n", True),
        ("a\n", "a\nb\n", False),
    ],
)
def test_shown_output_may_leave_out_what_varies(expected, got, same):
    assert matches(expected, got) is same
