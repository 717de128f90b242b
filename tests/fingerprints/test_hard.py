"""The hard fingerprint against published vectors and against a second hand; keys that change."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from datetime import date

import pytest
from eth_utils.crypto import keccak

from usance.fingerprints import (
    Epoch,
    FingerprintError,
    InvoiceFacts,
    KeyRing,
    Kind,
    canonical,
    charge_key,
    fingerprint,
    fingerprint_value,
    fingerprints_of,
    fingerprints_of_many,
    hard,
    rehearsal_epoch,
    rekey,
    rotation,
    under,
)

SELLER = bytes.fromhex("11" * 32)
OLD = Epoch("2025", bytes(range(32)), date(2025, 1, 1), date(2026, 1, 31))
NEW = Epoch("2026", bytes(range(32, 64)), date(2026, 1, 1), date(2027, 1, 31))
RING = KeyRing((OLD, NEW))
FACTS = InvoiceFacts(Kind.INVOICE, SELLER, "INV-7", 2026)


def by_hand(facts: InvoiceFacts, epoch: Epoch) -> bytes:
    """The fingerprint from the standard library alone, after docs/fingerprints.md."""
    body = {"kind": "INVOICE", "number": "INV7", "seller": "0x" + "11" * 32, "year": facts.year}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    tag = hmac.digest(epoch.key, text, "sha256")
    salt = hashlib.sha256(b"usance fingerprint 1 " + epoch.id.encode()).digest()
    return hashlib.scrypt(tag, salt=salt, n=32768, r=8, p=1, maxmem=1 << 26, dklen=32)


def test_scrypt__vector_of_rfc_7914__met() -> None:
    made = hashlib.scrypt(b"password", salt=b"NaCl", n=1024, r=8, p=16, maxmem=1 << 26, dklen=64)
    assert made.hex() == (
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
        "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
    )


def test_hmac__second_vector_of_rfc_4231__met() -> None:
    assert hmac.digest(b"Jefe", b"what do ya want for nothing?", "sha256").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )


def test_keccak__of_nothing__is_ethereums_and_not_sha3() -> None:
    assert keccak(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak(b"") != hashlib.sha3_256(b"").digest()


def test_parameters__version_1__as_documented() -> None:
    assert (hard.VERSION, hard.SCRYPT_N, hard.SCRYPT_R, hard.SCRYPT_P, hard.LENGTH) == (1, 32768, 8, 1, 32)


def test_fingerprint__facts_and_key__equals_a_second_hand_and_never_changes() -> None:
    made = fingerprint(FACTS, OLD)
    assert made == by_hand(FACTS, OLD)
    assert made.hex() == "b8148d1128699221ad5bdf92acb5340565530b33c328d6419868a00a9b25c6db"


def test_fingerprint__one_bit_of_the_key_or_another_epoch__another_value() -> None:
    near = Epoch(OLD.id, bytes([*OLD.key[:-1], OLD.key[-1] ^ 1]), OLD.start, OLD.until)
    renamed = Epoch("2025b", OLD.key, OLD.start, OLD.until)
    assert len({fingerprint(FACTS, OLD), fingerprint(FACTS, near), fingerprint(FACTS, renamed)}) == 3


def test_charge_key__fingerprint_and_seller__keccak_of_both_words() -> None:
    value = bytes(range(32))
    assert charge_key(value, SELLER) == keccak(value + SELLER)
    assert charge_key(value, SELLER) != charge_key(value, bytes.fromhex("22" * 32))
    for wrong in (value[:-1], b""):
        with pytest.raises(FingerprintError, match="32 bytes each"):
            charge_key(wrong, SELLER)


def test_fingerprints_of__overlap__one_for_each_live_epoch_oldest_first() -> None:
    made = fingerprints_of(FACTS, RING, date(2026, 1, 15))
    assert [found.epoch for found in made] == ["2025", "2026"]
    assert [found.value for found in made] == [fingerprint(FACTS, OLD), fingerprint(FACTS, NEW)]
    assert [found.charge_key for found in made] == [charge_key(found.value, SELLER) for found in made]


def test_fingerprints_of__days_of_one_key__one_that_the_overlap_also_looks_up() -> None:
    before = fingerprints_of(FACTS, RING, date(2025, 12, 31))
    after = fingerprints_of(FACTS, RING, date(2026, 2, 1))
    # Written under the old key or the new one: whoever looks during the overlap finds it.
    assert (*before, *after) == fingerprints_of(FACTS, RING, date(2026, 1, 1))


def test_fingerprints_of_many__batch__order_kept_and_more_than_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    threads: set[str] = set()
    together = threading.Barrier(2, timeout=20)

    def quick(facts: InvoiceFacts, epoch: Epoch) -> bytes:
        # Both workers are inside at once, or the barrier breaks.
        together.wait()
        threads.add(threading.current_thread().name)
        return hashlib.sha256(canonical(facts) + epoch.key).digest()

    monkeypatch.setattr(hard, "fingerprint", quick)
    batch = [InvoiceFacts(Kind.INVOICE, SELLER, str(number), 2026) for number in range(8)]
    made = fingerprints_of_many(batch, RING, date(2026, 6, 1))
    assert [found[0].value for found in made] == [
        hashlib.sha256(canonical(facts) + NEW.key).digest() for facts in batch
    ]
    assert len(threads) == 2


def test_rotation__overlap__old_and_new_of_each_live_charge_in_order() -> None:
    other = InvoiceFacts(Kind.INVOICE, SELLER, "INV-8", 2026)
    made = rotation([FACTS, other], RING, date(2026, 1, 15))
    assert [pair.old for pair in made] == [under(FACTS, OLD), under(other, OLD)]
    assert [pair.new for pair in made] == [under(FACTS, NEW), under(other, NEW)]


def test_rotation__one_key_in_force__refused() -> None:
    with pytest.raises(FingerprintError, match="one key alone"):
        rotation([FACTS], RING, date(2026, 6, 1))


def test_rekey__one_key_twice__refused() -> None:
    with pytest.raises(FingerprintError, match="one key"):
        rekey([FACTS], OLD, Epoch("other", OLD.key, OLD.start, OLD.until))
    assert rekey([], OLD, NEW) == []


def test_fingerprint_value__five_spellings_in_any_order_of_fields__one_value() -> None:
    epoch = rehearsal_epoch()
    spellings = [
        "INV-2026-0042",
        "inv 2026 42",
        "\uff29\uff2e\uff36\uff0d2026/0042",
        "\u0406NV\u20132026\u201342",
        "INV.2026.042",
    ]
    fields = [
        {"kind": "invoice", "seller": "seller", "number": number, "year": "2026"} for number in spellings
    ]
    fields[1] = dict(reversed(fields[1].items())) | {"kind": "380"}
    fields[2] |= {"year": "2026-01-01+14:00"}
    assert len({fingerprint_value(SELLER, shape, epoch) for shape in fields}) == 1
    # `seller` is the kit's alias; the identity of the party it names is what counts.
    assert fingerprint_value(SELLER, fields[0] | {"seller": "x"}, epoch) == fingerprint_value(
        SELLER, fields[0], epoch
    )


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "invoice", "seller": "s", "number": "7"}, "see year"),
        ({"kind": "invoice", "seller": "s", "number": "7", "year": "2026", "buyer": "b"}, "see buyer"),
        ({"kind": "boat", "seller": "s", "number": "7", "year": "2026"}, "kind 'boat'"),
        ({"kind": "invoice", "seller": "s", "number": "\u53d1", "year": "2026"}, "allowed alphabets"),
        ({"kind": "invoice", "seller": "s", "number": "7", "year": "26"}, "date '26'"),
    ],
)
def test_fingerprint_value__wrong_shape__refused_in_one_line(fields: dict[str, str], reason: str) -> None:
    with pytest.raises(FingerprintError, match=reason):
        fingerprint_value(SELLER, fields, rehearsal_epoch())


def test_rehearsal_epoch__any_day__in_force() -> None:
    ring = KeyRing((rehearsal_epoch(),))
    assert ring.current(date(1999, 1, 1)) == ring.current(date(2099, 1, 1))
