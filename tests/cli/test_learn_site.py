"""``cleaner learn site`` and ``--site-model``: from a folder of pages to a model to clean pages."""

import json

import pytest

PLACES = ("harbour", "museum", "railway", "library", "bakery", "theatre", "orchard", "quarry", "lighthouse", "market")
STAND = "The village gazette is printed by its readers, and every one of them may vote on what it prints next."


def story(number):
    place = PLACES[number % 10]
    return (
        f"The {place} of the village was shut for {number + 2} days, and the keeper told nobody why, a guest said.\n"
        f"On day {number + 3} the keeper of the {place} came back with {number + 5} goats and opened the door again.\n"
    )


def page(number):
    return f"Village Gazette\n{number + 7} villagers read this\n\n{story(number)}\n{STAND}\nToll the bell\n"


@pytest.fixture
def pages(grow):
    """A folder with 20 pages of one site."""
    return grow({f"gazette.example/{number:02}.txt": page(number) for number in range(20)}, "in")


@pytest.fixture
def learned(run, pages):
    done = run("learn", "site", pages, "--out", "model.yml", "--site", "parent-folder")
    assert done.code == 0, done.stderr
    return done


def test_what_the_site_repeats_goes_and_every_story_stays(run, pages, learned, tree, tmp_path):
    done = run("clean", pages, "--out", "out", "--site", "parent-folder", "--site-model", "model.yml")
    assert done.code == 0, done.stderr
    cleaned = {name: text.decode() for name, text in tree(tmp_path / "out").items() if name.endswith(".txt")}
    assert cleaned == {f"gazette.example/{number:02}.txt": story(number) for number in range(20)}


def test_the_summary_counts_lines_and_pages_and_says_what_comes_next(learned):
    assert learned.text.startswith("gazette.example: 4 lines on 20 pages\nwritten to model.yml, fingerprint ")
    assert "cleaner clean ... --site-model model.yml" in learned.text


def test_the_model_is_rules_with_their_proof(run, learned, tmp_path):
    text = (tmp_path / "model.yml").read_text()
    assert "pack: sites.gazette.example\n" in text
    assert 'why: "It stands on 20 of 20 pages of gazette.example."' in text
    assert 'phrases: ["# villagers read this"]' in text
    assert 'drop: ["10 villagers read this", "11 villagers read this"]' in text
    done = run("rules", "test", "sites", "--rules", "model.yml")
    assert (done.code, done.stdout) == (0, b"")
    assert "4 rules" in done.stderr
    assert run("rules", "lint", "--rules", "model.yml").code == 0


def test_learning_twice_gives_the_same_bytes_in_whatever_files_the_pages_are(run, pages, learned, grow, tmp_path):
    rows = "".join(
        json.dumps({"text": page(number), "url": f"https://www.gazette.example/{number}"}) + "\n"
        for number in reversed(range(20))
    )
    grow({"rows.jsonl": rows})
    done = run("learn", "site", "rows.jsonl", "--out", "rows.yml")
    assert done.code == 0, done.stderr
    assert (tmp_path / "rows.yml").read_bytes() == (tmp_path / "model.yml").read_bytes()


def test_explain_and_diff_tell_on_how_many_pages_a_line_stands(run, pages, learned):
    one = pages / "gazette.example" / "03.txt"
    model = ("--site-model", "model.yml", "--site", "gazette.example")
    explained = run("explain", one, *model).text
    assert "└ sites.gazette.example.line-" in explained
    assert "It stands on 20 of 20 pages of gazette.example." in explained
    assert "sites.gazette.example.line-" in run("diff", one, *model).text


def test_pages_of_other_sites_are_left_alone_and_that_is_said(run, learned, grow):
    grow({"other.txt": page(3)})
    done = run("clean", "other.txt", "--out", "out", "--site", "other.example", "--site-model", "model.yml")
    assert "the site models did nothing" in done.stderr
    assert "gazette.example" in done.stderr
    done = run("clean", "other.txt", "--out", "out", "--site-model", "model.yml")
    assert "--site" in done.stderr
    done = run("clean", "other.txt", "--out", "out", "--site", "gazette.example", "--site-model", "model.yml")
    assert "did nothing" not in done.stderr


def test_a_keep_rule_wins_over_the_model(run, pages, learned, grow):
    grow(
        {
            "mine/bell.yml": "pack: bell\nabout: The bell stays.\nrules:\n  - id: bell\n    kind: keep\n"
            "    why: Readers asked for the bell.\n    phrases: [Toll the bell]\n"
            "    tests: {keep: [Toll the bell], drop: [Toll]}\n"
        }
    )
    one = pages / "gazette.example" / "03.txt"
    options = ("--site", "gazette.example", "--site-model", "model.yml", "--rules", "mine")
    assert run("clean", one, "--out", "-", *options).text == f"{story(3)}\nToll the bell\n"


def test_a_config_file_names_models_relative_to_itself(run, pages, learned, grow, tmp_path):
    grow({"settings/cleaner.toml": 'site-models = ["../model.yml"]\n'})
    one = pages / "gazette.example" / "03.txt"
    options = ("--site", "gazette.example", "--config", "settings/cleaner.toml")
    assert run("clean", one, "--out", "-", *options).text == story(3)


def test_the_rules_fingerprint_covers_the_model_and_the_settings_one_does_not(run, learned):
    plain, with_model = (run("config", "show", *options).text for options in ((), ("--site-model", "model.yml")))
    last = [text.splitlines()[-1].partition(", rules ") for text in (plain, with_model)]
    assert last[0][0] == last[1][0]
    assert last[0][2] != last[1][2]


def test_a_site_of_few_pages_is_left_out_and_told(run, pages, grow, tmp_path):
    grow({f"small.example/{number}.txt": page(number) for number in range(9)}, "in")
    done = run("learn", "site", pages, "--out", "model.yml", "--site", "parent-folder")
    assert done.code == 0
    assert "left out: small.example: 9 pages, and learning needs 10" in done.stderr
    assert "small.example" not in (tmp_path / "model.yml").read_text()
    done = run("learn", "site", pages, "--out", "model.yml", "--site", "parent-folder", "--min-pages", 9)
    assert "small.example: 4 lines on 9 pages" in done.text


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "no document names its site: give --site HOST"),
        (("--site", "gazette.example", "--min-pages", "21"), "no site has 21 different pages"),
    ],
)
def test_where_nothing_can_be_learned_nothing_is_written(run, pages, tmp_path, options, told):
    done = run("learn", "site", pages, "--out", "model.yml", *options)
    assert done.code == 1
    assert told in done.stderr
    assert not (tmp_path / "model.yml").exists()


def test_a_foreign_file_is_not_overwritten_and_a_model_is(run, pages, learned, grow, tmp_path):
    grow({"mine.yml": "pack: mine\n"})
    done = run("learn", "site", pages, "--out", "mine.yml", "--site", "parent-folder")
    assert done.code == 1
    assert "mine.yml: exists and is no site model" in done.stderr
    assert (tmp_path / "mine.yml").read_text() == "pack: mine\n"
    assert run("learn", "site", pages, "--out", "mine.yml", "--site", "parent-folder", "--force").code == 0
    assert run("learn", "site", pages, "--out", "model.yml", "--site", "parent-folder").code == 0


def test_an_input_is_never_the_output(run, pages):
    one = pages / "gazette.example" / "00.txt"
    done = run("learn", "site", pages, "--out", one, "--site", "parent-folder", "--force")
    assert done.code == 1
    assert "would be written over the input itself" in done.stderr
    assert one.read_text() == page(0)
    assert "is a folder" in run("learn", "site", pages, "--out", pages, "--site", "parent-folder").stderr


def test_a_bad_page_is_told_and_the_others_teach(run, pages, grow, tmp_path):
    grow({"gazette.example/bad.txt": b"\0\0\1\2\0\0" * 50}, "in")
    done = run("learn", "site", pages, "--out", "model.yml", "--site", "parent-folder")
    assert done.code == 1
    assert "failed: " in done.stderr
    assert "bad.txt" in done.stderr
    assert "pack: sites.gazette.example" in (tmp_path / "model.yml").read_text()


@pytest.mark.parametrize(
    ("mend", "told"),
    [
        (lambda text: text[: len(text) // 2], "the site model is cut off: its last line must be `...`"),
        (lambda text: text.replace("format 1.", "format 2.", 1), "model.yml:1: the site model has format 2"),
        (lambda text: f"pack: x\n{text}", "model.yml:1: this is no site model"),
        (lambda text: text.replace("kind: recurring", "kind: recuring", 1), "model.yml:11:11: `recuring` is no kind"),
        (lambda _: "", "model.yml:1: this is no site model"),
    ],
)
def test_a_damaged_model_is_refused_with_its_place(run, pages, learned, tmp_path, mend, told):
    model = tmp_path / "model.yml"
    model.write_text(mend(model.read_text()))
    done = run("clean", pages, "--out", "out", "--site", "parent-folder", "--site-model", "model.yml")
    assert done.code == 2
    assert told in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_model_that_is_not_there_or_a_folder_is_refused(run, pages):
    for path, told in (("none.yml", "there is no such site model"), (pages, "a site model is one file")):
        done = run("clean", pages, "--out", "out", "--site-model", path)
        assert done.code == 2
        assert told in done.stderr


def test_a_rule_taken_out_by_hand_leaves_its_line_alone(run, pages, learned, tmp_path):
    model = tmp_path / "model.yml"
    head, *rules = model.read_text().removesuffix("...\n").split("  - id: ")
    kept = [rule for rule in rules if "toll the bell" not in rule]
    assert len(kept) == len(rules) - 1
    model.write_text("  - id: ".join([head, *kept]) + "...\n")
    one = pages / "gazette.example" / "03.txt"
    options = ("--site", "gazette.example", "--site-model", "model.yml", "--disable", "chrome")
    assert run("clean", one, "--out", "-", *options).text == f"{story(3)}\nToll the bell\n"
