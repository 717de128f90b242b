"""The model's books of credits as the invariants look at them."""

from __future__ import annotations

from usance.invariants import AmendmentPicture, CreditPicture, Picture, SetPicture
from usance.model.credit import DocumentaryCreditModel


def credits_picture(model: DocumentaryCreditModel, now: int) -> Picture:
    """Everything that the contract would show of its credits."""
    money, waiting = model.world.money.tokens, model.waiting
    credits = [
        CreditPicture(
            book.id,
            book.terms,
            book.view(),
            [
                SetPicture(entry.id, entry.statement, entry.view(), model.reimbursement_of(entry.id))
                for entry in book.sets
            ],
            [AmendmentPicture(one.id, one.change, one.view()) for one in book.amendments.values()],
            list(book.terms_before),
        )
        for book in model.credits.values()
    ]
    return Picture(
        now=now,
        credits=credits,
        held={asset: token.balances[model.address] for asset, token in money.items()},
        owed={asset: waiting.owed(asset) for asset in money},
        withdrawable=dict(waiting.balances),
        supply={asset: model.world.money.total(asset) for asset in money},
        balances={
            (holder, asset): amount
            for asset, token in money.items()
            for holder, amount in token.balances.items()
        },
    )
