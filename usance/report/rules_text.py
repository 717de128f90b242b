"""One sentence a rule, for people who do not know the numbers. Own words, never the book's."""

from __future__ import annotations

ARTICLES = {
    "U3": "4, 5",
    "U6": "6",
    "U7": "7",
    "U8": "7(c), 8(c)",
    "U9": "8",
    "U10": "9",
    "U11": "10",
    "U12": "12",
    "U14": "14",
    "U15": "15",
    "U16": "16",
    "U17": "17 to 28",
    "U30": "36",
    "U31": "29",
}
SENTENCES = {
    "U3": "A credit lives apart from the sale: nothing but documents can open or stop the payment.",
    "U6": "Documents go to the issuing bank or a bank the credit names, by the expiry day at its place.",
    "U7": "The issuing bank is bound from the moment it issues, and pays if the documents comply.",
    "U8": "A bank that paid complying documents and sent them on is repaid by the issuing bank.",
    "U9": "A bank that confirms is bound itself, beside the issuing bank.",
    "U10": "The advising bank vouches that the credit is genuine; it promises nothing else.",
    "U11": "An amendment binds the issuing bank when it sends it, the beneficiary when it takes it whole, "
    "never by silence; a bank that confirmed chooses whether its promise follows.",
    "U12": "Being nominated binds a bank to nothing.",
    "U14": "A bank has five banking days after the day of receipt to examine; the day itself is not counted.",
    "U15": "A bank that finds the documents complying must pay.",
    "U16": "A refusal is one notice, within the five days, with every defect and what becomes of the papers; "
    "a bank that misses it can no longer refuse.",
    "U17": "What each document must show, and how many originals.",
    "U30": "What expires while force majeure closes a bank is not extended.",
    "U31": "An expiry that falls on a day the bank is ordinarily closed moves to its next banking day.",
}


def rule_text(rule: str) -> str:
    """`UCP 600 article 14: ...`, "" for an id that is none of these."""
    if rule not in SENTENCES:
        return ""
    return f"UCP 600 article {ARTICLES[rule]}: {SENTENCES[rule]}"
