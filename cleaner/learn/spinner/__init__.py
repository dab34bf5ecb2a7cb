"""Article spinners, simulated: what they make of a text, and where. Their tables and habits are their own."""

from cleaner.learn.spinner.family import Family, Habits, Table, families, read_table
from cleaner.learn.spinner.spin import KINDS, Spun, Swap, spin

__all__ = ["KINDS", "Family", "Habits", "Spun", "Swap", "Table", "families", "read_table", "spin"]
