"""The cleaner: runs the stages over a document until nothing changes, then the gates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleaner.learn.site_pack import read_site_model
from cleaner.model import Cleaned, Document, Draft, Edit, Finding, Verdict, resolve
from cleaner.pipeline.bounds import check_changes, check_lines
from cleaner.pipeline.config import Config
from cleaner.pipeline.parts import STAGES, check_edits, make_gates, make_stages
from cleaner.rules.applied import covering
from cleaner.rules.load import load_packs
from cleaner.rules.ruleset import RuleSet
from cleaner.stages.language import detect
from cleaner.stages.reasons import REASONS
from cleaner.stages.rules import Rules
from cleaner.stages.stage import Context, Gate, Stage

__all__ = ["Cleaner", "clean"]

# Rounds over all stages, and edits by a stage that did not make the text shorter. Removing text ends by itself, repairs
# reach their normal form in one or two: the second bound is for rules of users that swap in circles across packs, the
# first for pages that lose one piece a round. A document that reaches one of them is flagged `unsettled`.
_MOST_ROUNDS = 400
_MOST_SWAPS = 40
# Languages that one text can be found to be in, one after the other, as its chrome goes; two is rare already.
_MOST_LANGUAGES = 5
_UNSETTLED = "unsettled"
_TOO_MUCH = "too_much_removed"  # the reason that its gate gives
# What `keep` rules are asked about: whatever may remove text for being chrome, spun, or said before.
_VETOED = frozenset(["page", "rules", "chrome", "spun", "repeats"])


class Cleaner:
    """Cleans documents, one at a time, without memory of the last: the same document gives the same result.

    Attributes:
        config: what it was made from.
        rule_set: the rules it knows, on and off.
    """

    def __init__(self, config: Config, rule_set: RuleSet, stages: Sequence[Stage], gates: Sequence[Gate]) -> None:
        """``stages`` in order; :meth:`from_config` makes them."""
        self.config = config
        self.rule_set = rule_set
        self._stages = tuple(stages)
        self._gates = tuple(gates)
        self._gentle = tuple(stage for stage in self._stages if stage.name in ("page", "repair", "layout"))
        self._certain = tuple(stage for stage in self._stages if stage.name != "chrome")
        self._rules = next((stage for stage in self._stages if isinstance(stage, Rules)), None)
        self._off = frozenset(REASONS) & frozenset(config.disable)

    @classmethod
    def from_config(cls, config: Config | None = None) -> Cleaner:
        """A cleaner with the built-in rules, those of installed packages, of ``config.rules``, and of the site models.

        Raises:
            RuleError: where a rule file is wrong, with every problem at its place.
            ConfigError: where the configuration names what does not exist.

        >>> cleaned = Cleaner.from_config().clean(
        ...     "Snow closed the pass on Monday, police said.\\n\\nShare this article\\n"
        ... )
        >>> cleaned.text
        'Snow closed the pass on Monday, police said.\\n'
        """
        config = config or Config()
        check_edits(config.disable)
        packs = load_packs([Path(folder) for folder in config.rules])
        packs += [pack for model in config.site_models for pack in read_site_model(Path(model))]
        enable = [word for word in config.enable if word not in STAGES.table and not word.startswith("stage:")]
        disable = [word for word in config.disable if word.partition(".")[0] not in STAGES.table]
        rule_set = RuleSet.of(packs, enable, disable, risky=config.risky)
        return cls(config, rule_set, make_stages(config, rule_set), make_gates(config, rule_set))

    @property
    def stages(self) -> tuple[str, ...]:
        """Names of the stages that run, in order."""
        return tuple(stage.name for stage in self._stages)

    def clean(self, document: Document | str) -> Cleaned:
        """The document cleaned: text, changes and findings with offsets in raw, verdict and metadata.

        A document that loses more than the gate ``too-much-removed`` allows keeps its ``gentle`` result and is flagged.

        Raises:
            DocumentError: ``pattern_timeout``, where a rule's pattern explodes; ``too_many_lines`` or
                ``too_many_changes``, where there are more than ``max-lines`` of the configuration.
            TypeError: for anything but a text or a Document.
        """
        if isinstance(document, str):
            document = Document(document)
        elif not isinstance(document, Document):
            told = (
                f"expected a str or a Document, not {type(document).__name__}; decode bytes first (cleaner.io.decode)"
            )
            raise TypeError(told)
        check_lines(document.text, self.config.max_lines)
        context = Context(document, detect)
        draft, findings, metadata, verdict = self._settle(Draft(document.text), self._stages, context)
        if _UNSETTLED in verdict.reasons and len(self._certain) < len(self._stages):
            # Whatever keeps the line model going round, the rules alone come to rest.
            context = Context(document, detect)
            draft, findings, metadata, _ = self._settle(Draft(document.text), self._certain, context)
        verdict |= self._judge(draft, context)
        if _TOO_MUCH in verdict.reasons:
            afresh = Context(document, detect)
            gentle, gentle_findings, _, settled = self._settle(Draft(document.text), self._gentle, afresh)
            # The gentle result is kept only where cleaning it would again remove too much: so that it stays as it is.
            context = Context(document, detect)
            context.reread(gentle.text)
            again, _, _, _ = self._settle(Draft(gentle.text), self._stages, context)
            if _TOO_MUCH in self._judge(again, context).reasons:
                draft, findings, metadata, verdict, context = gentle, gentle_findings, {}, settled, afresh
            else:
                draft, findings, metadata, verdict = self._settle(gentle, self._stages, context)
            verdict |= self._judge(draft, context) | Verdict("flag", (_TOO_MUCH,))
        known = {"language": context.known_language, "site": document.site, "title": document.title}
        metadata = {**{name: value for name, value in known.items() if value is not None}, **metadata}
        return Cleaned(document, draft.text, draft.changes, verdict, findings, metadata)

    def _settle(
        self, draft: Draft, stages: Sequence[Stage], context: Context
    ) -> tuple[Draft, tuple[Finding, ...], dict[str, Any], Verdict]:
        """Stages in turn until all are quiet, in the language of the text that is left: law 4 by construction."""
        metadata: dict[str, Any] = {}
        for _ in range(_MOST_LANGUAGES):
            draft, findings, found, verdict = self._quieten(draft, stages, context)
            metadata = {**found, **metadata}
            if not context.reread(draft.text):
                return draft, findings, metadata, verdict
        return draft, findings, metadata, Verdict("flag", (_UNSETTLED,))

    def _quieten(
        self, draft: Draft, stages: Sequence[Stage], context: Context
    ) -> tuple[Draft, tuple[Finding, ...], dict[str, Any], Verdict]:
        """Stages in turn until each has been quiet on the same text."""
        metadata: dict[str, Any] = {}
        findings: dict[str, tuple[Finding, ...]] = {}
        quiet = turn = swaps = 0
        while quiet < len(stages):
            stage = stages[turn % len(stages)]
            proposal = stage.propose(draft, context)
            metadata = {**proposal.metadata, **metadata}
            findings[stage.name] = tuple(
                replace(finding, start=span[0], end=span[1])
                for finding in proposal.findings
                for span in (draft.to_raw(finding.start, finding.end),)
            )
            check_changes(len(draft.changes) + len(proposal.edits), self.config.max_lines)
            edits = self._allowed(proposal.edits, stage, draft, context) if proposal.edits else []
            after = draft.apply(edits)
            quiet = quiet + 1 if after.text == draft.text else 0
            swaps += quiet == 0 and len(after.text) >= len(draft.text)
            draft = after
            turn += 1
            if turn >= _MOST_ROUNDS * len(stages) or swaps >= _MOST_SWAPS:
                return draft, _flat(findings), metadata, Verdict("flag", (_UNSETTLED,))
        return draft, _flat(findings), metadata, Verdict()

    def _allowed(self, edits: Sequence[Edit], stage: Stage, draft: Draft, context: Context) -> list[Edit]:
        if self._off:
            edits = [edit for edit in edits if edit.rule_id not in self._off]
        kept = resolve(edits).kept
        if self._rules is None or stage.name not in _VETOED:
            return kept
        spans = self._rules.protected(draft, context)
        vetoed = set(covering(kept, spans)) if spans else ()
        return [edit for edit in kept if edit not in vetoed] if vetoed else kept

    def _judge(self, draft: Draft, context: Context) -> Verdict:
        verdict = Verdict()
        for gate in self._gates:
            verdict |= gate.judge(draft, context)
        return verdict

    def __reduce__(self) -> tuple[Any, tuple[Config]]:
        # Automata and patterns are not sent to workers: each makes its own from the configuration.
        return Cleaner.from_config, (self.config,)


def _flat(findings: dict[str, tuple[Finding, ...]]) -> tuple[Finding, ...]:
    return tuple(sorted((f for group in findings.values() for f in group), key=lambda f: (f.start, f.end, f.rule_id)))


def clean(text: str, config: Config | None = None) -> str:
    """``text`` cleaned with the ``news`` profile, or with ``config``.

    For many texts make one :class:`Cleaner` and keep it: this makes a new one each time.

    >>> clean("Follow us on Facebook\\n\\nSnow closed the pass on Monday, police said.")
    'Snow closed the pass on Monday, police said.'
    """
    return Cleaner.from_config(config).clean(text).text
