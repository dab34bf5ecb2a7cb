"""A judge that runs a masked or causal language model from a folder on this machine, with transformers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from cleaner.model import ConfigError
from cleaner.stages.spun.neural.judge import Bounds, Choice, config_error, tell_once
from cleaner.stages.spun.neural.rows import Encoded, Row, judge_rows

__all__ = ["LocalJudge", "LocalModel", "load_model"]

_INSTALL = "pip install 'newswash[neural]'"
_KINDS = {"ForMaskedLM": "AutoModelForMaskedLM", "ForCausalLM": "AutoModelForCausalLM",
          "LMHeadModel": "AutoModelForCausalLM"}  # fmt: skip
# Never from a hub, no code out of the folder, and no pickled weights: these can run code, too.
_FROM_FOLDER = {"local_files_only": True, "trust_remote_code": False}
_UNBOUNDED = 10**6  # tokenizers without a limit say 10^30


@dataclass(frozen=True, slots=True)
class LocalJudge:
    """A judge with the model in ``folder``; it is loaded once a process, so that the judge itself can be pickled.

    On the processor, in float32, without drawing. How many threads work is PyTorch's to say (``OMP_NUM_THREADS``).

    Attributes:
        folder: as ``save_pretrained`` of transformers leaves it.
        bounds: on one document.
        clock: seconds.
    """

    folder: Path
    bounds: Bounds
    clock: Callable[[], float] = time.monotonic

    def judge(self, text: str, choices: Sequence[Choice]) -> list[float | None]:
        """As :class:`~cleaner.stages.spun.neural.judge.Judge` says.

        Raises:
            ConfigError: as :func:`load_model`, at the first document of a process.
        """
        if not choices:
            return []
        model = load_model(self.folder)
        try:
            return judge_rows(model, text, choices, self.bounds, self.clock)
        except (RuntimeError, IndexError, MemoryError) as error:  # PyTorch's, such as for want of memory
            tell_once(
                f"the model in {self.folder} failed ({type(error).__name__}); documents it fails on stay unjudged"
            )
            return [None] * len(choices)


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model of transformers as rows ask it.

    Attributes:
        mask: the id that hides a token; None for a causal model.
        longest: tokens that it can read at once.
    """

    mask: int | None
    longest: int
    _begin: tuple[int, ...]
    _pad: int
    _torch: Any
    _tokenizer: Any
    _model: Any

    def encode(self, passage: str) -> Encoded:
        """The tokens of ``passage``: a causal model's after the one for the beginning, if it has one."""
        masked = self.mask is not None
        told = self._tokenizer(
            passage,
            add_special_tokens=masked,
            return_offsets_mapping=masked,
            return_attention_mask=False,
            verbose=False,
        )
        ids = (*(() if masked else self._begin), *told["input_ids"])
        return Encoded(ids, tuple(map(tuple, told["offset_mapping"])) if masked else ())

    def score(self, rows: Sequence[Row]) -> list[float]:
        """For each row the sum of the natural logarithms of the probabilities it asks for."""
        torch, width = self._torch, max(len(row.ids) for row in rows)
        ids = torch.tensor([[*row.ids, *[self._pad] * (width - len(row.ids))] for row in rows])
        seen = torch.tensor([[1] * len(row.ids) + [0] * (width - len(row.ids)) for row in rows])
        owners = torch.tensor([number for number, row in enumerate(rows) for _ in row.reads])
        places = torch.tensor([place for row in rows for place, _ in row.reads])
        tokens = torch.tensor([token for row in rows for _, token in row.reads])
        with torch.inference_mode():
            logits = self._model(input_ids=ids, attention_mask=seen).logits
            told = torch.log_softmax(logits[owners.long(), places.long()].double(), dim=-1)
            values = told[torch.arange(len(tokens)), tokens.long()]
            return [
                float(one) for one in torch.zeros(len(rows), dtype=values.dtype).index_add_(0, owners.long(), values)
            ]


@lru_cache(maxsize=1)  # a model is large, and a run has one judge
def load_model(folder: Path) -> LocalModel:
    """The model in ``folder``, loaded once. Opens no connection.

    Raises:
        ConfigError: where transformers or torch is missing, where ``folder`` is none or a name on a hub, and where what
            it holds is no whole masked or causal language model with ``.safetensors`` weights and a fast tokenizer.
    """
    if not folder.is_dir():
        raise config_error(
            f"`{folder}` is no folder; models are never fetched from a hub: download it yourself and give its path"
        )
    if not (folder / "config.json").is_file():
        raise config_error(f"`{folder}` holds no `config.json`; expected a model as transformers saves it")
    try:
        torch, transformers = import_module("torch"), import_module("transformers")
    except ImportError as error:
        raise config_error(f"a local model needs transformers and torch: {_INSTALL} ({error})") from None
    try:
        with _quiet(transformers):
            return _loaded(folder, torch, transformers)
    except ConfigError:
        raise
    except Exception as error:  # the loaders of three libraries raise what they like, tokenizers a plain Exception
        told = (str(error).strip() or type(error).__name__).splitlines()[0][:300]
        raise config_error(f"the model in `{folder}` cannot be loaded: {told}") from error


def _loaded(folder: Path, torch: Any, transformers: Any) -> LocalModel:
    config = transformers.AutoConfig.from_pretrained(folder, **_FROM_FOLDER)
    names = tuple(getattr(config, "architectures", None) or ())
    auto = next((auto for ending, auto in _KINDS.items() if any(name.endswith(ending) for name in names)), None)
    if auto is None:
        told = ", ".join(names) or "nothing"
        raise config_error(f"the model in `{folder}` is {told}; expected …ForMaskedLM or …ForCausalLM")
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, use_fast=True, **_FROM_FOLDER)
    masked = auto == "AutoModelForMaskedLM"
    if masked and not (tokenizer.is_fast and tokenizer.mask_token_id is not None):
        raise config_error(
            f"the tokenizer in `{folder}` has no mask or no offsets; expected a fast one with a mask token"
        )
    model, told = getattr(transformers, auto).from_pretrained(
        folder, use_safetensors=True, output_loading_info=True, **_FROM_FOLDER
    )
    missing = sorted(told["missing_keys"])
    if missing:  # transformers would draw them at random, and the judge would throw dice
        raise config_error(
            f"the weights in `{folder}` are not whole: {len(missing)} are missing, such as `{missing[0]}`"
        )
    begin = tokenizer.bos_token_id if tokenizer.bos_token_id is not None else tokenizer.eos_token_id
    positions = getattr(config, "max_position_embeddings", None) or _UNBOUNDED
    return LocalModel(
        tokenizer.mask_token_id if masked else None,
        min(tokenizer.model_max_length, positions - 2, _UNBOUNDED),  # RoBERTa's positions begin at 2
        () if begin is None else (begin,),
        tokenizer.pad_token_id or 0,  # hidden by the attention mask, whatever it is
        torch,
        tokenizer,
        model.float().eval(),
    )


@contextmanager
def _quiet(transformers: Any) -> Iterator[None]:
    """Without bars and reports on stderr; then as it was."""
    log = transformers.utils.logging
    level, bar = log.get_verbosity(), log.is_progress_bar_enabled()
    log.set_verbosity_error()
    log.disable_progress_bar()
    try:
        yield
    finally:
        log.set_verbosity(level)
        if bar:
            log.enable_progress_bar()
