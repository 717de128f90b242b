# pragma version 0.4.3
# pragma nonreentrancy on
"""
@title Every reason the suite can give
@notice One constant a reason: "contract: reason (RULE)". docs/errors.md is made from this
        file; a test fails when a reason has no scenario or no row there.
        Strings of at most 32 bytes cost one word of code, so they are kept that short
        wherever the reason stays clear.
"""

# ---------------------------------------------------------------------------
#                                 CONSTANTS
# ---------------------------------------------------------------------------

# --- shared modules ---
# An account without the capability that the act asks for.
CAPABILITY_MISSING: constant(String[64]) = "roles: not given (CAPABILITY)"
# A capability is used before its 48 hours are over.
CAPABILITY_EARLY: constant(String[64]) = "roles: 48 hours not over (ACC5)"
# An act of new risk while the guardian has stopped it.
STOPPED: constant(String[64]) = "guardian: stopped (ACC8)"
# A second stop within 90 days of the last.
STOP_AGAIN: constant(String[64]) = "guardian: within 90 days (ACC8)"
# A release while nothing is stopped.
NOT_STOPPED: constant(String[64]) = "guardian: runs (NOT_STOPPED)"
# The asset has no code, or the token answered false.
TOKEN_NO_CODE: constant(String[64]) = "tokens: no code (STL1)"
TOKEN_FALSE: constant(String[64]) = "tokens: answered false (STL1)"
# What arrived, or what left, is not exactly the amount.
TOKEN_INEXACT: constant(String[64]) = "tokens: not exact (STL2)"
# Zero, or the contract itself, named as a payee.
PAYEE: constant(String[64]) = "ledger: no such payee (PAYEE)"
# A stranger withdraws for a party to an address of its own choice.
STRANGER: constant(String[64]) = "ledger: only to the party (LC12)"
# A withdrawal while the party is HELD.
PARTY_HELD: constant(String[64]) = "ledger: party is held (HELD)"
# A redirection while the party is not HELD.
PARTY_NOT_HELD: constant(String[64]) = "ledger: not held (NOT_HELD)"
# Nothing to withdraw, or more redirected than there is.
BALANCE: constant(String[64]) = "ledger: balance (BALANCE)"
# The redirection is asked by somebody that is not the court of the order.
NOT_THE_COURT: constant(String[64]) = "ledger: not the court (COURT)"
# An order that was never published, or less than seven days ago.
ORDER_EARLY: constant(String[64]) = "ledger: order too young (ACC12)"
# The internal delivery called from outside.
ONLY_SELF: constant(String[64]) = "delivery: only self (ONLY_SELF)"
# Too little gas is left to give the payee its full share of it.
GAS: constant(String[64]) = "delivery: give more gas (GAS)"
# A number too large for its field of a packed word.
PACKING: constant(String[64]) = "packing: does not fit (PACKING)"
# A signature that is late, used before, or made for other words, another chain or contract.
SIGNATURE_LATE: constant(String[64]) = "signatures: late (ACC1)"
SIGNATURE_USED: constant(String[64]) = "signatures: used (ACC1)"
SIGNATURE_FOREIGN: constant(String[64]) = "signatures: foreign (ACC1)"
# No signature at all, the other root of the curve, or no from the signer's wallet.
SIGNATURE_SHAPE: constant(String[64]) = "signatures: malformed (ACC2)"
SIGNER_ZERO: constant(String[64]) = "signatures: zero signer (ACC2)"
WALLET_NO: constant(String[64]) = "signatures: wallet: no (ACC2)"

# --- party ---
# A party that was never admitted, or that is already.
NOT_ADMITTED: constant(String[64]) = "party: not admitted (ADMITTED)"
ALREADY_ADMITTED: constant(String[64]) = "party: is admitted (ADMITTED)"
# A field of the admission out of bounds: address, roles, validity, identity, courts.
ADMISSION: constant(String[64]) = "party: bad admission (ADMISSION)"
# The party accepts other words than those proposed, or nothing was proposed.
PROPOSAL: constant(String[64]) = "party: not proposed (PROPOSAL)"
# A removed party is removed for good.
REMOVED_FINAL: constant(String[64]) = "party: removed (REMOVED)"
# A status that does not exist, or that the party has already.
STATUS: constant(String[64]) = "party: bad status (STATUS)"
# A change that changes nothing.
NO_CHANGE: constant(String[64]) = "party: no change (NO_CHANGE)"
# A capability list of none or of several where exactly one is named.
ONE_CAPABILITY: constant(String[64]) = "party: name one (ONE_CAPABILITY)"
# The act would leave the registry without an administrator.
LAST_ADMINISTRATOR: constant(String[64]) = "party: last administrator (ACC7)"
# No offer of the administration, or its giver has lost it.
NO_OFFER: constant(String[64]) = "party: no offer (NO_OFFER)"
# An administrator accepts before the 48 hours of the offer are over.
OFFER_EARLY: constant(String[64]) = "party: 48 hours not over (ACC5)"
# Cancelled by somebody who is neither administrator, guardian nor the account itself.
NOT_YOURS: constant(String[64]) = "party: not yours (CAPABILITY)"
# A court that cannot be named, is not named, or is one too many.
COURTS: constant(String[64]) = "party: bad court (COURT)"
# A court removed without notice, before seven days, after fourteen, or while HELD.
COURT_NOTICE: constant(String[64]) = "party: notice first (NOTICE)"
COURT_STAYS_HELD: constant(String[64]) = "party: court stays (HELD)"
# An order by somebody that the party did not name, or that is no ACTIVE court now.
NOT_NAMED: constant(String[64]) = "party: court not named (COURT)"
# An order that is zero, or that is published already.
ORDER: constant(String[64]) = "party: bad order (ORDER)"
# A right given away by a party that is HELD, or to one that may not have it.
GIVER_HELD: constant(String[64]) = "party: giver is held (HELD)"
RECEIVER_ELIGIBLE: constant(String[64]) = "party: not eligible (INV12)"
# A mandate with a field out of bounds, or none to revoke.
MANDATE: constant(String[64]) = "party: bad mandate (MANDATE)"

# --- calendar ---
# A place that was never opened.
PLACE_UNKNOWN: constant(String[64]) = "calendar: unknown place (CALENDAR_NOT_LOADED)"
# A place opened twice, or a counter whose parent is itself a counter.
PLACE_OPEN: constant(String[64]) = "calendar: is open (CALENDAR_OPEN)"
PARENT: constant(String[64]) = "calendar: parent (CALENDAR_OPEN)"
# A weekend of seven days, an offset beyond -12:00..+14:00 or a step of more than a day, a minute
# after 24:00, no place, a day both closed and worked, a counter with a weekend or clock of its own.
CALENDAR_VALUE: constant(String[64]) = "calendar: value (CALENDAR_VALUE)"
# Days or regimes that do not follow the ones before, or lie outside what the act may touch.
CALENDAR_ORDER: constant(String[64]) = "calendar: order (CALENDAR_ORDER)"
# More regimes than a place keeps.
CALENDAR_FULL: constant(String[64]) = "calendar: too many (CALENDAR_ORDER)"
# A change to a loaded day that is not more than ten days ahead.
CALENDAR_NOTICE: constant(String[64]) = "calendar: notice (CALENDAR_NOTICE)"
# A change, or a load, while another change waits; no change to withdraw or to settle.
CALENDAR_PENDING: constant(String[64]) = "calendar: one waits (CALENDAR_NOTICE)"
NO_PENDING: constant(String[64]) = "calendar: none waits (CALENDAR_NOTICE)"
# A closure with an unknown reason, more than five days from its day, by one keeper alone, twice.
CLOSURE_REASON: constant(String[64]) = "calendar: reason (CALENDAR_CLOSURE)"
CLOSURE_DAYS: constant(String[64]) = "calendar: five days (CALENDAR_CLOSURE)"
CLOSURE_SECOND: constant(String[64]) = "calendar: same keeper (CALENDAR_CLOSURE)"
CLOSURE_TWICE: constant(String[64]) = "calendar: recorded (CALENDAR_CLOSURE)"
# An answer more than 1,024 days away.
CALENDAR_SPAN: constant(String[64]) = "calendar: too far (CALENDAR_SPAN)"

# --- credit ---

# The terms hash to no credit issued here, or the statement to no set presented under it.
CREDIT_UNKNOWN: constant(String[64]) = "credit: unknown (UNKNOWN)"
# The same terms were issued before; another salt makes another credit.
CREDIT_EXISTS: constant(String[64]) = "credit: issued before (EXISTS)"
# A closed credit takes nothing more; its cover went back.
CREDIT_CLOSED: constant(String[64]) = "credit: closed (CLOSED)"
# The act belongs to another party of the credit.
CREDIT_NOT_PARTY: constant(String[64]) = "credit: not your act (NOT_PARTY)"
# A party of the terms is not admitted and active in the role it needs.
CREDIT_NOT_ADMITTED: constant(String[64]) = "credit: party (NOT_ADMITTED)"
# Kinds of credit this contract does not run: transferable, standby ...
CREDIT_NOT_OFFERED: constant(String[64]) = "credit: kind (NOT_OFFERED)"
# Terms outside their range, or a mandatory term left out.
CREDIT_TERMS: constant(String[64]) = "credit: bad terms (TERMS)"
# Dates of issue and expiry contradict each other or the chain's clock.
CREDIT_DATES: constant(String[64]) = "credit: dates (U6)"
# Confirmation asked for without a bank, a bank without the request, or too late to confirm.
CREDIT_CONFIRMATION: constant(String[64]) = "credit: confirmation (U9)"
# A calendar of the credit must reach 90 days beyond expiry at birth.
CREDIT_CALENDAR: constant(String[64]) = "credit: (CALENDAR_NOT_LOADED)"
# Sets are presented to the issuing, a bound confirming, or a nominated bank, at its place.
CREDIT_BANK: constant(String[64]) = "credit: not this bank (U6)"
# The closing day is over, or not yet.
CREDIT_OVER: constant(String[64]) = "credit: takes no set (U6)"
CREDIT_NOT_OVER: constant(String[64]) = "credit: not over (U6)"
# The statement is incomplete, or its payee is not the one its capacity allows.
CREDIT_STATEMENT: constant(String[64]) = "credit: bad statement (STATEMENT)"
# The same statement was presented under this credit before.
CREDIT_SET_EXISTS: constant(String[64]) = "credit: set presented (LC9)"
# The act does not fit the state the set or credit is in.
CREDIT_STATE: constant(String[64]) = "credit: state (STATE)"
# Received in the future, before it was presented, or no earlier than what is on record.
CREDIT_RECEIPT: constant(String[64]) = "credit: day of receipt (U14)"
# Notice of completeness is for electronic records only.
CREDIT_NOT_ELECTRONIC: constant(String[64]) = "credit: not electronic (EUCP-e6)"
# The last day of the examination has ended.
CREDIT_FINDING_LATE: constant(String[64]) = "credit: finding too late (U14)"
# The last day of the examination has not ended.
CREDIT_TOO_EARLY: constant(String[64]) = "credit: clock still runs (U14)"
# A bank gives one notice; after it, or after a finding, another has no effect.
CREDIT_SECOND_NOTICE: constant(String[64]) = "credit: one notice (U16)"
# The notice came after midnight of the last day.
CREDIT_NOTICE_LATE: constant(String[64]) = "credit: notice too late (U16)"
# A notice needs a discrepancy, one disposal that this bank may choose, and a text.
CREDIT_NOTICE: constant(String[64]) = "credit: not a notice (U16)"
# The documents went back or were asked back: a waiver needs a new presentation.
CREDIT_WAIVER: constant(String[64]) = "credit: no waiver now (U16)"
# The terms switch preclusion off, or keep the defence of expiry.
CREDIT_SILENCE: constant(String[64]) = "credit: silence is free (U16)"
# A nominated bank that has not confirmed is never forced.
CREDIT_NOT_BOUND: constant(String[64]) = "credit: nominated only (U12)"
# Nothing is left to draw.
CREDIT_DRAWN: constant(String[64]) = "credit: nothing available (LC10)"
# Before the due day only the bank itself may pay.
CREDIT_NOT_DUE: constant(String[64]) = "credit: not due (NOT_DUE)"
# Others than the bank can make cover pay, and there is none.
CREDIT_NO_COVER: constant(String[64]) = "credit: no cover (COVER)"
# A received set is still open; cover stays until it is refused or paid.
CREDIT_OPEN_SET: constant(String[64]) = "credit: open set (OPEN_SET)"

# Terms that are not, or no longer, those in force; at a confirming bank those it is bound by.
CREDIT_NOT_IN_FORCE: constant(String[64]) = "credit: not in force (U11)"
# A change that names nothing, a field that no amendment may change, or lets the terms as they were.
CREDIT_CHANGE: constant(String[64]) = "credit: bad change (U11)"
# A change that is not pending: never proposed, answered before, or proposed twice.
CREDIT_NOT_PENDING: constant(String[64]) = "credit: not pending (U11)"
# Cancelling, or bringing days forward, needs the confirming bank's word; a set open keeps them.
CREDIT_CONSENT: constant(String[64]) = "credit: consents missing (U11)"
# The set does not say yes to the change: it is not the beneficiary's own, it was presented before the
# change, it fits the terms in force, or does not fit the changed ones.
CREDIT_NO_ACCEPTANCE: constant(String[64]) = "credit: set accepts nothing (U11)"
# The change would leave less than was drawn.
CREDIT_BELOW_DRAWN: constant(String[64]) = "credit: below drawn (LC10)"
# The credit is paid off chain, or it is not.
CREDIT_OFF_CHAIN: constant(String[64]) = "credit: off chain (OFF_CHAIN)"
# No assertion of payment stands, or not of that much.
CREDIT_ASSERTION: constant(String[64]) = "credit: assertion (INV6)"
# What a legal stop names waits.
CREDIT_STOPPED: constant(String[64]) = "credit: legal stop (LEGAL_STOP)"
# A stop without amount, law or reference, of more than thirty days, renewed with an old reference,
# by somebody that is no court of the bank, or by a court against a bank that honoured.
CREDIT_STOP: constant(String[64]) = "credit: bad stop (LEGAL_STOP)"
# Other documents than those presented went back.
CREDIT_RETURN: constant(String[64]) = "credit: other documents (U16)"
# They went back after the last day of the return; where that binds the bank it is precluded.
CREDIT_RETURN_LATE: constant(String[64]) = "credit: return too late (U16)"
# Neither the panel of the terms nor a court that the bank named.
CREDIT_AWARD: constant(String[64]) = "credit: no panel, no court (AWARD)"
# The notice has an effect: a discrepancy on a new leaf, or one that the earlier notice named.
CREDIT_NOTICE_STANDS: constant(String[64]) = "credit: notice stands (U16)"
# A bank asks once for records that it cannot read.
CREDIT_ASKED: constant(String[64]) = "credit: asked before (EUCP-e12)"
# Thirty calendar days to send records again are over, or not yet.
CREDIT_RESEND_LATE: constant(String[64]) = "credit: sent too late (EUCP-e12)"
CREDIT_DROP_EARLY: constant(String[64]) = "credit: may come yet (EUCP-e12)"

# A usance credit is honoured by an undertaking, a sight credit in money.
CREDIT_USANCE: constant(String[64]) = "credit: undertake instead (U1)"
CREDIT_SIGHT: constant(String[64]) = "credit: honour instead (U1)"
# A nominated bank negotiates what is available by negotiation, and nothing else.
CREDIT_NEGOTIATION: constant(String[64]) = "credit: negotiation (U1)"
# The price is below what the payee offered, or above what is drawn.
CREDIT_PRICE: constant(String[64]) = "credit: below the offer (PRICE)"
# Recourse that the payee did not offer, or to a confirming bank, which has none.
CREDIT_RECOURSE: constant(String[64]) = "credit: no recourse (RECOURSE)"
# The terms name no bank that reimburses.
CREDIT_REIMBURSER: constant(String[64]) = "credit: no reimbursing bank (U13)"
# A line without code, payee or amount, for nobody's account, that the terms do not allow, or in sum more
# than what is paid.
CREDIT_CHARGES: constant(String[64]) = "credit: charges (LC11)"

# --- account ---
# A key that does not speak for this account now: never did, was retired, or its time is over.
ACCOUNT_SIGNER: constant(String[64]) = "account: no signer (SIGNER)"
# The consents do not stand in ascending order of their keys.
ACCOUNT_SORTED: constant(String[64]) = "account: unsorted (SELF_CHECK)"
# The proposer, or one voice through two keys, would check its own work.
ACCOUNT_SELF_CHECK: constant(String[64]) = "account: twice (SELF_CHECK)"
# Fewer signers with the right consent than the calls and what was moved lately need.
ACCOUNT_QUORUM: constant(String[64]) = "account: consents (QUORUM)"
# No call, a call of the account itself, data to no code or too short, native coin without a rule.
ACCOUNT_CALL: constant(String[64]) = "account: bad call (CALL)"
# A change with a field out of bounds, of nothing, or with a threshold above that of GOVERN.
ACCOUNT_CHANGE: constant(String[64]) = "account: bad change (CHANGE)"
# Not the change that waits, or one that was left too long.
ACCOUNT_PENDING: constant(String[64]) = "account: not waiting (PENDING)"
# A change carried out before its 48 hours are over.
ACCOUNT_EARLY: constant(String[64]) = "account: too early (ACC5)"
# The act would leave a ladder that no quorum of signers can climb.
ACCOUNT_LAST_QUORUM: constant(String[64]) = "account: last quorum (ACC7)"
# A deputy who is a signer, retired or another's, a time out of bounds, or none to end.
ACCOUNT_DELEGATION: constant(String[64]) = "account: deputy (DELEGATION)"

# --- claim ---

# A storey of ClaimToken called at its own address: every act goes to ClaimToken.
CLAIM_STOREY: constant(String[64]) = "claim: at its own place (STOREY)"
# No claim of these terms, or of this id.
CLAIM_UNKNOWN: constant(String[64]) = "claim: unknown (UNKNOWN)"
# The same terms were born before; another salt makes another claim.
CLAIM_EXISTS: constant(String[64]) = "claim: born before (EXISTS)"
# The act belongs to another party of the claim.
CLAIM_NOT_PARTY: constant(String[64]) = "claim: not your act (NOT_PARTY)"
# A party of the terms is not admitted and active.
CLAIM_NOT_ADMITTED: constant(String[64]) = "claim: party (NOT_ADMITTED)"
# The act does not fit the state the claim is in.
CLAIM_STATE: constant(String[64]) = "claim: state (STATE)"
# A debtor that is bound cannot deny.
CLAIM_ACCEPTED: constant(String[64]) = "claim: accepted (CLAIM_ACCEPTED)"
# Terms outside their range, or a mandatory term left out.
CLAIM_TERMS: constant(String[64]) = "claim: bad terms (TERMS)"
# The due day is over, or before the day of issue.
CLAIM_DAYS: constant(String[64]) = "claim: days (TERMS)"
# A calendar of the claim must reach its due day and grace at birth.
CLAIM_CALENDAR: constant(String[64]) = "claim: (CALENDAR_NOT_LOADED)"
# A kind that this act does not bring into being.
CLAIM_KIND: constant(String[64]) = "claim: not this kind (TERMS)"
# A payable runs longer than its anchor's term, at most until the same date a year later.
CLAIM_TERM: constant(String[64]) = "claim: term too long (TERM)"
# The anchor's own limit would be passed.
CLAIM_LIMIT: constant(String[64]) = "claim: anchor's limit (LIMIT)"
# The contract is no agent of the debtor, its time is over, or its cap is used up.
CLAIM_AGENT: constant(String[64]) = "claim: agent's authority (AGENT)"
# No mandate of the debtor for this seller, face and day, or its clock still runs.
CLAIM_MANDATE: constant(String[64]) = "claim: mandate (MANDATE)"
# A waiver that does not exist.
CLAIM_WAIVERS: constant(String[64]) = "claim: waivers (TERMS)"
# More units than the account has free, or none.
CLAIM_UNITS: constant(String[64]) = "claim: units (INSUFFICIENT_UNITS)"
# Fewer units than may be in one hand, and not all of them.
CLAIM_MIN_SPLIT: constant(String[64]) = "claim: below the split (MIN_SPLIT)"
# The claim stays with its creditor.
CLAIM_NOT_ASSIGNABLE: constant(String[64]) = "claim: stays (NOT_ASSIGNABLE)"
# The creditor's units are earmarked for another party.
CLAIM_EARMARK: constant(String[64]) = "claim: earmarked (EARMARK)"
# The register is closed from the record day until the claim is overdue.
CLAIM_RECORD: constant(String[64]) = "claim: register closed (RECORD_DAY)"
# Units sent to nobody, to ClaimToken itself, or with lists of different length.
CLAIM_RECEIVER: constant(String[64]) = "claim: no such receiver (HOOK)"
# The receiver's hook refused.
CLAIM_HOOK: constant(String[64]) = "claim: receiver refused (HOOK)"
# The sender neither owns the units nor was approved by their owner.
CLAIM_APPROVAL: constant(String[64]) = "claim: not approved (APPROVAL)"
# The claim is discharged off chain.
CLAIM_OFF_CHAIN: constant(String[64]) = "claim: off chain (OFF_CHAIN)"
# An act about an amount of nothing.
CLAIM_NOTHING: constant(String[64]) = "claim: nothing (NOTHING)"
# More than what is outstanding.
CLAIM_ABOVE: constant(String[64]) = "claim: (ABOVE_OUTSTANDING)"
# Default of a claim whose debtor is not bound.
CLAIM_NOT_BOUND: constant(String[64]) = "claim: debtor not bound (INV4)"
# Due day and grace are not over, or the overdue mark is held.
CLAIM_NOT_OVERDUE: constant(String[64]) = "claim: not overdue (NOT_OVERDUE)"
# Confirming or contesting a payment without units.
CLAIM_NO_HOLDER: constant(String[64]) = "claim: no holder (INV6)"
# No such pledge, a pledge of nothing, or one not called ten days ago.
CLAIM_PLEDGE: constant(String[64]) = "claim: pledge (PLEDGE)"
# No open dispute, a second one, or one with a bad reason or day.
CLAIM_DISPUTE: constant(String[64]) = "claim: dispute (DISPUTE)"
# The debtor's acceptance waived this defence.
CLAIM_WAIVED: constant(String[64]) = "claim: waived (DEFENCES_WAIVED)"
# The debtor or a holder has not agreed, or the holders named do not hold everything.
CLAIM_NOT_AGREED: constant(String[64]) = "claim: not agreed (NOT_AGREED)"
# The asset can change only while the pot is empty.
CLAIM_POT: constant(String[64]) = "claim: pot not empty (POT)"
# An assertion without amount, day or reference, or one that is there already; none to act on.
CLAIM_ASSERTION: constant(String[64]) = "claim: assertion (ASSERTION)"

# --- charge ---
# The act belongs to ClaimToken, to the creditor, or to anybody but the seller's own legal person.
CHARGE_NOT_PARTY: constant(String[64]) = "charge: not yours (NOT_PARTY)"
# Seller, creditor or verifier is not admitted, or not active in the role it needs.
CHARGE_NOT_ADMITTED: constant(String[64]) = "charge: party (NOT_ADMITTED)"
# No fingerprint, no amount, no filing system or reference, or a number out of range.
CHARGE_TERMS: constant(String[64]) = "charge: bad terms (TERMS)"
# A charge that has ended before it begins, or that lasts more than 180 days.
CHARGE_TERM: constant(String[64]) = "charge: 180 days (TERM)"
# The first use of the key named another amount of the whole object.
CHARGE_OTHER_AMOUNT: constant(String[64]) = "charge: other amount (INV1)"
# More than is free of the object: somebody has financed it.
CHARGE_TAKEN: constant(String[64]) = "charge: not free (INV1)"
# A key of a past epoch: the object lives under another one.
CHARGE_ROTATED: constant(String[64]) = "charge: rotated key (INV1)"
# The object may not move to a key that was used.
CHARGE_KEY_USED: constant(String[64]) = "charge: new key was used (INV1)"
# Nothing lives under the key, or the charge is none or has ended.
CHARGE_UNKNOWN: constant(String[64]) = "charge: nothing here (UNKNOWN)"
# More is given back than claims took.
CHARGE_NOT_TAKEN: constant(String[64]) = "charge: never taken (INV10)"
