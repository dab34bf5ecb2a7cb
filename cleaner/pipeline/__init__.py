"""The pipeline: configuration, the cleaner, and what is counted of a run."""

from cleaner.pipeline.alarms import Alarms, alarms
from cleaner.pipeline.cleaner import Cleaner, clean
from cleaner.pipeline.config import PROFILES, Config, Gates, find_config, read_config, to_toml
from cleaner.pipeline.report import Report

__all__ = [
    "PROFILES",
    "Alarms",
    "Cleaner",
    "Config",
    "Gates",
    "Report",
    "alarms",
    "clean",
    "find_config",
    "read_config",
    "to_toml",
]
