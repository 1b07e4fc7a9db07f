"""The encodings that both doors offer."""

from __future__ import annotations

import pytest

from annotator.text.canonical import decode
from annotator.web.encodings import encoding_choices


@pytest.mark.parametrize("name", [choice.value for choice in encoding_choices("")[1:]])
def test_every_encoding_that_is_offered_can_be_read(name: str) -> None:
    assert decode("plain".encode(name), name) == "plain"
