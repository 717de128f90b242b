"""MT705, 710 with 711, and 730: the credit itself, from its issue to what the beneficiary answered."""

from __future__ import annotations

import pytest

from tests.messages_out.kit import BICS, BUYER, GOODS, REFERENCE, SELLER, Telling, ends, note_text
from tests.unit.documentary_credit.house import EXPIRY, TODAY
from usance.calendars import date_of
from usance.codes import Allowed, Confirmation, Exclusion, Form, Rulebook
from usance.messages import groups, read_text
from usance.messages import values as v
from usance.messages_out import ExportError
from usance.messages_out import term_fields as terms_of
from usance.terms import Credit

LATEST = TODAY + 40
OURS = {"20": "DRAG/5001"}


def advisable(house: Telling, **changes: object) -> Credit:
    """A credit with all that a message has fields for."""
    words: dict[str, object] = {
        "adviser": house.advising_bank,
        "tolerance_plus": 1_000,
        "tolerance_minus": 500,
        "additional_amount": 1_250_50,
        "latest_shipment_day": LATEST,
        "presentation_days": 15,
        "partials": Allowed.NOT_ALLOWED,
        "transhipment": Allowed.CONDITIONAL,
    }
    return house.nominating(**(words | changes))


def as_the_chain_has_it(house: Telling, terms: Credit, message: object) -> None:
    """The fields that 705 and 710 share, against the terms."""
    typed = message.typed  # type: ignore[attr-defined]
    assert typed("31D") == v.DatePlace(date_of(terms.expiry_day), "HAMBURG")
    assert typed("32B") == v.Amount("EUR", terms.amount)
    assert typed("39A") == v.Tolerance(terms.tolerance_plus // 100, terms.tolerance_minus // 100)
    assert typed("44C") == date_of(terms.latest_shipment_day)
    available = typed("41a")
    assert (available.bic, available.by) == (house.bic(terms.nominated), "payment")
    assert typed("50").lines == tuple(BUYER.split("\n"))
    assert typed("59").lines == tuple(SELLER.split("\n"))
    assert "EUR1250,50" in typed("39C")


def test_mt705__issued_and_not_yet_advised__its_terms(house: Telling) -> None:
    terms = house.papered(advisable(house))
    message = house.told(terms, "705")
    assert ends(message) == ("issuing_bank", "advising_bank")
    assert message.text("20") == REFERENCE
    assert message.text("40A") == "IRREVOCABLE"
    assert message.text("45A") == GOODS
    as_the_chain_has_it(house, terms, message)


def test_mt705__other_states__one_line(house: Telling) -> None:
    terms = house.papered(advisable(house))
    house.ok(house.advising_bank, "advise", terms, True)
    house.untold(terms, "705", "its adviser has spoken", "STATE")
    amended = house.papered(advisable(house))
    house.amended(amended, difference=1_00)
    house.untold(amended, "705", "amended", "STATE")


def test_mt705__without_the_mt700__asks_for_what_the_chain_does_not_carry(house: Telling) -> None:
    terms = house.issued(advisable(house))
    heads = {"sender": BICS["issuing_bank"], "receiver": BICS["advising_bank"]}
    house.untold(terms, "705", "no BIC", "issuing bank", house.issuing_bank, "--sender BIC")
    given: dict[str, str] = {}
    for tag, value in (("20", REFERENCE), ("50", BUYER), ("59", SELLER)):
        house.untold(terms, "705", f"field {tag}", f"--field {tag}=", fields=given, **heads)
        given[tag] = value
    given["41A"] = f"{BICS['nominated_bank']}\nBY PAYMENT"
    exported = house.export(terms, "705", fields=given, **heads)
    as_the_chain_has_it(house, terms, exported.message)
    assert exported.sources["41A"] == exported.sources["20"] == "option"
    assert exported.sources["32B"] == exported.sources["31D"] == "chain"


def test_mt710__advised__the_credit_with_the_bank_that_issued_it(house: Telling) -> None:
    terms = house.papered(advisable(house))
    house.untold(terms, "710", "has not passed it on", fields=OURS, receiver=BICS["collecting_bank"])
    house.ok(house.advising_bank, "advise", terms, True)
    message = house.told(terms, "710", fields=OURS, receiver=BICS["collecting_bank"])
    assert ends(message) == ("advising_bank", "collecting_bank")
    assert (message.text("20"), message.text("21")) == ("DRAG/5001", REFERENCE)
    assert message.typed("40B") == v.CreditForm("IRREVOCABLE", "WITHOUT OUR CONFIRMATION")
    assert message.typed("31C") == date_of(terms.issue_day)
    assert message.text("40E") == "UCPURR LATEST VERSION"
    assert message.text("52A") == BICS["issuing_bank"]
    assert message.typed("48") == v.Period(15, "")
    assert (message.text("43P"), message.text("43T")) == ("NOT ALLOWED", "CONDITIONAL")
    assert message.text("49") == "WITHOUT"
    as_the_chain_has_it(house, terms, message)


def test_mt710__adviser_confirmed__adds_its_confirmation(house: Telling) -> None:
    words = {
        "confirmer": house.advising_bank,
        "confirmer_place": house.nominating().nominated_place,
        "confirmation": Confirmation.CONFIRM,
    }
    terms = house.papered(advisable(house, **words))
    house.ok(house.advising_bank, "advise", terms, True)
    wish = {"fields": OURS, "receiver": BICS["collecting_bank"]}
    said = house.told(terms, "710", **wish).typed("40B")
    assert said == v.CreditForm("IRREVOCABLE", "WITHOUT OUR CONFIRMATION")
    house.ok(house.advising_bank, "confirm", terms, True)
    message = house.told(terms, "710", **wish)
    assert message.typed("40B") == v.CreditForm("IRREVOCABLE", "ADDING OUR CONFIRMATION")
    assert (message.text("49"), message.text("58A")) == ("CONFIRM", BICS["advising_bank"])


def test_mt710__after_an_amendment__the_credit_as_issued_with_a_note(house: Telling) -> None:
    terms = house.papered(advisable(house))
    house.ok(house.advising_bank, "advise", terms, True)
    house.amended(terms, difference=10_000_00)
    exported = house.export(terms, "710", fields=OURS, receiver=BICS["collecting_bank"])
    assert exported.message.typed("32B") == v.Amount("EUR", terms.amount)
    assert any("amendments go by MT707" in note for note in exported.notes)


def test_mt711__a_long_credit__parts_that_join_again(house: Telling) -> None:
    lines = "\n".join(f"+{number:03} COTTON SHIRTS FOR ORDER {number:06} AS AGREED" for number in range(95))
    terms = house.papered(advisable(house), **{"45A": lines, "46A": lines, "47A": lines})
    house.ok(house.advising_bank, "advise", terms, True)
    wish = {"fields": OURS, "receiver": BICS["collecting_bank"]}
    exported = house.export(terms, "711", **wish)
    assert [part.mt for part in exported.parts] == ["710", "711"]
    (whole,) = groups(read_text(exported.text))
    assert whole.text("47A") == lines
    assert exported.text == house.export(terms, "710", **wish).text
    short = house.papered(advisable(house))
    house.ok(house.advising_bank, "advise", short, True)
    house.untold(short, "711", "no continuation", "ask for 710", **wish)


def test_mt730__advised__the_credit_is_acknowledged(house: Telling) -> None:
    terms = house.papered(advisable(house))
    house.untold(terms, "730", "has not passed it on", fields=OURS)
    house.ok(house.advising_bank, "advise", terms, True)
    message = house.told(terms, "730", fields=OURS)
    assert ends(message) == ("advising_bank", "issuing_bank")
    assert (message.text("20"), message.text("21")) == ("DRAG/5001", REFERENCE)
    assert message.typed("30") == date_of(TODAY)
    assert not message.has("72Z")


@pytest.mark.parametrize(("taken", "code"), [(True, "BENACC"), (False, "BENREJ")])
def test_mt730__amendment_answered__says_how(house: Telling, taken: bool, code: str) -> None:
    terms = house.papered(advisable(house))
    change = house.proposed(terms, difference=1_00)
    wish = {"fields": OURS, "amendment": str(change.number)}
    house.untold(terms, "730", "is PENDING", "STATE", **wish)
    house.at(TODAY + 3)
    if taken:
        house.take(terms, change)
    else:
        house.ok(house.beneficiary, "reject_amendment", terms, house.amendment(terms, change))
    message = house.told(terms, "730", **wish)
    assert message.typed("30") == date_of(TODAY)
    assert message.text("72Z") == f"/{code}/AMENDMENT {change.number:03}"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"71D": "/COMM/EUR50,"}, "C33"),
        ({"25": "0001", "57A": "RHINDEFFXXX"}, "C77"),
        ({"32D": "260309EUR50,", "57A": "RHINDEFFXXX"}, "C78"),
    ],
)
def test_mt730__network_rule_broken__refused_with_its_code(
    house: Telling, fields: dict[str, str], code: str
) -> None:
    terms = house.papered(advisable(house))
    house.ok(house.advising_bank, "advise", terms, True)
    house.untold(terms, "730", code, fields=OURS | fields)


def test_fields__of_the_chain__cannot_be_given(house: Telling) -> None:
    terms = house.papered(advisable(house))
    house.untold(terms, "705", "--field 32B", "the chain says 32B EUR54150,", fields={"32B": "EUR1,"})
    house.untold(terms, "705", "--field 99", "has no such field", fields={"99": "X"})
    # What a record says may be said otherwise.
    assert house.told(terms, "705", fields={"50": "SOMEBODY ELSE"}).text("50") == "SOMEBODY ELSE"


def test_records__message_is_not_the_one_issued__refused(house: Telling) -> None:
    terms = house.papered(advisable(house))
    path = house.folder.of(house.id(terms)) / "credit.json"
    text = house.folder.note(house.id(terms))["message"].replace("SPEICHERSTADT 4", "SPEICHERSTADT 5")
    note_text(path, message=text)
    house.untold(terms, "705", "credit.json", "hash is another", "put the right one back")


def test_places__expiry__found_again_by_its_town(house: Telling) -> None:
    terms = house.issued(advisable(house))
    given = {"20": REFERENCE, "50": BUYER, "59": SELLER, "41D": "ANY BANK\nBY PAYMENT"}
    heads = {"sender": BICS["issuing_bank"], "receiver": BICS["advising_bank"]}
    message = house.told(terms, "705", fields=given, **heads)
    assert message.typed("31D") == v.DatePlace(date_of(EXPIRY), "HAMBURG")


def test_other_types__one_line(house: Telling) -> None:
    terms = house.papered(advisable(house))
    for mt in ("700", "720", "721", "799", "x"):
        house.untold(terms, mt, f"--mt {mt}", "use one of 705, 707, 708")
    house.untold(terms, "705", "--set", "about a credit", set_id="0x00")
    house.untold(terms, "705", "--amendment", "about a credit", amendment="1")
    house.untold(terms, "705", "--discrepancy", "lists none", words=("X",))


def test_tolerance__no_whole_percent__one_line(house: Telling) -> None:
    terms = house.papered(advisable(house, tolerance_plus=250))
    house.untold(terms, "705", "39A", "250")


def test_closed__nothing_to_advise(house: Telling) -> None:
    terms = house.papered(advisable(house))
    house.at(EXPIRY + 40)
    house.ok(house.stranger, "close", terms)
    house.untold(terms, "705", "is CLOSED", "STATE")
    house.untold(terms, "710", "is CLOSED", fields=OURS)


def test_form_and_rules__what_no_code_says__refused_or_left_to_ask(house: Telling) -> None:
    """Kinds that the contract does not issue yet: a standby is no 40A, ISP98 has no code of 40E."""
    standby = house.terms(form=Form.STANDBY, rulebook=Rulebook.ISP98)
    with pytest.raises(ExportError, match="standby"):
        terms_of.form(standby, "705")
    assert terms_of.rules(standby) is None
    assert terms_of.form(house.terms(form=Form.TRANSFERABLE), "705") == "IRREVOCABLE TRANSFERABLE"


def test_rules__without_the_mt700__are_the_chains(house: Telling) -> None:
    bare = OURS | {"50": BUYER, "59": SELLER, "41D": "ANY BANK\nBY PAYMENT", "21": REFERENCE}
    bare["52A"] = BICS["issuing_bank"]
    heads = {"sender": BICS["advising_bank"], "receiver": BICS["collecting_bank"]}
    for exclusions, words in ((0, "UCP LATEST VERSION"), (Exclusion.EUCP, "EUCP LATEST VERSION")):
        terms = house.issued(advisable(house, exclusions=int(exclusions)))
        house.ok(house.advising_bank, "advise", terms, True)
        assert house.told(terms, "710", fields=bare, **heads).text("40E") == words
        other = bare | {"40E": "OTHR/ISP98"}
        house.untold(
            terms, "710", "52a", "C06", fields={k: x for k, x in bare.items() if k != "52A"}, **heads
        )
        house.untold(terms, "710", f"the chain says 40E {words}", fields=other, **heads)
