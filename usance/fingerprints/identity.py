"""Who a party is, in one form: LEI, VAT id or number in a register.

PartyRegistry knows a legal person by the hash of such a form. The number on an invoice comes with and
without its country, with dots, blanks and endings; all of that is one form. Check digits are verified for
LEIs alone: files carry VAT ids that no office gave, and telling them apart is not this module's work.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress

import pycountry
from eth_utils.crypto import keccak
from stdnum import lei
from stdnum.exceptions import ValidationError

from usance.fingerprints.errors import FingerprintError
from usance.fingerprints.letters import DIVIDER, folded

_PLAIN = re.compile(r"[0-9A-Z]+")
_FORM = re.compile(r"(?:LEI|VAT|ICD:[0-9]{4}):[0-9A-Z]+")
# Greece writes EL before its VAT ids, Northern Ireland XI.
_PREFIXES = frozenset(country.alpha_2 for country in pycountry.countries) | {"EL", "XI"}
_ENDINGS = {"NO": ("MVA",), "CH": ("MWST", "TVA", "IVA", "VAT")}
_WIDTHS = {"BE": 10, "EL": 9}  # ids that lost the zero in front


def _plain(text: str, what: str) -> str:
    """Capitals and digits without dividers."""
    found = folded(text, what).replace(DIVIDER, "")
    if not _PLAIN.fullmatch(found):
        raise FingerprintError(f"{what} {text!a}: is not made of Latin letters and digits; check it")
    return found


def _country(text: str, what: str) -> str:
    found = _plain(text, what)
    if found not in _PREFIXES:
        raise FingerprintError(f"{what} {text!a}: no country; give two letters of ISO 3166")
    return "EL" if found == "GR" else found


def lei_form(text: str) -> str:
    """`LEI:` and its 20 characters, check digits verified."""
    plain = _plain(text.removeprefix("LEI:"), "LEI")
    try:
        lei.validate(plain)
    except ValidationError:
        raise FingerprintError(
            f"LEI {text!a}: not 20 characters with right check digits; copy it from the register"
        ) from None
    return "LEI:" + plain


def vat_form(text: str, country: str = "") -> str:
    """`VAT:` and the id with its country in front: DE 123, de-123 and 123 of DE are one.

    A country written in front of the id counts before `country`, where the party sits.
    """
    plain = _plain(text.removeprefix("VAT:"), "VAT id")
    if plain[:2] in _PREFIXES and any(char.isdigit() for char in plain[2:]):
        prefix, rest = plain[:2], plain[2:]
    elif country:
        prefix, rest = _country(country, "country of the VAT id"), plain
    else:
        raise FingerprintError(f"VAT id {text!a}: has no country in front; give the country of the party")
    prefix = "EL" if prefix == "GR" else prefix
    for ending in _ENDINGS.get(prefix, ()):
        rest = rest.removesuffix(ending)
    digits = sum(char.isdigit() for char in rest)
    if not digits or len(rest) > 2 * digits:
        raise FingerprintError(f"VAT id {text!a}: has more letters than digits; give BT-31 or BT-48")
    if prefix == "CH" and rest.isdigit():
        rest = "E" + rest
    if rest.isdigit():
        rest = rest.zfill(_WIDTHS.get(prefix, 0))
    return f"VAT:{prefix}{rest}"


def register_form(scheme: str, text: str) -> str:
    """`ICD:`, the scheme of ISO 6523 (four digits) and the number there; its zeros in front count."""
    code = _plain(scheme, "scheme")
    if not re.fullmatch(r"[0-9]{4}", code):
        raise FingerprintError(f"scheme {scheme!a}: not four digits of ISO 6523; 0007 is Sweden's register")
    return f"ICD:{code}:{_plain(text, 'register number')}"


def identity_hash(form: str) -> bytes:
    """bytes32 by which PartyRegistry knows the person: keccak256 of the form."""
    if not _FORM.fullmatch(form):
        raise FingerprintError(
            f"identity {form!a}: no form; make it with lei_form, vat_form or register_form"
        )
    return keccak(form.encode("ascii"))


def party_form(text: str, country: str = "") -> str:
    """The best form of whatever names a party, for soft comparison: LEI, VAT id, else the text itself.

    Refuses nothing but an empty text: a buyer known by a name in any script still compares with itself.
    """
    if _FORM.fullmatch(text):
        return text
    with suppress(FingerprintError):
        return lei_form(text)
    with suppress(FingerprintError):
        return vat_form(text, country)
    name = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    if not name:
        raise FingerprintError("buyer: empty; leave it out or give an identity or a name")
    return "NAME:" + name
