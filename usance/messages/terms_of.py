"""From an MT700 to the terms of a credit, field by field.

Nothing is guessed silently: what the message does not say comes from an option or stands in the notes,
a place or party that is not known is an error that names the option, and a line that may alter UCP must
be mapped or waved through. The result depends on the message's fields, sender and receiver alone, so a
printed copy of a message gives the same terms as the message itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from eth_utils.crypto import keccak

from usance.calendars import day_of
from usance.codes import Allowed, ChargesFor, Exclusion, Form, Rulebook
from usance.messages import values as v
from usance.messages.bank_places import place_of_currency
from usance.messages.errors import MessageError, shown
from usance.messages.message import Message, bic11
from usance.messages.modifications import modifications
from usance.messages.modifications_mapped import SILENCE, exclusions_of
from usance.messages.parties import PartyBook
from usance.messages.printed import header_blocks
from usance.messages.tenors import availability
from usance.messages.terms_banks import BankReading
from usance.messages.terms_reading import Choices, Derived, NotBuiltYet, TermsError
from usance.terms import ZERO_HASH, Credit, place_key

__all__ = [
    "PLACE_ROLES",
    "ROLES",
    "Choices",
    "Derived",
    "NotBuiltYet",
    "TermsError",
    "salt_of",
    "terms_of",
    "with_head",
]

ROLES = ("issuer", "applicant", "beneficiary", "adviser", "nominated", "confirmer", "reimburser")
PLACE_ROLES = ("issuer", "nominated", "confirmer", "expiry", "currency")
NOT_BUILT = "not built yet"
PERIOD = 21
MAX_PERIOD = 365


def salt_of(sender: str, reference: str) -> bytes:
    """keccak256 of the sender's BIC11 and field 20."""
    return keccak(text=bic11(sender) + reference)


def with_head(message: Message, sender: str, receiver: str) -> Message:
    """The message under another head, for text that names no sender or receiver."""
    if not sender and not receiver:
        return message
    blocks = header_blocks(message.mt, sender or message.sender, receiver or message.receiver)
    return replace(message, header=replace(message.header, block1=blocks[0], block2=blocks[1]))


def terms_of(message: Message, parties: PartyBook, choices: Choices | None = None) -> Derived:
    """The terms an MT700 issues; raises TermsError with one line."""
    given = choices or Choices()
    try:
        message = with_head(message, given.sender, given.receiver)
    except MessageError as error:
        raise TermsError(f"--sender, --receiver: {error.what}", error.mend, "T27") from None
    return _Reading(message, parties, given).derive()


class _Reading(BankReading):
    """One message on its way to terms."""

    def derive(self) -> Derived:
        m = self.message
        if m.mt != "700":
            raise TermsError(
                f"{m.source or 'text'}: MT{m.mt or '?'} issues no credit", "give an MT700", "MT700"
            )
        if re.fullmatch("[1-8]/[2-8]", m.text("27") or ""):
            raise self.error(
                "27",
                f"part {m.text('27')} alone is not the credit",
                "give the file with all its parts",
                "T75",
            )
        self._refuse_findings()
        self._offered()
        dates = self._dates()
        kind = availability(self, dates["issue_day"])
        values = {**dates, **self._money(), **self._kind(), **kind, **self.banks()}
        exclusions = self._exclusions()
        reference = m.text("20") or ""
        terms = Credit(
            **values,
            exclusions=exclusions,
            currency_place=self._currency_place(),
            asset=self.choices.asset,
            asset_scale=self.choices.asset_scale,
            cover_bps=self.choices.cover_bps,
            honour_days=self.choices.honour_days,
            closing_days=self.choices.closing_days,
            delivery_agent=self.choices.delivery_agent,
            content=m.content_hash,
            salt=salt_of(m.sender, reference) if self.choices.salt is None else self.choices.salt,
        )
        return Derived(
            terms,
            dict(self.places),
            tuple(self.notes),
            modifications(m),
            m.sender,
            m.receiver,
            reference,
        )

    def _refuse_findings(self) -> None:
        for finding in self.message.errors:
            raise TermsError(finding.text, "", finding.code, self.finding_where(finding.tag, finding.line))
        if self.message.acknowledged is False:
            raise TermsError(
                "the network refused this message (NAK)", "give the one that went out", "NAK", self.head()
            )
        if not self.message.sender or not self.message.receiver:
            side = "sender" if not self.message.sender else "receiver"
            raise TermsError(f"the text names no {side}", f"add --{side} BIC", "MT700", self.head())

    def _offered(self) -> None:
        """Kinds that a later storey brings are said in one line, before anything else."""
        m = self.message
        form = (m.text("40A") or "").strip()
        if form.startswith("REVOCABLE"):
            raise self.error(
                "40A", f"form {form}: no credit under UCP 600 can be revoked", "write IRREVOCABLE", "U2"
            )
        if form != "IRREVOCABLE":
            raise NotBuiltYet(f"form {form}: {NOT_BUILT}")
        rules = self._rules()
        if not rules.startswith(("UCP", "EUCP")):
            raise NotBuiltYet(f"rules {rules}: {NOT_BUILT}")

    def _rules(self) -> str:
        code = self.message.typed("40E")
        return code.code if isinstance(code, v.Code) else (self.message.text("40E") or "")

    # --- dates ---

    def _dates(self) -> dict[str, int]:
        m = self.message
        issued, expiry = self.need("31C", date), self.need("31D", v.DatePlace)
        if expiry.day < issued:
            raise self.error(
                "31D", f"expiry {expiry.day} is before the date of issue {issued} (31C)", "correct one", "U6"
            )
        shipment = m.typed("44C")
        latest = 0
        if isinstance(shipment, date):
            latest = day_of(shipment)
            if shipment > expiry.day:
                self.note(f"44C {shipment} is after the expiry {expiry.day} (31D)")
        if m.has("44D"):
            self.note("44D: the shipment period is in words; it is in the content hash, for the examiner")
        period = m.typed("48")
        days = PERIOD
        if isinstance(period, v.Period):
            days = period.days
            if period.text and "SHIP" not in period.text.upper() and "B/L" not in period.text.upper():
                self.note(f"48: counted from shipment; the message says {shown(period.text)}")
            if not 1 <= days <= MAX_PERIOD:
                raise self.error("48", f"{days} days are no period for presentation", "write 1 to 365", "U14")
        elif m.has("48"):
            days = self._period_in_words()
        else:
            self.note("48 is absent: 21 days after shipment")
        return {
            "issue_day": day_of(issued),
            "expiry_day": day_of(expiry.day),
            "latest_shipment_day": latest,
            "presentation_days": days,
        }

    def _period_in_words(self) -> int:
        """Field 48 before 2018 was narrative: one number of days in it is taken, with a note."""
        text = " ".join((self.message.text("48") or "").upper().split())
        found = re.findall(r"\b(\d{1,3}) ?(?:CALENDAR )?DAYS?\b", text)
        if len(found) != 1 or not 1 <= int(found[0]) <= MAX_PERIOD:
            raise self.error("48", f"{shown(text)} names no single number of days", "write it like 21", "U14")
        self.note(f"48: {shown(text)} is read as {int(found[0])} days after shipment")
        return int(found[0])

    # --- money ---

    def _money(self) -> dict[str, Any]:
        m = self.message
        amount = self.need("32B", v.Amount)
        if amount.minor == 0:
            raise self.error("32B", "the amount is zero", "write what the credit is for", "TERMS")
        tolerance = m.typed("39A")
        plus, minus = (tolerance.plus, tolerance.minus) if isinstance(tolerance, v.Tolerance) else (0, 0)
        return {
            "currency": place_key(amount.currency),
            "amount": amount.minor,
            "tolerance_plus": plus * 100,
            "tolerance_minus": minus * 100,
            "additional_amount": self._additional(amount.currency),
        }

    def _additional(self, currency: str) -> int:
        text = " ".join((self.message.text("39C") or "").split())
        if not text:
            return 0
        found: list[int] = []
        for number in re.findall(rf"\b{currency} ?([0-9][0-9.,]*[0-9,])", text):
            try:
                found.append(v.parse_amount(number if "," in number else f"{number},", currency))
            except v.Fault:
                self.note(f"39C: {shown(number)} is no amount of {currency}; nothing is added")
                return 0
        if len(found) == 1:
            return found[0]
        self.note(f"39C: {shown(text)} names {len(found) or 'no'} amounts in {currency}; nothing is added")
        return 0

    def _currency_place(self) -> bytes:
        amount = self.need("32B", v.Amount)
        chosen = self.choices.places.get("currency", "")
        if chosen.upper() == "NONE":
            return ZERO_HASH
        code = chosen or place_of_currency(amount.currency)
        if not code:
            self.note(f"no centre is known for {amount.currency}: money moves on the payer's banking days")
            return ZERO_HASH
        return self.placed("currency", code)

    # --- kind ---

    def _kind(self) -> dict[str, int]:
        return {
            "form": Form.IRREVOCABLE,
            "rulebook": Rulebook.UCP600,
            "partials": self._allowed("43P"),
            "transhipment": self._allowed("43T"),
            "charges_for": self._charges(),
            "confirmation": self.confirmation(),
        }

    def _allowed(self, tag: str) -> int:
        text = (self.message.text(tag) or "").strip().split("\n")[0]
        if not text:
            return Allowed.ALLOWED
        if text == "CONDITIONAL":
            self.note(f"{tag} CONDITIONAL: the condition is in the content hash, for the examiner")
        return {"ALLOWED": Allowed.ALLOWED, "NOT ALLOWED": Allowed.NOT_ALLOWED}.get(text, Allowed.CONDITIONAL)

    def _charges(self) -> int:
        text = " ".join((self.message.text("71D") or "").upper().split())
        hits = {who for who in ("BENEFICIARY", "APPLICANT") if re.search(rf"\b{who}(?:'?S)?\b", text)}
        if len(hits) != 1:
            if text:
                self.note("71D: charges are shared or not assigned; charges_for is left open")
            return 0
        return ChargesFor.BENEFICIARY if hits == {"BENEFICIARY"} else ChargesFor.APPLICANT

    def _exclusions(self) -> Exclusion:
        found = exclusions_of(self)
        for line in modifications(self.message):
            if line.articles == (SILENCE,) and line.number not in self.choices.exclusions:
                self.note(
                    f"{line.tag}: {shown(line.text, 60)} is void: silence accepts no amendment (article 10f)"
                )
        return found | Exclusion.EUCP if self._rules().startswith("EUCP") else found
