"""A CSV of receivers: each wrong row has its line, and nothing is half read."""

from __future__ import annotations

from pathlib import Path

import pytest

from usance.claim_terms import Claim
from usance.claims.errors import ClaimError
from usance.claims.splitting import Part, SplitError, batches, read_split
from usance.terms import place_key

SENDER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
TIER2 = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
TIER3 = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"
STRANGER = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65"
CONTRACT = "0x" + "11" * 20
TERMS = Claim(currency=place_key("EUR"), face=1_000_000, min_split=5_000)


def obstacle(receiver: str) -> str | None:
    return f"{receiver}: party: receiver not eligible (INV12)" if receiver == STRANGER else None


def read(folder: Path, text: str, balance: int = 1_000_000, terms: Claim = TERMS) -> tuple[Part, ...]:
    path = folder / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return read_split(path, terms, SENDER, balance, obstacle, CONTRACT)


def rows_of_error(folder: Path, text: str, balance: int = 1_000_000) -> tuple[str, ...]:
    with pytest.raises(SplitError) as error:
        read(folder, text, balance)
    return error.value.rows


def test_split__head_and_blank_lines__are_no_rows(tmp_path: Path) -> None:
    parts = read(tmp_path, f"receiver,amount\n{TIER2},1000.00\n\n{TIER3},EUR 50.00\n")
    assert parts == (Part(2, TIER2, 100_000), Part(4, TIER3, 5_000))


def test_split__semicolons_and_byte_order_mark__as_sheets_save_them(tmp_path: Path) -> None:
    parts = read(tmp_path, f"\ufeffReceiver;Amount\r\n{TIER2};1,000.00\r\n")
    assert parts == (Part(2, TIER2, 100_000),)


def test_split__decimal_comma__is_refused_not_a_hundred_times_more(tmp_path: Path) -> None:
    (row,) = rows_of_error(tmp_path, f"receiver;amount\n{TIER2};1000,50\n")
    assert "line 2" in row
    assert "no amount" in row


def test_split__several_bad_rows__one_line_each_with_its_number(tmp_path: Path) -> None:
    text = f"receiver,amount\n0x12,10.00\n{TIER2},ten\n{STRANGER},100.00\n{TIER3}\n{TIER2},1.001\n"
    rows = rows_of_error(tmp_path, text)
    assert [row.split(":")[0] for row in rows] == [f"rows.csv, line {line}" for line in (2, 3, 4, 5, 6)]
    assert [word in row for word, row in zip(("address", "amount", "INV12", "columns", "decimals"), rows,
                                             strict=True)] == [True] * 5  # fmt: skip


def test_split__mistyped_letter_of_an_address__its_checksum_tells(tmp_path: Path) -> None:
    wrong = TIER2[:-2] + ("bC" if TIER2.endswith("BC") else "BC")
    (row,) = rows_of_error(tmp_path, f"{wrong},100.00\n")
    assert "line 1" in row
    assert "checksum" in row


def test_split__more_than_is_held__says_both_sums(tmp_path: Path) -> None:
    (row,) = rows_of_error(tmp_path, f"{TIER2},600.00\n{TIER3},500.00\n", 100_000)
    assert "EUR 1,100.00" in row
    assert "EUR 1,000.00" in row
    assert "INSUFFICIENT_UNITS" in row


def test_split__below_the_smallest_part__unless_it_is_all_that_is_left(tmp_path: Path) -> None:
    (row,) = rows_of_error(tmp_path, f"{TIER2},49.99\n{TIER3},100.00\n")
    assert "line 1" in row
    assert "MIN_SPLIT" in row
    assert len(read(tmp_path, f"{TIER3},100.00\n{TIER2},49.99\n", 14_999)) == 2


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no rows"),
        (f"{TIER2},0.00\n", "NOTHING"),
        (f"{CONTRACT},100.00\n", "HOOK"),
        (f"0x{'0' * 40},100.00\n", "no address"),
        (f"{TIER2},-100.00\n", "no amount"),
    ],
)
def test_split__nothing_to_send__one_line(tmp_path: Path, text: str, word: str) -> None:
    (row,) = rows_of_error(tmp_path, text)
    assert word in row


def test_split__no_text_or_no_file__one_line(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe\x00")
    with pytest.raises(ClaimError, match="save the sheet as CSV"):
        read_split(path, TERMS, SENDER, 1, obstacle)
    with pytest.raises(ClaimError, match="cannot be read"):
        read_split(tmp_path / "none.csv", TERMS, SENDER, 1, obstacle)


def test_split__many_rows__fifty_a_transaction(tmp_path: Path) -> None:
    parts = read(tmp_path, "".join(f"{TIER2},50.00\n" for _ in range(120)))
    assert [len(one) for one in batches(parts)] == [50, 50, 20]
    assert [part.line for part in batches(parts)[2]][-1] == 120
