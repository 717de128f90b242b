"""Each rule between fields, broken once: its code, its severity, its line."""

from __future__ import annotations

import pytest

from usance.messages import Message, read_text
from usance.messages.rules import RULES

M700 = {
    "27": "1/1", "40A": "IRREVOCABLE", "20": "LC2600001", "31C": "260302", "40E": "UCP LATEST VERSION",
    "31D": "260531HAINING", "50": "BUYER GMBH", "59": "SELLER LTD", "32B": "EUR248500,",
    "41D": "ANY BANK\nBY PAYMENT", "49": "WITHOUT",
}  # fmt: skip
M707 = {
    "27": "1/1", "20": "LC2600001", "21": "NONREF", "23": "LC2600001", "52A": "NORDDEHHXXX", "31C": "260302",
    "26E": "1", "30": "260320", "22A": "ISSU",
}  # fmt: skip
M734 = {"20": "A", "21": "B", "32A": "260505EUR248500,", "77J": "1. LATE", "77B": "/HOLD/"}
M730 = {"20": "A", "21": "B", "30": "260505"}
M740 = {"20": "A", "40F": "NOTURR", "32B": "EUR1,", "41D": "ANY BANK\nBY PAYMENT"}
M742 = {"20": "A", "21": "B", "52A": "NORDDEHHXXX", "32B": "EUR1,", "34B": "EUR1,"}
M747 = {"20": "A", "30": "260505"}
M750 = {"20": "A", "21": "B", "32B": "EUR1,", "77J": "1. LATE"}
M752 = {"20": "A", "21": "B", "23": "ACCEPT", "30": "260505"}
M754 = {"20": "A", "21": "B", "32B": "EUR1,"}
M756 = {"20": "A", "21": "B", "32B": "EUR1,", "33A": "260505EUR1,"}
M769 = {"20": "A", "21": "B"}
A760 = {"15A": "", "27": "1/1", "22A": "ISSU"}
B760 = {
    "15B": "", "20": "G1", "30": "260302", "22D": "DGAR", "40C": "URDG", "23B": "FIXD", "31E": "270302",
    "50": "BUYER", "52A": "NORDDEHHXXX", "59": "SELLER", "32B": "EUR1,", "77U": "WE UNDERTAKE",
}  # fmt: skip
C760 = {
    "15C": "", "22D": "DGAR", "40C": "URDG", "23B": "FIXD", "31E": "270302", "50": "BUYER", "59": "SELLER",
    "32B": "EUR1,", "45L": "CONTRACT 7",
}  # fmt: skip
A767 = {"15A": "", "27": "1/1", "21": "NONREF", "22A": "ADVA"}
B767 = {"15B": "", "20": "G1", "26E": "1", "30": "260302", "52A": "NORDDEHHXXX"}
M785 = {"20": "A", "52A": "NORDDEHHXXX", "31C": "260302", "59": "SELLER"}
M710 = {
    **{k: v for k, v in M700.items() if k != "40A"},
    "40B": "IRREVOCABLE\nWITHOUT OUR CONFIRMATION",
    "21": "L",
}


def message(mt: str, *parts: dict[str, str]) -> Message:
    """Fields in the order of the standard, sequence by sequence."""
    from usance.messages.table import layouts

    out = []
    for part in parts:
        sequence = next((t[2] for t in part if t in ("15A", "15B", "15C")), "")
        order = [t for r in layouts()[mt].rows if r.sequence == sequence for t in sorted(r.options)]
        order += [t for t in part if t not in order]
        out += [f":{tag}:{part[tag]}" for tag in sorted(part, key=order.index)]
    return read_text("\n".join(out), mt=mt)[0]


CASES: list[tuple[str, list[dict[str, str]], tuple[str, str, str] | None]] = [
    ("700", [M700], None),
    ("700", [M700 | {"42C": "SIGHT"}], ("C90", "error", "C1")),
    ("700", [M700 | {"42A": "NORDDEHHXXX"}], ("C90", "error", "C1")),
    ("700", [M700 | {"42M": "HALF", "42P": "90 DAYS"}], ("C90", "error", "C2")),
    ("700", [M700 | {"42C": "SIGHT", "42A": "NORDDEHHXXX", "42P": "90 DAYS"}], ("C90", "error", "C2")),
    ("700", [M700 | {"44C": "260430", "44D": "IN MAY"}], ("D06", "error", "C3")),
    ("700", [M700 | {"49": "CONFIRM"}], ("USAGE", "warning", "S1")),
    ("700", [M700 | {"41D": "ANY BANK\nBY ACCEPTANCE"}], ("USAGE", "warning", "S2")),
    ("700", [M700 | {"41D": "ANY BANK\nBY DEF PAYMENT"}], ("USAGE", "warning", "S3")),
    ("700", [M700 | {"41D": "ANY BANK\nBY MIXED PYMT"}], ("USAGE", "warning", "S4")),
    ("700", [M700 | {"44C": "260601"}], ("USAGE", "warning", "S5")),
    ("700", [M700 | {"31D": "260301HAINING"}], ("USAGE", "warning", "S6")),
    ("700", [M700 | {"40E": "OTHR"}], ("USAGE", "warning", "S7")),
    ("700", [M700 | {"40E": "UCP LATEST VERSION/AND MORE"}], ("USAGE", "warning", "S8")),
    ("700", [M700 | {"43P": "CONDITIONAL"}], ("USAGE", "warning", "S9")),
    ("700", [M700 | {"43T": "CONDITIONAL"}], ("USAGE", "warning", "S10")),
    ("700", [M700 | {"72Z": "DETAILS TO\nFOLLOW"}], ("USAGE", "warning", "S11")),
    ("700", [M700 | {"43T": "CONDITIONAL", "47A": "+WHEN TOLD"}], None),
    ("710", [M710 | {"52A": "NORDDEHHXXX"}], None),
    ("710", [M710], ("C06", "error", "C5")),
    ("710", [M710 | {"52A": "NORDDEHHXXX", "50B": "TRADER"}], ("C06", "error", "C4")),
    ("707", [M707 | {"32B": "EUR1,"}], None),
    ("707", [M707], ("C30", "warning", "C1")),
    ("707", [M707 | {"32B": "EUR1,", "33B": "EUR1,"}], ("C12", "warning", "C2")),
    ("707", [M707 | {"32B": "EUR1,", "50B": "TRADER"}], ("C06", "error", "C4")),
    ("707", [M707 | {"44C": "260430", "44D": "IN MAY"}], ("D06", "error", "C3")),
    ("730", [M730], None),
    ("730", [M730 | {"25": "ACCT", "57A": "NORDDEHHXXX"}], ("C77", "error", "C1")),
    ("730", [M730 | {"32D": "260505EUR1,", "57A": "NORDDEHHXXX"}], ("C78", "error", "C2")),
    ("730", [M730 | {"71D": "/COMM/EUR5,"}], ("C33", "error", "C3")),
    ("734", [M734], None),
    ("734", [M734 | {"73A": "/COMM/EUR5,"}], ("C17", "error", "C1")),
    ("734", [M734 | {"33B": "USD248500,"}], ("C02", "error", "C2")),
    ("740", [M740 | {"58A": "NORDDEHHXXX", "59": "SELLER"}], ("D84", "warning", "C3")),
    ("742", [M742 | {"33B": "USD1,"}], ("C02", "warning", "C1")),
    ("747", [M747], ("C15", "error", "C1")),
    ("747", [M747 | {"32B": "EUR1,", "33B": "EUR1,", "34B": "EUR1,"}], ("C12", "warning", "C2")),
    ("747", [M747 | {"32B": "EUR1,"}], ("C12", "warning", "C3")),
    ("747", [M747 | {"32B": "EUR1,", "34B": "USD1,"}], ("C02", "warning", "C4")),
    ("750", [M750 | {"33B": "EUR1,"}], ("C13", "warning", "C1")),
    ("750", [M750 | {"33B": "EUR1,", "34B": "USD2,"}], ("C02", "warning", "C2")),
    ("752", [M752 | {"32B": "EUR1,", "71D": "/COMM/EUR1,"}], ("C18", "error", "C1")),
    ("752", [M752 | {"32B": "EUR1,", "33A": "260505USD1,"}], ("C02", "error", "C2")),
    ("754", [M754 | {"72Z": "/X/", "77": "TEXT"}], ("C19", "error", "C1")),
    ("754", [M754 | {"53A": "NORDDEHHXXX", "57A": "NORDDEHHXXX"}], ("C14", "error", "C2")),
    ("754", [M754 | {"34B": "USD1,"}], ("C02", "warning", "C3")),
    ("756", [M756 | {"32B": "USD1,"}], ("C02", "error", "C1")),
    ("769", [M769 | {"39C": "ALL"}], None),
    ("769", [M769], ("C34", "error", "C4")),
    ("769", [M769 | {"33B": "EUR1,", "34B": "USD1,"}], ("C02", "error", "C5")),
    ("769", [M769 | {"39C": "ALL", "25": "X", "57A": "NORDDEHHXXX"}], ("C77", "warning", "C1")),
    ("769", [M769 | {"39C": "ALL", "32D": "260505EUR1,", "57A": "NORDDEHHXXX"}], ("C78", "warning", "C2")),
    ("769", [M769 | {"39C": "ALL", "71D": "/COMM/EUR5,"}], ("C33", "warning", "C3")),
    ("785", [M785 | {"57A": "NORDDEHHXXX"}], ("C81", "error", "C1")),
    ("760", [A760, B760], None),
    ("760", [A760, {k: v for k, v in B760.items() if k != "31E"}], ("E01", "error", "C1")),
    ("760", [A760, B760 | {"23B": "OPEN"}], ("E01", "error", "C1")),
    ("760", [A760, B760 | {"23B": "COND"}], ("E02", "error", "C2")),
    ("760", [A760, B760 | {"35G": "ON EVENT"}], ("E02", "error", "C2")),
    ("760", [A760, {k: v for k, v in B760.items() if k != "31E"} | {"23B": "OPEN", "23F": "ONEY"}],
     ("E03", "error", "C3")),
    ("760", [A760, {k: v for k, v in B760.items() if k != "50"}], ("C17", "error", "C4")),
    ("760", [A760, B760 | {"22D": "STBY"}], ("C18", "error", "C5")),
    ("760", [A760, B760 | {"49": "WITHOUT"}], ("C18", "error", "C5")),
    ("760", [A760 | {"22A": "ISCO"}, B760], ("C19", "error", "C6")),
    ("760", [A760, B760, C760], ("C19", "error", "C6")),
    ("760", [A760 | {"22A": "ISCO"}, B760, C760], None),
    ("760", [A760 | {"22A": "ISCO"}, B760 | {"48D": "TRAN"}, C760], ("C19", "error", "C6")),
    ("760", [A760, B760 | {"57A": "NORDDEHHXXX"}], ("C81", "error", "C7")),
    ("760", [A760, B760 | {"26E": "30"}], ("C16", "error", "C8")),
    ("760", [A760, B760 | {"22D": "STBY", "49": "CONFIRM"}], ("C20", "error", "C9")),
    ("760", [A760, B760 | {"40C": "URDG/758"}], ("D81", "error", "D81")),
    ("760", [A760, B760 | {"24E": "MAIL/BOX"}], ("D97", "error", "D97")),
    ("767", [A767, B767 | {"32B": "EUR1,", "33B": "EUR1,"}], ("C12", "error", "C1")),
    ("767", [A767, B767 | {"23B": "COND"}], ("E02", "error", "C2")),
    ("767", [A767 | {"22A": "ISCA"}, B767], ("C19", "error", "C3")),
    ("767", [A767 | {"22A": "ISCA"}, B767, {"15C": ""}], ("C98", "error", "C4")),
    ("767", [A767 | {"22A": "ISCA"}, B767, {"15C": "", "77L": "TEXT"}], None),
]  # fmt: skip


@pytest.mark.parametrize(("mt", "parts", "expected"), CASES)
def test_rules__one_broken__its_code_and_line(
    mt: str, parts: list[dict[str, str]], expected: tuple[str, str, str] | None
) -> None:
    found = [(f.code, f.severity, f.text) for f in message(mt, *parts).findings]
    assert len(found) == (expected is not None), found
    if expected:
        assert found[0][:2] == expected[:2]
        assert found[0][2].endswith(f"({expected[2]})")
        assert "\n" not in found[0][2]


LEGACY = [
    ("700", [M700 | {"39B": "NOT EXCEEDING"}], ["39B"]),
    ("700", [M700 | {"71B": "ALL CHARGES"}], ["71B"]),
    ("700", [M700 | {"72": "/PHONBEN/"}], ["72"]),
    ("700", [M700 | {"48": "WITHIN 21 DAYS AFTER SHIPMENT"}], ["48"]),
    ("707", [M707 | {"32B": "EUR1,", "34B": "EUR2,"}], ["34B"]),
    ("707", [{"20": "A", "21": "B", "30": "260302", "79": "TEXT"}], ["79"]),
    ("701", [{"27": "2/2", "20": "A", "46B": "+INVOICE"}], ["46B"]),
    ("734", [M734 | {"72": "/X/"}], ["72"]),
    ("752", [M752 | {"23": "SEE72"}], ["23"]),
    ("760", [{"27": "1/1", "20": "A", "23": "ISSUE", "30": "160302", "40C": "URDG", "77C": "WE"}], [""]),
    ("767", [{"27": "1/1", "20": "A", "21": "B", "23": "ISSUE", "31C": "160302", "77C": "WE"}], [""]),
]


@pytest.mark.parametrize(("mt", "parts", "tags"), LEGACY)
def test_findings__earlier_release__flagged_legacy_not_error(
    mt: str, parts: list[dict[str, str]], tags: list[str]
) -> None:
    found = message(mt, *parts).findings
    assert [f.tag for f in found if f.severity == "legacy"] == tags
    assert not [f for f in found if f.severity == "error"]


def test_findings__both_tolerances_of_an_old_file__d05_beside_legacy() -> None:
    found = message("700", M700 | {"39A": "05/05", "39B": "NOT EXCEEDING"}).findings
    assert [(f.code, f.severity) for f in found] == [("LEGACY", "legacy"), ("D05", "error")]


def test_rules__table__every_rule_has_a_case_that_breaks_it() -> None:
    expected = {(mt, found[2], found[0]) for mt, _, found in CASES if found} | {("700", "C-39", "D05")}
    for rule in RULES:
        assert any((mt, rule.id, rule.code) in expected for mt in rule.mts), rule
