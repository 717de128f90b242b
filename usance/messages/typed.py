"""From a field of the table to its typed value and the faults of it."""

from __future__ import annotations

from usance.messages import values as v
from usance.messages.errors import shown
from usance.messages.formats import compile_format, first_outside
from usance.messages.table import LEGACY_FORMATS, FieldDef

_WRAPPED = {"text", "items", "actions", "discrepancies", "name", "charges", "disposal", "avail", "party"}


def read_value(definition: FieldDef, value: str) -> tuple[v.Value | None, list[v.Fault]]:
    """The typed value, or None after a fault that leaves nothing to read; and every fault found."""
    soft: list[v.Fault] = []
    try:
        return _parse(definition, value, soft), soft
    except v.Fault as fault:
        return None, [*soft, fault]


def _parse(definition: FieldDef, value: str, soft: list[v.Fault]) -> v.Value:
    kind, tag = definition.kind, definition.tag
    if kind in ("amount", "dateamount"):
        return _amount(kind, value)
    _check_shape(definition, value, soft)
    match kind:
        case "date":
            return v.parse_date(value)
        case "dateplace":
            return v.DatePlace(v.parse_date(value[:6]), value[6:].strip())
        case "ref":
            return v.parse_ref(value)
        case "number":
            return int(value)
        case "code" | "creditform":
            return _code(definition, value, soft)
        case "party":
            return v.parse_party(tag, value, soft)
        case "avail":
            return v.parse_availability(tag, value, soft)
        case "name":
            lines = value.split("\n")
            account = ""
            if tag == "59":
                _, account, lines = v.split_account(lines)
            return v.NameAddress(account, tuple(lines))
        case "tolerance":
            plus, minus = value.split("/")
            return v.Tolerance(int(plus), int(minus))
        case _:
            return _narrative(definition, value, soft)


def _narrative(definition: FieldDef, value: str, soft: list[v.Fault]) -> v.Value:
    match definition.kind:
        case "sequence":
            return v.parse_sequence(value, soft)
        case "period":
            return v.parse_period(value)
        case "charges":
            return v.parse_charges(value)
        case "items":
            return v.parse_items(value)
        case "discrepancies":
            return v.parse_discrepancies(value)
        case "disposal":
            return _disposal(definition, value)
        case "actions":
            return v.parse_actions(value)
        case _:
            return value


def _amount(kind: str, value: str) -> v.Value:
    rest, day = value, None
    if kind == "dateamount":
        day, rest = v.parse_date(value[:6]), value[6:]
    currency, number = rest[:3], rest[3:]
    minor = v.parse_amount(number, currency)
    return v.Amount(currency, minor) if day is None else v.DatedAmount(day, currency, minor)


def _code(definition: FieldDef, value: str, soft: list[v.Fault]) -> v.Value:
    codes = definition.codes
    if definition.kind == "creditform":
        form, confirmation = value.split("\n")
        _check_code(definition, form, soft)
        if confirmation not in ("ADDING OUR CONFIRMATION", "WITHOUT OUR CONFIRMATION"):
            raise v.Fault(
                "T66",
                f"line 2 {shown(confirmation)} is no confirmation code",
                "use ADDING OUR CONFIRMATION or WITHOUT OUR CONFIRMATION",
            )
        return v.CreditForm(form, confirmation)
    narrative = "[" in definition.format.notation
    code, text = value, ""
    if narrative:
        cut = min((i for i in (value.find("/"), value.find("\n")) if i >= 0), default=len(value))
        code, text = value[:cut], value[cut + 1 :]
    if codes.allowed:
        _check_code(definition, code, soft)
    return v.Code(code, text)


def _check_code(definition: FieldDef, code: str, soft: list[v.Fault]) -> None:
    codes = definition.codes
    if code in codes.old:
        text = f"code {code} is of an earlier release"
        soft.append(v.Fault("LEGACY", text, f"use {' or '.join(codes.allowed)}", soft=True))
    elif code not in codes.allowed:
        text = f"code {shown(code)} is not one of {', '.join(codes.allowed)}"
        fault = v.Fault(codes.error, text, "use one of those", soft=not codes.confirmed)
        if codes.confirmed:
            raise fault
        soft.append(fault)


def _disposal(definition: FieldDef, value: str) -> v.Disposal:
    disposal = v.parse_disposal(value)
    if disposal.code not in definition.codes.allowed:
        codes = ", ".join(f"/{code}/" for code in definition.codes.allowed)
        raise v.Fault("CODE", f"no disposal code on line 1 ({shown(value)})", f"begin with one of {codes}")
    return disposal


def _check_shape(definition: FieldDef, value: str, soft: list[v.Fault]) -> None:
    """Raise the fault that explains best why `value` does not have the field's format."""
    fmt = definition.format
    if fmt.matches(value):
        return
    if definition.tag in LEGACY_FORMATS:
        notation, instead = LEGACY_FORMATS[definition.tag]
        if compile_format(notation).matches(value):
            raise v.Fault("LEGACY", f"narrative {shown(value)} is of an earlier release", f"write {instead}")
    if not value:
        raise v.Fault("EMPTY", "the field is empty", f"write {fmt.notation.replace('$', ' / ')}")
    outside = first_outside(value, fmt.charset)
    if outside is not None:
        raise v.Fault(
            "CHARSET",
            f"character {shown(outside) if outside.isprintable() else ascii(outside)} is not in set "
            f"{fmt.charset}",
            "replace it",
        )
    lines = value.split("\n")
    allowed = definition.max_lines
    if fmt.notation.startswith("[") and not value.startswith("/"):
        allowed -= 1  # the optional account line
    if len(lines) > allowed > 0:
        text = f"{len(lines)} lines, {allowed} are allowed"
        continued = allowed > 12 and definition.kind in _WRAPPED
        fault = v.Fault("LINES", text, "shorten it or continue it", soft=continued)
        if not continued:
            raise fault
        soft.append(fault)
        lines = lines[:allowed]
        if fmt.matches("\n".join(lines)):
            return
    if definition.kind == "date":
        v.parse_date(value)
    if definition.kind == "dateplace":
        v.parse_date(value[:6])
    if definition.kind == "party" and definition.tag[-1] in "AF":
        v.parse_party(definition.tag, value, soft)
    if definition.kind == "avail":
        v.parse_availability(definition.tag, value, [])
    if definition.kind == "code" and definition.codes.allowed and not {"/", "\n"} & set(value):
        _check_code(definition, value, soft)  # a misspelt code is a wrong code before it is a wrong length
    if fmt.width:
        for number, line in enumerate(lines, start=1):
            if len(line) > max(fmt.width, 35 if definition.kind == "party" else 0):
                text = f"line {number} has {len(line)} characters, {fmt.width} are allowed"
                readable = definition.kind in _WRAPPED and definition.max_lines > 1
                fault = v.Fault("LENGTH", text, "wrap or shorten it", soft=readable)
                if not readable:
                    raise fault
                soft.append(fault)
                return
    if "" in lines:
        raise v.Fault("EMPTY", f"line {lines.index('') + 1} is empty", "drop it or write a full stop")
    notation = fmt.notation.replace("$", " / ")
    raise v.Fault("FORMAT", f"{shown(value)} does not have the format {notation}", "write it in that format")
