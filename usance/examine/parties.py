"""Is the party on a document the party of the credit? Equal, a typing slip, or another one.

The rule, after C12 and C70 (docs/examiner.md): names are compared word by word, with the usual short forms
as one. A word that stands on one side only makes another name, however small it is ("& CO" is not "CO").
Words that differ by a slip of the keyboard, or stand in another order, are a slip, and a slip needs a
second mark of identity on the same document: the address, or the number of the credit. Without one, or
when the name as written is that of somebody else in the credit or the set, a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

import pycountry

from usance.examine.facts import Party
from usance.examine.text import alike, key, plain, tokens

_SHORT_FORMS = {
    "LIMITED": "LTD",
    "COMPANY": "CO",
    "CORPORATION": "CORP",
    "INCORPORATED": "INC",
    "PRIVATE": "PVT",
    "AND": "&",
    "BROTHERS": "BROS",
    "MANUFACTURING": "MFG",
}
_DROPPED = frozenset({"MESSRS", "THE"})


class Same(StrEnum):
    EQUAL = "equal"
    SLIP = "slip"
    OTHER = "other"


def name_tokens(name: str) -> list[str]:
    """The words of a name: A.G. as AG, M/S dropped, short forms as one."""
    flat = plain(name).replace("M/S", " ")
    words = tokens(flat.replace(".", ""))
    return [_SHORT_FORMS.get(word, word) for word in words if word not in _DROPPED]


def same_name(required: str, seen: str) -> Same:
    """Names alone, without what else the document says."""
    first, second = name_tokens(required), name_tokens(seen)
    if "".join(first) == "".join(second):
        return Same.EQUAL
    if sorted(first) == sorted(second):
        return Same.SLIP
    if len(first) == len(second) and all(alike(a, b) for a, b in zip(first, second, strict=True)):
        return Same.SLIP
    return Same.OTHER


def same_party(required: Party, seen: Party, others: Iterable[Party] = ()) -> Same:
    """As `same_name`; a slip that spells the name of somebody else is that somebody.

    Somebody else is another name in the credit or the set that does not live at the required address.
    """
    found = same_name(required.name, seen.name)
    if found is Same.SLIP and any(
        other is not seen
        and same_name(other.name, seen.name) is Same.EQUAL
        and same_name(other.name, required.name) is not Same.EQUAL
        and not shares_address(required, other)
        for other in others
    ):
        return Same.OTHER
    return found


def only_code(party: Party | None) -> bool:
    """A bank of which the credit gives the BIC alone: a name on a document cannot be held against it."""
    return party is not None and bool(party.id) and party.id == party.name


def is_code(name: str) -> bool:
    """Does the name look like a BIC?"""
    return re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", name.strip().upper()) is not None


def shares_address(required: Party, seen: Party) -> bool:
    """A line of the address (or an id) in common, more than the country."""
    if required.id and key(required.id) == key(seen.id):
        return True
    mine = {key(line) for line in required.address if not country_in((line,))}
    its = {key(line) for line in seen.address if not country_in((line,))}
    return bool((mine & its) - {""})


def same_address(required: Party, seen: Party) -> bool:
    """Every word of the required address is in the other one, slips allowed (14j, last sentence)."""
    have = tokens(" ".join((*seen.address, seen.country)))
    return all(any(alike(word, other) for other in have) for word in tokens(" ".join(required.address)))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in pycountry.countries:
        for name in ("name", "common_name", "official_name", "alpha_3"):
            if hasattr(country, name):
                found[key(getattr(country, name))] = str(country.alpha_2)
    extra = {
        "US": "USA|U.S.A.|UNITED STATES OF AMERICA|UNITED STATES",
        "GB": "UK|U.K.|ENGLAND|SCOTLAND|GREAT BRITAIN",
        "KR": "KOREA|SOUTH KOREA|REPUBLIC OF KOREA", "CN": "P.R. CHINA|PR CHINA|PRC|P.R.C.",
        "AE": "UAE|U.A.E.", "NL": "HOLLAND|THE NETHERLANDS", "VN": "VIETNAM|VIET NAM", "TW": "TAIWAN",
        "TR": "TURKEY|TURKIYE", "RU": "RUSSIA", "CZ": "CZECH REPUBLIC", "HK": "HONG KONG|HONGKONG",
        "IR": "IRAN", "TZ": "TANZANIA", "CI": "IVORY COAST", "LA": "LAOS", "SY": "SYRIA", "BO": "BOLIVIA",
        "VE": "VENEZUELA", "MD": "MOLDOVA",
    }  # fmt: skip
    for code, names in extra.items():
        found |= {key(name): code for name in names.split("|")}
    return found


@lru_cache(maxsize=2048)
def country_in(lines: tuple[str, ...]) -> str:
    """The country an address ends with, ISO 3166-1 alpha-2; "" when no line names one."""
    known = _countries()
    for line in reversed(lines):
        if key(line) in known:
            return known[key(line)]
        words = plain(line).replace(",", " ").split()
        for width in (3, 2, 1):
            tail = key("".join(words[-width:]))
            if len(words) > width and len(tail) > 3 and tail in known:
                return known[tail]
    return ""


def country_of(party: Party) -> str:
    """The country stated, or told by the address."""
    if party.country:
        code = party.country.upper()
        return code if len(code) == 2 else country_in((party.country,))
    return country_in(party.address)
