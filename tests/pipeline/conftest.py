"""Fixtures of the pipeline's tests."""

import pytest
from packs import cleaner


@pytest.fixture
def with_rules(tmp_path):
    """A cleaner with the given packs in a folder of the user, and without the line model, which might act for them."""

    def make(*packs, **settings):
        for number, pack in enumerate(packs):
            (tmp_path / f"pack-{number}.yml").write_text(pack, encoding="utf-8")
        disable = [*settings.pop("disable", []), "chrome"]
        return cleaner(rules=[str(tmp_path)], disable=disable, **settings)

    return make
