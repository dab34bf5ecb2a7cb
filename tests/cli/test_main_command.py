"""The command as a whole: versions, help, completion, settings, and what it must not import."""

import json
import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from cleaner.pipeline import read_config

COMMANDS = ["clean", "diff", "explain", "spun", "restore", "rules", "learn", "config"]


def test_the_version_is_that_of_the_distribution(run):
    done = run("--version")
    assert (done.code, done.text) == (0, f"cleaner (newswash) {version('newswash')}\n")


@pytest.mark.parametrize(
    "command", [[], *([each] for each in COMMANDS), ["rules", "new"], ["learn", "site"], ["config", "show"]]
)
def test_help_tells_what_a_command_does(run, command):
    done = run(*command, "--help")
    assert (done.code, done.stderr) == (0, "")
    assert done.text.startswith(f"Usage: {' '.join(['cleaner', *command])}")
    assert "<list[" not in done.text.split("Options:")[1]  # types of Python mean nothing to users


def test_help_of_the_whole_has_a_sentence_for_each_command(run):
    lines = run("--help").text.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in lines if line.strip()] == COMMANDS
    assert all(len(line.split()) > 4 for line in lines if line.strip())


def test_a_command_that_is_none_is_a_usage_error(run):
    assert run("wash").code == 2
    assert "wash" in run("wash").stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_there(spawn, shell):
    environment = {**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    done = spawn("--show-completion", shell, env=environment)
    assert done.code == 0
    assert "_CLEANER_COMPLETE" in done.text


def test_completion_knows_commands_and_options(spawn):
    environment = {**os.environ, "_CLEANER_COMPLETE": "complete_bash", "COMP_WORDS": "cleaner re", "COMP_CWORD": "1"}
    assert spawn(env=environment).text.split() == ["restore"]


def test_config_show_is_a_settings_file(run, grow, tmp_path):
    grow({"cleaner.toml": '[gates]\nlanguages = ["de", "en"]\n'})
    options = ["--profile", "strict", "--set", "gates.too-short=9", "--disable", "repeats", "--enable", "share-button"]
    done = run("config", "show", *options)
    assert done.code == 0
    grow({"again/cleaner.toml": done.stdout})
    read = read_config(tmp_path / "again/cleaner.toml")
    assert (read.profile, read.risky, read.gates.too_short, read.gates.languages) == ("strict", True, 9, ("de", "en"))
    assert (read.disable, read.enable) == (("repeats",), ("share-button",))
    again = run("config", "show", "--config", "again/cleaner.toml")
    assert again.stdout == done.stdout
    assert "# stages: page, repair, chrome, rules, spun, layout;" in done.text


def test_config_show_refuses_what_does_not_exist(run):
    done = run("config", "show", "--disable", "nonesuch")
    assert (done.code, done.stdout) == (2, b"")


@pytest.fixture
def modules_of(tmp_path):
    script = (
        "import atexit, json, sys\n"
        "atexit.register(lambda: print(json.dumps(sorted(sys.modules)), file=sys.stderr))\n"
        "from cleaner.cli.main import main\n"
        "main()\n"
    )

    def go(*arguments, stdin=b""):
        command = [sys.executable, "-c", script, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, check=True, timeout=60)
        return {name.partition(".")[0] for name in json.loads(done.stderr)} | set(json.loads(done.stderr))

    return go


@pytest.mark.parametrize("arguments", [["--help"], ["clean", "--help"], ["rules", "--help"]])
def test_help_imports_nothing_heavy(modules_of, arguments):
    assert not modules_of(*arguments) & {"rich", "ftfy", "trafilatura", "regex", "yaml", "langdetect", "zstandard"}


def test_repairing_plain_text_imports_no_more_than_it_needs(modules_of, words):
    text = words[2].encode()
    modules_of("clean", "-", "--profile", "gentle", stdin=text)  # fills the cache of checked rules
    found = modules_of("clean", "-", "--profile", "gentle", stdin=text)
    assert not found & {"trafilatura", "langdetect", "yaml", "rich", "zstandard"}


def test_a_terminal_that_cannot_show_a_character_is_no_traceback(spawn, grow):
    grow({"a.txt": "Снег шёл весь день, и дорогу закрыли до пятницы, сказали в городе.\n\n\n\nЗавтра откроют.\n"})
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for command in ("diff", "explain"):
        done = spawn(command, "a.txt", env=environment)
        assert "Traceback" not in done.stderr
        assert b"layout.blank-lines" in done.stdout
