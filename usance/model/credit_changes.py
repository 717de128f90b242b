"""Which change of a credit's terms may be made, in the reference model (10, LC10)."""

from __future__ import annotations

from usance.amendments import CONFIRMATION_FIELDS, FIELDS, FIXED, MOST_VALUES, Change, applied
from usance.codes import Exclusion
from usance.model.credit_books import CreditBook
from usance.model.credit_terms import BANK, broken_by_words
from usance.model.outcome import TOKEN
from usance.model.world import World
from usance.terms import MAX_AMOUNT, ZERO_ADDRESS, Credit

# Banks that a change may name; they are admitted then, as at issue.
NAMED_BANKS = ("adviser", "nominated", "confirmer")
# Exclusions by which sets are counted as open: no amendment touches them.
COUNTING = int(Exclusion.EXPIRY_KEPT | Exclusion.ART16F_OFF)


def change_broken(book: CreditBook, change: Change) -> set[str]:
    """What a change breaks by its own words, whatever the terms it is applied to."""
    broken: set[str] = set()
    nothing = change.mask == 0 and change.difference == 0
    if change.number == 0 or nothing != change.cancel:
        broken.add("U11")
    if change.mask >> len(FIELDS) or len(change.values) != change.mask.bit_count():
        broken.add("U11")
    if len(change.values) > MOST_VALUES:
        # More than the ABI takes.
        broken |= {"U11", TOKEN}
    touched = set(change.names)
    if touched & FIXED or (book.confirmed and touched & CONFIRMATION_FIELDS):
        broken.add("U11")
    return broken


def terms_with(
    book: CreditBook, terms: Credit, change: Change, amendment: bytes, world: World, now: int
) -> tuple[Credit, set[str]]:
    """(the terms as they would read, why they may not); a cancelling change leaves them."""
    broken = change_broken(book, change)
    if change.cancel or broken:
        return terms, broken
    if not 0 <= terms.amount + change.difference <= MAX_AMOUNT:
        return terms, {"TERMS"}
    try:
        changed = applied(terms, change, amendment)
    except ValueError:
        # A word that is no address.
        return terms, {"U11"}
    if (changed.exclusions ^ terms.exclusions) & COUNTING:
        broken.add("U11")
    broken |= broken_by_words(changed, world, now)
    for name in NAMED_BANKS:
        bank = getattr(changed, name)
        if name in change.names and bank != ZERO_ADDRESS and not world.parties.may(bank, BANK, now):
            broken.add("NOT_ADMITTED")
    return changed, broken


def brings_forward(before: Credit, after: Credit) -> bool:
    """Does the change end the credit, or its days for sets, earlier?"""
    closing = after.expiry_day + after.closing_days < before.expiry_day + before.closing_days
    # Expiry that moved off closed days moves no more: article 29 goes, or the word that 36 moves it too.
    stays = after.exclusions & ~before.exclusions & Exclusion.ART29A_OFF
    stays |= before.exclusions & ~after.exclusions & Exclusion.ART36_OFF
    return after.expiry_day < before.expiry_day or closing or bool(stays)
