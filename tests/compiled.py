"""Templates and addresses compiled once for all the applications that a test run makes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Keeps compiled templates in memory; one whose source has changed is compiled anew."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the compiled template, where it is there."""
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was just compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Compiled()


def compile_addresses_once() -> None:
    """Let equal rules share what builds their addresses: most of what an application costs.

    Werkzeug makes the code from the rule's text alone; a rule with defaults is left to it.
    """
    compile_builder, kept = Rule._compile_builder, {}

    def once(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        if self.defaults or self.subdomain:
            return compile_builder(self, append_unknown)
        key = self.rule, append_unknown
        if key not in kept:
            kept[key] = compile_builder(self, append_unknown)
        return kept[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


compile_addresses_once()
