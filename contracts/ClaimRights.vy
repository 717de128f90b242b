# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title What others hold in a claim
@license MIT
@notice The last storey of ClaimToken (interfaces/IClaimRights.vyi is the specification): pledges, notice,
        misdirected money. Reached over the others by delegatecall, on ClaimToken's books. Called
        directly it knows no claim, and every act asks for one.
        Trust: a pledgee gets no more than what is secured, and only by the rules; a debtor that was not
        bound and knew of nothing is free when it paid the seller, nobody else is.
@custom:kill Nothing here can be stopped.
"""

# ---------------------------------------------------------------------------
#                                 INTERFACES
# ---------------------------------------------------------------------------

from interfaces import IClaimRights

implements: IClaimRights

# ---------------------------------------------------------------------------
#                                  MODULES
# ---------------------------------------------------------------------------

from contracts.modules import claim_books as books
from contracts.modules import claim_course as course
from contracts.modules import claim_life as life
from contracts.modules import claim_mint as mint
from contracts.modules import claim_notices as notices
from contracts.modules import claim_pledges as pledges
from contracts.modules import claim_units as units
from contracts.modules import guardian
from contracts.modules import ledger
from contracts.modules import signatures

# The same modules in the same order as in the other storeys: one storage layout.
initializes: books
initializes: ledger
initializes: guardian
initializes: signatures
initializes: units[books := books]
initializes: course[books := books]
# These own no storage.
initializes: life[books := books, course := course, units := units]
initializes: mint[books := books]
initializes: pledges[books := books, hands := units, ledger := ledger, life := life]
initializes: notices[books := books, life := life, mint := mint, units := units]

# ---------------------------------------------------------------------------
#                                  EXPORTS
# ---------------------------------------------------------------------------

# All that the two modules offer, for every act checks its own caller. In the interface's order.
exports: (
    pledges.pledge,
    pledges.release_pledge,
    pledges.redeem_pledge,
    pledges.call_pledge,
    pledges.foreclose,
    pledges.share_proceeds,
    notices.notify,
    notices.acknowledge_notice,
    notices.report_misdirected,
    pledges.pledge_of,
)

# ---------------------------------------------------------------------------
#                                CONSTRUCTOR
# ---------------------------------------------------------------------------

@deploy
def __init__(registry: address, calendar: address, rules: address):
    units.__init__(registry)
    course.__init__(rules)
    life.__init__(calendar)
    signatures.__init__("Usance ClaimToken")
