"""The words that everything else is said in. Standard library only."""

from cleaner.model.cleaned import Cleaned
from cleaner.model.compose import compose
from cleaner.model.document import Document, Hint, Origin
from cleaner.model.draft import Draft
from cleaner.model.edits import Change, Edit, Evidence, Finding, Proposal, Resolved, resolve, splice
from cleaner.model.errors import CleanerError, ConfigError, DocumentError, Place, Problem, RuleError
from cleaner.model.lines import Block, Line, Lines, split_blocks, split_lines
from cleaner.model.verdict import KEEP, Decision, Verdict

__all__ = [
    "KEEP",
    "Block",
    "Change",
    "Cleaned",
    "CleanerError",
    "ConfigError",
    "Decision",
    "Document",
    "DocumentError",
    "Draft",
    "Edit",
    "Evidence",
    "Finding",
    "Hint",
    "Line",
    "Lines",
    "Origin",
    "Place",
    "Problem",
    "Proposal",
    "Resolved",
    "RuleError",
    "Verdict",
    "compose",
    "resolve",
    "splice",
    "split_blocks",
    "split_lines",
]
