"""What is said of an outcome, in any language: the head once, and the reason without it."""

from contextvars import copy_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_messages import translated
from tutor.messages import speak
from tutor.outcomes import HEADS, NOT_THIS, head, reason
from tutor.verdict import Outcome

REASONS = st.sampled_from(["", "Well seen.", "Not so.", "A minus is missing: $-x$.", "cannot read 2x+\n2x+\n   ^"])
GERMAN = {text: f"Auf deutsch {place}." for place, text in enumerate(dict.fromkeys(HEADS.values()))}


@given(st.sampled_from(Outcome), REASONS)
def test_a_head_is_said_once_and_the_reason_is_whole(outcome: Outcome, why: str) -> None:
    assert reason(outcome, f"{head(outcome)} {why}".strip()) == reason(outcome, why) == why
    assert reason(outcome, NOT_THIS.format(try_again="Try again.")) == "Try again."


@pytest.mark.parametrize("outcome", Outcome)
def test_what_was_kept_in_english_loses_its_english_head_in_another_language(tmp_path: Path, outcome: Outcome) -> None:
    translated(tmp_path, {**GERMAN, NOT_THIS: "So nicht. {try_again}"})

    def said() -> tuple[str, ...]:
        speak(["de"], tmp_path)
        kept = (f"{HEADS[outcome]} Why.", f"{head(outcome)} Why.", "Not this. Why.", "So nicht. Why.")
        return head(outcome), *(reason(outcome, each) for each in kept)

    assert copy_context().run(said) == (GERMAN[HEADS[outcome]], *4 * ("Why.",))
