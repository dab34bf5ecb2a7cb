"""The floors of the house: imports go down only, modules stay small, and a start costs little."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner.rules.load import builtin_rules, load_packs, rule_files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PACKAGE = Path(cleaner.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = {path: ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts) for path in MODULES}
# A part may import from its own floor's parts only where that is written here, and from all floors below.
FLOORS = [["model"], ["plugins"], ["rules"], ["stages", "learn"], ["pipeline"], ["io", "engines"], ["cli"]]
BESIDE = {
    ("engines", "io"),  # the engine carries documents from readers to writers
    ("learn", "stages"),  # a learner makes the model that a stage reads, from the features that the stage sees
}
LEVEL = {part: level for level, parts in enumerate(FLOORS) for part in parts}


def part_of(name):
    """The part of the package that a full name stands in; empty for the package itself."""
    return f"{name}.".split(".")[1]


def imported(path):
    """Full names of all that the module imports, inside functions and for type checkers too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{NAMES[path]}: write imports in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def faults(path):
    own = part_of(NAMES[path])
    for name in imported(path):
        part = part_of(name)
        if not name.startswith("cleaner.") or part == own or part not in LEVEL or own not in LEVEL:
            continue
        if LEVEL[part] > LEVEL[own] or (LEVEL[part] == LEVEL[own] and (own, part) not in BESIDE):
            yield f"{NAMES[path]} imports {name}, which is not below it"


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_imports_go_down_only(path):
    assert list(faults(path)) == []


def test_every_part_has_its_floor():
    parts = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert parts <= set(LEVEL)


def test_the_model_needs_nothing_but_the_standard_library():
    roots = {name.split(".")[0] for path in (PACKAGE / "model").glob("*.py") for name in imported(path)}
    assert roots - {"cleaner"} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_a_module_says_what_it_is_and_what_is_public_and_stays_small(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assigned = {
        t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets if isinstance(t, ast.Name)
    }
    assert ast.get_docstring(tree), "a module begins with what the reader gets from it"
    assert "__all__" in assigned or path.name in ("__init__.py", "__main__.py"), "public names stand in __all__"
    assert len(source.splitlines()) < 300, "one idea a module: part it"


@pytest.mark.parametrize("path", MODULES, ids=NAMES.get)
def test_no_module_is_named_after_nothing(path):
    assert {path.stem, path.parent.name}.isdisjoint(
        {"utils", "util", "helpers", "helper", "manager", "managers", "misc"}
    )


@pytest.mark.parametrize("start", ["cleaner", "cleaner.cli.main"])
def test_a_start_loads_nothing_heavy(start):
    heavy = ["numpy", "jax", "trafilatura", "ftfy", "langdetect", "pydantic", "rich", "zstandard", "yaml", "fsspec"]
    code = f"import sys, {start}; print([name for name in {heavy} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_rules_ship_with_the_package():
    project = PACKAGE.parent / "pyproject.toml"
    if project.exists():  # a checkout; an installed package has them inside
        wheel = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
        assert wheel["force-include"]["rules"] == "cleaner/_rules"
    assert len(rule_files(builtin_rules())) == len(load_packs()) > 5
