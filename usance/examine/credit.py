"""The credit as an examiner needs it: the terms, and the content that the chain only holds as a hash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from usance.calendars import PlaceCalendar, Week, date_of, day_of
from usance.codes import Allowed, Exclusion, Form, Rulebook
from usance.examine.errors import ExamineError, from_pydantic
from usance.examine.facts import Party
from usance.examine.models import Day, PartyField, Texts
from usance.examine.text import plain
from usance.examine.values import money_of
from usance.examine.wanted import (
    CHARTER_OK,
    NO_TRANSHIPMENT,
    NOT_BEFORE_ISSUE,
    SHOW_NUMBER,
    STALE_OK,
    Condition,
    Goods,
    Requirement,
    condition_of,
    goods_of,
    more_or_less_of,
    requirement_of,
    trade_term_of,
)
from usance.periods import (
    PeriodError,
    PresentationPeriod,
    Tenor,
    Window,
    parse_presentation,
    parse_shipment,
    parse_tenor,
)
from usance.places import weekend_days
from usance.terms import Credit, key_text

# Article 14c where field 48 says nothing.
PERIOD = PresentationPeriod(21)
NONE = Exclusion(0)


@dataclass(frozen=True, kw_only=True)
class CreditFacts:
    """Amounts [minor] of `currency`, tolerances [bps], days as dates; "" and None: not in the credit."""

    number: str = ""
    rulebook: Rulebook = Rulebook.UCP600
    form: Form = Form.IRREVOCABLE
    currency: str = ""
    amount: int = 0
    amount_about: bool = False
    tolerance_plus: int = 0
    tolerance_minus: int = 0
    has_tolerance: bool = False
    additional: int = 0
    drawn_before: int = 0
    issued: date | None = None
    expires: date | None = None
    expiry_place: str = ""
    latest_shipment: date | None = None
    shipment: tuple[Window, ...] = ()
    presentation: PresentationPeriod = PERIOD
    partials: Allowed = Allowed.ALLOWED
    transhipment: Allowed = Allowed.ALLOWED
    applicant: Party | None = None
    beneficiary: Party | None = None
    issuing_bank: Party | None = None
    nominated_bank: Party | None = None
    receipt: str = ""
    loading: str = ""
    discharge: str = ""
    delivery: str = ""
    goods_lines: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    conditions: tuple[Condition, ...] = ()
    draft: Tenor | None = None
    drawee: Party | None = None
    insurance_bps: int = 0
    exclusions: Exclusion = NONE
    calendar: PlaceCalendar | None = None
    has_content: bool = True
    """False when only the chain's terms are known: no goods, documents, ports, names."""
    not_understood: tuple[str, ...] = ()

    @cached_property
    def goods(self) -> tuple[Goods, ...]:
        return tuple(found for line in self.goods_lines if (found := goods_of(line)) is not None)

    @cached_property
    def trade_term(self) -> str:
        return trade_term_of(self.goods_lines)

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Does a condition say this?"""
        return any(pattern.search(plain(one.text)) for one in self.conditions)

    @property
    def number_on_all(self) -> bool:
        return self.says(SHOW_NUMBER)

    @property
    def none_before_issue(self) -> bool:
        return self.says(NOT_BEFORE_ISSUE)

    @property
    def no_transhipment_at_all(self) -> bool:
        return self.says(NO_TRANSHIPMENT)

    @property
    def charter_party_ok(self) -> bool:
        return self.says(CHARTER_OK)

    @property
    def stale_ok(self) -> bool:
        return self.says(STALE_OK) or bool(self.exclusions & Exclusion.ART14C_OFF)

    @property
    def upper(self) -> int:
        """The most that may still be drawn [minor], rounded down."""
        plus = 1000 if self.amount_about else self.tolerance_plus
        return self.amount * (10_000 + plus) // 10_000 + self.additional - self.drawn_before

    @property
    def is_isp(self) -> bool:
        return self.rulebook is Rulebook.ISP98

    def closed(self, day: date) -> bool:
        """Closed at the place of expiry for an ordinary reason: weekends where no calendar is given."""
        return (self.calendar or _WEEKENDS).presentation_limit(day_of(day)) != day_of(day)

    def rolled(self, day: date) -> date:
        """Article 29a, ISP98 3.13: the next open day."""
        if self.exclusions & Exclusion.ART29A_OFF:
            return day
        return date_of((self.calendar or _WEEKENDS).presentation_limit(day_of(day)))


_WEEKENDS = PlaceCalendar("WEEKENDS")


# --- the edge ---


def _allowed(value: Any) -> Any:
    """43P and 43T in words; what is neither of the two plain ones is conditional."""
    if isinstance(value, str) and value.strip() and not value.isdigit():
        word = value.strip().upper().replace(" ", "_")
        return Allowed[word] if word in Allowed.__members__ else Allowed.CONDITIONAL
    return _member(Allowed, value)


def _coded(enum: type[IntEnum]) -> Any:
    return lambda value: _member(enum, value)


def _member(enum: type[IntEnum], value: Any) -> Any:
    """A member by its name in words, or by its number on chain."""
    word = str(value).strip().upper().replace(" ", "_")
    if word in enum.__members__:
        return enum[word]
    if word in {str(int(member)) for member in enum}:
        return enum(int(word))
    raise ValueError(f"is none of {', '.join(enum.__members__)}")


def _words(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class CreditModel(BaseModel):
    """A credit in a mapping. The names of the chain's terms serve too (expiry_day ...)."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        coerce_numbers_to_str=True,
        populate_by_name=True,
        str_strip_whitespace=True,
    )

    number: str = ""
    rulebook: Annotated[Rulebook, BeforeValidator(_coded(Rulebook))] = Rulebook.UCP600
    form: Annotated[Form, BeforeValidator(_coded(Form))] = Form.IRREVOCABLE
    amount: str = ""
    currency: str = ""
    about: Annotated[list[str], BeforeValidator(_words)] = []
    tolerance: str = Field("", pattern=r"^(\d{1,2}/\d{1,2})?$")
    tolerance_plus: int = Field(0, ge=0, le=10_000)
    tolerance_minus: int = Field(0, ge=0, le=10_000)
    additional: str = Field("", validation_alias=AliasChoices("additional", "additional_amount"))
    drawn_before: str = ""
    issued: Day = Field(None, validation_alias=AliasChoices("issued", "issue_day"))
    expires: Day = Field(None, validation_alias=AliasChoices("expires", "expiry_day"))
    expiry_place: str = ""
    latest_shipment: Day = Field(
        None, validation_alias=AliasChoices("latest_shipment", "latest_shipment_day")
    )
    shipment_period: str = ""
    presentation: str = Field("", validation_alias=AliasChoices("presentation", "presentation_days"))
    partials: Annotated[Allowed, BeforeValidator(_allowed)] = Allowed.ALLOWED
    transhipment: Annotated[Allowed, BeforeValidator(_allowed)] = Allowed.ALLOWED
    applicant: PartyField = None
    beneficiary: PartyField = None
    issuing_bank: PartyField = None
    nominated_bank: PartyField = None
    receipt: str = ""
    loading: str = ""
    discharge: str = ""
    delivery: str = ""
    goods: Texts = []
    documents: Texts = []
    conditions: Texts = []
    draft: str = ""
    drawee: PartyField = None
    insurance_bps: int = Field(0, ge=0, le=100_000)
    exclusions: Annotated[list[str], BeforeValidator(_words)] = []
    weekend: list[str] = []
    closed: list[Day] = []


KNOWN_FIELDS = {
    str(name)
    for field, info in CreditModel.model_fields.items()
    for name in (
        info.validation_alias.choices if isinstance(info.validation_alias, AliasChoices) else [field]
    )
}
# Terms of the chain that say nothing about documents.
CHAIN_ONLY = {field for field in Credit.__dataclass_fields__ if field not in KNOWN_FIELDS}


def credit_of(body: Mapping[str, Any], where: str = "credit") -> CreditFacts:
    """The credit in a mapping; ExamineError with one line."""
    if not isinstance(body, Mapping):
        raise ExamineError(where, "holds no mapping", "write amount, expires, documents ...")
    for name in body:
        if name not in KNOWN_FIELDS and name not in CHAIN_ONLY:
            raise ExamineError(where, f"field {name}: no such field", "docs/examiner.md lists the fields")
    body = {k: v for k, v in body.items() if k in KNOWN_FIELDS}
    parties = {"applicant", "beneficiary", "issuing_bank", "nominated_bank"}
    # On chain a party is an address, which no document shows.
    body = {
        k: v for k, v in body.items() if not (k in parties and re.fullmatch(r"0x[0-9a-fA-F]{40}", str(v)))
    }
    try:
        model = CreditModel.model_validate(body)
    except ValidationError as error:
        raise from_pydantic(where, error) from None
    return _build(model, where)


def _build(m: CreditModel, where: str) -> CreditFacts:
    unclear: list[str] = []
    currency, amount = m.currency.upper(), 0
    if m.amount:
        currency, amount = money_of(m.amount, currency, f"{where}: field amount")
    additional = money_of(m.additional, currency, f"{where}: field additional")[1] if m.additional else 0
    before = money_of(m.drawn_before, currency, f"{where}: field drawn_before")[1] if m.drawn_before else 0
    plus, minus = m.tolerance_plus, m.tolerance_minus
    if m.tolerance:
        plus, minus = (int(part) * 100 for part in m.tolerance.split("/"))
    conditions = tuple(condition_of(line) for line in m.conditions)
    for one in conditions:
        if (found := more_or_less_of(one.text)) and found[1] and not (plus or minus):
            plus = minus = int(found[0] * 100)
    windows: tuple[Window, ...] = ()
    if m.shipment_period:
        try:
            windows = parse_shipment(m.shipment_period)
        except PeriodError as error:
            unclear.append(f"44D: {error}")
    period, draft = PERIOD, None
    try:
        period = parse_presentation(m.presentation) if m.presentation not in ("", "0") else period
    except PeriodError as error:
        unclear.append(f"48: {error}")
    try:
        draft = parse_tenor(m.draft) if m.draft else None
    except PeriodError as error:
        unclear.append(f"42C: {error}")
    calendar = None
    if m.weekend or m.closed:
        try:
            weekend = weekend_days(m.weekend or ["sat", "sun"])
        except ValueError:
            raise ExamineError(where, "field weekend: is no list of days", "write [sat, sun]") from None
        closed = {day_of(day) for day in m.closed if day is not None}
        calendar = PlaceCalendar("PLACE", weeks=[Week(0, weekend)], closed=closed)
    exclusions = NONE
    for name in m.exclusions:
        if name.upper() not in Exclusion.__members__:
            raise ExamineError(
                where, f"field exclusions: {name[:40]}: no such exclusion", "see usance/codes.py"
            )
        exclusions |= Exclusion[name.upper()]

    def party(model: Any) -> Party | None:
        return (
            None
            if model is None
            else Party(model.name, tuple(model.address), model.country.upper(), model.id)
        )

    return CreditFacts(
        number=m.number,
        rulebook=m.rulebook,
        form=m.form,
        currency=currency,
        amount=amount,
        amount_about="amount" in m.about,
        tolerance_plus=plus,
        tolerance_minus=minus,
        has_tolerance=bool(m.tolerance or plus or minus),
        additional=additional,
        drawn_before=before,
        issued=m.issued,
        expires=m.expires,
        expiry_place=m.expiry_place,
        latest_shipment=m.latest_shipment,
        shipment=windows,
        presentation=period,
        partials=m.partials,
        transhipment=m.transhipment,
        applicant=party(m.applicant),
        beneficiary=party(m.beneficiary),
        issuing_bank=party(m.issuing_bank),
        nominated_bank=party(m.nominated_bank),
        receipt=m.receipt,
        loading=m.loading,
        discharge=m.discharge,
        delivery=m.delivery,
        goods_lines=tuple(m.goods),
        requirements=tuple(requirement_of(line) for line in m.documents),
        conditions=conditions,
        draft=draft,
        drawee=party(m.drawee),
        insurance_bps=m.insurance_bps,
        exclusions=exclusions,
        calendar=calendar,
        has_content=bool(m.documents),
        not_understood=tuple(unclear),
    )


def with_terms(facts: CreditFacts, terms: Credit) -> CreditFacts:
    """The credit with the terms in force on chain, which win over the message that once issued it."""
    return replace(
        facts,
        rulebook=Rulebook(terms.rulebook),
        form=Form(terms.form),
        currency=key_text(terms.currency),
        amount=terms.amount,
        tolerance_plus=terms.tolerance_plus,
        tolerance_minus=terms.tolerance_minus,
        has_tolerance=bool(terms.tolerance_plus or terms.tolerance_minus),
        additional=terms.additional_amount,
        issued=date_of(terms.issue_day) if terms.issue_day else facts.issued,
        expires=date_of(terms.expiry_day) if terms.expiry_day else facts.expires,
        expiry_place=key_text(terms.expiry_place) or facts.expiry_place,
        latest_shipment=date_of(terms.latest_shipment_day) if terms.latest_shipment_day else None,
        presentation=replace(facts.presentation, days=terms.presentation_days),
        partials=Allowed(terms.partials),
        transhipment=Allowed(terms.transhipment),
        insurance_bps=terms.insurance_bps,
        exclusions=Exclusion(terms.exclusions),
    )


def of_terms(terms: Credit) -> CreditFacts:
    """The chain's terms alone: dates and amounts can be examined, the rest waits for the message."""
    return with_terms(CreditFacts(has_content=False), terms)
