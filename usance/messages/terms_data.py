"""Data: where each field of an MT700 goes, and where each term of a credit comes from.

`tag | terms | note`, tags as the standard prints them (41a = any option). CONTENT alone means that the
chain does not use the field: it is in the hash of the message (term `content`) and nowhere else.
"""

CONTENT = "content"

MT700_TERMS = """
27||part of the message's own form; the parts are joined before anything is read
40A|form|the kind of credit
20|salt|with the sender's BIC
23|content|reference to a pre-advice
31C|issue_day|date of issue
40E|rulebook exclusions|UCP latest version; the electronic supplement sets the exclusion EUCP
31D|expiry_day expiry_place nominated_place|date and place of expiry; where a bank is nominated, its place
51a|content|the applicant's own bank is no party to the undertaking
50|applicant|by name, from the parties
59|beneficiary|by name, from the parties
32B|currency amount currency_place|in minor units
39A|tolerance_plus tolerance_minus|percent to basis points
39C|additional_amount|an amount in the credit's currency, if the text names exactly one
41a|available_by nominated nominated_place|ANY BANK leaves nominated zero
42C|tenor_days tenor_from draft_percent|days from an event; a fixed day as days from the issue
42a|content|drawee of a draft
42M|legs|their hash, from option --legs; the words are in the content hash
42P|tenor_days tenor_from|as 42C
43P|partials|
43T|transhipment|
44A|content|place of taking in charge: for the examiner
44E|content|port of loading: for the examiner
44F|content|port of discharge: for the examiner
44B|content|final destination: for the examiner
44C|latest_shipment_day|
44D|content|a shipment period in words: for the examiner
45A|content|goods: nothing but documents decides
46A|content|documents required: for the examiner
47A|exclusions|lines that alter the rules are mapped or waved through; all are in the content hash
49G|content|special payment conditions for the beneficiary
49H|content|special payment conditions for the bank
71D|charges_for|
48|presentation_days|21 when absent
49|confirmation|
58a|confirmer confirmer_place|the receiver when absent and a confirmation is asked or allowed
53a|reimburser|
78|content|instructions to the paying bank
57a|content|a second advising bank
72Z|content|bank to bank information
"""

# Terms that no field of an MT700 gives: from the head of the message, or from the issuing bank itself.
OTHER_TERMS = """
version|layout of the terms
issuer|the sender of the message
issuer_place|the sender's BIC
adviser|the receiver of the message
transferring_bank|zero: the nominated bank
delivery_agent|option --delivery-agent
asset|option --asset
asset_scale|decimals of the asset against those of the currency
legs|option --legs, of a mixed payment alone
instalments|zero until instalments are built
revolving|zero until revolving credits are built
evergreen|zero: standbys only
advance_cap|zero until advances are built
insurance_bps|zero: what the documents say, for the examiner
examination_days|five banking days
return_days|three banking days
honour_days|option --honour-days
closing_days|option --closing-days
panel|zero: courts only
late_rate|zero
day_count|zero
cover_bps|option --cover
content|keccak256 of the canonical block 4
ext|zero: no further terms
"""


def _rows(text: str) -> dict[str, tuple[tuple[str, ...], str]]:
    out: dict[str, tuple[tuple[str, ...], str]] = {}
    for line in text.strip().splitlines():
        tag, terms, note = line.split("|")
        out[tag] = (tuple(terms.split()), note)
    return out


TERMS_BY_TAG = _rows(MT700_TERMS)
REASONS = dict(line.split("|") for line in OTHER_TERMS.strip().splitlines())


def terms_of_tag(tag: str) -> tuple[str, ...]:
    """The terms a field gives; (CONTENT,) for one that only the hash holds, () for an unknown tag."""
    for key in (tag, tag[:2] + "a"):
        if key in TERMS_BY_TAG:
            return TERMS_BY_TAG[key][0]
    return ()
