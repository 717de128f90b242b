"""The model's claims as the invariants look at them."""

from __future__ import annotations

from collections.abc import Callable

from usance.invariants_claims import ClaimPicture, ClaimsPicture
from usance.model.claim import ClaimTokenModel
from usance.model.claim_books import ClaimBook
from usance.model.claim_rules import FORWARD
from usance.terms import ZERO_HASH


def claims_picture(
    model: ClaimTokenModel, now: int, present_key: Callable[[bytes], bytes] = lambda key: key
) -> ClaimsPicture:
    """Everything the model knows now; `present_key` follows rotated keys (ChargeModel has it)."""
    money, waiting = model.world.money, model.waiting
    register = model.charges

    def key_of(book: ClaimBook) -> bytes | None:
        terms = book.terms
        if terms.fingerprint == ZERO_HASH or terms.kind not in FORWARD:
            return None
        return present_key(register.key_of(terms.fingerprint, terms.creditor))

    claims = [
        ClaimPicture(
            book.id,
            book.terms,
            book.view(),
            book.outstanding,
            book.asset,
            book.asset_scale,
            {account: holding.view() for account, holding in book.holdings.items()},
            {pair: pledge.view() for pair, pledge in book.pledges.items()},
            key_of(book),
        )
        for book in model.claims.values()
    ]
    objects = {
        present_key(key): {"amount": thing.whole, "on_ledger": thing.on_ledger, "charged": thing.charged}
        for key, thing in register.things.items()
    }
    return ClaimsPicture(
        now=now,
        credits=(),
        held={asset: token.balances[model.address] for asset, token in money.tokens.items()},
        owed={asset: waiting.owed(asset) for asset in money.tokens},
        withdrawable=dict(waiting.balances),
        supply={},
        balances={},
        claims=claims,
        objects=objects,
        limits={pair: limit.view() for pair, limit in model.limits.items()},
    )
