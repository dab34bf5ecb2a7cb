import pytest

from cleaner.stages.spun.neural.judge import tell_once


@pytest.fixture
def fresh_log(caplog):
    """The log, of a process that has not warned yet."""
    tell_once.cache_clear()
    yield caplog
    tell_once.cache_clear()
