"""Data: layouts of the guarantee and standby messages, in the notation of layouts_data.py."""

_UNDERTAKING_TAIL = """
44J O
23F O
78 O | name=Automatic Extension Non-Extension Notification
26E O | name=Automatic Extension Notification Period
31S O
48B O
48D O
39E O
"""

UNDERTAKINGS = f"""
MT 759 Ancillary Trade Structured Message
27 M
20 M
21 O
22D M | codes=DGAR,DOCR,STBY,UNDK?
23 O | name=Undertaking Number
52a AD O
23H M
45D M
23X O

MT 760 Issue of a Demand Guarantee/Standby Letter of Credit
SEQ A M
15A M
27 M
22A M | codes=ISSU,ADVI,ACNF,ISCO,ICCO
72Z O
23X O
SEQ B M
15B M
20 M | name=Undertaking Number
30 M | name=Date of Issue
22D M
40C M
23B M
31E O
35G O
50 O
51 O
52a AD M | name=Issuer
59a -A M
56a ABD O
23 O | name=Advising Bank Reference
57a ABD O
32B M | name=Undertaking Amount
39F O
41a FG O
71D O
45C O
77U M
49 O
58a AD O
{_UNDERTAKING_TAIL}
45L O
24E O
24G O
SEQ C O
15C M
31C O | name=Requested Date of Issue
22D M
40C M
22K O
23B M
31E O
35G O
50 M
51 O
52a AD O | name=Issuer
59 M
32B M | name=Undertaking Amount
39F O
57a ABD O
41a FG O
71D O
45C O
77L O
22Y O
40D O
{_UNDERTAKING_TAIL}
45L M
24E O
24G O

MT 760@2021 Guarantee
27 M
20 M | name=Transaction Reference Number
23 M | name=Further Identification | codes=ISSUE,REQUEST | kind=code
30 O
40C M
77C M
72 O

MT 761 Issue of a Demand Guarantee/Standby Letter of Credit (continuation)
27 M
20 M | name=Undertaking Number
52a AD M | name=Issuer
77U O
77L O

MT 765 Guarantee/Standby Letter of Credit Demand
20 M
21 M
23 O | name=Beneficiary Reference
52a AD M | name=Issuer
59a -A O
31L M
22G M
32B M | name=Demand Amount
78 O | name=Additional Amount Information
49A O
77 O | name=Presentation Completion Details
31E O
31R O
56a ABD O
57a ABD O | name=Account With Bank
72Z O
23X O

MT 767 Amendment to a Demand Guarantee/Standby Letter of Credit
SEQ A M
15A M
27 M
21 M
22A M | codes=ACNA,ADVA,ICCA,ISCA,ISUA
23S O
72Z O
23X O
SEQ B M
15B M
20 M | name=Undertaking Number
26E M
30 M | name=Date of Amendment
52a AD M | name=Issuer
23 O | name=Advising Bank Reference
32B O | name=Increase of Undertaking Amount
33B O | name=Decrease of Undertaking Amount
23B O
31E O
35G O
59a -A O
77U O
24E O
24G O
SEQ C O
15C M
32B O | name=Increase of Undertaking Amount
33B O | name=Decrease of Undertaking Amount
23B O
31E O
35G O
59 O
77L O
24E O
24G O

MT 767@2021 Guarantee Amendment
27 M
20 M
21 M
23 M | name=Further Identification | codes=ISSUE,REQUEST | kind=code
30 O
26E O | format=2n
31C M
77C M
72 O

MT 768 Acknowledgement of a Guarantee/Standby Message
20 M
21 M
25 O
30 M | name=Date of Message Being Acknowledged
32a BD O | name=Amount of Charges
57a ABD O | name=Account With Bank
71D O
72Z O
23X O

MT 769 Advice of Reduction or Release
20 M
21 M
25 O
30 O | name=Date of Reduction or Release
32a BD O | name=Amount of Charges
33B O | name=Amount Reduced or Released
34B O | name=Amount Outstanding
39C O | name=Amount Specification
57a ABD O | name=Account With Bank
71D O
72Z O
23X O

MT 775 Amendment to a Demand Guarantee/Standby Letter of Credit (continuation)
27 M
20 M | name=Undertaking Number
21 M
26E M
52a AD M | name=Issuer
77U O
77L O

MT 785 Non-Extension Notification
20 M
21 O
52a AD M | name=Issuer
31C M
59a -A M
56a ABD O
57a ABD O
31E O | name=Final Date of Expiry
72Z O
23X O

MT 786 Demand Refusal
20 M
21 O
52a AD M | name=Issuer
30 M | name=Date of Demand
32B M | name=Demand Amount
77J M
77B O
72Z O
23X O

MT 787 Amendment Response
20 M
21 M
52a AD M | name=Issuer
26E M
23R M
72Z O
23X O
"""
