"""Claims and charges in the kit's words: terms, units, signatures, papers, holdings."""
# ruff: noqa: E501  (a step of a story is one line)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from usance.scenario.runner import PASSED, UNMET, WRONG, Result

Play = Callable[..., Result]
HEAD = """scenario: planted
places:
  DEHAM: {weekend: [sat, sun], offset: "+01:00", closes: "17:00", loaded_until: 2027-12-31}
parties:
  bank: {roles: [BANK], place: DEHAM}
  seller: {roles: [TRADER], place: DEHAM}
  buyer: {roles: [TRADER], place: DEHAM}
  financier: {roles: [FINANCIER]}
tokens:
  EUR: {decimals: 6, balances: {buyer: 1000.00, seller: 50.00}}
steps:
  - {at: 2026-03-02T10:00 DEHAM, by: seller, call: claim.register, args: {terms: {face: EUR 100.00}}, as: claim}
"""
LINE = HEAD.count("\n") + 1


@pytest.fixture
def story(play: Play) -> Play:
    def run(*steps: str) -> Result:
        return play("".join(f"  - {step}\n" for step in steps), head=HEAD)

    return run


@pytest.mark.parametrize(
    "step",
    [
        "{state: {$claim: REGISTERED}, holdings: {$claim: {seller: 100.00, buyer: 0.00}}}",
        "{state: {claim: registered}, holdings: {claim: {seller: EUR 100.00}}}",
        "{holdings: {$claim: {seller: {at_least: 99.00, at_most: 100.00}, financier: none}}}",
        "{holdings: {$claim: {seller: units 10001}}, within: units 1}",
        "{view: claim.outstanding, args: {claim: $claim}, equals: EUR 100.00}",
        "{view: claim.outstanding, equals: EUR 100.00}",
        "{view: claim.units_of, args: {account: seller}, equals: EUR 100.00}",
        "{view: claim.holdings, args: {claim: $claim, holder: seller}, equals: units 10000}",
        "{view: claim.due_day, equals: 2026-04-01}",
        "{view: claim.state, equals: {status: REGISTERED, face: EUR 100.00, notified: no}}",
        "{view: claim.aging, equals: {bucket: 0, days: 0}}",
        "{view: claim.dispute, equals: {status: NONE, amount: EUR 0.00}}",
        "{view: claim.asset_in_force, equals: {asset: EUR, asset_scale: 10000}}",
        "{view: charge.object, args: {seller: seller, fingerprint: $claim.fingerprint}, equals: {amount: EUR 100.00, on_ledger: EUR 100.00}}",
        "{by: buyer, call: claim.accept}",
        "{by: buyer, call: claim.accept, args: {claim: $claim, waivers: [DEFENCES, SETOFF]}, emits: {Accepted: {waivers: [DEFENCES, SETOFF]}}}",
        "{by: seller, call: claim.transfer, args: {claim: $claim, to: financier, units: 4000}, holdings: {$claim: {financier: 40.00}}}",
        "{by: seller, call: claim.transfer, args: {to: financier, units: 40.00}, holdings: {$claim: {financier: 40.00}}}",
        "{by: seller, call: claim.transfer, args: {to: financier, units: units 17}, holdings: {$claim: {financier: 0.17}}}",
        "{by: seller, call: claim.transfer, args: {to: financier, units: EUR 40.00}, emits: {Transferred: {sender: seller, receiver: financier, value: EUR 40.00}}}",
        "{by: buyer, call: claim.pay, args: {amount: EUR 40.00}, moves: {EUR: {buyer: -40.00, claim: +40.00}}}",
        "{by: buyer, call: claim.pay, args: {amount: EUR 400.00}, moves: {EUR: {buyer: -100.00}}, state: {$claim: PAID}}",
        "{by: buyer, call: claim.deny, args: {claim: $claim}, state: {$claim: DENIED}}",
        "{by: seller, call: claim.pledge, args: {to: financier, units: EUR 60.00, secured: EUR 1.00}, holdings: {$claim: {pledged/seller/financier: 60.00}}}",
        "{by: buyer, call: claim.withdraw, reverts: NOTHING, unchanged: [claims, state, balances, withdrawable]}",
    ],
)
def test_step__in_the_trades_words__is_understood(story: Play, step: str) -> None:
    result = story(step)
    assert result.status == PASSED, result.message


@pytest.mark.parametrize(
    ("step", "expected", "seen"),
    [
        ("{holdings: {$claim: {seller: 99.99}}}", "EUR 99.99", "EUR 100.00"),
        ("{holdings: {$claim: {financier: {at_least: 0.01}}}}", "at least EUR 0.01", "EUR 0.00"),
        ("{state: {$claim: ACCEPTED}}", "ACCEPTED", "REGISTERED"),
        ("{view: claim.outstanding, equals: EUR 100.01}", "EUR 100.01", "EUR 100.00"),
        ("{view: claim.aging, equals: {bucket: 1}}", "bucket 1", "0"),
        ("{by: buyer, call: claim.accept, emits: {Accepted: {waivers: DEFENCES}}}", "[defences]", "[]"),
        ("{by: buyer, call: claim.accept, emits: {Accepted: {credit: $claim}}}", "with credit", "without it"),
        ("{by: seller, call: claim.deny, args: {claim: $claim}}", "success", "NOT_PARTY"),
    ],
)
def test_expectation_of_a_claim__planted_wrong__is_unmet(
    story: Play, step: str, expected: str, seen: str
) -> None:
    result = story(step)
    assert result.status == UNMET, result.message
    assert expected in result.message
    assert seen in result.message.split("seen", 1)[1]
    assert result.line == LINE
    assert "\n" not in result.message


@pytest.mark.parametrize(
    ("step", "reason"),
    [
        ("{by: seller, call: claim.transfr, args: {to: buyer, units: 1}}", "did you mean claim.transfer?"),
        ("{by: seller, call: claim.transfer, args: {to: buyer, unit: 1}}", "did you mean units?"),
        ("{by: seller, call: claim.transfer, args: {to: buyer, units: EUR 0.001}}", "more decimals"),
        ("{by: seller, call: claim.register, args: {terms: {fce: EUR 1.00}}}", "did you mean face?"),
        (
            "{by: seller, call: claim.register, args: {terms: {due_day: 2026-04-30}}}",
            "face or amount is left out",
        ),
        (
            "{by: seller, call: claim.register, args: {terms: {face: EUR 1.00, invoice: no-such.xml}}}",
            "cannot be opened",
        ),
        (
            "{by: seller, call: claim.register, args: {terms: {face: EUR 1.00, fingerprint: {seller: seller, number: a}}}}",
            "year left out",
        ),
        (
            "{by: seller, call: claim.register, args: {terms: {face: EUR 1.00, fingerprint: {seller: seller, number: a, year: 2026, buyer: b}}}}",
            "has no buyer",
        ),
        (
            "{by: seller, call: claim.register, args: {terms: {face: EUR 1.00, fingerprint: {seller: seller, number: a, year: soon}}}}",
            "not a date",
        ),
        (
            "{by: seller, call: claim.register, args: {terms: {face: EUR 1.00, fingerprint: {number: a, year: 2026}}}}",
            "seller left out",
        ),
        (
            "{by: buyer, call: claim.dispute, args: {amount: EUR 1.00, reason: defectiv, reply_day: soon}}",
            "is no day",
        ),
        ("{holdings: {$claim: 100.00}}", "who has it"),
        ("{holdings: {$clam: {seller: 100.00}}}", "did you mean claim?"),
        ("{holdings: {$claim: {seler: 100.00}}}", "did you mean seller?"),
        ("{holdings: {$claim: {seller: many}}}", "is no amount"),
        ("{holdings: {$claim: {pledged/seller/buyer/bank: 1.00}}}", "write pledged/OWNER/OTHER"),
        ("{holdings: {$claim: {seller: {up_to: 1.00}}}}", "at_most or at_least"),
        ("{by: financier, call: claim.release_pledge}", "pledgor is left out"),
        ("{by: seller, call: claim.report_misdirected, args: {amount: EUR 1.00}}", "holder is left out"),
        ("{by: buyer, call: claim.accept, emits: Acepted}", "did you mean Accepted?"),
        ("{sign: {by: buyer, act: claim.accept, args: {clam: $claim}}, as: sig}", "did you mean claim?"),
        ("{sign: {by: seller, act: charge.charge, args: {fingerprint: a}}, as: sig}", "amount left out"),
        ("{by: financier, call: charge.charge, args: {fingerprint: a, seller: seller}}", "left out"),
    ],
)
def test_step_of_a_claim__with_a_slip__names_line_and_mend(story: Play, step: str, reason: str) -> None:
    result = story(step)
    assert result.status == WRONG, result.message
    assert reason in result.message
    assert (result.line, result.step) == (LINE, 2)
    assert "\n" not in result.message


def test_default_of_a_credit__claim_of_its_event__is_known_with_its_terms(play: Play) -> None:
    head = HEAD.split("steps:", maxsplit=1)[0].replace("buyer: 1000.00", "bank: 1000.00") + "steps:\n"
    result = play(
        """  - {at: 2026-03-02T10:00 DEHAM, by: bank, call: credit.issue, args: {terms: {amount: EUR 100.00, applicant: buyer, beneficiary: seller}}, as: credit}
  - {by: seller, call: credit.present, args: {documents: a}, as: set1}
  - {by: bank, call: credit.acknowledge, args: {presentation: $set1}}
  - {by: bank, call: credit.accept, args: {presentation: $set1}}
  - {at: 2026-03-06T10:00 DEHAM, by: anyone, call: credit.default, args: {credit: $credit, presentation: $set1}, as: {claim: event.ClaimBorn.claim, same: return}}
  - {by: bank, call: claim.pay, args: {claim: $claim, amount: EUR 60.00}, moves: {EUR: {bank: -60.00}}}
  - {by: bank, call: claim.pay, args: {claim: $same, amount: $claim.face}, state: {$claim: PAID}}
  - {view: claim.outstanding, args: {claim: $claim}, equals: EUR 0.00}
check: [all]
""",
        head,
    )
    assert result.status == PASSED, result.message


@pytest.mark.parametrize("where", ["file", "party"])
def test_authorise__none__lets_a_bank_bind_itself_to_nothing(play: Play, where: str) -> None:
    head = HEAD.split("steps:", maxsplit=1)[0]
    if where == "file":
        head = head.replace("scenario: planted\n", "scenario: planted\nauthorise: none\n")
    else:
        head = head.replace("bank: {roles: [BANK],", "bank: {roles: [BANK], authorise: none,")
    issue = "by: bank, call: credit.issue, args: {terms: {amount: EUR 100.00, applicant: buyer, beneficiary: seller}}"
    result = play(
        f"""steps:
  - {{at: 2026-03-02T10:00 DEHAM, {issue}, reverts: AGENT}}
  - {{by: bank, call: claim.authorise, args: {{agent: credit, cap: EUR 100.00, until: 2026-12-31T00:00 DEHAM}}}}
  - {{{issue}, emits: Reserved}}
""",
        head,
    )
    assert result.status == PASSED, result.message


def test_authorise__another_word__is_a_wrong_file(play: Play) -> None:
    result = play("", HEAD.replace("scenario: planted\n", "scenario: planted\nauthorise: some\n"))
    assert (result.status, result.line) == (WRONG, 2)


def test_accept__signature_of_the_debtor__anyone_sends_it(story: Play) -> None:
    sign = "sign: {by: buyer, act: claim.accept, args: {claim: $claim}, deadline: 2026-03-05T10:00 DEHAM}"
    accept = "by: anyone, call: claim.accept, args: {claim: $claim, signer: buyer, signature: $sig, deadline: 2026-03-05T10:00 DEHAM}"
    result = story(
        f"{{{sign}, contract: other, as: sig}}",
        f"{{{accept}, reverts: ACC1}}",
        f"{{{sign}, tamper: {{claims: [$claim, $claim]}}, as: sig}}",
        f"{{{accept}, reverts: ACC1}}",
        f"{{{sign}, as: sig}}",
        f"{{{accept}, emits: {{Accepted: {{debtor: buyer}}}}, state: {{$claim: ACCEPTED}}}}",
    )
    assert result.status == PASSED, result.message


def test_fingerprint__however_it_is_written__is_one_value(story: Play) -> None:
    register = "by: seller, call: claim.register, args: {terms: {face: EUR 1.00, fingerprint: %s}}"
    result = story(
        "{" + register % "{kind: INVOICE, seller: seller, number: RE-7, year: 2026}" + "}",
        "{"
        + register % '{kind: "380", seller: seller, number: "re 007", year: 2026-12-31}'
        + ", reverts: INV1}",
        "{" + register % "{fingerprint: {seller: seller, number: RE-7, year: 2026}}" + ", reverts: INV1}",
        "{" + register % "{kind: INVOICE, seller: buyer, number: RE-7, year: 2026}" + "}",
    )
    assert result.status == PASSED, result.message


def test_documents__a_mapping_with_an_invoice_among_them__is_hashed(play: Play) -> None:
    result = play(
        "  - {by: beneficiary, call: credit.present, args: {documents: {invoice: set-1, packing_list: set-1}}, as: one}\n"
        "  - {by: beneficiary, call: credit.present, args: {documents: {invoice: set-1}}, as: two}\n"
    )
    assert result.status == PASSED, result.message


def test_batch__rows_are_told_apart__and_accepted_by_the_name_of_all(story: Play) -> None:
    result = story(
        "{by: seller, call: claim.register_batch, args: {terms: {debtor: buyer}, rows: [{face: EUR 1.00}, {face: EUR 1.00}]}, as: all}",
        "{by: buyer, call: claim.accept, args: {claims: $all}}",
        "{state: {$claim: REGISTERED}, holdings: {$all.0: {seller: 1.00}, $all.1: {seller: 1.00}}}",
        "{by: buyer, call: claim.pay, args: {claim: $all.1, amount: EUR 1.00}, moves: {EUR: {buyer: -1.00}}}",
        "{by: seller, call: claim.transfer, args: {claims: $all, to: financier, units: [1, 2]}}",
    )
    assert result.status == PASSED, result.message


def test_units__of_one_among_several_currencies__are_told_by_the_claim(play: Play) -> None:
    head = HEAD.replace("  EUR:", "  JPY: {decimals: 0}\n  EUR:").replace(
        "args: {terms: {face", "args: {terms: {debtor: buyer, face"
    )
    result = play(
        """  - {by: seller, call: claim.register, args: {terms: {debtor: buyer, face: JPY 500}}, as: yen}
  - {by: seller, call: claim.transfer, args: {claim: $claim, to: financier, units: 40.00}, holdings: {$claim: {financier: 40.00}}}
  - {by: seller, call: claim.transfer, args: {claim: $yen, to: financier, units: 40}, holdings: {$yen: {financier: 40, seller: 460}}}
""",
        head,
    )
    assert result.status == PASSED, result.message
    wrong = play(
        "  - {by: seller, call: claim.transfer, args: {claim: $claim, to: financier, units: 40.005}}\n", head
    )
    assert wrong.status == WRONG
    assert "more decimals" in wrong.message


def test_prolong__holders_left_out__are_found_where_units_wait_too(story: Play) -> None:
    result = story(
        "{by: buyer, call: claim.accept}",
        "{by: seller, call: claim.pledge, args: {to: financier, units: EUR 60.00, secured: EUR 1.00}}",
        "{by: buyer, call: claim.agree, args: {due_day: 2026-06-30}}",
        "{by: seller, call: claim.agree, args: {due_day: 2026-06-30}}",
        "{by: anyone, call: claim.prolong, args: {due_day: 2026-06-30}, reverts: NOT_AGREED}",
        "{by: financier, call: claim.agree, args: {due_day: 2026-06-30}}",
        "{by: anyone, call: claim.prolong, args: {due_day: 2026-06-30}}",
        "{view: claim.due_day, equals: 2026-06-30}",
    )
    assert result.status == PASSED, result.message


def test_redeem__approval_is_for_what_is_secured(story: Play) -> None:
    result = story(
        "{by: seller, call: claim.pledge, args: {to: financier, units: EUR 60.00, secured: EUR 20.00}}",
        "{by: seller, call: claim.redeem_pledge, approve: none, reverts: allowance}",
        "{by: seller, call: claim.redeem_pledge, moves: {EUR: {seller: -20.00}}}",
        "{view: EUR.allowance, args: {owner: seller, spender: claim}, equals: EUR 0.00}",
    )
    assert result.status == PASSED, result.message


def test_check__claims_among_them__all_and_each_by_name(play: Play) -> None:
    for check in (
        "[conservation]",
        "[all]",
        "[units, pot, pots_held, claim_books, keys, own_share, claim_final]",
    ):
        result = play(
            "  - {by: buyer, call: claim.pay, args: {amount: EUR 33.33}}\n" + f"check: {check}\n", HEAD
        )
        assert result.status == PASSED, result.message
    result = play("check: [pots]\n", HEAD)
    assert result.status == WRONG
    assert "did you mean pot" in result.message


def test_invoice__a_file_fills_the_terms__fields_beside_it_win(play: Play, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "scenarios" / "claim"
    for name in ("an-invoice-in-a-file.xml", "a-credit-note-in-a-file.xml"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    result = play(
        """  - {by: seller, call: claim.register, args: {terms: {invoice: an-invoice-in-a-file.xml, debtor: buyer, due_day: 2026-06-30}}, as: filed}
  - {view: claim.state, args: {claim: $filed}, equals: {face: EUR 1488.10}}
  - {view: claim.due_day, args: {claim: $filed}, equals: 2026-06-30}
  - {by: seller, call: claim.credit_note, args: {claim: $filed, invoice: a-credit-note-in-a-file.xml}, emits: {CreditNoted: {amount: EUR 119.00}}}
""",
        HEAD,
    )
    assert result.status == PASSED, result.message
    wrong = play(
        "  - {by: seller, call: claim.register, args: {terms: {invoice: a-credit-note-in-a-file.xml}}}\n",
        HEAD,
    )
    assert wrong.status == WRONG
    assert "credit note" in wrong.message


@pytest.mark.parametrize(
    ("kind", "at_birth", "on_transfer"),
    [
        ("refusing", False, False),
        ("burning_gas", False, False),
        ("loud", False, False),
        ("megabyte", False, True),
        ("reentering", True, True),
    ],
)
def test_hostile_party__answers_hooks_with_its_temper(
    play: Play, kind: str, at_birth: bool, on_transfer: bool
) -> None:
    head = HEAD.replace(
        "  financier:",
        f"  villain: {{roles: [TRADER], kind: hostile/{kind}}}\n  house: {{roles: [AGENT], kind: wallet}}\n  financier:",
    )
    held, parked = ("10.00", "0.00") if at_birth else ("0.00", "10.00")
    transfer = "by: seller, call: claim.transfer, args: {claim: $claim, to: villain, units: EUR 1.00}"
    result = play(
        f"""  - {{by: buyer, call: claim.authorise, args: {{agent: house, cap: EUR 10.00, until: 2026-12-31T00:00 DEHAM}}}}
  - {{by: house, call: claim.bear, args: {{terms: {{creditor: villain, debtor: buyer, face: EUR 10.00}}}}, as: born}}
  - {{holdings: {{$born: {{villain: {held}, parked/villain: {parked}}}}}}}
  - {{{transfer}{"" if on_transfer else ", reverts: HOOK"}}}
""",
        head,
    )
    assert result.status == PASSED, result.message
