"""From an MT707 to the change it makes, field by field; amounts are signed differences.

The message never carries the new amount (standards of 2018 on): the change is applied to the terms in
force when it is accepted. What no term holds (goods, documents, ports, conditions) enters as the hash of the
message. What no amendment can change, or nothing here runs, is refused in one line; a line that may alter
UCP is mapped or waved through, as at issue; one by which silence would accept is void (article 10f).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from usance.amendments import Change
from usance.calendars import day_of
from usance.codes import Allowed, ChargesFor, Confirmation, Exclusion, Form, TenorFrom
from usance.messages import values as v
from usance.messages.bank_places import place_of_bic
from usance.messages.errors import shown
from usance.messages.message import Message, bic11
from usance.messages.modifications_mapped import exclusions_of, silent_acceptances
from usance.messages.parties import PartyBook
from usance.messages.parts import groups
from usance.messages.reader import read_file
from usance.messages.tenors import KIND_TAGS, changed_kind, issued, kind_of
from usance.messages.terms_of import MAX_PERIOD, salt_of
from usance.messages.terms_reading import Choices, NotBuiltYet, Reading, TermsError, first_line
from usance.places import find_place, find_place_in_text
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, ZERO_HASH, Credit, key_text, place_key

# Fields that say which amendment it is, not what changes.
HEAD = frozenset(
    ("27", "20", "21", "23", "52A", "52D", "50B", "31C", "26E", "30", "22A", "23S", "71N", "72Z")
)
# The parties to the promise: other ones are another credit.
PROMISE = {"50": "applicant", "59": "beneficiary"}
NOT_BUILT = "not built yet"


@dataclass(frozen=True)
class PaperChange:
    """`values`: the new value of a term; of `amount` the signed difference [minor], in `currency`.

    `content_only` are the changed fields no term holds; `exclusions` what mapped lines switch off.
    """

    reference: str
    credit_salt: bytes
    number: int
    day: date
    cancels: bool
    currency: str
    values: Mapping[str, Any]
    content_only: tuple[str, ...]
    content: bytes
    notes: tuple[str, ...]
    source: str = ""
    exclusions: Exclusion = field(default_factory=lambda: Exclusion(0))
    rules: str = ""
    # What 41a, 42C, 42P and 42M say of the kind of credit; `issue_day` where a tenor counts from it.
    kind: Mapping[str, Any] = field(default_factory=dict)
    issue_day: int = 0

    def bound(self, terms: Credit, number: int | None = None) -> Change:
        """The change of terms that read `terms` now; raises TermsError with one line."""
        where = f"{self.source}: " if self.source else ""
        self._check(terms, number, where)
        changed = {name: value for name, value in self.values.items() if name != "amount"}
        changed |= changed_kind(terms, self.kind, where)
        exclusions = terms.exclusions | self.exclusions
        if self.rules:
            kept = Exclusion(terms.exclusions) & ~Exclusion.EUCP
            exclusions = kept | self.exclusions | (Exclusion.EUCP if self.rules == "EUCP" else 0)
        if exclusions != terms.exclusions:
            changed["exclusions"] = int(exclusions)
        if self.content_only:
            # The root of further terms: what the message says beyond the terms is part of the change.
            changed["ext"] = self.content
        difference = self.values.get("amount", 0)
        if not self.cancels and not changed and not difference:
            raise TermsError("the message changes nothing", "say what becomes different", "U11", where)
        return Change.of(
            changed,
            number=number or self.number,
            difference=difference,
            content=self.content,
            cancel=self.cancels,
        )

    def _check(self, terms: Credit, number: int | None, where: str) -> None:
        if not (number or self.number):
            raise TermsError("the amendment has no number", "add --number N", "U11", f"{where}field 26E: ")
        if self.issue_day and self.issue_day != terms.issue_day:
            raise TermsError(
                "the tenor counts from the day of issue, and field 31C names another day than the credit",
                "correct 31C, or write the tenor in days after an event",
                "TENOR",
                f"{where}field 31C: ",
            )
        if self.cancels and (self.values or self.content_only or self.exclusions or self.rules or self.kind):
            named = ", ".join([*self.values, *self.kind, *self.content_only]) or "the rules"
            raise TermsError(
                f"CANCEL stands beside a change ({named})",
                "cancel, or amend",
                "U11",
                f"{where}field 23S: ",
            )
        currency = key_text(terms.currency)
        if self.currency and self.currency != currency:
            raise TermsError(
                f"the difference is in {self.currency}, the credit in {currency}",
                "an amendment cannot change the currency",
                "C02",
                f"{where}field 32B, 33B: ",
            )
        if not 0 < terms.amount + self.values.get("amount", 0) <= MAX_AMOUNT:
            raise TermsError(
                "more is taken off than the credit has", "cancel it with 23S", "U11", f"{where}field 33B: "
            )


def one_amendment(path: Path) -> Message:
    """The one MT707 of a file, its continuations joined."""
    messages = groups(read_file(path))
    found = [message for message in messages if message.mt == "707"] or messages
    if len(found) != 1:
        raise TermsError(f"{path}: {len(found)} messages", "give a file with one MT707", "MT707")
    return found[0]


def change_of(
    message: Message, parties: PartyBook | None = None, choices: Choices | None = None
) -> PaperChange:
    """The change of an MT707; raises TermsError with one line."""
    if message.mt != "707":
        raise TermsError(
            f"{message.source or 'text'}: MT{message.mt or '?'} amends no credit", "give an MT707"
        )
    for finding in message.errors:
        head = f"{message.source}, line {finding.line}: " if message.source else ""
        raise TermsError(finding.text, "", finding.code, f"{head}field {finding.tag}: ")
    if message.acknowledged is False:
        raise TermsError("the network refused this message (NAK)", "give the one that went out", "NAK")
    return _Amending(message, parties or PartyBook(), choices or Choices()).change()


class _Amending(Reading):
    """One message on its way to a change."""

    def change(self) -> PaperChange:
        m = self.message
        found: dict[str, Any] = {}
        content: list[str] = []
        rules = self._rules()
        kind = kind_of(self)
        for item in m.fields:
            if item.tag in HEAD or item.tag == "40E" or item.tag in KIND_TAGS:
                continue
            new = self._values(item.tag, m.value_of(item))
            found.update(new)
            # A new amount is what the difference makes; who confirms was said with field 49.
            said = item.tag in ("34B", "40A", "41A", "41D") or (item.tag[:2] == "58" and m.has("49"))
            if not new and not said:
                content.append(item.tag)
        for tag, text in silent_acceptances(m):
            self.note(f"{tag}: {shown(text, 60)} is void: silence accepts no amendment (U11, article 10f)")
        if "DETAILS TO FOLLOW" in (m.text("72Z") or "").upper():
            self.note("72Z: details to follow; the amendment is not operative yet")
        day, number = m.typed("30"), m.typed("26E")
        reference = m.text("23") or m.text("20") or ""
        money = m.typed("32B") or m.typed("33B")
        return PaperChange(
            reference,
            salt_of(m.sender, reference),
            number if isinstance(number, int) else 0,
            day if isinstance(day, date) else date(1970, 1, 1),
            (m.text("23S") or "").strip() == "CANCEL",
            money.currency if isinstance(money, v.Amount) else "",
            found,
            tuple(content),
            m.content_hash,
            tuple(self.notes),
            m.source,
            exclusions_of(self),
            rules,
            kind,
            issued(self) if kind.get("tenor_from") == TenorFrom.ISSUE else 0,
        )

    def _rules(self) -> str:
        """Field 40E: whether records may be electronic; other rules are another credit."""
        if not self.message.has("40E"):
            return ""
        code = self.message.typed("40E")
        text = code.code if isinstance(code, v.Code) else (self.message.text("40E") or "")
        if not text.startswith(("UCP", "EUCP")):
            raise NotBuiltYet(f"rules {shown(text)}: {NOT_BUILT}")
        return "EUCP" if text.startswith("EUCP") else "UCP"

    def _values(self, tag: str, value: v.Value | None) -> dict[str, Any]:
        """What one field sets; nothing for one that only the hash of the message holds."""
        if tag in ("32B", "33B") and isinstance(value, v.Amount):
            if self.message.has("32B") and self.message.has("33B"):
                raise self.error(
                    "33B", "an increase and a decrease stand in one message", "keep one of them", "C12"
                )
            return {"amount": value.minor if tag == "32B" else -value.minor} if value.minor else {}
        if tag in ("31D", "31E"):
            return self._expiry(tag, value)
        if tag == "39A" and isinstance(value, v.Tolerance):
            return {"tolerance_plus": value.plus * 100, "tolerance_minus": value.minus * 100}
        if tag == "39C":
            return self._additional()
        if tag == "44C" and isinstance(value, date):
            return {"latest_shipment_day": day_of(value)}
        if tag == "48":
            return {"presentation_days": self._period(value)}
        if tag in ("43P", "43T"):
            return {"partials" if tag == "43P" else "transhipment": self._allowed(tag)}
        if tag == "71D":
            return self._charges()
        if tag == "49":
            return self._confirmation()
        if tag in ("41A", "41D"):
            return self._available(value)
        if tag[:2] == "58":
            return {} if self.message.has("49") else self._confirmer()
        if tag[:2] == "53" and isinstance(value, v.Party):
            bank = self.party("reimburser", "53a", bic=value.bic, name=first_line(value.lines))
            return {"reimburser": bank}
        return self._kind(tag)

    def _kind(self, tag: str) -> dict[str, Any]:
        """Parties that stand fast, and kinds of credit that a later storey brings."""
        text = " ".join((self.message.text(tag) or "").upper().split())
        if tag in PROMISE:
            raise self.error(
                tag,
                f"an amendment cannot change the {PROMISE[tag]}",
                "cancel and issue another credit",
                "U11",
            )
        if tag == "40A":
            if text != Form.IRREVOCABLE.name:
                raise NotBuiltYet(f"form {shown(text)}: {NOT_BUILT}")
            return {"form": int(Form.IRREVOCABLE)}
        return {}

    def _expiry(self, tag: str, value: v.Value | None) -> dict[str, Any]:
        if tag == "31E":
            # The field of earlier releases: the day alone.
            day = v.parse_date((self.message.text("31E") or "").strip())
            return {"expiry_day": day_of(day)}
        if not isinstance(value, v.DatePlace):
            return {}
        chosen = self.choices.places.get("expiry", "").upper()
        code = chosen or find_place(value.place) or find_place_in_text(value.place)
        if not code:
            self.note(f"31D: place {shown(value.place)} is unknown; the place of expiry stays")
            return {"expiry_day": day_of(value.day)}
        return {"expiry_day": day_of(value.day), "expiry_place": place_key(code)}

    def _additional(self) -> dict[str, Any]:
        """39C: one amount in the text, in the currency that stands before it."""
        text = " ".join((self.message.text("39C") or "").split())
        hits = re.findall(r"\b([A-Z]{3}) ?([0-9][0-9.,]*[0-9,])", text)
        if len(hits) != 1:
            self.note(f"39C: {shown(text)} names {len(hits) or 'no'} amounts; the additional amount stays")
            return {}
        currency, number = hits[0]
        try:
            minor = v.parse_amount(number if "," in number else f"{number},", currency)
        except v.Fault:
            self.note(f"39C: {shown(number)} is no amount of {currency}; the additional amount stays")
            return {}
        return {"additional_amount": minor}

    def _period(self, value: v.Value | None) -> int:
        days = value.days if isinstance(value, v.Period) else 0
        if not isinstance(value, v.Period):
            text = " ".join((self.message.text("48") or "").upper().split())
            hits = re.findall(r"\b(\d{1,3}) ?(?:CALENDAR )?DAYS?\b", text)
            days = int(hits[0]) if len(hits) == 1 else 0
        if not 1 <= days <= MAX_PERIOD:
            raise self.error(
                "48", "names no single period for presentation", "write 1 to 365, such as 21", "U14"
            )
        return days

    def _allowed(self, tag: str) -> int:
        word = (self.message.text(tag) or "").strip().split("\n")[0]
        if word not in ("ALLOWED", "NOT ALLOWED"):
            self.note(f"{tag} {shown(word)}: the condition is in the content hash, for the examiner")
        known = {"ALLOWED": Allowed.ALLOWED, "NOT ALLOWED": Allowed.NOT_ALLOWED}
        return int(known.get(word, Allowed.CONDITIONAL))

    def _charges(self) -> dict[str, Any]:
        text = " ".join((self.message.text("71D") or "").upper().split())
        hits = {who for who in ChargesFor if re.search(rf"\b{who.name}(?:'?S)?\b", text)}
        if len(hits) != 1:
            self.note("71D: charges are shared or not assigned; charges_for stays")
            return {}
        return {"charges_for": int(hits.pop())}

    def _confirmation(self) -> dict[str, Any]:
        code = (self.message.text("49") or "").strip()
        known = {"CONFIRM": Confirmation.CONFIRM, "MAY ADD": Confirmation.MAY_ADD}
        asked = known.get(code, Confirmation.WITHOUT)
        found: dict[str, Any] = {"confirmation": int(asked)}
        if asked is Confirmation.WITHOUT:
            return found | {"confirmer": ZERO_ADDRESS, "confirmer_place": ZERO_HASH}
        return found | self._confirmer()

    def _confirmer(self) -> dict[str, Any]:
        named = self.message.typed("58a")
        bic, name = self.message.receiver, ""
        if isinstance(named, v.Party):
            bic, name = bic11(named.bic) if named.bic else "", first_line(named.lines)
        else:
            self.note("49 asks for or allows a confirmation and 58a is absent: the receiver may confirm")
        return {
            "confirmer": self.party("confirmer", "58a" if self.message.has("58a") else "49", bic, name),
            "confirmer_place": self._place("confirmer", "58a" if self.message.has("58a") else "49", bic),
        }

    def _available(self, value: v.Value | None) -> dict[str, Any]:
        if not isinstance(value, v.Availability):
            return {}
        if value.any_bank:
            return {"nominated": ZERO_ADDRESS, "nominated_place": ZERO_HASH}
        bic = bic11(value.bic) if value.bic else ""
        if bic and bic == self.message.sender:
            return {"nominated": ZERO_ADDRESS, "nominated_place": ZERO_HASH}
        return {
            "nominated": self.party("nominated", "41a", bic, first_line(value.lines)),
            "nominated_place": self._place("nominated", "41a", bic),
        }

    def _place(self, role: str, tag: str, bic: str) -> bytes:
        code = self.choices.places.get(role) or (place_of_bic(bic) if bic else None)
        if not code:
            raise self.error(
                tag, f"no place is known for the {role} bank", f"name it with --place {role}=CODE", "PLACE"
            )
        return self.placed(role, code)
