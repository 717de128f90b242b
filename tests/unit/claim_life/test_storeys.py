"""The upper storeys called at their own addresses know no claim and write nothing."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

from vyper.compiler import CompilerData
from vyper.compiler.input_bundle import FileInput, FilesystemInputBundle
from vyper.compiler.output import build_layout_output
from vyper.compiler.settings import Settings

from tests.unit.claim_life.house import FACE, REFERENCE, TODAY, UNKNOWN, LifeHouse
from usance.chain.artifacts import ROOT, STOREYS, deployables
from usance.claim_terms import Claim
from usance.codes_claims import DisputeReason


def acts(house: LifeHouse, terms: Claim) -> dict[str, tuple[str, list[Any]]]:
    """Every act that could write something, as its rightful sender would call it."""
    claim = house.id(terms)
    return {
        "pledge": (house.seller, [claim, house.financier, 1, 1]),
        "release_pledge": (house.financier, [claim, house.seller]),
        "redeem_pledge": (house.seller, [terms, house.financier]),
        "call_pledge": (house.financier, [claim, house.seller]),
        "foreclose": (house.financier, [claim, house.seller]),
        "share_proceeds": (house.stranger, [claim, house.seller, house.financier]),
        "notify": (house.seller, [terms]),
        "acknowledge_notice": (house.debtor, [terms]),
        "report_misdirected": (house.seller, [terms, house.financier, 1, TODAY, REFERENCE]),
        "assert_payment": (house.debtor, [terms, 1, TODAY, REFERENCE]),
        "confirm_payment": (house.seller, [claim, 1, REFERENCE]),
        "confirm_for_all": (house.issuing_bank, [terms, 1, REFERENCE]),
        "contest_payment": (house.seller, [claim, REFERENCE]),
        "dispute": (house.debtor, [terms, 1, DisputeReason.PRICE, TODAY + 1]),
        "answer_dispute": (house.seller, [terms, True, REFERENCE]),
        "drop_dispute": (house.debtor, [terms]),
        "credit_note": (house.seller, [terms, 1, REFERENCE]),
        "agree": (house.debtor, [claim, REFERENCE]),
        "prolong": (house.stranger, [terms, TODAY + 90, [house.seller]]),
        "change_asset": (house.stranger, [terms, house.euro.address, 1, [house.seller]]),
        "age": (house.stranger, [terms]),
        "default_": (house.stranger, [terms]),
        "write_off": (house.seller, [claim]),
        "settle": (house.stranger, [terms]),
    }


def test_storeys__every_act_at_their_own_addresses__unknown(house: LifeHouse) -> None:
    """ClaimLife passes on what it does not know; on its own books there is no claim either."""
    terms = house.graced(payment_agent=house.issuing_bank)
    house.sent(terms, house.seller, house.financier, 5)
    life = house.suite.placed["ClaimLife"].address
    rights = house.suite.placed["ClaimRights"].address
    known = set(house.suite.placed["ClaimRights"].abi.functions)
    for function, (sender, args) in acts(house, terms).items():
        data = house.claims.abi.function(function, len(args)).encode(args)
        for storey in (life, rights):
            receipt = house.driver.send_raw(storey, data, sender)
            assert not receipt.ok, f"{function} was taken by a storey"
            if storey == life or function in known:
                assert receipt.reason == UNKNOWN, function
    assert house.units(terms, house.seller) == FACE - 5


def test_storeys__every_act_that_writes__is_in_the_list(house: LifeHouse) -> None:
    """No act of the two storeys is forgotten above."""
    listed = set(acts(house, house.terms()))
    for name in ("ClaimLife", "ClaimRights"):
        functions = house.suite.placed[name].abi.functions.values()
        writing = {entry.name for entry in functions if entry.mutability not in {"view", "pure"}}
        assert writing <= listed, name


def layout(name: str) -> Any:
    """Where the compiler puts every storage variable of a contract."""
    path = deployables()[name]
    source = FileInput(0, Path(path), ROOT / path, (ROOT / path).read_text(encoding="ascii"))
    folders = [Path(sysconfig.get_paths()["purelib"]), ROOT]
    data = CompilerData(
        source, input_bundle=FilesystemInputBundle(folders), settings=Settings(evm_version="cancun")
    )
    found = build_layout_output(data)
    return found["storage_layout"], found.get("transient_storage_layout")


def test_storeys__storage__laid_out_alike_in_all(house: LifeHouse) -> None:
    """Same words in the same places: nothing of one storey lies on something of another."""
    words = layout("ClaimToken")
    assert words[0]["books"]["_claims"]["slot"] == 0
    for storey in STOREYS["ClaimToken"]:
        assert layout(storey) == words, storey
