"""Parties as people write them, and what an act of the registry will do before it is sent.

The command line gives roles, capabilities, dates and LEIs as text; this module turns them into the
arguments of PartyRegistry, reads the few facts an act depends on, and asks the model. Nothing is sent
here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import IntEnum, IntFlag
from typing import Any, TypeVar

from eth_utils.address import is_address, to_checksum_address
from eth_utils.crypto import keccak
from stdnum import lei as lei_number
from stdnum.exceptions import ValidationError

from usance.model.party import (
    Broken,
    Capability,
    Offer,
    Party,
    PartyModel,
    Role,
    Status,
)

View = Callable[[str, Sequence[Any]], Any]
Flag = TypeVar("Flag", bound=IntFlag)

# What to do about each rule, for the one-line error.
MENDS: Mapping[str, str] = {
    "CAPABILITY": "send from an account that holds the capability; `party show` lists them",
    "ACC5": "wait until the 48 hours are over",
    "ACC7": "grant or hand over the administration first, and have it accepted",
    "ADMITTED": "check the address with `party show`",
    "ADMISSION": "give at least one role, an identity, and a last day in the future",
    "REMOVED": "removal is final: admit another address of the same person",
    "STATUS": "use ACTIVE, HELD, INSOLVENT or REMOVED",
    "NO_CHANGE": "it is so already: nothing to send",
    "ONE_CAPABILITY": "name one capability an act",
    "NO_OFFER": "ask an administrator to offer the administration again",
    "COURT": "a party names up to four courts, not itself, and removes only those it named",
    "NOTICE": "announce the removal, then remove 7 to 14 days later",
    "HELD": "while the party is HELD its courts stay",
    "PROPOSAL": "ask the admitter for a proposal with exactly these words",
    "ORDER": "an order is published once and is not zero",
    "MANDATE": "give a seller, a limit, 1 to 366 days, and an end in the future",
    "ACC1": "sign again: these words, this chain and contract, an unused nonce, a later deadline",
    "ACC2": "sign with the party's own key or wallet",
}


class PartyError(ValueError):
    """One line for the user: what, where, why, the mend."""


@dataclass(frozen=True)
class Intent:
    """An act of PartyRegistry that somebody means to send."""

    function: str
    args: tuple[Any, ...]
    sender: str


def address_of(text: str, what: str) -> str:
    """A checksummed address, or one line that names the argument."""
    if not is_address(text) or int(text, 16) == 0:
        raise PartyError(f"{what} '{text}': not an address; give 20 bytes as 0x and 40 hex digits")
    return to_checksum_address(text)


def _flag(kind: type[Flag], text: str, what: str) -> Flag:
    try:
        return kind[text.strip().upper()]
    except KeyError:
        names = ", ".join(str(member.name) for member in kind)
        raise PartyError(f"{what} '{text}': unknown; use one of {names}") from None


def roles_of(texts: Iterable[str]) -> Role:
    """`BANK,TRADER` or several texts as one set of roles, at least one."""
    roles = Role(0)
    for text in texts:
        for part in text.split(","):
            roles |= _flag(Role, part, "role")
    if not roles:
        raise PartyError("role: none given; a party needs at least one (ADMISSION)")
    return roles


def capability_of(text: str) -> Capability:
    return _flag(Capability, text, "capability")


def status_of(text: str) -> Status:
    name = text.strip().upper()
    known = [status for status in Status if status is not Status.UNKNOWN]
    for status in known:
        if status.name == name:
            return status
    names = ", ".join(status.name for status in known)
    raise PartyError(f"status '{text}': unknown; use one of {names} (STATUS)")


def last_second(text: str, what: str) -> int:
    """The last second (UTC) of a day `2030-12-31` [unix s]."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PartyError(f"{what} '{text}': not a day; write it as 2030-12-31") from None
    return int(datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC).timestamp())


def identity_of(lei: str) -> bytes:
    """The hash by which the registry knows a legal person: of its LEI, check digits verified."""
    try:
        plain = str(lei_number.validate(lei))
    except ValidationError as error:
        raise PartyError(f"LEI '{lei}': {error}; give the 20 characters of the register") from None
    return keccak(b"LEI:" + plain.encode("ascii"))


def word_of(text: str, what: str) -> bytes:
    """bytes32: 0x and 64 hex digits as they are, any other text by its hash."""
    if text.startswith("0x") and len(text) == 66:
        try:
            return bytes.fromhex(text[2:])
        except ValueError:
            raise PartyError(f"{what} '{text}': not hexadecimal") from None
    if not text:
        raise PartyError(f"{what}: empty; give its text or its hash")
    return keccak(text=text)


def capabilities(view: View, account: str) -> dict[Capability, int]:
    """Capability -> first second in which it works, for all the account was given."""
    found = {kind: int(view("capability_since", [account, int(kind)])) for kind in Capability}
    return {kind: since for kind, since in found.items() if since}


def read_model(
    view: View,
    chain_id: int,
    address: str,
    accounts: Iterable[str],
    courts: Iterable[tuple[str, str]] = (),
    orders: Iterable[tuple[str, bytes]] = (),
) -> PartyModel:
    """The model as far as these accounts, (party, court) pairs and (party, order) pairs go."""
    model = PartyModel(bytes(view("rulebook", [])), chain_id, address)
    for account in dict.fromkeys(accounts):
        seen, offer = view("party_of", [account]), view("offer_of", [account])
        if seen["status"]:
            model.parties[account] = Party(
                int(seen["roles"]),
                int(seen["status"]),
                int(seen["valid_until"]),
                int(seen["admitted_at"]),
                bytes(seen["identity"]),
            )
        for kind, since in capabilities(view, account).items():
            if kind is not Capability.ADMINISTRATOR or view("has_capability", [account, int(kind)]):
                model.since[account, int(kind)] = since
        if offer["since"]:
            model.offers[account] = Offer(str(offer["giver"]), bool(offer["hand_over"]), int(offer["since"]))
    # Administrators that are not among the accounts count: the last one may not go.
    for index in range(int(view("administrators", [])) - model.administrators()):
        model.since[f"administrator {index}", int(Capability.ADMINISTRATOR)] = 1
    for party, court in courts:
        standing = int(view("court_standing", [party, court]))
        if standing:
            model.courts[party, court] = None if standing == 1 else standing
        for index in range(int(view("party_of", [party])["courts"]) - model.court_count(party)):
            model.courts[party, f"court {index}"] = None
    for party, order in orders:
        published = int(view("order_day_of", [party, order]))
        if published:
            model.orders[party, order] = (str(view("order_court_of", [party, order])), published)
    return model


def foretell(view: View, chain_id: int, address: str, now: int, intent: Intent) -> Broken:
    """The rules the act would break if it were sent in the second `now`; empty when it would succeed."""
    sender, args, function = intent.sender, intent.args, intent.function
    accounts, courts, orders = [sender], [], []
    if function == "propose":
        accounts.append(args[0].party)
    elif function in {"name_court", "announce_court_removal", "remove_court"}:
        courts.append((sender, args[0]))
    elif function == "publish_order":
        courts.append((args[0], sender))
        orders.append((args[0], args[1]))
    elif function in {"set_status", "grant_capability", "cancel_grant", "revoke_capability", "hand_over"}:
        accounts.append(args[0])
    elif function == "accept_administration":
        accounts.append(str(view("offer_of", [sender])["giver"]))
    elif function not in {"accept", "renounce_capability"}:
        raise PartyError(f"{function}: the model cannot foretell this act from the chain alone")
    model = read_model(view, chain_id, address, accounts, courts, orders)
    if function == "accept":
        # What was proposed is a hash on chain: the words themselves are checked, not that they match.
        words = frozenset() if args[1] == model.rulebook else frozenset({"PROPOSAL"})
        return words | model.admission_rules(args[0], now)
    return frozenset(getattr(model, function)(*args, sender=sender, now=now))


def refusal(intent: Intent, broken: Broken) -> str:
    """The one line for an act that will fail."""
    rule = min(broken)
    return f"party: {intent.function} by {intent.sender} breaks {', '.join(sorted(broken))}: {MENDS[rule]}"


def names(bits: int, kind: type[IntFlag]) -> list[str]:
    """The names of the bits that are set."""
    return [str(member.name) for member in kind if bits & member]


def time_text(moment: int) -> str:
    """A time [unix s] for people."""
    if moment >= 1 << 37:
        return "never"
    return datetime.fromtimestamp(moment, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def description(view: View, party: str, now: int) -> dict[str, Any]:
    """All the registry tells about an address, in words."""
    seen = view("party_of", [party])
    status: IntEnum = Status(int(seen["status"]))
    return {
        "party": party,
        "status": status.name,
        "roles": names(int(seen["roles"]), Role),
        "valid_until": time_text(int(seen["valid_until"])) if seen["status"] else None,
        "admitted_at": time_text(int(seen["admitted_at"])) if seen["status"] else None,
        "identity": "0x" + bytes(seen["identity"]).hex() if seen["status"] else None,
        "courts": int(seen["courts"]),
        "may_act": bool(view("may", [party, 0])),
        "capabilities": {
            str(kind.name): "works" if since <= now else f"from {time_text(since)}"
            for kind, since in capabilities(view, party).items()
        },
    }
