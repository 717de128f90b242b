"""Options of the command line as choices for `terms_of`: places, exclusions, lines waved through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from usance.codes import Exclusion
from usance.messages.errors import shown
from usance.messages.message import Message
from usance.messages.parts import groups
from usance.messages.reader import read_file
from usance.messages.terms_of import PLACE_ROLES, Choices, TermsError


def _pair(text: str, option: str, shape: str) -> tuple[str, str]:
    left, mark, right = text.partition("=")
    if not (left and mark and right):
        raise TermsError(f"{option} {shown(text)}: is not {shape}", f"write {option} {shape}")
    return left.strip(), right.strip()


def places_of(texts: Sequence[str]) -> dict[str, str]:
    """`--place ROLE=CODE`, several times."""
    found: dict[str, str] = {}
    for text in texts:
        role, code = _pair(text, "--place", "ROLE=CODE")
        if role not in PLACE_ROLES:
            raise TermsError(
                f"--place {shown(text)}: no role {shown(role)}", f"use one of {', '.join(PLACE_ROLES)}"
            )
        found[role] = code
    return found


def exclusions_of(texts: Sequence[str]) -> dict[int, Exclusion]:
    """`--exclusion N=NAME`, several times; a line may carry several names joined by +."""
    found: dict[int, Exclusion] = {}
    for text in texts:
        number, names = _pair(text, "--exclusion", "N=NAME")
        if not number.isascii() or not number.isdigit():
            raise TermsError(f"--exclusion {shown(text)}: {shown(number)} is no number", "write N=NAME")
        for name in names.split("+"):
            if name not in Exclusion.__members__:
                known = ", ".join(Exclusion.__members__)
                raise TermsError(
                    f"--exclusion {shown(text)}: no exclusion {shown(name)}", f"use one of {known}"
                )
            found[int(number)] = found.get(int(number), Exclusion(0)) | Exclusion[name]
    return found


def choices_of(
    places: Sequence[str],
    exclusions: Sequence[str],
    waved: Sequence[int],
    sender: str = "",
    receiver: str = "",
) -> Choices:
    """The choices that concern the message alone."""
    return Choices(
        places=places_of(places),
        exclusions=exclusions_of(exclusions),
        waved=frozenset(waved),
        sender=sender.upper(),
        receiver=receiver.upper(),
    )


def one_credit(path: Path) -> Message:
    """The one MT700 of a file, its continuations joined."""
    messages = groups(read_file(path))
    credits = [message for message in messages if message.mt == "700"] or messages
    if len(credits) != 1:
        raise TermsError(f"{path}: {len(credits)} messages", "give a file with one MT700", "MT700")
    return credits[0]
