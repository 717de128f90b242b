"""How each state of docs/states.md comes about, in acts on a chain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.machines.credit_house import House, discrepancies
from usance.codes import Disposal, Exclusion
from usance.terms import ZERO_ADDRESS, ZERO_HASH, Credit, Presentation, place_key

EXPIRY = 17  # days from the first: a Thursday that is open at all three places
FUNCTION = {"default": "default_"}
TEXT = b"notice".ljust(32, b"\1")
PROOF = b"proof".ljust(32, b"\1")
PLACE_OF = {"issuing_bank": "HOME", "confirming_bank": "GULF", "nominated_bank": "EAST"}


@dataclass
class Scene:
    """A credit, a set, and the moment at which the acts of the table are tried."""

    house: House
    terms: Credit
    statement: Presentation
    moment: int = 0
    bank: str = "issuing_bank"

    @property
    def set_id(self) -> bytes:
        return self.house.model.presentation_id(self.credit_id, self.statement)

    @property
    def credit_id(self) -> bytes:
        return self.house.model.credit_id(self.terms)

    @property
    def place(self) -> str:
        return PLACE_OF[self.bank]

    def set_state(self) -> dict[str, Any]:
        return dict(self.house.view("presentation_state", self.set_id))

    def credit_act(self, name: str, by: str, *args: Any) -> None:
        self.house.act(name, by, self.terms, *args).require()

    def set_act(self, name: str, by: str, *args: Any) -> None:
        self.house.act(name, by, self.terms, self.statement, *args).require()

    def present(self, bank: str, **changes: Any) -> Scene:
        self.bank = bank
        self.statement = self.house.statement(self.terms, bank, **changes)
        self.set_act("present", "beneficiary")
        return self

    def receive(self) -> Scene:
        self.set_act("acknowledge", self.bank, self.house.day(self.place))
        return self

    def refuse(self, disposal: int) -> Scene:
        self.set_act("refuse", self.bank, discrepancies(1), int(disposal), TEXT)
        return self

    def to_last_day(self) -> Scene:
        """The last second of the last day, where the bank is."""
        return self.to(self.set_state()["last_day"] + 1, self.place, -1)

    def past_last_day(self) -> Scene:
        """The first second after it."""
        return self.to(self.set_state()["last_day"] + 1, self.place, 0)

    def to_due_day(self) -> Scene:
        return self.to(self.set_state()["due_day"], "HOME", 0)

    def past_due_day(self) -> Scene:
        return self.to(self.set_state()["due_day"] + 1, self.place, 0)

    def to_last_second_of_due_day(self) -> Scene:
        return self.to(self.set_state()["due_day"] + 1, self.place, -1)

    def to(self, day: int, place: str, second: int = 36_000) -> Scene:
        self.house.at_day(day, place, second)
        self.moment = self.house.places[place_key(place)].midnight(day) + second
        return self

    def now(self) -> Scene:
        """Move the chain's own clock to the moment that was set."""
        self.house.act("advise", "stranger", self.terms, True)
        return self


def credit_of(house: House, **changes: Any) -> Credit:
    """The credit of all tables."""
    words: dict[str, Any] = {
        "nominated": house["nominated_bank"],
        "nominated_place": place_key("EAST"),
        "adviser": house["nominated_bank"],
        "expiry_day": house.day() + EXPIRY,
        "closing_days": 10,
    }
    return house.confirmed_terms(**(words | changes))


def unissued(house: House) -> Scene:
    terms = credit_of(house)
    return Scene(house, terms, house.statement(terms))


def issued(house: House, **changes: Any) -> Scene:
    terms = credit_of(house, **changes)
    scene = Scene(house, terms, house.statement(terms))
    scene.credit_act("issue", "issuing_bank")
    house.at_day(house.day() + 1)
    return scene.now()


def confirmed(house: House, **changes: Any) -> Scene:
    scene = issued(house, **changes)
    scene.credit_act("confirm", "confirming_bank", True)
    return scene


def received(house: House, bank: str, **changes: Any) -> Scene:
    return confirmed(house, **changes).present(bank).receive()


def complying(house: House, bank: str) -> Scene:
    scene = received(house, bank)
    scene.set_act("accept", bank)
    return scene


def honoured(house: House, bank: str) -> Scene:
    scene = complying(house, bank)
    scene.set_act("honour", bank)
    return scene


def precluded(house: House, bank: str) -> Scene:
    scene = received(house, bank).past_last_day()
    scene.set_act("preclude", "stranger")
    return scene


def refused(house: House, disposal: int, bank: str = "issuing_bank") -> Scene:
    return received(house, bank).refuse(disposal)


def waived(house: House, disposal: int, *parties: str) -> Scene:
    scene = refused(house, disposal)
    for party in parties:
        scene.set_act("waive", party)
    return scene


def kept_silent(house: House) -> Scene:
    scene = confirmed(house, exclusions=int(Exclusion.EXPIRY_KEPT))
    scene.to(scene.terms.expiry_day + 1, "HOME").present("issuing_bank").receive()
    return scene.past_last_day()


def claimed(house: House) -> Scene:
    scene = honoured(house, "confirming_bank")
    scene.set_act("forward", "confirming_bank")
    scene.bank = "issuing_bank"
    return scene


def claim_silent(house: House) -> Scene:
    return claimed(house).receive().past_last_day()


def claim_due(house: House) -> Scene:
    scene = claimed(house).receive()
    scene.set_act("accept", "issuing_bank")
    return scene.to_due_day()


def claim_refused(house: House) -> Scene:
    return claimed(house).receive().refuse(Disposal.HOLD)


def claim_kept(house: House, second: int) -> Scene:
    """Around the end of the ninetieth day after the closing day."""
    scene = honoured(house, "confirming_bank")
    return scene.to(scene.terms.expiry_day + 10 + 90 + 1, "HOME", second)


def issuer_in_place(house: House) -> Scene:
    scene = complying(house, "confirming_bank")
    scene.set_act("honour", "issuing_bank")
    scene.bank = "issuing_bank"
    return scene


def waived_behind(house: House) -> Scene:
    """Another set, found complying, is unpaid."""
    other = complying(house, "issuing_bank")
    scene = Scene(house, other.terms, other.statement)
    scene.present("issuing_bank", documents=TEXT).receive().refuse(Disposal.NOTIFY)
    for party in ("applicant", "issuing_bank"):
        scene.set_act("waive", party)
    return scene.to_due_day()


def forwarded(house: House) -> Scene:
    scene = received(house, "nominated_bank")
    scene.set_act("forward", "nominated_bank")
    scene.bank = "issuing_bank"
    return scene


def ended(house: House) -> Scene:
    scene = refused(house, Disposal.HOLD)
    scene.to(scene.terms.expiry_day + 11, "HOME").credit_act("close", "stranger")
    return scene


def over(house: House) -> Scene:
    scene = issued(house)
    return scene.to(scene.terms.expiry_day + 11, "HOME", 0)


def expired(house: House) -> Scene:
    scene = issued(house)
    scene.to(scene.terms.expiry_day + 1, "HOME", 0).credit_act("expire", "stranger")
    return scene


def over_open(house: House) -> Scene:
    scene = issued(house).present("issuing_bank").receive()
    scene.set_act("accept", "issuing_bank")
    return scene.to(scene.terms.expiry_day + 11, "HOME", 0)


def expired_and_over(house: House) -> Scene:
    scene = expired(house)
    return scene.to(scene.terms.expiry_day + 11, "HOME", 0)


def closed(house: House) -> Scene:
    scene = expired_and_over(house)
    scene.credit_act("close", "stranger")
    return scene


def stopped(house: House) -> Scene:
    scene = issued(house)
    house.act("pause", "guardian").require()
    return scene


def expired_behind(house: House) -> Scene:
    scene = issued(
        house,
        issuer_place=place_key("EAST"),
        confirmer_place=place_key("HOME"),
        nominated=ZERO_ADDRESS,
        nominated_place=ZERO_HASH,
    )
    scene.to(scene.terms.expiry_day + 1, "EAST", 0).credit_act("expire", "stranger")
    return scene


def held(house: House, party: str) -> Scene:
    scene = issued(house)
    seat = house.seat
    seat.driver.call(seat.registry, "set_status", (house[party], 2), house["supervisor"]).require()
    return scene


def drawn(house: House, paid: bool) -> Scene:
    scene = issued(house).present("issuing_bank").receive()
    scene.set_act("accept", "issuing_bank")
    if paid:
        scene.set_act("honour", "issuing_bank")
    return scene


def advised(house: House) -> Scene:
    scene = issued(house)
    scene.credit_act("advise", "nominated_bank", True)
    return scene


def expired_unpoked(house: House) -> Scene:
    scene = issued(house)
    return scene.to(scene.terms.expiry_day + 1, "HOME", 0)


def expiry_day(house: House) -> Scene:
    scene = issued(house)
    return scene.to(scene.terms.expiry_day + 1, "EAST", -1)


def closing_day(house: House) -> Scene:
    scene = expired(house)
    return scene.to(scene.terms.expiry_day + 11, "HOME", -1)


def defaulted(house: House) -> Scene:
    scene = received(house, "issuing_bank", cover_bps=0)
    scene.set_act("accept", "issuing_bank")
    scene.past_due_day().set_act("default_", "stranger")
    return scene


def return_demanded(house: House, **changes: Any) -> Scene:
    scene = received(house, "issuing_bank", **changes).refuse(Disposal.HOLD)
    scene.set_act("demand_return", "beneficiary")
    return scene


SCENES: dict[str, Callable[[House], Scene]] = {
    "UNPRESENTED": confirmed,
    "PRESENTED_ISSUER": lambda house: confirmed(house).present("issuing_bank"),
    "ELECTRONIC_ISSUER": lambda house: confirmed(house, exclusions=int(Exclusion.EUCP)).present(
        "issuing_bank"
    ),
    "RECEIVED_ISSUER": lambda house: received(house, "issuing_bank"),
    "LAST_DAY_ISSUER": lambda house: received(house, "issuing_bank").to_last_day(),
    "SILENT_ISSUER": lambda house: received(house, "issuing_bank").past_last_day(),
    "COMPLYING_ISSUER": lambda house: complying(house, "issuing_bank"),
    "DUE_ISSUER": lambda house: complying(house, "issuing_bank").to_due_day(),
    "OVERDUE_ISSUER": lambda house: complying(house, "issuing_bank").past_due_day(),
    "PRECLUDED_ISSUER": lambda house: precluded(house, "issuing_bank").to_due_day(),
    "HONOURED_ISSUER": lambda house: honoured(house, "issuing_bank"),
    "DEFAULTED_ISSUER": defaulted,
    "REFUSED_HOLD": lambda house: refused(house, Disposal.HOLD),
    "REFUSED_NOTIFY": lambda house: refused(house, Disposal.NOTIFY),
    "REFUSED_RETURN": lambda house: refused(house, Disposal.RETURN),
    "REFUSED_PREVINST": lambda house: refused(house, Disposal.PREVINST),
    "RETURN_DEMANDED": return_demanded,
    "RETURN_LAST_DAY": lambda house: return_demanded(house).to_last_second_of_due_day(),
    "DOCUMENTS_KEPT": lambda house: return_demanded(house).past_due_day(),
    "KEPT_EXCLUDED": lambda house: return_demanded(
        house, exclusions=int(Exclusion.ART16F_OFF)
    ).past_due_day(),
    "WAIVED_APPLICANT": lambda house: waived(house, Disposal.HOLD, "applicant"),
    "WAIVED_ISSUER": lambda house: waived(house, Disposal.HOLD, "applicant", "issuing_bank"),
    "WAIVED": lambda house: waived(house, Disposal.NOTIFY, "applicant", "issuing_bank"),
    "WAIVED_BEHIND": waived_behind,
    "KEPT_SILENT": kept_silent,
    "EXCLUDED_SILENT": lambda house: received(
        house, "issuing_bank", exclusions=int(Exclusion.ART16F_OFF)
    ).past_last_day(),
    "PRESENTED_CONFIRMER": lambda house: confirmed(house).present("confirming_bank"),
    "RECEIVED_CONFIRMER": lambda house: received(house, "confirming_bank"),
    "SILENT_CONFIRMER": lambda house: received(house, "confirming_bank").past_last_day(),
    "COMPLYING_CONFIRMER": lambda house: complying(house, "confirming_bank"),
    "OVERDUE_CONFIRMER": lambda house: complying(house, "confirming_bank").past_due_day(),
    "PRECLUDED_CONFIRMER": lambda house: precluded(house, "confirming_bank"),
    "REFUSED_CONFIRMER": lambda house: refused(house, Disposal.HOLD, "confirming_bank"),
    "KEPT_CONFIRMER": lambda house: refused(house, Disposal.RETURN, "confirming_bank").past_due_day(),
    "HONOURED_CONFIRMER": lambda house: honoured(house, "confirming_bank"),
    "ISSUER_IN_PLACE": issuer_in_place,
    "CLAIM_FORWARDED": claimed,
    "CLAIM_SILENT": claim_silent,
    "CLAIM_DUE": claim_due,
    "CLAIM_REFUSED": claim_refused,
    "PRESENTED_NOMINATED": lambda house: confirmed(house).present("nominated_bank"),
    "RECEIVED_NOMINATED": lambda house: received(house, "nominated_bank"),
    "SILENT_NOMINATED": lambda house: received(house, "nominated_bank").past_last_day(),
    "COMPLYING_NOMINATED": lambda house: complying(house, "nominated_bank"),
    "REFUSED_NOMINATED": lambda house: refused(house, Disposal.HOLD, "nominated_bank"),
    "KEPT_NOMINATED": lambda house: refused(house, Disposal.RETURN, "nominated_bank").past_due_day(),
    "HONOURED_NOMINATED": lambda house: honoured(house, "nominated_bank"),
    "FORWARDED": forwarded,
    "ENDED": ended,
    "UNISSUED": unissued,
    "ISSUED": issued,
    "ADVISED": advised,
    "CONFIRMED": confirmed,
    "EXPIRY_DAY": expiry_day,
    "EXPIRED_UNPOKED": expired_unpoked,
    "EXPIRED": expired,
    "CLOSING_DAY": closing_day,
    "OVER": expired_and_over,
    "OVER_UNPOKED": over,
    "OVER_OPEN": over_open,
    "CLOSED": closed,
    "STOPPED": stopped,
    "ISSUER_HELD": lambda house: held(house, "issuing_bank"),
    "CONFIRMER_HELD": lambda house: held(house, "confirming_bank"),
    "EXPIRED_BEHIND": expired_behind,
    "DRAWN": lambda house: drawn(house, True),
    "CLAIM_OPEN": lambda house: honoured(house, "confirming_bank"),
    "CLAIM_LAST_DAY": lambda house: claim_kept(house, -1),
    "CLAIM_OVER": lambda house: claim_kept(house, 0),
    "DRAWN_OPEN": lambda house: drawn(house, False),
}


def attempt(scene: Scene, act: str, actor: str) -> Any:
    """The act of a cell, by its actor, at the scene's moment (a minute later when none was set)."""
    house = scene.house
    moment = scene.moment if scene.moment > house.driver.now() else house.driver.now() + 60
    house.driver.set_time(moment)
    terms, statement = scene.terms, scene.statement
    extra: dict[str, tuple[Any, ...]] = {
        "acknowledge": (house.places[place_key(scene.place)].local_day(moment),),
        "attest_delivery": (moment,),
        "notify_completeness": (PROOF,),
        "refuse": (discrepancies(1), int(Disposal.HOLD), TEXT),
        "advise": (True,),
        "confirm": (True,),
    }
    if act == "issue":
        today = house.places[place_key("HOME")].local_day(moment)
        other = credit_of(house, issue_day=today, expiry_day=today + 30, salt=b"other".ljust(32, b"\0"))
        return house.act("issue", actor, other)
    if act == "present":
        own = house.statement(terms, presenter=house[actor], pay_to=house[actor], documents=PROOF)
        return house.act("present", actor, terms, own)
    if act in ("advise", "confirm", "expire", "close"):
        return house.act(act, actor, terms, *extra.get(act, ()))
    return house.act(FUNCTION.get(act, act), actor, terms, statement, *extra.get(act, ()))
