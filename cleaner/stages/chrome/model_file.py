"""A file that holds a learned model: arrays and words, with a digest, so that a damaged or foreign one is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from cleaner.model import ConfigError, Place, Problem

__all__ = ["ModelContent", "is_model", "read_model", "to_bytes"]

Array = NDArray[Any]

_DIGEST = 32


class _Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    dtype: str
    shape: tuple[int, ...]
    content: bytes


class ModelContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model file says beside its arrays.

    Attributes:
        format: what sort of model it is, such as ``cleaner.lines``.
        version: of the format.
        features: names of what it was learned from, in order.
        points: the score that each operating point asks of a line, a logit.
        card: data, figures and settings of the training, for people.
        packed: the arrays by name.
    """

    format: str
    version: int
    features: tuple[str, ...]
    points: dict[str, float]
    card: dict[str, Any]
    packed: dict[str, _Packed]

    def arrays(self) -> dict[str, Array]:
        """The arrays by name."""
        return {
            name: np.frombuffer(item.content, np.dtype(item.dtype)).reshape(item.shape)
            for name, item in self.packed.items()
        }


def to_bytes(
    format: str,  # noqa: A002  # the word of the field
    version: int,
    features: tuple[str, ...],
    points: Mapping[str, float],
    card: Mapping[str, Any],
    arrays: Mapping[str, Array],
) -> bytes:
    """The file: its name, the SHA-256 of what follows, then msgpack. The same model gives the same bytes."""
    packed = {
        name: _Packed(array.dtype.newbyteorder("<").str, array.shape, np.ascontiguousarray(array).tobytes())
        for name, array in sorted(arrays.items())
    }
    content = ModelContent(format, version, features, dict(points), dict(card), packed)
    body = msgspec.msgpack.encode(content)
    return _head(format) + hashlib.sha256(body).digest() + body


def read_model(
    path: Path,
    format: str,  # noqa: A002  # as above
    version: int,
    features: tuple[str, ...] | None,
    remedy: str,
) -> ModelContent:
    """The content of the model file at ``path``; ``features`` are None where what is wanted hangs on none of them.

    Raises:
        ConfigError: where it cannot be read, is no such model, is damaged, of another version, or was learned from
            other features; each time with ``remedy``, what to do.
    """
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror or error}", remedy) from None
    head = _head(format)
    if not whole.startswith(head):
        raise _refused(path, f"is no model of the format `{format}`", remedy)
    digest, body = whole[len(head) : len(head) + _DIGEST], whole[len(head) + _DIGEST :]
    if hashlib.sha256(body).digest() != digest:
        raise _refused(path, "is damaged: its content does not fit its digest", remedy)
    try:
        content = msgspec.msgpack.decode(body, type=ModelContent)
        content.arrays()
    except (msgspec.ValidationError, msgspec.DecodeError, ValueError, TypeError) as error:
        raise _refused(path, f"is no model that this version can read: {error}", remedy) from None
    if content.version != version:
        raise _refused(path, f"is of version {content.version}; this cleaner reads version {version}", remedy)
    if features is not None and content.features != features:
        other = sorted({*content.features} ^ {*features})[:3]
        told = f"was learned from other features ({', '.join(other) or 'in another order'})"
        raise _refused(path, told, remedy)
    return content


def is_model(path: Path, format: str) -> bool:  # noqa: A002  # as above
    """True where the file can be read and begins as a model of that format does, whatever its version."""
    head = _head(format)
    try:
        with path.open("rb") as file:
            return file.read(len(head)) == head
    except OSError:
        return False


def _head(format: str) -> bytes:  # noqa: A002  # as above
    return format.encode("ascii") + b"\n"


def _refused(path: Path, told: str, remedy: str) -> ConfigError:
    return ConfigError([Problem(Place(str(path)), f"{told}; {remedy}")])
