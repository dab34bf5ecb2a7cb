"""Going on with a run that stopped: the bytes and counts of one that was left alone, or a refusal that says why."""

import gzip
import io
import json
import os
import tarfile
from dataclasses import dataclass, field, replace

import pytest

from cleaner.engines import Job, Reading, begin, run
from cleaner.io import Head, find_sources, is_single_file, open_writer
from cleaner.io.atomic import is_part
from cleaner.io.stamps import stamp
from cleaner.model import CleanerError, ConfigError
from cleaner.pipeline import Cleaner, Report

CLEANER = Cleaner.from_config()
TEXT = "Snow closed the pass on Monday, the police said.\n\nShare this article\n\nNobody was hurt, number {}.\n"


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr("cleaner.engines.reading.BATCH_DOCUMENTS", 3)


class Stopped(BaseException):
    """Stands for what ends a run at once."""


@dataclass
class Command:
    """What a user would say; its changes are what a second run says otherwise."""

    out: object
    inputs: object
    config: dict = field(default_factory=lambda: {"profile": '"default"'})
    rules: str = "r" * 32
    settings: dict = field(default_factory=dict)
    workers: int = 1
    resume: bool = False
    force: bool = False

    def __call__(self, stop=None):
        """The report, and where it began; ``stop`` ends it behind so many batches."""
        single = is_single_file(str(self.out))
        sources = find_sources([str(self.inputs)], out=self.out, mirror=not single)
        head = Head.begun(
            cleaner="1",
            config=json.dumps(self.config),
            rules=self.rules,
            effective=self.config,
            settings=self.settings,
            stamps=[(source.uri, stamp(source)) for source in sources.sources],
        )
        start = begin(self.out, head, single=single, resume=self.resume, force=self.force)
        if start.finished is not None:
            return None, start
        told = []

        def tell(*_):
            told.append(1)
            if len(told) == stop:
                raise Stopped

        report = Report()
        try:
            if start.done is None or not start.done.closed:
                writer = open_writer(str(self.out), staging=start.staging, force=self.force, edits=self.edits)
                job = Job(CLEANER, Reading(), writer.encoder)
                run(
                    job,
                    sources,
                    writer,
                    workers=self.workers,
                    report=report,
                    progress=tell if stop else None,
                    done=start.done,
                )
            if stop != "unreported":
                start.journal.finish(report.verdicts)
        except Stopped:
            pass
        finally:
            start.staging.discard()
        return report, start

    @property
    def edits(self):
        return self.settings.get("edits")

    def again(self, **changes):
        return replace(self, resume=True, **changes)


@pytest.fixture
def inputs(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        (folder / f"c{number}.txt").write_text(TEXT.format(number))
    (folder / "empty.txt").write_text("")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    (folder / "picture.png").write_bytes(b"png")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "rows.jsonl").write_text(rows(8) + "no row\n")
    return folder


def rows(count):
    return "".join(json.dumps({"id": f"r{number}", "text": TEXT.format(number)}) + "\n" for number in range(count))


def pack(path, members):
    with tarfile.open(path, "w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))


def tree(path):
    folder = path if path.is_dir() else path.parent
    found = (one for one in sorted(folder.rglob("*")) if one.is_file() and "journal" not in one.name)
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def undisturbed(tmp_path, inputs, name, **options):
    (tmp_path / "undisturbed").mkdir(exist_ok=True)
    command = Command(tmp_path / "undisturbed" / name, inputs, **options)
    report, _ = command()
    return tree(command.out), report.as_dict()


@pytest.fixture
def command(tmp_path, inputs):
    (tmp_path / "stopped").mkdir()
    return Command(tmp_path / "stopped" / "out", inputs)


@pytest.mark.parametrize("name", ["out", "out.jsonl", "out.jsonl.gz", "out.parquet"])
@pytest.mark.parametrize("stop", [1, 2, 3, 4, 5])
def test_the_bytes_and_the_report_are_those_of_a_run_that_was_left_alone(tmp_path, inputs, command, name, stop):
    wanted, report = undisturbed(tmp_path, inputs, name)
    command.out = tmp_path / "stopped" / name
    command(stop)
    told, start = command.again()()
    assert sum(start.done.report.verdicts.values()) == 3 * stop
    assert told.as_dict() == report
    assert tree(command.out) == wanted
    assert report["skipped"] == {"hidden": 0, "unknown_suffix": 1}
    assert [failure for failure in report["failures"] if "gone.txt" in failure]


def test_it_may_stop_behind_every_batch_and_change_its_workers(tmp_path, inputs, command):
    wanted, report = undisturbed(tmp_path, inputs, "out")
    command(1)
    for workers in (2, 1, 2, 1):
        command.again(workers=workers)(1)
    told, _ = command.again()()
    assert told.as_dict() == report
    assert tree(command.out) == wanted


@pytest.mark.parametrize("stop", range(1, 6))
@pytest.mark.parametrize("edits", ["sidecar", "none", "inline"])
def test_members_and_rows_of_an_archive_go_on(tmp_path, inputs, command, stop, edits):
    pack(
        inputs / "d.tar",
        [
            *((f"m/{number}.txt", TEXT.format(number).encode()) for number in range(4)),
            ("m/rows.jsonl.gz", gzip.compress(rows(7).encode(), mtime=0)),
            ("m/1.html", b"<html><body><p>Snow fell in the town.</p></body></html>"),  # would be m/1.txt as well
            ("m/damaged.jsonl.gz", b"no gzip"),
            ("m/z.txt", b"The last one.\n"),
        ],
    )
    for name in ("binary.txt", "rows.jsonl", *(f"c{number}.txt" for number in range(5))):
        (inputs / name).unlink()
    wanted, report = undisturbed(tmp_path, inputs, "out", settings={"edits": edits})
    assert "same_output" in report["reasons"]
    command.settings = {"edits": edits}
    command(stop)
    told, _ = command.again()()
    assert told.as_dict() == report
    assert tree(command.out) == wanted


@pytest.mark.parametrize("stop", [2, 3])
def test_rows_are_not_lost_where_the_next_source_cannot_be_read(tmp_path, inputs, command, stop):
    (inputs / "rows2.jsonl.gz").write_bytes(b"no gzip at all")
    (inputs / "rows3.jsonl").write_text(rows(1))
    (inputs / "rows.jsonl").write_text(rows(5))
    for name in ("binary.txt", "empty.txt", *(f"c{number}.txt" for number in range(5))):
        (inputs / name).unlink()
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    command(stop)
    command.again()()
    assert tree(command.out) == wanted
    assert len((command.out / "rows.jsonl").read_bytes().splitlines()) == 5


def test_a_batch_that_was_not_finished_is_done_again(tmp_path, inputs, command, monkeypatch):
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    with monkeypatch.context() as patch:
        patch.setattr("cleaner.io.staging.sync_parts", lambda _: (_ for _ in ()).throw(Stopped()))
        command()
    assert tree(command.out) == {}
    _, start = command.again()()
    assert start.told == ("nothing to go on with here",)
    assert tree(command.out) == wanted


def test_a_finished_run_has_nothing_left_to_do(command):
    report, _ = command()
    before = tree(command.out)
    told, start = command.again()()
    assert told is None
    assert start.finished == report.verdicts
    assert start.finished["failed"] == 3  # one of them could not even be found
    assert tree(command.out) == before


def test_one_that_is_written_and_not_reported_only_counts(tmp_path, inputs, command):
    wanted, report = undisturbed(tmp_path, inputs, "out")
    command("unreported")
    _, start = command.again()()
    assert start.done.closed
    assert sum(start.done.report.verdicts.values()) == sum(report["verdicts"].values()) - 1  # what was not found
    assert tree(command.out) == wanted


def test_without_resume_a_run_begins_anew_and_says_so(tmp_path, inputs, command):
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    command(2)
    _, start = command()
    [told] = start.told
    assert "had stopped" in told
    assert "--resume" in told
    assert start.done is None
    assert tree(command.out) == wanted


@pytest.mark.parametrize("name", ["out", "out.jsonl", "out.parquet"])
def test_a_run_that_begins_anew_leaves_no_part_of_the_former_one(tmp_path, inputs, command, name):
    command.out = tmp_path / "stopped" / name
    command(2)
    assert [path for path in (tmp_path / "stopped").rglob("*") if is_part(path.name)] or name == "out"
    for path in list(inputs.iterdir())[1:]:
        path.unlink()
    command()
    assert not [path for path in (tmp_path / "stopped").rglob("*") if is_part(path.name)]


def test_a_run_that_was_killed_between_two_moves_can_begin_anew(tmp_path, inputs, command, monkeypatch):
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    (tmp_path / "stopped/out").mkdir()
    real, seen = os.replace, []

    def replaced(path, target):
        if len(seen) == 1:
            raise Stopped
        seen.append(target)
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.replace", replaced)
        command()
    assert len(tree(command.out)) > 1  # a text whose edits file is not there yet, and parts
    report, _ = command()
    assert "exists" not in report.reasons
    assert tree(command.out) == wanted


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"config": {"profile": '"gentle"'}}, ['profile: "default" before, "gentle" now']),
        ({"rules": "s" * 32}, ["the rules are others"]),
        ({"settings": {"edits": "none"}}, ["edits: not given before, none now"]),
    ],
)
def test_what_was_said_otherwise_is_refused_and_told(command, change, told):
    command(2)
    before = tree(command.out)
    with pytest.raises(ConfigError) as caught:
        command.again(**change)()
    for piece in (*told, "--force", "without --resume"):
        assert piece in str(caught.value)
    assert tree(command.out) == before
    command.again()()


def change_one(inputs):
    (inputs / "c1.txt").write_text("It is another text now.\n")


def remove_one(inputs):
    (inputs / "c1.txt").unlink()


def add_one(inputs):
    (inputs / "c1b.txt").write_text(TEXT.format("1b"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (change_one, "c1.txt was changed"),
        (remove_one, "c1.txt is gone"),
        (add_one, "c1b.txt is new"),
    ],
)
@pytest.mark.parametrize("finished", [False, True])
def test_other_inputs_are_refused_and_told(command, inputs, change, told, finished):
    command(None if finished else 2)
    change(inputs)
    with pytest.raises(ConfigError) as caught:
        command.again()()
    assert told in str(caught.value)


def test_other_rules_with_force_go_on_and_keep_what_is_done(tmp_path, inputs, command):
    command(2)
    before = tree(command.out)
    report, start = command.again(rules="s" * 32, force=True)()
    assert start.told[-1] == "what is done stays as it is"
    assert sum(start.done.report.verdicts.values()) == 6
    assert before.items() <= tree(command.out).items()
    assert report.as_dict() == undisturbed(tmp_path, inputs, "out")[1]
    assert command.again(rules="s" * 32)()[1].finished is not None


@pytest.mark.parametrize("killed_again", [False, True])
def test_changes_behind_what_is_done_are_taken_up_with_force(tmp_path, inputs, command, killed_again):
    command(2)
    (inputs / "rows.jsonl").write_text(rows(3))
    (inputs / "z.txt").write_text(TEXT.format("z"))
    if killed_again:
        command.again(force=True)(1)
        command.again()()
    else:
        command.again(force=True)()
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    assert tree(command.out) == wanted


def test_an_input_that_is_done_and_gone_keeps_its_output(tmp_path, inputs, command):
    command(2)
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    (inputs / "binary.txt").unlink()
    (inputs / "c0.txt").unlink()
    report, start = command.again(force=True)()
    assert start.done is not None
    assert tree(command.out) == wanted
    assert report.reasons["binary"] == 1


@pytest.mark.parametrize("change", [change_one, add_one])
def test_what_does_not_fit_what_is_done_begins_anew_with_force(tmp_path, inputs, command, change):
    command(2)
    change(inputs)
    _, start = command.again(force=True)()
    assert start.done is None
    assert "begun anew" in start.told[-1]
    assert tree(command.out) == undisturbed(tmp_path, inputs, "out")[0]


@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_to_files_that_are_closed_nothing_is_added(tmp_path, inputs, command, name):
    command.out = tmp_path / "stopped" / name
    command("unreported")
    (inputs / "z.txt").write_text(TEXT.format("z"))
    _, start = command.again(force=True)()
    assert start.done is None
    assert tree(command.out) == undisturbed(tmp_path, inputs, name)[0]


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_a_second_run_at_the_same_time_is_kept_out_and_harms_nothing(tmp_path, inputs, command, name, resume):
    wanted, _ = undisturbed(tmp_path, inputs, name)
    command.out = tmp_path / "stopped" / name
    single = is_single_file(name)
    sources = find_sources([str(inputs)], out=command.out, mirror=not single)
    head = Head.begun(
        cleaner="1",
        config=json.dumps(command.config),
        rules=command.rules,
        effective=command.config,
        settings={},
        stamps=[(source.uri, stamp(source)) for source in sources.sources],
    )
    start = begin(command.out, head, single=single, resume=False, force=False)
    writer, refused = open_writer(str(command.out), staging=start.staging), []

    def other(*_):
        with pytest.raises(CleanerError) as caught:
            replace(command, resume=resume)()
        refused.append(str(caught.value))

    run(Job(CLEANER, Reading(), writer.encoder), sources, writer, progress=other)
    assert len(refused) > 3
    assert all("another run writes there now" in told for told in refused)
    assert tree(command.out) == wanted


def test_a_damaged_journal_is_told_with_resume_and_written_over_without(tmp_path, inputs, command):
    wanted, _ = undisturbed(tmp_path, inputs, "out")
    command(2)
    (command.out / ".cleaner-journal.jsonl").write_text("no journal\n")
    with pytest.raises(CleanerError) as caught:
        command.again()()
    assert "this is no journal of a run" in str(caught.value)
    command()
    assert tree(command.out) == wanted
    assert command.again()()[1].finished is not None


def test_an_open_part_that_is_gone_ends_the_run_and_harms_nothing(inputs, command):
    for path in inputs.glob("*.txt"):
        path.unlink()
    command(1)
    [part] = [path for path in command.out.iterdir() if is_part(path.name) and path.stat().st_size > 500]
    part.unlink()
    with pytest.raises(CleanerError) as caught:
        command.again()()
    assert "without --resume" in str(caught.value)


def test_a_folder_and_a_file_of_one_name_do_not_end_the_run(tmp_path, command):
    pack(
        tmp_path / "in/d.tar",
        [("a.txt", TEXT.format(1).encode()), ("a.txt/b.txt", TEXT.format(2).encode()), ("c.txt", b"Snow.\n")],
    )
    report, _ = command()
    assert (command.out / "d.tar/a.txt").is_file()
    assert (command.out / "d.tar/c.txt").is_file()
    [told] = [failure for failure in report.failures if "a.txt/b.txt" in failure]
    assert "cannot be written" in told
