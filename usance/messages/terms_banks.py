"""Banks of an MT700 and the places where they act."""

from __future__ import annotations

import re
from typing import Any

from usance.codes import Confirmation
from usance.messages import values as v
from usance.messages.bank_places import place_of_bic
from usance.messages.errors import shown
from usance.messages.message import bic11
from usance.messages.terms_reading import Reading, TermsError, first_line
from usance.places import country_of, find_place, find_place_in_text
from usance.terms import ZERO_ADDRESS, ZERO_HASH


class BankReading(Reading):
    """Issuing, advising, nominated, confirming and reimbursing bank."""

    def confirmation(self) -> int:
        code = (self.message.text("49") or "").strip()
        return {"CONFIRM": Confirmation.CONFIRM, "MAY ADD": Confirmation.MAY_ADD}.get(
            code, Confirmation.WITHOUT
        )

    def banks(self) -> dict[str, Any]:
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
            reimburser = self.party("reimburser", "53a", bic=bank.bic, name=first_line(bank.lines))
        return {
            "issuer": issuer,
            "issuer_place": issuer_place,
            "applicant": self.person("applicant", "50"),
            "beneficiary": self.person("beneficiary", "59"),
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
        if self.confirmation() == Confirmation.WITHOUT:
            if self.message.has("58a"):
                self.note("58a names a bank but 49 asks for no confirmation: nobody confirms")
            return ZERO_ADDRESS, ZERO_HASH
        named = self.message.typed("58a")
        if isinstance(named, v.Party):
            bic = bic11(named.bic)
            confirmer = self.party("confirmer", "58a", bic=bic, name=first_line(named.lines))
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
                f"{self.head()}sender: ",
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
        country = country_of(code)
        return country is not None and country.name.upper() in text
