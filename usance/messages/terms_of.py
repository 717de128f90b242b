"""From an MT700 to the terms of a credit, field by field.

Nothing is guessed silently: what the message does not say comes from an option or stands in the notes,
a place or party that is not known is an error that names the option, and a line that may alter UCP must
be mapped or waved through. The result depends on the message's fields, sender and receiver alone, so a
printed copy of a message gives the same terms as the message itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from eth_utils.crypto import keccak

from usance.calendars import day_of
from usance.codes import Allowed, AvailableBy, ChargesFor, Confirmation, Exclusion, Form, Rulebook, TenorFrom
from usance.messages import values as v
from usance.messages.bank_places import place_of_bic, place_of_currency
from usance.messages.errors import MessageError, shown
from usance.messages.message import Message, bic11
from usance.messages.modifications import Modification, modifications
from usance.messages.parties import PartyBook
from usance.messages.printed import header_blocks
from usance.places import find_place, find_place_in_text, place_of
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, place_key

T = TypeVar("T")
ROLES = ("issuer", "applicant", "beneficiary", "adviser", "nominated", "confirmer", "reimburser")
PLACE_ROLES = ("issuer", "nominated", "confirmer", "expiry", "currency")
BY_WORD = {
    "payment": "BY PAYMENT",
    "acceptance": "BY ACCEPTANCE",
    "negotiation": "BY NEGOTIATION",
    "deferred": "BY DEF PAYMENT",
    "mixed": "BY MIXED PYMT",
}
NOT_BUILT = "not built yet"
PERIOD = 21
MAX_PERIOD = 365


class TermsError(ValueError):
    """One line: file and line, field or option, what is wrong, the mend, the rule."""

    exit_code = 1

    def __init__(self, what: str, mend: str = "", rule: str = "", where: str = "") -> None:
        text = f"{where}{what}" + (f"; {mend}" if mend else "") + (f" ({rule})" if rule else "")
        super().__init__(" ".join(text.split()))


class NotBuiltYet(TermsError):
    """A kind of credit that a later storey brings."""

    exit_code = 2


@dataclass(frozen=True)
class Choices:
    """What the caller adds to the message. `places` by role; `exclusions` by the number of a line."""

    asset: str = ZERO_ADDRESS
    asset_scale: int = 1
    cover_bps: int = 0
    honour_days: int = 1
    closing_days: int = 30
    delivery_agent: str = ZERO_ADDRESS
    salt: bytes | None = None
    sender: str = ""
    receiver: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    exclusions: Mapping[int, Exclusion] = field(default_factory=dict)
    waved: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Derived:
    """The terms, with what they were taken from."""

    terms: Credit
    places: Mapping[str, str]
    notes: tuple[str, ...]
    modifications: tuple[Modification, ...]
    sender: str
    receiver: str
    reference: str

    @property
    def calendars(self) -> tuple[str, ...]:
        """The places whose calendars the credit needs, each once, the issuer's first."""
        roles = ("issuer", "nominated", "confirmer", "currency")
        return tuple(dict.fromkeys(self.places[role] for role in roles if role in self.places))


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


class _Reading:
    """One message on its way to terms."""

    def __init__(self, message: Message, parties: PartyBook, choices: Choices) -> None:
        self.message = message
        self.parties = parties
        self.choices = choices
        self.notes: list[str] = []
        self.places: dict[str, str] = {}

    # --- errors ---

    def where(self, tag: str) -> str:
        hit = self.message.first(tag)
        line = hit.line if hit is not None else self.message.line
        source = self.message.source
        place = f"{source}, line {line}: " if source and line else f"{source}: " if source else ""
        return f"{place}field {hit.tag if hit else tag}: "

    def error(self, tag: str, what: str, mend: str = "", rule: str = "") -> TermsError:
        return TermsError(what, mend, rule, self.where(tag))

    def need(self, tag: str, kind: type[T]) -> T:
        """The typed value of a field the terms cannot do without."""
        value = self.message.typed(tag)
        if not isinstance(value, kind):
            text = shown(self.message.text(tag) or "nothing")
            raise self.error(
                tag, f"{text} cannot be read as the field asks", "write it in today's form", "MT700"
            )
        return value

    # --- the way ---

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
        values = {**self._dates(), **self._money(), **self._kind(), **self._banks()}
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
            raise TermsError(finding.text, "", finding.code, self._finding_where(finding.tag, finding.line))
        if not self.message.sender or not self.message.receiver:
            side = "sender" if not self.message.sender else "receiver"
            raise TermsError(f"the text names no {side}", f"add --{side} BIC", "MT700", self._head())

    def _head(self) -> str:
        return f"{self.message.source}: " if self.message.source else ""

    def _finding_where(self, tag: str, line: int) -> str:
        source = self.message.source
        place = f"{source}, line {line}: " if source and line else self._head()
        return f"{place}field {tag}: " if tag else place

    def _offered(self) -> None:
        """Kinds that a later storey brings are said in one line, before anything else."""
        m = self.message
        available = self.need("41a", v.Availability)
        if available.by != "payment":
            raise NotBuiltYet(f"availability {BY_WORD[available.by]}: {NOT_BUILT}")
        form = (m.text("40A") or "").strip()
        if form != "IRREVOCABLE":
            raise NotBuiltYet(f"form {form}: {NOT_BUILT}")
        rules = self._rules()
        if not rules.startswith(("UCP", "EUCP")):
            raise NotBuiltYet(f"rules {rules}: {NOT_BUILT}")
        drafts = " ".join((m.text("42C") or "").upper().split())
        if drafts and "SIGHT" not in drafts:
            raise NotBuiltYet(f"drafts at {shown(drafts)}: {NOT_BUILT}")
        if re.search(r"\d+ ?DAYS?\b|\bMONTHS?\b", drafts):
            raise NotBuiltYet(f"drafts at {shown(drafts)}: {NOT_BUILT}")
        for tag, name in (("42M", "mixed payment"), ("42P", "deferred payment")):
            if m.has(tag):
                raise NotBuiltYet(f"{name} (field {tag}): {NOT_BUILT}")

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
        m = self.message
        drafts = " ".join((m.text("42C") or "").upper().split())
        share = re.search(r"(\d{1,3}) ?(?:PERCENT|PCT|P\.?C\.?)\b", drafts)
        return {
            "form": Form.IRREVOCABLE,
            "rulebook": Rulebook.UCP600,
            "available_by": AvailableBy.PAYMENT,
            "tenor_from": TenorFrom.SIGHT,
            "draft_percent": int(share.group(1)) if share else 0,
            "partials": self._allowed("43P"),
            "transhipment": self._allowed("43T"),
            "charges_for": self._charges(),
            "confirmation": self._confirmation(),
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

    def _confirmation(self) -> int:
        code = (self.message.text("49") or "").strip()
        return {"CONFIRM": Confirmation.CONFIRM, "MAY ADD": Confirmation.MAY_ADD}.get(
            code, Confirmation.WITHOUT
        )

    # --- banks and places ---

    def _banks(self) -> dict[str, Any]:
        m = self.message
        issuer = self.party("issuer", "20", bic=m.sender)
        issuer_place = self._issuer_place()
        adviser = self.party("adviser", "20", bic=m.receiver)
        available = self.need("41a", v.Availability)
        nominated, nominated_bic = ZERO_ADDRESS, ""
        if available.bic:
            nominated_bic = bic11(available.bic)
        elif not available.any_bank:
            nominated_bic = self._named_bank(available)
        if nominated_bic == m.sender:
            self.note("41a names the issuing bank: documents are presented to it")
            nominated_bic = ""
        if nominated_bic or (available.lines and not available.any_bank and not self._at_issuer(available)):
            name = available.lines[0] if available.lines else ""
            nominated = self.party("nominated", "41a", bic=nominated_bic, name=name)
        nominated_place = ZERO_HASH
        if nominated != ZERO_ADDRESS:
            nominated_place = self._nominated_place(nominated_bic)
        expiry_place = self._expiry_place(nominated != ZERO_ADDRESS)
        confirmer, confirmer_place = self._confirmer(adviser, nominated, nominated_place)
        reimburser = ZERO_ADDRESS
        bank = m.typed("53a")
        if isinstance(bank, v.Party):
            reimburser = self.party("reimburser", "53a", bic=bank.bic, name=_first(bank.lines))
        return {
            "issuer": issuer,
            "issuer_place": issuer_place,
            "applicant": self._person("applicant", "50"),
            "beneficiary": self._person("beneficiary", "59"),
            "adviser": adviser,
            "nominated": nominated,
            "nominated_place": nominated_place,
            "confirmer": confirmer,
            "confirmer_place": confirmer_place,
            "reimburser": reimburser,
            "expiry_place": expiry_place,
        }

    def _at_issuer(self, available: v.Availability) -> bool:
        text = " ".join(available.lines).upper()
        return "ISSUING BANK" in text or bic11(text.strip()) == self.message.sender

    def _named_bank(self, available: v.Availability) -> str:
        """41D may write a BIC, or "ADVISING BANK", as its text."""
        text = " ".join(available.lines).upper().strip()
        if re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", text):
            return bic11(text)
        return self.message.receiver if "ADVISING BANK" in text else ""

    def _confirmer(self, adviser: str, nominated: str, nominated_place: bytes) -> tuple[str, bytes]:
        if self._confirmation() == Confirmation.WITHOUT:
            if self.message.has("58a"):
                self.note("58a names a bank but 49 asks for no confirmation: nobody confirms")
            return ZERO_ADDRESS, ZERO_HASH
        named = self.message.typed("58a")
        if isinstance(named, v.Party):
            bic = bic11(named.bic)
            confirmer = self.party("confirmer", "58a", bic=bic, name=_first(named.lines))
        else:
            bic, confirmer = self.message.receiver, adviser
            if self.parties.role("confirmer"):
                confirmer = self.parties.role("confirmer")
            self.note("49 asks for or allows a confirmation and 58a is absent: the receiver may confirm")
        if "confirmer" not in self.choices.places and confirmer == nominated:
            self.places["confirmer"] = self.places["nominated"]
            return confirmer, nominated_place
        code = self.choices.places.get("confirmer") or (place_of_bic(bic) if bic else None)
        if not code:
            raise self.error(
                "58a",
                f"no place is known for the confirming bank {bic}",
                "name it with --place confirmer=CODE",
                "PLACE",
            )
        return confirmer, self.placed("confirmer", code)

    def _issuer_place(self) -> bytes:
        bic = self.message.sender
        code = self.choices.places.get("issuer") or place_of_bic(bic)
        if not code:
            raise TermsError(
                f"no place is known for the issuing bank {bic}",
                "name it with --place issuer=CODE",
                "PLACE",
                f"{self._head()}sender: ",
            )
        return self.placed("issuer", code)

    def _nominated_place(self, bic: str) -> bytes:
        """The nominated bank's counter: the town of 31D, if it lies in the bank's country, else its BIC."""
        town = self._town()
        country = bic[4:6]
        code = self.choices.places.get("nominated")
        if not code and town and (not country or town[:2] == country):
            code = town
        code = code or (place_of_bic(bic) if bic else None)
        if not code:
            raise self.error(
                "41a",
                f"no place is known for the nominated bank {bic}".rstrip(),
                "name it with --place nominated=CODE",
                "PLACE",
            )
        return self.placed("nominated", code)

    def _town(self) -> str | None:
        expiry = self.need("31D", v.DatePlace)
        return find_place(expiry.place) or find_place_in_text(expiry.place)

    def _expiry_place(self, nominated: bool) -> bytes:
        """31D names a town, or says whose counters."""
        expiry = self.need("31D", v.DatePlace)
        text = expiry.place.upper()
        code = self.choices.places.get("expiry") or self._town()
        if not code and re.search(r"\b(?:ISSUING BANK|OUR|ISSUER)\b", text):
            code = self.places["issuer"]
        if (
            not code
            and nominated
            and (
                re.search(r"\b(?:NOMINATED|NEGOTIATING|PAYING|ADVISING|YOUR|BENEFICIARY)\b", text)
                or self._is_country(text, self.places["nominated"])
            )
        ):
            code = self.places["nominated"]
        if not code:
            raise self.error(
                "31D",
                f"place of expiry {shown(expiry.place) or 'left out'} is unknown",
                "name it with --place expiry=CODE",
                "PLACE",
            )
        return self.placed("expiry", code)

    @staticmethod
    def _is_country(text: str, code: str) -> bool:
        from usance.places import country_of

        country = country_of(code)
        return country is not None and country.name.upper() in text

    def placed(self, role: str, code: str) -> bytes:
        """The key of a place, once it is known to be one."""
        code = code.upper()
        if place_of(code) is None and not re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", code):
            raise TermsError(
                f"place {shown(code)} is no UN/LOCODE",
                "write five characters such as DEHAM",
                "PLACE",
                f"--place {role}: ",
            )
        self.places[role] = code
        return place_key(code)

    # --- parties ---

    def party(self, role: str, tag: str, bic: str = "", name: str = "") -> str:
        found = self.parties.find(role, bic, name)
        if found is None:
            who = " ".join(part for part in (bic, f'"{shown(name)}"' if name else "") if part)
            where = self._head() if tag == "20" else self.where(tag)
            key = {"20": f"{'sender' if role == 'issuer' else 'receiver'}: "}.get(tag, "")
            raise TermsError(
                f"{role} {who} has no address",
                f"name it with --party {role}=ADDRESS",
                "NOT_ADMITTED",
                where + key,
            )
        return found

    def _person(self, role: str, tag: str) -> str:
        text = self.message.typed(tag)
        name = _first(text.lines) if isinstance(text, v.NameAddress) else ""
        return self.party(role, tag, name=name)

    # --- exclusions ---

    def _exclusions(self) -> Exclusion:
        found = Exclusion(0)
        if self._rules().startswith("EUCP"):
            found |= Exclusion.EUCP
        lines = modifications(self.message)
        numbers = {line.number for line in lines}
        for number in [*self.choices.exclusions, *self.choices.waved]:
            if number not in numbers:
                raise TermsError(
                    f"line {number} does not exist",
                    f"the message has {len(lines)} such lines",
                    "UCP1",
                    "--exclusion, --not-a-modification: ",
                )
        for number, exclusion in self.choices.exclusions.items():
            if number in self.choices.waved:
                raise TermsError(
                    f"line {number} is mapped and waved through",
                    "choose one",
                    "UCP1",
                    "--exclusion, --not-a-modification: ",
                )
            found |= exclusion
        open_lines = [
            line
            for line in lines
            if line.number not in self.choices.exclusions and line.number not in self.choices.waved
        ]
        if open_lines:
            raise self._unmapped(open_lines)
        return found

    def _unmapped(self, lines: list[Modification]) -> TermsError:
        first = lines[0]
        name = first.exclusions[0] if first.exclusions else "NAME"
        more = f", and {len(lines) - 1} more (`ape run message show` lists them)" if lines[1:] else ""
        return self.error(
            first.tag,
            f"line {first.number} may alter UCP 600 ({first.article}): {shown(first.text, 60)}{more}",
            f"map it with --exclusion {first.number}={name} or wave it through with "
            f"--not-a-modification {first.number}",
            "UCP1",
        )

    def note(self, text: str) -> None:
        self.notes.append(text)


def _first(lines: tuple[str, ...]) -> str:
    return lines[0] if lines else ""
