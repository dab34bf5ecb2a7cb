"""pyarrow, loaded where it is needed: most runs read and write no Parquet."""

from __future__ import annotations

from types import ModuleType

from cleaner.model import DocumentError

__all__ = ["pyarrow"]


def pyarrow() -> tuple[ModuleType, ModuleType]:
    """``pyarrow`` and ``pyarrow.parquet``.

    Raises:
        DocumentError: ``missing_package``.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        told = "Parquet needs another package: pip install 'newswash[parquet]'"
        raise DocumentError("missing_package", told) from error
    return pa, parquet
