"""Settings: what a file or the command line may say, and how mistakes are told."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import ConfigError
from cleaner.pipeline import PROFILES, Config, Gates, find_config, read_config, to_toml
from cleaner.stages import spun
from cleaner.stages.chrome import POINT_NAMES
from cleaner.stages.spun import language_model, model, swaps


@pytest.fixture
def written(tmp_path):
    """Writes a configuration file and gives back its path."""

    def write(text, name="cleaner.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def problems(path=None, overrides=None):
    with pytest.raises(ConfigError) as caught:
        read_config(path, overrides)
    return [str(problem).replace(f"{path.parent}/" if path else "\0", "") for problem in caught.value.problems]


def test_an_empty_file_and_no_file_mean_the_news_profile(written):
    assert read_config() == read_config(written("")) == Config()
    assert Config().stages == ("page", "repair", "chrome", "rules", "spun", "repeats", "layout")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('\nprofil = "news"\n', "cleaner.toml:2:1: `profil` is no setting; did you mean `profile`?"),
        ("[gates]\ntoo-shrot = 3\n", "cleaner.toml:2:1: `gates.too-shrot` is no setting; did you mean `too-short`?"),
        ("gates.too-shrot = 3", "cleaner.toml:1:7: `gates.too-shrot` is no setting; did you mean `too-short`?"),
        ("gates = {too-shrot = 3}", "cleaner.toml:1:1: `gates.too-shrot` is no setting; did you mean `too-short`?"),
        ("risky = true\n\n[gate]\n", "cleaner.toml:3:2: `gate` is no setting; did you mean `gates`?"),
        (
            "zzz = 1",
            (
                "cleaner.toml:1:1: `zzz` is no setting; expected one of "
                "profile, point, line-model, spun, siblings, spun-judge, rules, site-models, enable, disable, "
                "risky, max-lines, gates"
            ),
        ),
        (
            'profile = "newz"',
            "cleaner.toml:1:1: `profile`: 'newz' is not known; expected one of `news`, `gentle`, `strict`",
        ),
        (
            'point = "best"',
            "cleaner.toml:1:1: `point`: 'best' is not known; expected one of `precise`, `balanced`, `thorough`",
        ),
        (
            'spun = "mend"',
            "cleaner.toml:1:1: `spun`: 'mend' is not known; expected one of `repair`, `flag`, `drop`",
        ),
        ("spun-judge = 5", "cleaner.toml:1:1: `spun-judge`: expected a text, got a whole number"),
        ('risky = "yes"', "cleaner.toml:1:1: `risky`: expected true or false, got a text"),
        ('enable = "ads"', "cleaner.toml:1:1: `enable`: expected a list, got a text"),
        (
            'enable = ["ads", 3]',
            "cleaner.toml:1:1: `enable`: expected a text, got a whole number (entry 2 of the list)",
        ),
        ("rules = [5]", "cleaner.toml:1:1: `rules`: expected a text, got a whole number (entry 1 of the list)"),
        ("gates = 5", "cleaner.toml:1:1: `gates`: expected a table, got a whole number"),
        ("[gates]\ntoo-short = -1", "cleaner.toml:2:1: `gates.too-short`: expected a whole number >= 0"),
        ("[gates]\ntoo-much-removed = 2", "cleaner.toml:2:1: `gates.too-much-removed`: expected a number <= 1.0"),
        ('[gates]\ntoo-short = "9"', "cleaner.toml:2:1: `gates.too-short`: expected a whole number, got a text"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_was_expected(written, text, told):
    assert problems(written(text)) == [told]


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(written):
    path = written('riskyy = true\nprofile = "newz"\n[gates]\ntoo-short = "a"\nlanguage = ["en"]\n')
    assert [told.partition(": ")[0] for told in problems(path)] == [f"cleaner.toml:{line}:1" for line in (1, 2, 4, 5)]


def test_a_mistake_on_the_command_line_is_not_blamed_on_the_file(written):
    path = written('profile = "newz"')
    overrides = {"riskyy": "true", "gates": {"too-short": "many"}}
    assert [told.partition(": ")[0] for told in problems(path, overrides)] == ["command line"] * 2 + [
        "cleaner.toml:1:1"
    ]


def test_the_place_is_that_of_our_table_where_other_tools_have_the_same_key(written):
    path = written('[tool.isort]\nprofile = "black"\n\n[tool.cleaner]\nprofile = "newz"\n', "pyproject.toml")
    assert problems(path)[0].startswith("pyproject.toml:5:1: `profile`")


def test_text_that_is_no_toml_is_told_with_its_place(written):
    assert problems(written("risky = true\nprofile news\n"))[0].startswith("cleaner.toml:2:9: this is not TOML")


@pytest.mark.parametrize("content", [b"\xff", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path, content):
    path = tmp_path / "cleaner.toml"
    if content is not None:
        path.write_bytes(content)
    assert problems(path)[0].startswith("cleaner.toml: cannot be read")


def test_a_pyproject_is_read_where_it_speaks_of_us(written):
    path = written("[tool.ruff]\nline-length = 9\n[tool.cleaner.gates]\ntoo-short = 9\n", "pyproject.toml")
    assert read_config(path).gates == Gates(too_short=9)
    assert read_config(written("[tool.ruff]\n", "pyproject.toml")) == Config()


@pytest.mark.parametrize("text", ["tool = 3", "[tool]\ncleaner = 3"])
def test_a_pyproject_with_odd_tables_is_told_and_no_crash(written, text):
    assert "must be a table: write `[tool.cleaner]`" in problems(written(text, "pyproject.toml"))[0]


def test_the_nearest_configuration_is_found(tmp_path):
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "cleaner.toml").touch()
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.ruff]\n", encoding="utf-8")
    assert find_config(below) == tmp_path / "cleaner.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.cleaner]\n", encoding="utf-8")
    assert find_config(below) == tmp_path / "a" / "pyproject.toml"


def test_settings_of_the_command_line_are_text_and_are_understood():
    overrides = {"risky": "true", "gates": {"too-short": "20", "too-much-removed": "0.5", "languages": ["en"]}}
    config = read_config(overrides=overrides)
    assert config == Config(risky=True, gates=Gates(too_short=20, too_much_removed=0.5, languages=("en",)))


def test_a_number_on_the_command_line_must_be_one():
    assert problems(overrides={"gates": {"too-short": "many"}}) == [
        "command line: `gates.too-short`: expected a whole number, got a text"
    ]


def test_the_command_line_wins_over_the_file_and_its_lists_add_up(written):
    path = written('profile = "strict"\nenable = ["ads"]\n[gates]\ntoo-short = 9\nlanguages = ["en", "de"]\n')
    overrides = {"profile": "news", "enable": ("legal", "ads"), "gates": {"languages": ["fr"]}}
    config = read_config(path, overrides)
    assert config.profile == "news"
    assert config.enable == ("ads", "legal")
    assert config.gates == Gates(too_short=9, languages=("fr",))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_is_where_settings_start_and_the_file_has_the_last_word(written, profile):
    start = read_config(overrides={"profile": profile})
    assert start.profile == profile
    assert start.stages[:2] == ("page", "repair")
    assert start.stages[-1] == "layout"
    changed = read_config(written(f'profile = "{profile}"\nrisky = false\n[gates]\nverdict = "flag"\ntoo-short = 1\n'))
    assert (changed.risky, changed.gates) == (False, Gates(too_short=1))


def test_strict_drops_what_the_others_flag():
    assert read_config(overrides={"profile": "strict"}).gates == Gates(too_short=30, verdict="drop")
    assert read_config(overrides={"profile": "strict"}).risky
    assert read_config(overrides={"profile": "gentle"}).stages == ("page", "repair", "layout")


def test_rule_folders_are_taken_from_where_the_file_stands(written):
    path = written('rules = ["mine", "/srv/rules"]\n')
    assert [Path(folder) for folder in read_config(path).rules] == [path.parent / "mine", Path("/srv/rules")]
    assert read_config(path, {"rules": ["more"]}).rules[-1] == "more"


def test_a_line_model_is_taken_from_where_the_file_stands(written):
    path = written('line-model = "mine/lines.model"\n')
    assert Path(read_config(path).line_model) == path.parent / "mine" / "lines.model"
    assert read_config(path, {"line-model": "other.model"}).line_model == "other.model"
    assert read_config(written('line-model = ""\n')).line_model == ""


def test_siblings_and_a_judge_are_taken_from_where_the_file_stands_and_an_address_from_nowhere(written):
    path = written('siblings = "mine/batch.siblings"\nspun-judge = "models/gpt2"\n')
    config = read_config(path)
    assert Path(config.siblings) == path.parent / "mine" / "batch.siblings"
    assert Path(config.spun_judge) == path.parent / "models" / "gpt2"
    address = "http://localhost:8080/v1#tiny"
    assert read_config(written(f'spun-judge = "{address}"\n')).spun_judge == address
    assert read_config(path, {"siblings": "other", "spun-judge": address}).siblings == "other"
    assert read_config(written('siblings = ""\nspun-judge = ""\n')) == Config()


def test_of_siblings_and_a_judge_the_content_counts(tmp_path):
    for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name).write_bytes(content)
        (tmp_path / f"judge-{name}").mkdir()
        (tmp_path / f"judge-{name}" / "config.json").write_bytes(content)
    plain = Config().fingerprint
    for setting, prefix in (("siblings", ""), ("spun_judge", "judge-")):
        a, b, c = (Config(**{setting: str(tmp_path / f"{prefix}{name}")}).fingerprint for name in "abc")
        assert a == b
        assert len({a, c, plain}) == 3
    assert Config(spun_judge="http://a.example/v1#m").fingerprint != plain
    with pytest.raises(ConfigError) as caught:
        _ = Config(siblings=str(tmp_path / "none")).fingerprint
    assert "none: cannot be read" in str(caught.value)


def test_what_an_action_or_profile_does_not_ask_for_does_not_count(tmp_path):
    assert len({Config(spun=action).fingerprint for action in spun.ACTIONS}) == 3
    assert Config(spun="flag", siblings="none").fingerprint == Config(spun="flag").fingerprint
    gentle = Config(profile="gentle").fingerprint
    assert Config(profile="gentle", siblings="none", spun_judge="none", spun="drop").fingerprint == gentle


def test_the_models_that_ship_count_where_they_are_used(tmp_path, monkeypatch):
    assert spun.SHIPPED == (model.BUILT_IN, swaps.SHIPPED, language_model.BUILT_IN)
    for number in range(3):
        (tmp_path / str(number)).write_bytes(b"name" + bytes(99))
    files = tuple(tmp_path / str(number) for number in range(3))
    monkeypatch.setattr(spun, "SHIPPED", files)
    first, gentle = Config().fingerprint, Config(profile="gentle").fingerprint
    found = {first}
    for path in files:
        path.write_bytes(b"name" + b"other digest" + bytes(99))
        found.add(Config().fingerprint)
    files[2].unlink()  # word counts may be missing: then nothing is judged
    found.add(Config().fingerprint)
    assert len(found) == 5
    assert Config(profile="gentle").fingerprint == gentle
    files[0].unlink()
    with pytest.raises(ConfigError) as caught:
        _ = Config().fingerprint
    assert "cannot be read" in str(caught.value)


def test_of_a_line_model_the_content_counts(tmp_path):
    for name, content in (("a", b"1"), ("b", b"1"), ("c", b"2")):
        (tmp_path / name).write_bytes(content)
    a, b, c = (Config(line_model=str(tmp_path / name)).fingerprint for name in "abc")
    assert a == b
    assert len({a, c, Config().fingerprint}) == 3
    assert Config(profile="gentle", line_model="none").fingerprint == Config(profile="gentle").fingerprint


WORDS = st.lists(st.sampled_from(["ads", "legal", "share-bar", "repair.entity", "rules"]), max_size=4)
GATES = st.builds(
    Gates,
    too_short=st.integers(0, 100),
    too_much_removed=st.floats(0, 1),
    languages=st.lists(st.sampled_from(["de", "en", "fr", "pl"]), max_size=4).map(tuple),
    verdict=st.sampled_from(["flag", "drop"]),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
CONFIGS = st.builds(
    Config,
    profile=st.sampled_from(PROFILES),
    point=st.sampled_from(POINT_NAMES),
    spun=st.sampled_from(spun.ACTIONS),
    rules=st.lists(TEXT.map("/".__add__), max_size=3, unique=True).map(tuple),
    site_models=st.lists(TEXT.map("/".__add__), max_size=3, unique=True).map(tuple),
    enable=st.lists(TEXT, max_size=3, unique=True).map(tuple),
    disable=WORDS.map(tuple),
    risky=st.booleans(),
    gates=GATES,
)


@given(CONFIGS)
def test_what_is_written_reads_back_the_same(tmp_path_factory, config):
    path = tmp_path_factory.mktemp("config") / "cleaner.toml"
    path.write_text(to_toml(config), encoding="utf-8", newline="\n")
    back = read_config(path)
    apart = {"rules": (), "site_models": ()}
    assert msgspec.structs.replace(back, **apart) == msgspec.structs.replace(config, **apart)
    assert [Path(model) for model in back.site_models] == [Path(model) for model in config.site_models]
    assert [Path(folder) for folder in back.rules] == [Path(folder) for folder in config.rules]
    assert back.fingerprint == config.fingerprint


def test_every_setting_is_written_with_what_it_means():
    lines = to_toml(Config()).splitlines()
    settings = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    fields = {*Config.__struct_fields__, *Gates.__struct_fields__} - {"gates"}
    assert len(settings) == len(fields) >= 10
    assert all(lines[number - 1].startswith("# ") and len(lines[number - 1]) > 12 for number in settings)


@given(CONFIGS, st.randoms(use_true_random=False))
def test_the_fingerprint_does_not_hang_on_paths_or_on_the_order_of_lists(config, random):
    def shuffled(words):
        return tuple(random.sample([*words, *words], 2 * len(words)))

    gates = msgspec.structs.replace(config.gates, languages=shuffled(config.gates.languages))
    other = msgspec.structs.replace(
        config,
        rules=("/elsewhere",),
        site_models=("/elsewhere.yml",),
        enable=shuffled(config.enable),
        disable=shuffled(config.disable),
        gates=gates,
    )
    assert other.fingerprint == config.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        Config(profile="gentle"),
        Config(risky=True),
        Config(point="precise"),
        Config(spun="drop"),
        Config(enable=("ads",)),
        Config(disable=("ads",)),
        Config(gates=Gates(too_short=6)),
        Config(gates=Gates(languages=("en",))),
    ],
    ids=repr,
)
def test_every_setting_that_can_change_a_result_changes_the_fingerprint(other):
    assert other.fingerprint != Config().fingerprint
    assert len(other.fingerprint) == 32


def test_strict_is_strict_however_it_is_asked_for():
    assert Config(profile="strict") == read_config(overrides={"profile": "strict"})
    assert Config(profile="strict", gates=Gates(too_short=3)).risky is False


def test_a_profile_or_language_that_is_none_is_refused():
    with pytest.raises(ConfigError) as caught:
        Config(profile="gentel")
    assert "`gentel` is no profile; expected one of news, gentle, strict" in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        Config(point="best")
    assert "`best` is no operating point; expected one of precise, balanced, thorough" in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        Config(spun="mend")
    assert "`mend` is nothing to do about spun text; expected one of repair, flag, drop" in str(caught.value)
    with pytest.raises(ConfigError) as caught:
        read_config(overrides={"gates": {"languages": ["english"]}})
    assert "a language code such as `en`" in str(caught.value)
