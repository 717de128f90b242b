"""Data: every message of category 7, its fields in the order of the standard.

`MT number name`, then one line a field: tag (a = options follow), M or O, `*` repeatable, and after `|`
overrides `name=`, `format=`, `codes=`, `kind=`. `SEQ A M` opens a sequence. `ANY` allows any field from
here on (copies of another message). `number@year` is the layout before that release.
"""

_TERMS = """
39A O
39C O
41a AD M
42C O
42a AD O
42M O
42P O
43P O
43T O
44A O
44E O
44F O
44B O
44C O
44D O
45A O
46A O
47A O
49G O
49H O
71D O
48 O
49 M
58a AD O
"""
_LONG = """
45A O
46A O
47A O
49G O
49H O
"""
LAYOUTS = f"""
MT 700 Issue of a Documentary Credit
27 M
40A M
20 M | name=Documentary Credit Number
23 O
31C M
40E M
31D M
51a AD O
50 M
59 M
32B M
{_TERMS}
53a AD O
78 O
57a ABD O
72Z O

MT 701 Issue of a Documentary Credit (continuation)
27 M
20 M | name=Documentary Credit Number
{_LONG}

MT 705 Pre-Advice of a Documentary Credit
40A M
20 M | name=Documentary Credit Number
31D M
50 M
59 M
32B M
39A O
39C O
41a AD O
44A O
44E O
44F O
44B O
44C O
44D O
45A O
57a ABD O
79Z O
72Z O

MT 707 Amendment to a Documentary Credit
27 M
20 M
21 M | name=Receiver's Reference
23 M | name=Issuing Bank's Reference
52a AD O
50B O
31C M
26E M
30 M | name=Date of Amendment
22A M | codes=ACNF,ADVI,ISSU
23S O
40A O
40E O
31D O
50 O
59 O
32B O | name=Increase of Documentary Credit Amount
33B O | name=Decrease of Documentary Credit Amount
39A O
39C O
41a AD O
42C O
42a AD O
42M O
42P O
43P O
43T O
44A O
44E O
44F O
44B O
44C O
44D O
45B O
46B O
47B O
49M O
49N O
71D O
71N O
48 O
49 O
58a AD O
53a AD O
78 O
57a ABD O
72Z O

MT 708 Amendment to a Documentary Credit (continuation)
27 M
20 M
21 M | name=Receiver's Reference
23 M | name=Issuing Bank's Reference
26E M
30 M | name=Date of Amendment
45B O
46B O
47B O
49M O
49N O

MT 710 Advice of a Third Bank's or a Non-Bank's Documentary Credit
27 M
40B M
20 M
21 M | name=Documentary Credit Number
23 O
31C M
40E M
31D M
52a AD O
50B O
51a AD O
50 M
59 M
32B M
{_TERMS}
53a AD O
78 O
78D O
57a ABD O
72Z O

MT 711 Advice of a Third Bank's or a Non-Bank's Documentary Credit (continuation)
27 M
20 M
21 M | name=Documentary Credit Number
{_LONG}

MT 720 Transfer of a Documentary Credit
27 M
40B M
20 M | name=Transferring Bank's Reference
21 M | name=Documentary Credit Number
31C M
40E M
31D M
52a AD O
50B O
50 M | name=First Beneficiary
59 M | name=Second Beneficiary
32B M
{_TERMS}
78 O
78D O
57a ABD O
72Z O

MT 721 Transfer of a Documentary Credit (continuation)
27 M
20 M | name=Transferring Bank's Reference
21 M | name=Documentary Credit Number
{_LONG}

MT 730 Acknowledgement
20 M
21 M | name=Receiver's Reference
25 O
30 M | name=Date of Message Being Acknowledged
32a BD O | name=Amount of Charges
57a AD O | name=Account With Bank
71D O
72Z O
79Z O

MT 732 Advice of Discharge
20 M
21 M | name=Presenting Bank's Reference
30 M | name=Date of Advice of Payment/Acceptance/Negotiation
32B M | name=Amount of Utilisation
72Z O

MT 734 Advice of Refusal
20 M
21 M | name=Presenting Bank's Reference
32A M | name=Date and Amount of Utilisation
73A O
33a AB O | name=Total Amount Claimed
57a ABD O | name=Account With Bank
72Z O
77J M
77B M

MT 740 Authorisation to Reimburse
20 M | name=Documentary Credit Number
25 O
40F M
31D O
58a AD O | name=Negotiating Bank
59 O
32B M | name=Credit Amount
39A O
39C O
41a AD M
42C O
42a AD O
42M O
42P O
71A O
71D O | name=Other Charges
72Z O

MT 742 Reimbursement Claim
20 M | name=Claiming Bank's Reference
21 M | name=Documentary Credit Number
31C O
52a AD M
32B M | name=Principal Amount Claimed
33B O | name=Additional Amount Claimed as Allowed for in Excess of Principal Amount
71D O
34a AB M | name=Total Amount Claimed
57a ABD O | name=Account With Bank
58a AD O | name=Beneficiary Bank
72Z O

MT 744 Notice of Non-Conforming Reimbursement Claim
20 M
21 M | name=Claiming Bank's Reference
52a AD M
21A M | name=Documentary Credit Number
31C O
34a AB M | name=Total Amount Claimed
73R M
73S M
71D O
72Z O

MT 747 Amendment to an Authorisation to Reimburse
20 M | name=Documentary Credit Number
21 O | name=Reimbursing Bank's Reference
30 M | name=Date of the Original Authorisation to Reimburse
31E O | name=New Date of Expiry
32B O | name=Increase of Documentary Credit Amount
33B O | name=Decrease of Documentary Credit Amount
34B O | name=New Documentary Credit Amount After Amendment
39A O
39C O
72Z O
77 O

MT 750 Advice of Discrepancy
20 M
21 M
32B M | name=Principal Amount
33B O | name=Additional Amount
71D O | name=Charges to be Deducted
73A O | name=Charges to be Added
34B O | name=Total Amount to be Paid
57a ABD O | name=Account With Bank
72Z O
77J M

MT 752 Authorisation to Pay, Accept or Negotiate
20 M | name=Documentary Credit Number
21 M | name=Presenting Bank's Reference
23 M | name=Further Identification | codes=ACCEPT,DEBIT,NEGOTIATE,REIMBURSE,REMITTED,SEE72Z,\
OLD=SEE72? | kind=code
30 M | name=Date of Advice of Discrepancy or Mailing
32B O | name=Total Amount Advised
71D O | name=Charges Deducted
33a AB O | name=Net Amount
53a ABD O | name=Sender's Correspondent
54a ABD O
72Z O
79Z O

MT 754 Advice of Payment/Acceptance/Negotiation
20 M
21 M
32a AB M | name=Principal Amount Paid/Accepted/Negotiated
33B O | name=Additional Amounts
71D O | name=Charges Deducted
73A O | name=Charges Added
34a AB O | name=Total Amount Claimed
53a ABD O
57a ABD O | name=Account With Bank
58a AD O | name=Beneficiary Bank
72Z O
77 O

MT 756 Advice of Reimbursement or Payment
20 M
21 M | name=Presenting Bank's Reference
32B M | name=Total Amount Claimed
33A M | name=Amount Reimbursed or Paid
53a ABD O | name=Sender's Correspondent
54a ABD O
72Z O
79Z O


MT 790 Advice of Charges, Interest and Other Adjustments
20 M
21 M
25 M
32a CD M | name=Value Date, Currency Code, Amount
52a AD O | name=Ordering Institution
71B M | name=Details of Charges
72 O

MT 791 Request for Payment of Charges, Interest and Other Expenses
20 M
21 M
32B M
52a AD O | name=Ordering Institution
57a ABD O | name=Account With Institution
71B M | name=Details of Charges
72 O

MT 792 Request for Cancellation
20 M
21 M
11S M
79 O
ANY

MT 795 Queries
20 M
21 M
75 M
77A O
11a RS O
79 O
ANY

MT 796 Answers
20 M
21 M
76 M
77A O
11a RS O
79 O
ANY

MT 798 Proprietary Message
20 M
12 M
77E M
ANY

MT 799 Free Format Message
20 M
21 O
79 M *
"""

# Fields that earlier releases had: messages (blank = all), tags, what came instead.
LEGACY = """
|39B|gone since 2018
700 705 707 710 720 730 734 740 742 744 747 750 752 754 756 768 769|71B|71D since 2018
705 707 734|79|72Z or the changed field itself since 2018
|72|72Z since 2018
707|34B|the new amount is computed since 2018
707|31E|31D since 2018
707|35B|the changed field itself since 2018
734 742 750 754|73|73A since 2018
734 750|77A|77J
747 754|77A|77 since 2018
730 752 756|79|79Z since 2018
701|45B 46B 47B|45A, 46A, 47A since 2018
711 721|45B 46B 47B|45A, 46A, 47A since 2018
760 767|77C|77U since 2021
"""

# Values of earlier releases, for fields that kept their tag: tag, format, what came instead.
LEGACY_FORMATS = {"48": ("4*35x", "a number of days since 2018")}
