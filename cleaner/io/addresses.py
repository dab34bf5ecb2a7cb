"""Addresses such as ``s3://bucket/folder``: how they are known, named and shown, and the files that stand there."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

__all__ = ["RemoteFile", "is_address", "is_web", "name_in", "path_of", "protocol_of", "shown_address"]

# Two letters at least, so that no drive of Windows is one.
_PROTOCOL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_PASSWORD = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*@")
# What signs an address that was handed out for a while; other parts of a query say which document is meant.
_SIGNATURE = re.compile(
    r"(?i)([?&](?:x-(?:amz|goog)-signature|x-amz-security-token|sig|signature|(?:access_)?token)=)[^&#\s]+"
)


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file behind an address, as it was when it was listed.

    Attributes:
        url: its address, as it is shown.
        root: the address that the user gave, by which its file system is found.
        path: its name in that file system.
        size: in bytes, as stored; None where the server does not say.
        stamp: changes when the file does; None where the server says nothing that would tell.
    """

    url: str
    root: str
    path: str
    size: int | None = None
    stamp: str | None = None

    def inside(self, name: str) -> RemoteFile:
        """The member ``name`` of this archive.

        >>> RemoteFile("s3://b/a.zip", "s3://b/", "b/a.zip", 7).inside("x.txt").url
        's3://b/a.zip/x.txt'
        """
        return replace(self, url=f"{self.url}/{name}", size=None)


def is_address(given: str) -> bool:
    """True for what begins as ``s3://`` does.

    >>> is_address("s3://bucket/a.txt"), is_address("C:/a.txt"), is_address("a.txt")
    (True, False, False)
    """
    return _PROTOCOL.match(given) is not None


def protocol_of(address: str) -> str:
    """The protocol of an address, in lower case; empty where it is none.

    >>> protocol_of("HTTPS://example.org/")
    'https'
    """
    found = _PROTOCOL.match(address)
    return "" if found is None else found[1].lower()


def path_of(address: str) -> str | None:
    """The local path that a ``file://`` address names; None where it names none.

    >>> path_of("file:///in/a%20b.txt"), path_of("file://a.txt")
    ('/in/a b.txt', None)
    """
    parts = urlsplit(address)
    return unquote(parts.path) if parts.path and parts.netloc in ("", "localhost") else None


def is_web(address: str) -> bool:
    """True for http and https: there are no folders and no patterns there, and ``?`` begins a query."""
    return protocol_of(address) in ("http", "https")


def name_in(address: str) -> str:
    """The name of the file in an address of the web: the last part of its path, else the host.

    >>> name_in("https://example.org/news/story%201.html?page=2"), name_in("https://example.org/")
    ('story 1.html', 'example.org')
    """
    parts = urlsplit(address)
    last = unquote(parts.path.rstrip("/").rsplit("/", 1)[-1])
    return last or parts.hostname or ""


def shown_address(address: str) -> str:
    """``address``, or a text with addresses, without the passwords and signatures in it.

    >>> shown_address("https://ann:secret@example.org/a.txt?page=2&sig=a8f3")
    'https://example.org/a.txt?page=2&sig=...'
    """
    return _SIGNATURE.sub(r"\1...", _PASSWORD.sub("", address))
