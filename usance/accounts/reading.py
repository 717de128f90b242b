"""The account on a chain as the model, and its chapters in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from usance.accounts.abis import AddressBook
from usance.accounts.values import shown
from usance.accounts.words import (
    CAPABILITIES,
    GOVERN,
    MAX_AMOUNT,
    OTHER,
    SIGN,
    Band,
    Call,
    Change,
    Measure,
    Rule,
    Standing,
)
from usance.model.account import AccountModel
from usance.model.account_facts import Deputy, Pending

View = Callable[[str, Sequence[Any]], Any]


def capability_name(number: int, names: Mapping[str, int]) -> str:
    """The institution's own name for a capability."""
    return next((name for name, known in names.items() if known == number), f"capability {number}")


def rights_names(bits: int, names: Mapping[str, int]) -> list[str]:
    return [capability_name(number, names) for number in range(CAPABILITIES) if bits >> number & 1]


def read_rule(view: View, call: Call) -> Rule | None:
    """The account's rule for a call."""
    seen = view("rule_of", [call.target, call.selector])
    if not seen["measure"]:
        return None
    return Rule(call.target, call.selector, int(seen["capability"]), int(seen["measure"]), int(seen["word"]))


def read_ladder(view: View, capability: int) -> tuple[Band, ...]:
    return tuple(Band(int(band["ceiling"]), int(band["threshold"])) for band in view("ladder", [capability]))


def read_model(
    view: View,
    chain_id: int,
    address: str,
    now: int,
    calls: Sequence[Call] = (),
    keys: Iterable[str] = (),
    nonces: Iterable[tuple[str, int]] = (),
    change: Change | None = None,
) -> AccountModel:
    """The model as far as these calls, keys and nonces go."""
    model = AccountModel(chain_id, address)
    signers = [str(key) for key in view("signers", [])]
    for key in dict.fromkeys([*signers, *keys]):
        seen = view("key_of", [key])
        standing = Standing(int(seen["standing"]))
        if standing == Standing.SIGNER:
            model.signers[key] = int(seen["rights"])
        elif standing == Standing.RETIRED:
            model.retired.add(key)
        elif standing == Standing.DEPUTY:
            model.deputies[key] = Deputy(str(seen["principal"]), 0, int(seen["rights"]), int(seen["until"]))
    for call in calls:
        rule = read_rule(view, call)
        if rule is not None:
            model.rules[call.target, call.selector] = rule
    wanted = {GOVERN, SIGN, *(rule.capability for rule in model.rules.values())}
    # Who judges whether a quorum is left asks every ladder.
    for capability in range(CAPABILITIES) if change is not None else sorted(wanted):
        bands = read_ladder(view, capability)
        if bands:
            model.ladders[capability] = bands
    for capability in sorted({OTHER, *wanted}):
        moved = int(view("moved", [capability]))
        if moved:
            model.payments.append((now, capability, moved))
    for key, nonce in nonces:
        if view("nonce_used", [key, nonce]):
            model.nonces.add((key, nonce))
    model.guardian = str(view("guardian", []))
    pending = view("pending", [])
    if change is not None and change.mark == bytes(pending["change"]):
        model.pending = Pending(change, int(pending["ready"]), int(pending["lapses"]))
    return model


# --- words ---


def time_text(moment: int) -> str:
    return datetime.fromtimestamp(moment, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def call_text(call: Call, book: AddressBook) -> str:
    """One call in words."""
    decoded = book.decode(call)
    coin = f", with {call.value} wei" if call.value else ""
    if not call.data:
        return f"send {call.value} wei to {call.target}"
    if not decoded.function:
        return f"call {call.target} with {len(call.data)} bytes that no ABI here knows{coin}"
    told = ", ".join(f"{name}={_brief(value)}" for name, value in decoded.arguments.items())
    return f"{decoded.name}({told}) at {call.target}{coin}"


def _brief(value: Any) -> str:
    """A value in one line; structs by field, zeros left out."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name}={_brief(item)}" for name, item in value.items() if item)
        return "{" + inner + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_brief(item) for item in value) + "]"
    return str(shown(value))


def band_text(bands: Sequence[Band]) -> str:
    """A ladder in words."""
    if not bands:
        return "the highest threshold"
    return ", ".join(
        f"{band.threshold} above" if band.ceiling > MAX_AMOUNT else f"{band.threshold} up to {band.ceiling}"
        for band in bands
    ) if len(bands) > 1 else f"{bands[0].threshold} for every amount"  # fmt: skip


def change_text(change: Change, names: Mapping[str, int]) -> list[str]:
    """A change in words, a line each."""
    found = [f"remove {key}" for key in change.removed]
    for signer in change.signers:
        bits = ", ".join(rights_names(signer.rights, names)) or "nothing (proposes only)"
        found.append(f"{signer.key} may consent to {bits}")
    for ladder in change.ladders:
        name = capability_name(ladder.capability, names)
        found.append(f"{name} needs {band_text(ladder.bands)}")
    for rule in change.rules:
        name, where = capability_name(rule.capability, names), f"{rule.target} 0x{rule.selector.hex()}"
        if rule.measure == Measure.NONE:
            found.append(f"calls of {where} have no rule: the highest threshold")
            continue
        counts = {
            Measure.NOTHING: "counts no amount",
            Measure.WORD: f"counts argument word {rule.word}",
            Measure.WHOLE: "counts as the highest band",
            Measure.VALUE: "counts the native coin sent",
        }[Measure(rule.measure)]
        found.append(f"calls of {where} are {name}, {counts}")
    if change.guardian is not None:
        nobody = int(change.guardian, 16) == 0
        found.append("no guardian" if nobody else f"guardian {change.guardian}")
    return found


def needs_text(needs: Mapping[int, int], names: Mapping[str, int]) -> str:
    """Who must consent beside the proposer."""
    parts = [f"{count} of {capability_name(kind, names)}" for kind, count in sorted(needs.items())]
    return "consents beside the proposer: " + ", ".join(parts)
