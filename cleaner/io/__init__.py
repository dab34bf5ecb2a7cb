"""Reading and writing: sources, decoding, readers, writers, the edits record, and the way back."""

from cleaner.io.compression import MAX_DOCUMENT_BYTES
from cleaner.io.decode import Decoded, decode
from cleaner.io.edits_file import (
    EditsRecord,
    Fingerprints,
    decode_record,
    encode_record,
    record_of,
    restore_bytes,
    restore_text,
)
from cleaner.io.encoded import EditsMode, Encoded
from cleaner.io.failure import Failure, failed
from cleaner.io.journal import Head, Journal, Note, journal_of
from cleaner.io.jsonl import JsonlReader
from cleaner.io.jsonl_writer import JsonlWriter
from cleaner.io.mirror import MirrorWriter
from cleaner.io.readers import PageReader, Reader, TextReader, open_reader
from cleaner.io.restore import Restored, restore
from cleaner.io.rows import RowKeys
from cleaner.io.search import find_sources
from cleaner.io.shards import ShardSize
from cleaner.io.sources import Source, Sources, output_name
from cleaner.io.staging import Staging
from cleaner.io.writers import TextStreamWriter, Writer, is_single_file, open_writer

__all__ = [
    "MAX_DOCUMENT_BYTES",
    "Decoded",
    "EditsMode",
    "EditsRecord",
    "Encoded",
    "Failure",
    "Fingerprints",
    "Head",
    "Journal",
    "JsonlReader",
    "JsonlWriter",
    "MirrorWriter",
    "Note",
    "PageReader",
    "Reader",
    "Restored",
    "RowKeys",
    "ShardSize",
    "Source",
    "Sources",
    "Staging",
    "TextReader",
    "TextStreamWriter",
    "Writer",
    "decode",
    "decode_record",
    "encode_record",
    "failed",
    "find_sources",
    "is_single_file",
    "journal_of",
    "open_reader",
    "open_writer",
    "output_name",
    "record_of",
    "restore",
    "restore_bytes",
    "restore_text",
]
