"""From what a setting says to the judge it names."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cleaner.stages.spun.neural.endpoint import endpoint_judge
from cleaner.stages.spun.neural.judge import Bounds, Judge, config_error
from cleaner.stages.spun.neural.local import LocalJudge, load_model

__all__ = ["judge_fingerprint", "load_judge"]


def load_judge(spec: str, bounds: Bounds | None = None) -> Judge:
    """The judge that ``spec`` names, ready: a folder with a model, or ``http(s)://HOST/v1#MODEL``.

    Raises:
        ConfigError: where it names neither, or what it names cannot be used.
    """
    if _is_address(spec):
        return endpoint_judge(spec, bounds or Bounds())
    judge = LocalJudge(_folder(spec), bounds or Bounds())
    load_model(judge.folder)
    return judge


def judge_fingerprint(spec: str) -> str:
    """64 hex digits: of a folder over names and bytes of its files, of an endpoint over ``spec``.

    What an endpoint has behind a model's name it does not tell.

    Raises:
        ConfigError: where a file cannot be read.
    """
    if _is_address(spec):
        return hashlib.sha256(spec.encode()).hexdigest()
    digest = hashlib.sha256()
    try:
        for path in sorted(one for one in _folder(spec).iterdir() if one.is_file()):
            own = hashlib.sha256()
            with path.open("rb") as file:
                while piece := file.read(1 << 20):
                    own.update(piece)
            digest.update(path.name.encode("utf-8", "surrogateescape") + b"\0" + own.digest())
    except OSError as error:
        raise config_error(f"`{spec}` cannot be read: {error.strerror}") from None
    return digest.hexdigest()


def _is_address(spec: str) -> bool:
    scheme, colon, _ = spec.partition("://")
    if colon and scheme not in ("http", "https"):
        raise config_error(f"`{scheme}://` is no address of an endpoint; expected http:// or https://, or a folder")
    return bool(colon)


def _folder(spec: str) -> Path:
    if not spec:
        raise config_error("it names nothing; expected a folder with a model, or http(s)://HOST/v1#MODEL")
    return Path(spec).expanduser()
