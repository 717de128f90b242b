"""Data: wordings that alter or switch off an article of UCP 600, with the exclusion that maps them.

`pattern | article | exclusion | reason`. Patterns are regular expressions over one item in upper case with
single blanks. The list leans to asking: a line that alters nothing is waved through by hand, a line that
was missed binds a bank to a rule its own credit had switched off. Exclusion "" means the terms have
no switch for it: the line is for the examiner (DOCUMENTS_ALTERED) or for the reader.
"""

# fmt: off
# ruff: noqa: E501
PATTERNS = r"""
\b(?:UCP(?: ?-?600)?|THE UCP)\b.{0,40}\bARTICLES?\b|\b(?:SUB-? ?)?ART(?:ICLES?|\.)? ?\d{1,2}\b|UCP1|DOCUMENTS_ALTERED|names an article of UCP
\bNOTWITHSTANDING\b|UCP1|DOCUMENTS_ALTERED|sets itself above what else would apply
\b(?:IRRESPECTIVE|REGARDLESS) OF\b|UCP1|DOCUMENTS_ALTERED|sets itself above what else would apply
\b(?:UCP|UNIFORM CUSTOMS|ISBP|ARTICLES?)\b.{0,60}\b(?:EXCLUDED?|WAIVED?|MODIFIED|AMENDED|DELETED|DISAPPLIED|DISREGARDED|SUPERSEDED|VARIED)\b|UCP1|DOCUMENTS_ALTERED|excludes or modifies the rules
\b(?:NOT APPLICABLE|DOES NOT APPLY|DO NOT APPLY|SHALL NOT APPLY|WILL NOT APPLY|IS EXCLUDED|ARE EXCLUDED|IS DELETED|ARE DELETED|IS WAIVED|ARE WAIVED)\b|UCP1|DOCUMENTS_ALTERED|switches something off
\b(?:EXCEPT|UNLESS|SAVE) (?:AS|SO FAR AS|WHERE) (?:OTHERWISE )?(?:EXPRESSLY )?(?:STATED|PROVIDED|STIPULATED|SPECIFIED)\b|UCP1||reserves other terms than the rules
\bCONTRARY TO\b.{0,40}\b(?:UCP|ARTICLE)|UCP1|DOCUMENTS_ALTERED|contradicts the rules
\bLATER THAN 21 DAYS\b|\b(?:MORE THAN|AFTER|BEYOND|WITHIN|EXCEEDING) (?:2[2-9]|[3-9]\d|1\d\d) DAYS (?:AFTER|FROM|OF)\b.{0,40}\b(?:SHIPMENT|B/?L|BILL|ISSUANCE|TRANSPORT)|UCP14c|ART14C_OFF|changes the period for presentation
\bSTALE\b|UCP14c|ART14C_OFF|takes documents after the period for presentation
\b(?:LATE|DELAYED) (?:PRESENTATION|DOCUMENTS?)\b.{0,30}\b(?:ACCEPTABLE|ACCEPTED|ALLOWED|PERMITTED)\b|UCP14c|ART14C_OFF|takes a late presentation
\bPRESENT(?:ED|ATION)\b.{0,40}\bAFTER (?:THE )?(?:EXPIRY|EXPIRATION|VALIDITY)\b|UCP6d|EXPIRY_KEPT|speaks of a presentation after expiry
\bAFTER (?:THE )?(?:EXPIRY|EXPIRATION)\b.{0,60}\b(?:ACCEPTABLE|ACCEPTED|ALLOWED|NOT BE|REFUSED|REJECTED)\b|UCP6d|EXPIRY_KEPT|speaks of what follows expiry
\bTHIRD[ -]PARTY\b.{0,60}\b(?:ACCEPTABLE|ACCEPTED|ALLOWED|NOT ACCEPTABLE|NOT ALLOWED|PERMITTED|PROHIBITED)\b|UCP14k|DOCUMENTS_ALTERED|says who may appear as shipper or issuer of a document
\b(?:SHIPPER|CONSIGNOR)\b.{0,40}\bOTHER THAN\b|UCP14k|DOCUMENTS_ALTERED|says who may appear as shipper
\b(?:SHORT FORM|BLANK BACK)\b|UCP20|DOCUMENTS_ALTERED|says which transport document serves
\b(?:CHARTER ?PARTY)\b.{0,60}\b(?:ACCEPTABLE|ACCEPTED|ALLOWED|NOT)\b|UCP22|DOCUMENTS_ALTERED|says whether charter party bills serve
\bON DECK\b|UCP26|DOCUMENTS_ALTERED|says whether deck cargo serves
\b(?:UNCLEAN|CLAUSED|FOUL)\b|UCP27|DOCUMENTS_ALTERED|takes transport documents that are not clean
\b(?:FORWARDERS?|HOUSE)(?:'S)? (?:BILLS?|B/?LS?|AIR|AWB)\b|UCP14l|DOCUMENTS_ALTERED|says who may issue the transport document
\bDOCUMENTS?\b.{0,40}\b(?:DATED|ISSUED) (?:BEFORE|PRIOR TO)\b|UCP14i|DOCUMENTS_ALTERED|says how old a document may be
\b(?:COPY|COPIES|PHOTOCOP(?:Y|IES)|NON-?NEGOTIABLE)\b.{0,40}\bIN LIEU OF\b|UCP17|DOCUMENTS_ALTERED|takes copies for originals
\b(?:COPIES|PHOTOCOPIES|FAXED DOCUMENTS)\b.{0,30}\b(?:ACCEPTABLE|ACCEPTED|NOT ACCEPTABLE)\b|UCP17|DOCUMENTS_ALTERED|says whether copies serve for originals
\b(?:SPELLING|TYPING|TYPOGRAPHICAL|TYPO)\b.{0,40}\b(?:ERRORS?|MISTAKES?)\b|UCP14d|DOCUMENTS_ALTERED|says what counts as a conflict of data
\b(?:MINOR|ALL) DISCREPANC(?:Y|IES)\b.{0,60}\bACCEPTABLE\b|\bDISCREPANC(?:Y|IES) (?:IS|ARE) ACCEPTABLE\b|UCP14d|DOCUMENTS_ALTERED|takes documents with discrepancies
\bDISCREPAN(?:T|CY|CIES)\b.{0,50}\b(?:FEES?|CHARGES?|HANDLING|COMMISSIONS?)\b|\b(?:FEE|CHARGE|COMMISSION)S?\b.{0,40}\bDISCREPAN|UCP37||lets the bank deduct a fee for discrepant documents
\b(?:RELEASE|DELIVER|HAND OVER|SURRENDER)\b.{0,60}\bDOCUMENTS?\b.{0,80}\b(?:WAIVER|ACCEPT(?:ED|ANCE)|APPLICANT)|\bWAIVER\b.{0,80}\bRELEASED?\b|UCP16c||lets the bank part with refused documents without the presenter's word
\b(?:PRECLUDED?|PRECLUSION)\b|UCP16f|ART16F_OFF|speaks of preclusion
\b(?:WITHOUT|NO) (?:FURTHER |PRIOR )?(?:NOTICE|NOTIFICATION|ADVICE)\b.{0,50}\b(?:REFUS|REJECT|RETURN|DISCREPAN)|\b(?:REFUS|REJECT|RETURN)\w*\b.{0,50}\bWITHOUT (?:FURTHER |PRIOR )?(?:NOTICE|NOTIFICATION)|UCP16c|ART16F_OFF|does without the notice of refusal
\b(?:[2-46-9]|1\d|SEVEN|TEN|SIX|THREE|TWO) (?:\([A-Z0-9]+\) )?(?:BANKING|WORKING|BUSINESS) DAYS\b.{0,60}\b(?:EXAMIN|CHECK|DETERMIN|REFUS|NOTICE|PRESENT|RECEIPT)|\b(?:EXAMIN|CHECK|REFUS)\w*\b.{0,60}\b(?:[2-46-9]|1\d|SEVEN|TEN|SIX|THREE|TWO) (?:\([A-Z0-9]+\) )?(?:BANKING|WORKING|BUSINESS) DAYS\b|UCP14b||changes the days for examination: see the term examination_days
\b(?:BANKING|BUSINESS|WORKING) DAYS?\b|UCP2||speaks of banking days: see honour_days, examination_days and the places
\b(?:PAY(?:MENT|ABLE|ING)?|HONOU?R|REIMBURSE\w*|REMIT\w*)\b.{0,80}\b(?:ONLY|UPON|AFTER|SUBJECT TO|PROVIDED)\b.{0,60}\b(?:RECEIPT OF (?:FUNDS|PAYMENT)|APPLICANT|BUYER|FUNDS (?:ARE|HAVE|FROM))|UCP4|DOCUMENTS_ALTERED|makes payment hang on something that is no document
\b(?:APPLICANT|BUYER)(?:'S)?\b.{0,30}\b(?:APPROVAL|CONSENT|CONFIRMATION|SIGNATURE|COUNTERSIGN\w*)\b|UCP14|DOCUMENTS_ALTERED|gives the applicant a hand in compliance
\b(?:INOPERATIVE|NOT OPERATIVE|BECOMES? OPERATIVE|NOT (?:YET )?EFFECTIVE|COMES? INTO FORCE|BECOMES? EFFECTIVE)\b|UCP7b||makes the credit operative only later
\bUNLESS\b.{0,40}\bREJECT\w*\b.{0,60}\b(?:DAYS|WITHIN)|\bDEEMED (?:TO BE )?(?:ACCEPTED|EFFECTIVE|IN FORCE)|UCP10f||lets an amendment bind by silence (ignored by article 10f)
\bPARTIAL ACCEPTANCE\b|UCP10e||speaks of accepting an amendment in part
\bREVOCABLE\b|\bMAY BE CANCEL\w*\b|UCP3||speaks of revocation
\bFORCE MAJEURE\b|UCP36|ART36_OFF|speaks of force majeure
\b(?:HOLIDAY|CLOSED|NON-?BANKING DAY|SUNDAY|SATURDAY)\b.{0,60}\b(?:EXPIR|EXTEND|NEXT|FOLLOWING|PRECEDING)|\b(?:EXPIR|EXTEND)\w*\b.{0,60}\b(?:HOLIDAY|NON-?BANKING DAY|CLOSED)\b|UCP29|ART29A_OFF|says what a closed day does to the expiry
\b(?:NOT|NO) (?:BE )?EXTEN(?:D|SION)\w*\b.{0,60}\b(?:HOLIDAY|CLOSED|BANKING DAY)|UCP29|ART29A_OFF|keeps the expiry on a closed day
\b(?:MORE OR LESS|TOLERANCE|OVERDRAW\w*|EXCESS DRAWINGS?|OVER-?DRAWINGS?)\b|[+]/-|PLUS OR MINUS|UCP30||speaks of tolerance: see 39A and the terms tolerance_plus, tolerance_minus
\b(?:OVER|IN EXCESS OF|EXCEEDING)\b.{0,30}\b(?:CREDIT|L/?C) (?:AMOUNT|VALUE)\b|UCP18b|DOCUMENTS_ALTERED|says what an invoice above the credit's amount does
\b(?:INSTAL?LMENTS?|SHIPMENT SCHEDULE)\b|UCP32||speaks of instalments: see the term instalments
\bPARTIAL (?:SHIPMENTS?|DRAWINGS?)\b|UCP31||speaks of partial drawings: see 43P
\bTRANS?SHIPMENT\b|UCP20c|DOCUMENTS_ALTERED|speaks of transhipment: see 43T
\bTRANSFER(?:ABLE|RED|S)?\b.{0,60}\b(?:CREDIT|BENEFICIAR|BANK|ONLY|TWICE|MORE THAN ONCE)\b|UCP38||speaks of transfer
\bASSIGN(?:MENT|ED|ABLE)?\b.{0,40}\bPROCEEDS\b|\bPROCEEDS\b.{0,40}\bASSIGN|UCP39||speaks of the assignment of proceeds
\b(?:ELECTRONIC|E-?PRESENTATION|PDF|E-?MAIL|ELECTRONICALLY)\b|EUCPe3|EUCP|speaks of electronic records
\b(?:TELE(?:X|FAX)|FACSIMILE|COURIER)\b.{0,40}\b(?:PRESENTATION|PRESENTED)\b|UCP14|DOCUMENTS_ALTERED|says how documents are presented
\b(?:RED CLAUSE|GREEN CLAUSE|ADVANCE PAYMENT|ANTICIPATORY)\b|UCP1||allows an advance: see the term advance_cap
\bREVOLV\w+\b|UCP1||makes the credit revolving: see the term revolving
\bISP ?98\b|\bURDG\b|\bISBP\b|\bURR ?725\b|UCP1||names other rules
\bDOCUMENTS?\b.{0,60}\b(?:AS PRESENTED|PAYABLE AGAINST|WITHOUT EXAMINATION|NOT BE EXAMINED)\b|UCP14a|DOCUMENTS_ALTERED|changes what is examined
\b(?:COMBINED|SAME|ONE) (?:DOCUMENTS?)\b.{0,30}\bACCEPTABLE\b|UCP14f|DOCUMENTS_ALTERED|says what one paper may serve for
\b\w+ (?:EXCEPT|OTHER THAN) (?:INVOICE|COMMERCIAL INVOICE|DRAFT)S?\b.{0,60}\bACCEPTABLE\b|UCP14d|DOCUMENTS_ALTERED|loosens what documents must show
"""
