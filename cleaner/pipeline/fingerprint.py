"""The fingerprint of a configuration: what it says, and of the models it names the content, not the names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from cleaner.model import ConfigError, Place, Problem

if TYPE_CHECKING:
    from cleaner.pipeline.config import Config

__all__ = ["fingerprint_of"]

# Files of spun text begin with a line that names them and a SHA-256 of the rest: as good as the 14 MB that follow, and
# where these do not fit it the file is refused.
_HEAD = 64


def fingerprint_of(config: Config) -> str:
    """32 hex digits over all that can change a result, but for files of rules, which have a fingerprint of their own.

    Settings of stages that are off do not count.

    Raises:
        ConfigError: where a model cannot be read.
    """
    running = config.running
    spun = "spun" in running
    repairs = spun and config.spun == "repair"
    settled = msgspec.structs.replace(
        config,
        line_model=_digest(_line_models(config.line_model)) if "chrome" in running else "",
        spun=config.spun if spun else "repair",
        siblings=_head(Path(config.siblings)).hex() if repairs and config.siblings else "",
        spun_judge=_judge(config.spun_judge) if repairs else "",
        rules=(),
        site_models=(),
        enable=_sorted(config.enable),
        disable=_sorted(config.disable),
        gates=msgspec.structs.replace(config.gates, languages=_sorted(config.gates.languages)),
    )
    digest = hashlib.sha256(msgspec.json.encode(settled))
    if spun:
        digest.update(_digest(_spun_models()).encode())
    return digest.hexdigest()[:32]


def _line_models(chosen: str) -> Iterator[bytes]:
    from cleaner.stages.chrome import line_model, page_model

    for path in (Path(chosen) if chosen else line_model.BUILT_IN, page_model.BUILT_IN):
        yield _content(path)


def _spun_models() -> Iterator[bytes]:
    from cleaner.rules.load import builtin_rules
    from cleaner.rules.name_tables import name_tables
    from cleaner.stages.spun import SHIPPED

    model, swaps, counts = SHIPPED
    yield _head(model)
    yield _head(swaps)
    yield _head(counts) if counts.is_file() else b""  # without it spun text is neither judged nor repaired
    for path in name_tables(builtin_rules(), "en"):
        yield _content(path)


def _judge(spec: str) -> str:
    if not spec:
        return ""
    from cleaner.stages.spun.neural.load import judge_fingerprint

    return judge_fingerprint(spec)


def _digest(contents: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise _unreadable(path, error) from None


def _unreadable(path: Path, error: OSError) -> ConfigError:
    return ConfigError([Problem(Place(str(path)), f"cannot be read: {error.strerror}")])


def _sorted(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words)))
