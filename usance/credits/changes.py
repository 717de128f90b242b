"""Amendments of the command line: a change from options, which amendment is meant, what it would change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785
from eth_utils.crypto import keccak

from usance.amendments import CONFIRMATION_FIELDS, FIELDS, FIXED, MOST_VALUES, Change
from usance.codes import Allowed, AmendmentStatus, Confirmation, ConfirmerSays
from usance.credits.book import AmendmentRecord, CreditRecord, amendment_state, state_of
from usance.credits.desk import CreditDesk, CreditError
from usance.credits.inputs import bps_of, day_from, minor_of
from usance.credits.legs import legs_from
from usance.credits.terms_file import FileError, credit_of, plain, plain_value
from usance.model.credit_tenor import legs_hash
from usance.money import money_text
from usance.terms import MAX_AMOUNT, ZERO_HASH, Credit, key_text, place_key

MONEY = frozenset({"amount", "additional_amount", "advance_cap"})
# What people call a field, beside its own name.
SHORT = {
    "additional": ("additional_amount",),
    "difference": ("amount",),
    "expiry": ("expiry_day", "expiry_place"),
    "latest_shipment": ("latest_shipment_day",),
    "tolerance": ("tolerance_plus", "tolerance_minus"),
}


def fields_named(text: str, option: str) -> tuple[str, ...]:
    """The fields of the terms that a word names."""
    name = text.strip().lower().replace("-", "_")
    if name in SHORT:
        return SHORT[name]
    if name in FIELDS:
        return (name,)
    known = ", ".join(sorted({*SHORT, *(field for field in FIELDS if field not in FIXED)}))
    raise CreditError(f"{option} {text[:40]}: no such term; use one of {known} (U11)")


def change_from(
    record: CreditRecord, options: Mapping[str, Any], settings: Sequence[str], content: bytes | None
) -> Change:
    """The change that the options of `credit amend` describe. `settings`: FIELD=VALUE."""
    number = options["number"] or next_number(record)
    changed = dict(_from_options(record.terms, options))
    for text in settings:
        name, value = _setting(text)
        changed[name] = value
    difference = _difference(record.terms, options["amount"])
    if options["cancel"]:
        if changed or difference:
            raise CreditError("--cancel: stands beside a change; cancel, or amend (U11)")
        return Change.of({}, number=number, content=content or ZERO_HASH, cancel=True)
    for name in changed:
        if name in FIXED:
            raise CreditError(f"{name}: no amendment may change it; cancel and issue another credit (U11)")
    if not changed and not difference:
        raise CreditError("amend: nothing is changed; name a change, --mt707 or --cancel (U11)")
    if len(changed) > MOST_VALUES:
        raise CreditError(f"amend: {len(changed)} fields; one amendment changes {MOST_VALUES} at most (U11)")
    if content is None:
        # Without a message the words of the change are what the file beside the credit says.
        words = {
            "amendment": number,
            "difference": str(difference),
            "terms": {name: str(plain_value(name, value)) for name, value in changed.items()},
        }
        content = keccak(rfc8785.dumps(words))
    return Change.of(changed, number=number, difference=difference, content=content)


def _from_options(terms: Credit, options: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    currency = key_text(terms.currency)
    if options["expiry"]:
        yield "expiry_day", day_from(options["expiry"], "--expiry")
    if options["expiry_place"]:
        yield "expiry_place", place_key(options["expiry_place"].upper())
    if options["latest_shipment"]:
        none = options["latest_shipment"].lower() == "none"
        day = 0 if none else day_from(options["latest_shipment"], "--latest-shipment")
        yield "latest_shipment_day", day
    if options["presentation_days"] is not None:
        yield "presentation_days", options["presentation_days"]
    if options["tolerance"]:
        plus, _, minus = options["tolerance"].partition("/")
        yield "tolerance_plus", bps_of(plus, "--tolerance")
        yield "tolerance_minus", bps_of(minus or plus, "--tolerance")
    if options["additional"]:
        yield "additional_amount", minor_of(options["additional"], currency, "--additional")
    if options.get("legs"):
        yield "legs", legs_hash(legs_from(options["legs"]))
    for name, kind in (("partials", Allowed), ("transhipment", Allowed), ("confirmation", Confirmation)):
        if options[name]:
            yield name, int(kind[options[name].upper().replace("-", "_")])


def _setting(text: str) -> tuple[str, Any]:
    name, mark, value = text.partition("=")
    name = name.strip().lower().replace("-", "_")
    if not mark or name not in FIELDS:
        raise CreditError(f"--set {text[:60]}: is not FIELD=VALUE with a field of the terms (U11)")
    if name == "amount":
        raise CreditError("--set amount: the amount changes by a difference; use --amount +1000.00 (U11)")
    given: Any = [part for part in value.split("+") if part] if name == "exclusions" else value.strip()
    try:
        return name, getattr(credit_of({name: given}), name)
    except FileError as error:
        raise CreditError(f"--set {text[:60]}: {error}") from None


def _difference(terms: Credit, text: str | None) -> int:
    """A signed amount: a difference, as in an MT707."""
    if text is None:
        return 0
    currency = key_text(terms.currency)
    match = re.fullmatch(rf"\s*(?:{currency}\s*)?([+-])\s*(.+)", text.upper())
    if match is None:
        raise CreditError(
            f"--amount {text[:40]}: write the difference with its sign, such as +10000.00 or -2500.00 (U11)"
        )
    minor = minor_of(match.group(2), currency, "--amount")
    difference = minor if match.group(1) == "+" else -minor
    if not 0 < terms.amount + difference <= MAX_AMOUNT:
        raise CreditError(
            f"--amount {text[:40]}: the credit is for {money_text(currency, terms.amount)}; "
            "to end it use --cancel (U11)"
        )
    return difference


def next_number(record: CreditRecord) -> int:
    """The number that follows the last amendment's (26E)."""
    return max((one.change.number for one in record.amendments), default=0) + 1


def check_confirmation(change: Change, confirmed: bool) -> None:
    """Who confirms stands fast once a bank has confirmed."""
    named = sorted(CONFIRMATION_FIELDS & set(change.names))
    if confirmed and named:
        raise CreditError(f"{named[0]}: a bank has confirmed; no amendment changes who that is (U9, U11)")


def status_of(desk: CreditDesk, one: AmendmentRecord) -> AmendmentStatus:
    return AmendmentStatus(int(amendment_state(desk.driver, desk.suite, one.id)["status"]))


@dataclass(frozen=True)
class Wanted:
    """Which amendments an act is about: by record and state, and in words for who finds none."""

    words: str
    fits: Callable[[AmendmentRecord, Mapping[str, Any]], bool]


PENDING = Wanted("pending", lambda one, state: state["status"] == AmendmentStatus.PENDING)


def _ahead(record: CreditRecord, one: AmendmentRecord) -> bool:
    """Is it in force and later than what the confirming bank's own terms read?"""
    later = record.accepted[record.own_read :] if record.own is not None else []
    return one.id in later


def unspoken(desk: CreditDesk, record: CreditRecord) -> Wanted:
    """What the confirming bank, or the one that confirmed silently, has not spoken on."""
    surety = bool(state_of(desk.driver, desk.suite, record.id)["silent"])
    who = "silent" if surety else "confirmer"

    def fits(one: AmendmentRecord, state: Mapping[str, Any]) -> bool:
        # A bank with terms of its own may still follow an accepted amendment.
        waits = state["status"] == AmendmentStatus.PENDING or _ahead(record, one)
        return waits and state[who] == ConfirmerSays.NOTHING

    return Wanted("waiting for the confirming bank's word", fits)


def to_apply(desk: CreditDesk, record: CreditRecord) -> Wanted:
    """What the confirming bank extended to and its own terms do not read yet."""
    return Wanted(
        "extended to and not yet applied",
        lambda one, state: _ahead(record, one) and state["confirmer"] == ConfirmerSays.EXTENDS,
    )


def amendment_of(desk: CreditDesk, record: CreditRecord, text: str | None, wanted: Wanted) -> AmendmentRecord:
    """The amendment by its number or the beginning of its id; without one the only that is wanted."""
    where = f"credit 0x{record.id.hex()[:12]}"
    if text is None:
        hits = [
            one
            for one in record.amendments
            if wanted.fits(one, amendment_state(desk.driver, desk.suite, one.id))
        ]
        if not hits:
            raise CreditError(f"{where}: no amendment is {wanted.words}; see `credit amendments` (U11)")
        if len(hits) > 1:
            numbers = ", ".join(str(one.change.number) for one in hits)
            raise CreditError(f"--amendment: {len(hits)} are {wanted.words} ({numbers}); name one (U11)")
        return hits[0]
    plain_text = text.lower().removeprefix("0x")
    hits = [one for one in record.amendments if plain_text.isdigit() and one.change.number == int(plain_text)]
    if len(hits) != 1:
        found = [one for one in record.amendments if one.id.hex().startswith(plain_text)]
        hits = found if len(plain_text) >= 6 else hits
    if len(hits) != 1:
        raise CreditError(
            f"--amendment {text[:70]}: {len(hits)} of this credit; see `credit amendments` (UNKNOWN)"
        )
    return hits[0]


def part_of(change: Change, names: Sequence[str]) -> tuple[int, list[str]]:
    """(what `only` says, notes). 0: the whole was named; a part is a rejection (10e)."""
    if not names:
        return 0, []
    whole = set(change.names) | ({"amount"} if change.difference else set())
    wanted: set[str] = set()
    for text in names:
        hits = set(fields_named(text, "--only")) & whole
        if not hits:
            known = ", ".join(sorted(whole)) or "nothing: it cancels the credit"
            raise CreditError(
                f"--only {text[:40]}: the amendment does not change it; it changes {known} (U11)"
            )
        wanted |= hits
    if wanted == whole:
        return 0, ["every field is named: the amendment is accepted whole"]
    mask = sum(1 << FIELDS.index(name) for name in wanted)
    note = "a part of an amendment is a rejection of it (U11, article 10e); it is not in force"
    return mask, [note]


# --- words ---


def change_words(change: Change, before: Credit) -> list[str]:
    """What becomes of each field, a line each."""
    if change.cancel:
        return ["the credit is to end"]
    currency = key_text(before.currency)
    lines = []
    if change.difference:
        sign = "+" if change.difference > 0 else "-"
        after = before.amount + change.difference
        step = money_text(currency, abs(change.difference))
        told = money_text(currency, after) if after >= 0 else "less than nothing"
        lines.append(f"amount {sign} {step} = {told}")
    old, new = plain(before), plain(before.but(**dict(change.new_values())))
    for name in change.names:
        lines.append(f"{name} {worded(name, old[name], currency)} -> {worded(name, new[name], currency)}")
    return lines


def differences(before: Credit, after: Credit) -> dict[str, dict[str, Any]]:
    """Field by field what is not the same any more; the salt is the amendment's and tells nothing."""
    old, new = plain(before), plain(after)
    return {
        name: {"from": old[name], "to": new[name]}
        for name in old
        if name != "salt" and old[name] != new[name]
    }


def worded(name: str, value: Any, currency: str) -> str:
    """A value of the terms in a line of text."""
    if name in MONEY:
        return money_text(currency, int(value or 0))
    if value in (None, "", [], 0, "0x" + "0" * 40, "0x" + "0" * 64):
        return "none"
    if isinstance(value, str) and len(value) == 66:
        return value[:14]
    return ", ".join(value) if isinstance(value, list) else str(value)
