"""Charges in words: what a command prints, and what it answers as JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from usance.charges.desk import ALONE, Charge, Checked, Rotation
from usance.charges.message import filing_text
from usance.charges.order import Order
from usance.money import money_text

VERDICTS = {
    "MOVE": "to be re-keyed",
    "MOVED": "re-keyed",
    "DONE": "re-keyed already",
    "ELSEWHERE": "re-keyed already, to a key of another epoch",
    "NOTHING": "nothing is taken of it: nothing to re-key",
    "DOUBLED": "FINANCED TWICE, under both keys: ask both financiers (INV1)",
}


def time_text(moment: int) -> str:
    """`2026-05-01T12:00:00Z`."""
    return datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z")


def hex_text(word: bytes) -> str:
    return "0x" + word.hex()


def check_json(checked: Checked) -> dict[str, Any]:
    """`charge check --json`."""
    invoice, seller = checked.paper.invoice, checked.paper.seller
    return {
        "invoice": invoice.number,
        "file": str(checked.paper.path),
        "currency": invoice.currency,
        "standing": checked.standing.text,
        "financeable": checked.standing.refusal is None,
        "seller": {"address": seller.address, "named_by_invoice": seller.named or None},
        "object_amount": checked.paper.object_amount,
        "free": checked.free,
        "contradicts": checked.contradicts,
        "financed_twice": checked.picture.doubled,
        "epochs": [
            {
                "epoch": look.epoch,
                "fingerprint": hex_text(look.fingerprint),
                "key": hex_text(look.key),
                "rotated_to": hex_text(look.present) if look.rotated else None,
                "object_amount": look.whole,
                "on_ledger": look.on_ledger,
                "charged": look.charged,
            }
            for look in checked.picture.looks
        ],
        "charges": [charge_json(charge) for charge in checked.charges],
        "note": ALONE,
    }


def charge_json(charge: Charge) -> dict[str, Any]:
    return {
        "charge": hex_text(charge.id),
        "creditor": charge.creditor,
        "seller": charge.seller,
        "amount": charge.amount,
        "until": time_text(charge.until),
    }


def check_lines(checked: Checked) -> list[str]:
    """`charge check` for people."""
    invoice, seller = checked.paper.invoice, checked.paper.seller
    named = f"named by the invoice as {seller.named}" if seller.named else (
        "the invoice does not name it by an identity of the registry: make sure it is its seller"
    )  # fmt: skip
    lines = [
        f"invoice   {invoice.number} of {invoice.issue_day}: {checked.standing.text}",
        f"seller    {seller.address}: {named}",
    ]
    for look in checked.picture.looks:
        text = "never used, or free again"
        if look.rotated:
            text = f"rotated to {hex_text(look.present)}"
        elif look.live:
            whole, ledger, charged = (
                money_text(invoice.currency, number) for number in (look.whole, look.on_ledger, look.charged)
            )
            text = f"of {whole}: {ledger} in claims, {charged} charged"
        lines.append(f"key       {hex_text(look.key)} ({look.epoch}): {text}")
    for charge in checked.charges:
        amount = money_text(invoice.currency, charge.amount)
        lines.append(
            f"charge    {hex_text(charge.id)}: {amount} to {charge.creditor} until {time_text(charge.until)}"
        )
    if checked.picture.doubled:
        lines.append("warning   FINANCED TWICE, under two keys: ask both financiers (INV1)")
    if checked.contradicts:
        due = money_text(invoice.currency, checked.paper.object_amount)
        lines.append(f"warning   {due} are due on this file: it is not the paper that was financed (INV1)")
    lines.append(f"free      {money_text(invoice.currency, checked.free)}")
    lines.append(f"note      {ALONE}")
    return lines


def order_lines(order: Order) -> list[str]:
    """What a seller is asked to sign."""
    amount, whole = (money_text(order.currency, number) for number in (order.amount, order.object_amount))
    filing = filing_text(bytes.fromhex(order.filing[2:]))
    return [
        f"order     {amount} of invoice {order.invoice}, which is {whole}",
        f"seller    {order.seller}",
        f"creditor  {order.creditor}",
        f"until     {time_text(order.until)}, filed at {filing} as {order.reference}",
        f"signed    {'no' if order.signature == '0x' else 'yes'}; good until {time_text(order.deadline)}",
    ]


def rotation_json(rotation: Rotation, verdict: str, detail: str = "") -> dict[str, Any]:
    return {
        "file": str(rotation.paper.path),
        "invoice": rotation.paper.invoice.number,
        "from": rotation.old.epoch,
        "to": rotation.new.epoch,
        "old_key": hex_text(rotation.old.key),
        "new_key": hex_text(rotation.new.key),
        "verdict": verdict,
        "detail": detail or VERDICTS.get(verdict, ""),
    }


def rotation_line(entry: dict[str, Any]) -> str:
    """`charge rotate` for people, a line an invoice."""
    return f"{entry['file']}: {entry['invoice']}: {entry['detail']} ({entry['from']} to {entry['to']})"
