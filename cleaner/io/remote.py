"""Opens files behind addresses, by fsspec; whatever a file system raises becomes an error in our words."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from cleaner.io.addresses import RemoteFile, is_web, protocol_of, shown_address
from cleaner.io.compression import read_bounded, too_large
from cleaner.io.sources import Source
from cleaner.model import CleanerError, DocumentError

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["errors_of", "file_system", "open_remote", "read_remote"]

_INSTALL = "pip install 'newswash[remote]'"  # it has those of s3 and https
_PACKAGES = {"gs": "gcsfs", "gcs": "gcsfs", "hf": "huggingface_hub", "az": "adlfs", "abfs": "adlfs"}

# What is read forwards: few requests, and little memory (file systems would take 5 to 50 MB, twice).
_AHEAD = 4_000_000
# What is read from its end: columns of Parquet are read in turns, each of them from a block of its own.
_BLOCK, _BLOCKS = 1 << 20, 64
_BUFFER = 1 << 17
_LARGEST = 4_000_000_000  # of a file of the web that must be copied, since it is read from its end
# aiohttp would end a request after five minutes, and a large file that is cleaned as it comes takes longer.
_CONNECT_SECONDS, _READ_SECONDS = 30, 60
_TOLD = 150  # characters of what a server says; some send a page
_FROM_END = frozenset({"parquet", "zip"})


def file_system(address: str, *, packed: bool = False) -> tuple[Any, str]:
    """The fsspec file system of ``address``, with its settings from fsspec's own configuration, and the path in it.

    What is ``packed`` comes from the web as it is stored: some servers declare a ``.gz`` file as a packed text.

    Raises:
        DocumentError: ``missing_package``, ``unreadable``.
    """
    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import known_implementations, registry
    except ImportError as error:
        raise DocumentError("missing_package", f"addresses take another package: {_INSTALL}") from error
    protocol = protocol_of(address)
    if protocol not in known_implementations and protocol not in registry:
        told = f"{shown_address(address)}: nothing reads {protocol}://: known are file, https, s3, gs, hf, and more"
        raise DocumentError("unreadable", told)
    try:
        with errors_of(address):
            found: tuple[Any, str] = url_to_fs(
                protocol + address[len(protocol) :], **(_web_options(packed=packed) if is_web(address) else {})
            )
    except ImportError as error:
        package = _PACKAGES.get(protocol)
        told = f"{protocol}:// takes another package: {_INSTALL}{f' {package}' if package else ''}"
        raise DocumentError("missing_package", told if package or is_web(address) else f"{told} ({error})") from error
    logger = logging.getLogger(type(found[0]).__module__.partition(".")[0])
    if not logger.handlers:  # gcsfs logs the traceback of what it raises; who set up logging still gets it
        logger.addHandler(logging.NullHandler())
    return found


def _web_options(*, packed: bool) -> dict[str, Any]:
    import aiohttp

    timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT_SECONDS, sock_read=_READ_SECONDS)
    client = {"timeout": timeout, "trust_env": True, "auto_decompress": not packed}  # trust_env: proxies
    return {"headers": {"Accept-Encoding": "identity"}, "client_kwargs": client}


@contextmanager
def errors_of(address: str) -> Iterator[None]:
    """Whatever a file system raises inside, as an error of ``address``.

    Raises:
        DocumentError: ``unreadable``.
    """
    try:
        yield
    except (CleanerError, MemoryError, ImportError):
        raise
    except Exception as error:  # each file system has errors of its own, and many are no OSError
        raise DocumentError("unreadable", f"{shown_address(address)}: {_told(address, error)}") from error


def _told(address: str, error: BaseException) -> str:
    if is_web(address) and isinstance(error, FileNotFoundError) and error.__cause__ is not None:
        error = error.__cause__  # fsspec says so of every answer that is none
    status = getattr(error, "status", None)
    kind = type(error).__name__
    what = getattr(error, "strerror", None) or getattr(error, "message", None) or str(error) or kind
    what = shown_address(" ".join(str(what).split()))[:_TOLD]
    if isinstance(error, FileNotFoundError) or status in (404, 410):
        return "no such file or folder: check the address"
    if isinstance(error, PermissionError) or status in (401, 403) or "Credentials" in kind:
        return f"access denied ({what}): check the credentials, and what they permit"
    if "Timeout" in kind:
        return "no answer in time: check the network, then run again"
    return (
        f"{f'the server answers {status} ' if status else ''}{what}: check the address and the network, then run again"
    )


@contextmanager
def open_remote(source: Source) -> Iterator[BinaryIO]:
    """The (still compressed) bytes of a remote ``source``.

    Parquet and zip are read from their end, block by block; from the web, where not all servers give parts of a file,
    they are copied to a temporary file first. All else is read forwards.

    Raises:
        DocumentError: ``unreadable``, also while it is read; ``missing_package``, ``too_large``.
    """
    remote = _remote(source)
    web = is_web(remote.root)
    system, _ = file_system(remote.root, packed=source.compression is not None)
    from_end = source.format in _FROM_END and source.compression is None
    with errors_of(remote.url):
        if web:
            file = system.open(remote.path, block_size=0, size=remote.size)
        elif from_end:
            file = system.open(
                remote.path, block_size=_BLOCK, cache_type="blockcache", cache_options={"maxblocks": _BLOCKS}
            )
        else:
            file = system.open(remote.path, block_size=_AHEAD, cache_type="readahead")
    with io.BufferedReader(_Remote(file, remote.url, seekable=not web), _BUFFER) as opened:
        if web and from_end:
            with tempfile.TemporaryFile() as copy:
                _copy(opened, copy)
                yield cast("BinaryIO", copy)
        else:
            yield opened


def _copy(opened: BinaryIO, copy: BinaryIO) -> None:
    while content := opened.read(_AHEAD):
        if copy.tell() + len(content) > _LARGEST:
            raise DocumentError(
                "too_large", f"over {_LARGEST:,} bytes: too much to copy; download it, then name the file"
            )
        copy.write(content)
    copy.seek(0)


def read_remote(source: Source, limit: int) -> bytes:
    """The whole decompressed content of a remote ``source``, in one request; a larger file is not read at all.

    Raises:
        DocumentError: ``unreadable``, ``missing_package``, ``too_large``, ``damaged_compression``.
    """
    remote = _remote(source)
    size = remote.size
    if size is not None and size > limit and source.compression is None:
        raise too_large(limit, f"the file ({size:,} bytes)")
    if is_web(remote.root) or size is None or size > limit:
        with open_remote(source) as opened:
            return read_bounded(opened, source.compression, limit)
    system, _ = file_system(remote.root)
    with errors_of(remote.url):
        content: bytes = system.cat_file(remote.path)
    return read_bounded(io.BytesIO(content), source.compression, limit)


def _remote(source: Source) -> RemoteFile:
    if source.remote is None:
        raise ValueError(f"{source.uri} is not remote")
    return source.remote


class _Remote(io.RawIOBase):
    """A file of fsspec with our errors."""

    def __init__(self, file: Any, url: str, *, seekable: bool) -> None:
        super().__init__()
        self._file, self._url, self._seekable = file, url, seekable

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._seekable

    def readinto(self, buffer: Buffer, /) -> int:
        view = memoryview(buffer)
        with errors_of(self._url):
            content = self._file.read(len(view))
        view[: len(content)] = content
        return len(content)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        if not self._seekable:
            raise io.UnsupportedOperation("it can only be read forwards")
        with errors_of(self._url):
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        with errors_of(self._url):
            return int(self._file.tell())

    def close(self) -> None:
        if not self.closed:
            with errors_of(self._url):
                self._file.close()
        super().close()
