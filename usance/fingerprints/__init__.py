"""One invoice, one fingerprint: what the register of charges knows an invoice by (docs/fingerprints.md)."""

from usance.fingerprints.errors import FingerprintError
from usance.fingerprints.facts import InvoiceFacts, Kind, canonical, kind_of, written_date, year_of
from usance.fingerprints.hard import (
    Fingerprint,
    Rekeyed,
    charge_key,
    fingerprint,
    fingerprint_value,
    fingerprints_of,
    fingerprints_of_many,
    rehearsal_epoch,
    rekey,
    rotation,
    under,
)
from usance.fingerprints.identity import identity_hash, lei_form, party_form, register_form, vat_form
from usance.fingerprints.keys import Epoch, KeyRing, exposed, fresh_epoch, read_ring, ring_of, write_ring
from usance.fingerprints.number import number_form, readings
from usance.fingerprints.soft import Marks, marks_from_json, marks_of, warnings

__all__ = [
    "Epoch",
    "Fingerprint",
    "FingerprintError",
    "InvoiceFacts",
    "KeyRing",
    "Kind",
    "Marks",
    "Rekeyed",
    "canonical",
    "charge_key",
    "exposed",
    "fingerprint",
    "fingerprint_value",
    "fingerprints_of",
    "fingerprints_of_many",
    "fresh_epoch",
    "identity_hash",
    "kind_of",
    "lei_form",
    "marks_from_json",
    "marks_of",
    "number_form",
    "party_form",
    "read_ring",
    "readings",
    "register_form",
    "rehearsal_epoch",
    "rekey",
    "ring_of",
    "rotation",
    "under",
    "vat_form",
    "warnings",
    "write_ring",
    "written_date",
    "year_of",
]
