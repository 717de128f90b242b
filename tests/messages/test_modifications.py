"""Lines that look like a modification of UCP."""

from __future__ import annotations

import pytest

from usance.messages import Message, read_text, render_printed
from usance.messages.modifications import modifications, patterns

EXCLUSIONS = {
    "", "EUCP", "EXPIRY_KEPT", "ART14C_OFF", "ART16F_OFF", "ART29A_OFF", "ART36_OFF", "DOCUMENTS_ALTERED",
}  # fmt: skip


def credit(conditions: str, rules: str = "UCP LATEST VERSION") -> Message:
    return read_text(f":27:1/1\n:20:LC1\n:40E:{rules}\n:47A:{conditions}", mt="700")[0]


HITS = [
    ("DOCUMENTS PRESENTED LATER THAN 21 DAYS AFTER SHIPMENT ACCEPTABLE", "UCP14c", "ART14C_OFF"),
    ("DOCUMENTS MUST BE PRESENTED WITHIN 30 DAYS AFTER SHIPMENT DATE", "UCP14c", "ART14C_OFF"),
    ("STALE DOCUMENTS ACCEPTABLE", "UCP14c", "ART14C_OFF"),
    ("LATE PRESENTATION IS ACCEPTABLE", "UCP14c", "ART14C_OFF"),
    ("PRESENTATION AFTER EXPIRY IS NOT ACCEPTABLE", "UCP6d", "EXPIRY_KEPT"),
    ("THIRD PARTY DOCUMENTS ACCEPTABLE", "UCP14k", "DOCUMENTS_ALTERED"),
    ("THIRD PARTY DOCUMENTS EXCEPT DRAFT AND INVOICE ARE ACCEPTABLE", "UCP14k", "DOCUMENTS_ALTERED"),
    ("SHORT FORM BLANK BACK B/L NOT ACCEPTABLE", "UCP20", "DOCUMENTS_ALTERED"),
    ("CHARTER PARTY B/L IS ACCEPTABLE", "UCP22", "DOCUMENTS_ALTERED"),
    ("TYPING ERRORS IN DOCUMENTS ARE NOT CONSIDERED A DISCREPANCY", "UCP14d", "DOCUMENTS_ALTERED"),
    ("A DISCREPANCY FEE OF EUR 75,00 WILL BE DEDUCTED FROM THE PROCEEDS", "UCP37", ""),
    ("EUR 80 HANDLING FEE FOR EACH SET OF DISCREPANT DOCUMENTS", "UCP37", ""),
    (
        "IF WE GIVE NOTICE OF REFUSAL WE MAY RELEASE THE DOCUMENTS TO THE APPLICANT AGAINST HIS WAIVER",
        "UCP16c",
        "",
    ),
    ("ARTICLE 16(F) IS NOT APPLICABLE", "UCP16f", "ART16F_OFF"),
    ("SUB-ARTICLE 14 C OF UCP 600 IS EXCLUDED", "UCP14c", "ART14C_OFF"),
    ("UCP 600 ART. 36 DOES NOT APPLY", "UCP36", "ART36_OFF"),
    ("THE ISSUING BANK WILL NOT BE PRECLUDED FROM REFUSING LATER", "UCP16f", "ART16F_OFF"),
    ("THE ISSUING BANK SHALL EXAMINE THE DOCUMENTS WITHIN SEVEN BANKING DAYS", "UCP14b", ""),
    ("PAYMENT WILL BE MADE 3 BANKING DAYS AFTER ACCEPTANCE", "UCP2", ""),
    ("PAYMENT ONLY AFTER RECEIPT OF FUNDS FROM APPLICANT", "UCP4", "DOCUMENTS_ALTERED"),
    ("THIS CREDIT IS NOT OPERATIVE UNTIL WE SEND AN AMENDMENT", "UCP7b", ""),
    ("THIS CREDIT BECOMES OPERATIVE ON RECEIPT OF THE IMPORT LICENCE", "UCP7b", ""),
    (
        "INSPECTION CERTIFICATE COUNTERSIGNED BY APPLICANT, APPLICANT'S APPROVAL REQUIRED",
        "UCP14",
        "DOCUMENTS_ALTERED",
    ),
    ("IF EXPIRY FALLS ON A HOLIDAY THE CREDIT EXPIRES ON THE PRECEDING DAY", "UCP29", "ART29A_OFF"),
    ("IN CASE OF FORCE MAJEURE THE EXPIRY IS EXTENDED", "UCP36", "ART36_OFF"),
    ("5 PERCENT MORE OR LESS IN QUANTITY AND AMOUNT", "UCP30", ""),
    ("NOTWITHSTANDING ANYTHING IN THIS CREDIT", "UCP1", "DOCUMENTS_ALTERED"),
    ("IRRESPECTIVE OF WHAT THE RULES SAY", "UCP1", "DOCUMENTS_ALTERED"),
    ("UNLESS THE BENEFICIARY REJECTS AN AMENDMENT WITHIN 10 DAYS IT IS DEEMED ACCEPTED", "UCP10f", ""),
    ("DOCUMENTS MAY BE PRESENTED BY E-MAIL", "EUCPe3", "EUCP"),
    ("EXCEPT AS OTHERWISE EXPRESSLY STATED, THIS CREDIT IS SUBJECT TO UCP 600", "UCP1", ""),
    ("TERMS CONTRARY TO UCP PREVAIL", "UCP1", "DOCUMENTS_ALTERED"),
    ("SHIPPER OTHER THAN BENEFICIARY ALLOWED", "UCP14k", "DOCUMENTS_ALTERED"),
    ("CARGO ON DECK IS ALLOWED", "UCP26", "DOCUMENTS_ALTERED"),
    ("CLAUSED BILLS OF LADING WILL BE TAKEN", "UCP27", "DOCUMENTS_ALTERED"),
    ("HOUSE B/L NOT ALLOWED", "UCP14l", "DOCUMENTS_ALTERED"),
    ("DOCUMENTS ISSUED PRIOR TO THE DATE OF THIS CREDIT NOT ALLOWED", "UCP14i", "DOCUMENTS_ALTERED"),
    ("COPY OF B/L IN LIEU OF ORIGINAL ALLOWED", "UCP17", "DOCUMENTS_ALTERED"),
    ("PHOTOCOPIES ARE NOT ACCEPTABLE", "UCP17", "DOCUMENTS_ALTERED"),
    ("ALL DISCREPANCIES ACCEPTABLE EXCEPT LATE SHIPMENT", "UCP14d", "DOCUMENTS_ALTERED"),
    ("WE MAY RETURN THE SET WITHOUT FURTHER NOTICE", "UCP16c", "ART16F_OFF"),
    ("PARTIAL ACCEPTANCE OF AN AMENDMENT IS ALLOWED", "UCP10e", ""),
    ("THIS CREDIT MAY BE CANCELLED BY US AT ANY TIME", "UCP3", ""),
    ("EXPIRY WILL NOT BE EXTENDED FOR ANY HOLIDAY", "UCP29", "ART29A_OFF"),
    ("INVOICE EXCEEDING THE CREDIT AMOUNT WILL BE TAKEN", "UCP18b", "DOCUMENTS_ALTERED"),
    ("SHIPMENT IN THREE INSTALMENTS", "UCP32", ""),
    ("PARTIAL DRAWINGS FOR EACH LOT", "UCP31", ""),
    ("TRANSHIPMENT AT SINGAPORE ONLY", "UCP20c", "DOCUMENTS_ALTERED"),
    ("TRANSFER OF THIS CREDIT BY THE ADVISING BANK ONLY", "UCP38", ""),
    ("ASSIGNMENT OF PROCEEDS IS NOT ALLOWED", "UCP39", ""),
    ("COURIER RECEIPT MUST BE PRESENTED", "UCP14", "DOCUMENTS_ALTERED"),
    ("RED CLAUSE: ADVANCE PAYMENT OF 20 PERCENT", "UCP1", ""),
    ("THIS CREDIT IS REVOLVING MONTHLY", "UCP1", ""),
    ("ISBP 821 APPLIES", "UCP1", ""),
    ("DOCUMENTS WILL BE PAID AS PRESENTED", "UCP14a", "DOCUMENTS_ALTERED"),
    ("COMBINED DOCUMENTS ARE NOT ACCEPTABLE", "UCP14f", "DOCUMENTS_ALTERED"),
]


@pytest.mark.parametrize(("text", "article", "exclusion"), HITS)
def test_modifications__wording_of_practice__article_and_exclusion(
    text: str, article: str, exclusion: str
) -> None:
    (hit,) = modifications(credit(f"+{text}"))
    assert article in hit.articles
    assert (exclusion in hit.exclusions) if exclusion else True
    assert set(hit.exclusions) <= EXCLUSIONS - {""}
    assert (hit.number, hit.tag, hit.item, hit.text) == (1, "47A", 1, text)
    assert hit.reasons
    assert "\n" not in str(hit)


QUIET = [
    "ALL DOCUMENTS MUST SHOW THIS CREDIT NUMBER", "THIS CREDIT IS SUBJECT TO UCP 600",
    "DOCUMENTS IN ENGLISH ONLY",
    "ALL BANKING CHARGES OUTSIDE GERMANY ARE FOR BENEFICIARY", "SHIPMENT IN CONTAINERS ONLY",
    "GOODS OF CHINESE ORIGIN", "INVOICE TO STATE THE HS CODE", "SEND DOCUMENTS IN ONE LOT BY DHL TO NORDDEHH",
    "PACKING IN CARTONS OF 20 PIECES", "DOCUMENTS TO BE PRESENTED WITHIN 21 DAYS AFTER SHIPMENT",
]  # fmt: skip


@pytest.mark.parametrize("text", QUIET)
def test_modifications__plain_condition__none(text: str) -> None:
    assert modifications(credit(f"+{text}")) == ()


def test_modifications__other_rules_in_40e__listed_first() -> None:
    hits = modifications(credit("+STALE DOCUMENTS ACCEPTABLE", rules="OTHR/ISP98"))
    assert [(h.number, h.tag) for h in hits] == [(1, "40E"), (2, "47A")]
    assert modifications(credit("+DOCUMENTS IN ENGLISH ONLY", rules="EUCP LATEST VERSION")) == ()


def test_modifications__wrapped_line_and_print__same_numbers() -> None:
    text = "+IN ENGLISH ONLY\n+DOCUMENTS PRESENTED LATER\nTHAN 21 DAYS AFTER SHIPMENT\nACCEPTABLE\n"
    text += "+NO\n+STALE DOCUMENTS ACCEPTABLE"
    message = credit(text)
    hits = modifications(message)
    assert [(h.number, h.item) for h in hits] == [(1, 2), (2, 4)]
    assert modifications(read_text(render_printed(message))[0]) == hits


def test_patterns__table__compiles_names_known_exclusions_and_gives_reasons() -> None:
    for pattern in patterns():
        assert any(pattern.regex.search(text) for text, *_ in HITS), pattern.regex.pattern
        assert pattern.exclusion in EXCLUSIONS
        assert pattern.reason
        assert pattern.article.startswith(("UCP", "EUCP"))
