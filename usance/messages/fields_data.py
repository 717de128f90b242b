"""Data: every field of category 7, one a line, `tag | kind | format | name | codes`.

Formats are those of standards release RELEASE. A message's own row (layouts_data.py) may override any of
them. `codes` is a comma list, `CODE:` before it names the network's error, a trailing `?` marks a
list no bank has confirmed (checked as a warning); `OLD=` lists codes of earlier releases (flagged legacy).
"""

RELEASE = 2025

PARTY_A = "[[/1!a][/34x]$]4!a2!a2!c[3!c]"
PARTY_B = "[[/1!a][/34x]$][35x]"
PARTY_D = "[[/1!a][/34x]$]4*35x"

FIELDS = """
11R|text|3!n$6!n[$4!n6!n]|MT and Date of the Original Message
11S|text|3!n$6!n[$4!n6!n]|MT and Date of the Original Message
12|number|3!n|Sub-Message Type
15A|marker|-|New Sequence
15B|marker|-|New Sequence
15C|marker|-|New Sequence
20|ref|16x|Sender's Reference
21|ref|16x|Related Reference
21A|ref|16x|Reference to the Claim
22A|code|4!c|Purpose of Message
22D|code|4!c|Form of Undertaking|DGAR,STBY
22G|code|4!c|Demand Type|PAYM,PEXT?
22K|code|4!c[/35x]|Type of Undertaking|T48:APAY,BILL,CUST,DPAY,INSU,JUDI,LEAS,OTHR,\
PAYM,PERF,RETN,SHIP,TEND,WARR
22Y|code|4!c|Standard Wording Required|STND
23|ref|16x|Reference to Pre-Advice
23B|code|4!c|Expiry Type|FIXD,COND,OPEN
23F|code|4!a[/35x]|Automatic Extension Period|T08:DAYS,ONEY,OTHR
23H|code|4!c|Function of Message
23R|code|4!c[/35x]|Response|ACCP,REJT?
23S|code|6!a|Cancellation Request|CANCEL
23X|text|4!c/65x|File Identification
24E|code|4!c[/35x]|Delivery of Original Undertaking|T59:COLL,COUR,MAIL,MESS,OTHR,REGM
24G|code|4!c[$12*65z]|Delivery To/Collection By|T60:BENE,OTHR
25|text|35x|Account Identification
26E|number|3n|Number of Amendment
27|sequence|1!n/1!n|Sequence of Total
30|date|6!n|Date
31C|date|6!n|Date of Issue
31D|dateplace|6!n29x|Date and Place of Expiry
31E|date|6!n|Date of Expiry
31L|date|6!n|Date of Demand
31R|text|6!n[/6!n]|New Date of Expiry
31S|date|6!n|Automatic Extension Final Expiry Date
32A|dateamount|6!n3!a15d|Date and Amount
32B|amount|3!a15d|Currency Code, Amount
32C|dateamount|6!n3!a15d|Date and Amount
32D|dateamount|6!n3!a15d|Date and Amount
33A|dateamount|6!n3!a15d|Total Amount Claimed
33B|amount|3!a15d|Currency Code, Amount
34A|dateamount|6!n3!a15d|Total Amount
34B|amount|3!a15d|Total Amount
35B|text|4*35x|Identification
35G|text|12*65x|Expiry Condition or Event
39A|tolerance|2n/2n|Percentage Credit Amount Tolerance
39B|text|13x|Maximum Credit Amount
39C|text|4*35x|Additional Amounts Covered
39E|text|12*65z|Information about Amount
39F|text|12*65z|Supplementary Information About Amount
40A|code|24x|Form of Documentary Credit|IRREVOCABLE,IRREVOCABLE TRANSFERABLE,OLD=REVOCABLE,\
OLD=REVOCABLE TRANSFERABLE,OLD=IRREVOCABLE STANDBY,OLD=REVOCABLE STANDBY,OLD=IRREVOC TRANS STANDBY
40B|creditform|24x$24x|Form of Documentary Credit|IRREVOCABLE,IRREVOCABLE TRANSFERABLE,OLD=REVOCABLE,\
OLD=REVOCABLE TRANSFERABLE,OLD=IRREVOCABLE STANDBY,OLD=REVOCABLE STANDBY,OLD=IRREVOC TRANS STANDBY
40C|code|4!a[/35x]|Applicable Rules|T60:ISPR,URDG,UCPR,NONE,OTHR
40D|text|2!a|Language of Standard Wording
40E|code|30x[/35x]|Applicable Rules|UCP LATEST VERSION,EUCP LATEST VERSION,UCPURR LATEST VERSION,\
EUCPURR LATEST VERSION,OTHR
40F|code|30x|Applicable Rules|URR LATEST VERSION,NOTURR?
41A|avail|4!a2!a2!c[3!c]$14x|Available With ... By ...
41D|avail|4*35x$14x|Available With ... By ...
41F|party|4!a2!a2!c[3!c]|Available With
41G|name|4*35x|Available With
42C|text|3*35x|Drafts at
42M|text|4*35x|Mixed Payment Details
42P|text|4*35x|Negotiation/Deferred Payment Details
43P|code|11x|Partial Shipments|ALLOWED,CONDITIONAL,NOT ALLOWED
43T|code|11x|Transhipment|ALLOWED,CONDITIONAL,NOT ALLOWED
44A|text|140z|Place of Taking in Charge/Dispatch from/Place of Receipt
44B|text|140z|Place of Final Destination/For Transportation to/Place of Delivery
44C|date|6!n|Latest Date of Shipment
44D|text|6*65x|Shipment Period
44E|text|140z|Port of Loading/Airport of Departure
44F|text|140z|Port of Discharge/Airport of Destination
44J|text|2!a[/65x]|Governing Law and/or Place of Jurisdiction
45A|items|100*65z|Description of Goods and/or Services
45B|actions|100*65z|Description of Goods and/or Services
45C|items|100*65z|Document and Presentation Instructions
45D|text|150*65z|Narrative
45L|text|50*65z|Underlying Transaction Details
46A|items|100*65z|Documents Required
46B|actions|100*65z|Documents Required
47A|items|100*65z|Additional Conditions
47B|actions|100*65z|Additional Conditions
48|period|3n[/35x]|Period for Presentation in Days
48B|code|4!c|Demand Indicator|T03:NMLT,NMPT,NPRT
48D|code|4!c|Transfer Indicator|T04:TRAN
49|code|7!x|Confirmation Instructions|CONFIRM,MAY ADD,WITHOUT
49A|code|4!c[$50*65z]|Demand Statement|T67:COMP,INCP
49G|items|100*65z|Special Payment Conditions for Beneficiary
49H|items|100*65z|Special Payment Conditions for Bank Only
49M|actions|100*65z|Special Payment Conditions for Beneficiary
49N|actions|100*65z|Special Payment Conditions for Bank Only
50|name|4*35x|Applicant
50B|name|4*35x|Non-Bank Issuer
51|name|4*35x|Obligor/Instructing Party
59|name|[/34x$]4*35x|Beneficiary
71A|code|3!a|Reimbursing Bank's Charges|CLM,OUR
71B|text|6*35x|Charges
71D|charges|6*35z|Charges
71N|code|4!c[$6*35z]|Amendment Charge Payable By|APPL,BENE,OTHR?
72|text|6*35x|Sender to Receiver Information
72Z|text|6*35z|Sender to Receiver Information
73|text|6*35x|Charges
73A|charges|6*35z|Charges Claimed
73R|code|4!c[/35x]|Reason for Non-Payment/Non-Acceptance
73S|code|4!c[/35x]|Disposal of Reimbursement Claim
75|text|6*35x|Queries
76|text|6*35x|Answers
77|text|20*35z|Narrative
77A|text|20*35x|Narrative
77B|disposal|3*35x|Disposal of Documents|HOLD,NOTIFY,PREVINST,RETURN
77C|text|150*65x|Details of Guarantee
77E|text|-|Proprietary Message
77J|discrepancies|70*50z|Discrepancies
77L|text|150*65z|Requested Local Undertaking Terms and Conditions
77U|text|150*65z|Undertaking Terms and Conditions
78|text|12*65x|Instructions to the Paying/Accepting/Negotiating Bank
78D|text|12*65z|Instructions from Intermediary Bank
79|text|35*50x|Narrative
79Z|text|35*50z|Narrative
"""

PARTIES = {
    "42": "Drawee", "51": "Applicant Bank", "52": "Issuing Bank", "53": "Reimbursing Bank",
    "54": "Receiver's Correspondent", "56": "Advising Bank", "57": "'Advise Through' Bank",
    "58": "Requested Confirmation Party",
}  # fmt: skip
