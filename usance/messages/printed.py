"""The printed layout: headings `40A: Form of ...` over indented values, amounts as `#54.150,00#`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from iso4217 import Currency

from usance.messages.errors import MessageError, shown
from usance.messages.message import Field, Header, Message, bic11
from usance.messages.paper import unpaged
from usance.messages.table import Layout, field_definition, layouts
from usance.messages.values import BY, Fault, format_date, minor_units, parse_date

_HEADING = re.compile(r"(\s*)(?:F|:)?(\d\d[A-Z]?)\s?:(?:\s+(.*))?$")
_NAMED = re.compile(r"(\s*)(?:Field\s+|F)?:?(\d\d[A-Z]?)\s*[:.-]?\s*(\S.*)$", re.IGNORECASE)
_SECTION = re.compile(
    r"\s*[-*=_]{3,}.*\b(?:message|instance|network|header|text|trailer|interventions?|transmission|pki|end)\b"
    r"|[-*=_]{5,}\s*$",
    re.IGNORECASE,
)
_FORM = re.compile(r"(?:MT|FIN)[ .]?(\d{3})\b", re.IGNORECASE)
_KEY = re.compile(r"\s*([A-Za-z][A-Za-z0-9 ./'()-]{1,40}?)\s*:\s*(.*)$")
_FILLER = re.compile(r"\s*\.\s*")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_LT = r"([A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3,4})?)"
_MUR = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]{1,16}")
_UETR = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NARRATIVE = {"text", "items", "actions", "discrepancies", "name", "charges", "disposal"}


@dataclass
class _Part:
    """What one message's head and text gave so far."""

    line: int
    mt: str = ""
    sender: str = ""
    receiver: str = ""
    mur: str = ""
    uetr: str = ""
    day: date | None = None
    headings: list[tuple[str, str, int, list[str]]] = field(default_factory=list)


def looks_printed(lines: list[str], tagged: bool = False) -> bool:
    """Two headings with a tag of the table, or a head that names the type and one heading.

    `tagged`: lines begin with `:20:`, as in a block 4; a print has the field's name behind it, not a value.
    """
    found = [heading for line in lines[:400] if (heading := _heading(line)) is not None]
    if tagged:
        named = [text for _, tag, text in found if text and text.lower() in _all_names(tag)]
        return len(named) >= 3 and len(named) * 2 > len(found)
    hits = len(found)
    return hits >= 2 or (hits == 1 and any(_FORM.search(line) for line in lines[:60]))


def _heading(line: str) -> tuple[int, str, str] | None:
    match = _HEADING.match(line.rstrip())
    if match is None or field_definition(match.group(2)) is None:
        return _named_heading(line.rstrip())
    return len(match.group(1).expandtabs(4)), match.group(2), (match.group(3) or "").strip()


def _named_heading(line: str) -> tuple[int, str, str] | None:
    """`32B Currency Code, Amount : EUR 5,` or `Field 20: Documentary ...`: the field's name must follow."""
    match = _NAMED.match(line)
    if match is None:
        return None
    text = match.group(3).strip()
    for name in _all_names(match.group(2)):
        rest = text[len(name) :]
        if text.lower().startswith(name) and re.fullmatch(r"\s*(?::.*)?", rest):
            return len(match.group(1).expandtabs(4)), match.group(2), text
    return None


@cache
def _all_names(tag: str) -> tuple[str, ...]:
    """What the table and every message type call a field, lower case, the longest first."""
    definitions = [field_definition(tag), *(layout.definition(tag) for layout in layouts().values())]
    return tuple(
        sorted({d.name.lower() for d in definitions if d is not None and d.name}, key=len, reverse=True)
    )


def parse_printed(lines: list[str], source: str) -> list[Message]:
    """Messages of a print. A head (`Sender`, `MT 700`, "Message Header") after fields opens the next."""
    parts: list[_Part] = [_Part(1)]
    indent: int | None = None
    in_text = False
    for number, raw in enumerate(unpaged(lines), start=1):
        line = raw.expandtabs(4).rstrip()
        part = parts[-1]
        if not line:
            continue
        if line.lstrip().startswith("-}"):
            in_text = False
            continue
        if _SECTION.match(line):
            in_text = False
            if part.headings and re.search(r"header|instance|transmission", line, re.IGNORECASE):
                parts.append(_Part(number))
                indent = None
            continue
        found = _heading(line)
        if found is not None and (indent is None or found[0] <= indent):
            indent = found[0] if indent is None else indent
            part.headings.append((found[1], found[2], number, []))
            in_text = True
        elif in_text and not (_starts_head(line) and len(line) - len(line.lstrip()) <= (indent or 0)):
            part.headings[-1][3].append(line)
        else:
            if part.headings and _starts_head(line):
                part = _Part(number)
                parts.append(part)
                indent, in_text = None, False
            _head_line(part, line)
    return [_message(part, source) for part in parts if part.headings]


def _starts_head(line: str) -> bool:
    match = _KEY.match(line)
    return bool(match and match.group(1).lower() in ("sender", "from", "message type", "swift output"))


def _head_line(part: _Part, line: str) -> None:
    if not part.mt and (form := _FORM.search(line)):
        part.mt = form.group(1)
    match = _KEY.match(line)
    if match is None:
        return
    key, value = match.group(1).lower().strip(), match.group(2).strip()
    bic = re.match(_LT + r"\b", value)
    if key in ("sender", "from", "sending bank") and bic and not part.sender:
        part.sender = bic11(bic.group(1))
    elif key in ("receiver", "to", "receiving bank") and bic and not part.receiver:
        part.receiver = bic11(bic.group(1))
    elif key in ("mur", "message user reference"):
        part.mur = value if _MUR.fullmatch(value) else ""
    elif key in ("uetr", "unique end-to-end transaction reference"):
        part.uetr = value if _UETR.fullmatch(value) else ""
    elif "input reference" in key and (mir := re.search(r"\b(\d{6})" + _LT, value)):
        part.day = _day(mir.group(1))
    elif key in ("date", "message date", "creation date", "sent") and part.day is None:
        part.day = _day(clear_date(value))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except Fault:
        return None


def _message(part: _Part, source: str) -> Message:
    first = Counter(len(v) - len(v.lstrip()) for *_, values in part.headings for v in values[:1])
    indent = min((i for i, n in first.items() if n == max(first.values())), default=0)
    known = layouts().get(part.mt)
    fields: list[Field] = []
    for tag, heading, number, values in part.headings:
        kept = [v for v in values if not (_FILLER.fullmatch(v) and len(v) - len(v.lstrip()) < indent)]
        texts = [v[min(indent, len(v) - len(v.lstrip())) :] for v in kept]
        if not texts and heading:
            texts = [_after_name(heading, _names(known, tag))]
        fields.append(Field(tag, _value(tag, texts), number))
    header = Header()
    if part.mt and (part.sender or part.receiver):
        blocks = header_blocks(part.mt, part.sender, part.receiver, part.mur, part.uetr)
        header = Header(blocks[0], blocks[1], blocks[2])
    if not fields:
        raise MessageError("print without fields", "give headings like 20: ...", source, part.line)
    from usance.messages.reader import sequenced

    return Message(
        part.mt, sequenced(part.mt, fields), header, source, part.line, layout="printed", stated=part.day
    )


def _names(known: Layout | None, tag: str) -> list[str]:
    """What this type and the table call the field."""
    found = (known.definition(tag) if known else None, field_definition(tag))
    return [definition.name for definition in found if definition is not None]


def _after_name(heading: str, names: list[str]) -> str:
    """Value that stands on the heading's own line: what follows the field's name, or all of it."""
    for name in names:
        if name and heading.lower().startswith(name.lower()):
            return heading[len(name) :].lstrip(" :-").strip()
    return heading


def header_blocks(mt: str, sender: str, receiver: str, mur: str = "", uetr: str = "") -> tuple[str, str, str]:
    """Contents of blocks 1, 2 (input) and 3 for sender and receiver; session and sequence zero."""
    for name, value, shape in (
        ("sender", sender, _BIC), ("receiver", receiver, _BIC), ("MUR", mur, _MUR), ("UETR", uetr, _UETR),
    ):  # fmt: skip
        if value and not shape.fullmatch(value):
            raise MessageError(f"{name} {shown(value)} does not have its form", "correct it")

    def terminal(bic: str, letter: str) -> str:
        full = bic11(bic) or "XXXXXXXXXXX"
        return full[:8] + letter + full[8:]

    users = (f"{{108:{mur}}}" if mur else "") + (f"{{121:{uetr}}}" if uetr else "")
    return (
        f"1:F01{terminal(sender, 'A')}0000000000",
        f"2:I{mt}{terminal(receiver, 'X')}N",
        f"3:{users}" if users else "",
    )


# values


def clear_date(text: str) -> str:
    """`2 March 2026`, `02-MAR-26`, `March 2, 2026`, `2026-03-02` as YYMMDD; the text itself when unsure.

    `02/03/2026` stays: nobody can tell day from month.
    """
    text = text.strip()
    if twice := re.fullmatch(r"(\d{6})\s+\(?([^()]+?)\)?", text):
        # Printers spell the date out behind its six digits; both must say the same.
        return twice[1] if clear_date(twice[2]) == twice[1] else text
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _yymmdd(text, int(iso[1]), int(iso[2]), int(iso[3]))
    words = re.fullmatch(r"(\d{1,2})[ .-]*([A-Za-z]{3,9})[ .,-]*(\d{4}|\d\d)", text)
    if words:
        day, month, year = words[1], words[2], words[3]
    elif words := re.fullmatch(r"([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})", text):
        month, day, year = words[1], words[2], words[3]
    elif words := re.fullmatch(r"(\d{4}) ([A-Za-z]{3,9}) (\d{1,2})", text):
        year, month, day = words[1], words[2], words[3]
    else:
        return text
    if month[:3].upper() not in _MONTHS:
        return text
    full = int(year) if len(year) == 4 else 2000 + int(year)
    return _yymmdd(text, full, _MONTHS.index(month[:3].upper()) + 1, int(day))


def _yymmdd(text: str, year: int, month: int, day: int) -> str:
    try:
        return format_date(date(year, month, day)) if 1980 <= year <= 2060 else text
    except ValueError:
        return text


def clear_amount(text: str) -> str:
    """`#54.150,00#` as `54150,`: dots in groups of three go, decimals that are all zero go.

    An amount in another style (`54,150.00`) is turned only when both marks leave no doubt.
    """
    bare = text.strip().strip("#").strip().replace(" ", "").replace("'", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "") + ","
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+,\d*", bare):
        bare = bare.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(,\d{3})+\.\d*", bare):
        bare = bare.replace(",", "").replace(".", ",")
    elif re.fullmatch(r"\d+", bare):
        bare += ","
    return re.sub(r",0+$", ",", bare)


# Two labels on one line: `Currency: EUR   Amount: #5,00#`.
_SIDE_BY_SIDE = re.compile(
    r"\s{2,}(?=(?:Currency|Amount|Date|Place|Number|Total)\b[A-Za-z ]*:)", re.IGNORECASE
)
_BIC_LABEL = re.compile(r"(?:BIC|BEI|(?:bank )?identifier ?code|code)\s*:\s*", re.IGNORECASE)
_LABELS = {
    "date": "day", "date of expiry": "day", "value date": "day", "currency": "currency",
    "currency code": "currency", "amount": "amount", "place": "place", "place of expiry": "place",
    "number": "number", "total": "total", "days": "number", "narrative": "narrative",
    "code": "code", "plus": "number", "minus": "total", "tolerance 1": "number", "tolerance 2": "total",
    "positive tolerance": "number", "negative tolerance": "total",
}  # fmt: skip


def _value(tag: str, texts: list[str]) -> str:
    definition = field_definition(tag)
    kind = definition.kind if definition else "text"
    if kind not in _NARRATIVE:
        texts = [t.strip() for t in texts]
    if kind in ("amount", "dateamount", "date", "dateplace", "sequence", "period", "tolerance"):
        labelled: dict[str, str] = {}
        texts = [part for text in texts for part in _SIDE_BY_SIDE.split(text)]
        for text in texts:
            match = _KEY.match(text)
            label = _LABELS.get(match.group(1).lower().strip()) if match else None
            if match is None or label is None:
                labelled = {}
                break
            labelled[label] = match.group(2).strip()
        if labelled:
            return _assemble(kind, labelled)
        if (
            len(texts) == 1
            and kind == "amount"
            and (spelt := re.fullmatch(r"([A-Z]{3}) \([A-Z ]+\)\s*(.+)", texts[0]))
        ):
            texts = [f"{spelt[1]} {spelt[2]}"]
        if kind == "date" and len(texts) == 1:
            return clear_date(texts[0])
        return _loose(kind, texts)
    if (kind == "party" and tag[-1] == "A") or tag == "41A":
        texts = [_BIC_LABEL.sub("", text) for text in texts]
    if kind == "party" and tag[-1] == "A":
        return _bic_only(texts)
    if tag == "41A" and len(texts) > 2 and texts[-1] in BY:
        return f"{_bic_only(texts[:1])}\n{texts[-1]}"
    return "\n".join(t.rstrip() for t in texts)


def _loose(kind: str, texts: list[str]) -> str:
    """Unlabelled but not FIN: `EUR #248.500,00#`, `31 May 2026` over `HAINING`."""
    if kind == "amount" and len(texts) == 1:
        match = re.fullmatch(r"([A-Z]{3})\s*#([^#]*)#?", texts[0])
        if match:
            return match.group(1) + clear_amount(match.group(2))
    if kind == "dateplace" and len(texts) == 2:
        day = clear_date(texts[0])
        if re.fullmatch(r"\d{6}", day):
            return day + texts[1]
    if kind == "dateplace" and len(texts) == 1:
        # `31 May 2026 HAINING`, `260531 2026 May 31 HAINING`: the longest beginning that is a date.
        words = texts[0].split()
        for count in range(min(4, len(words) - 1), 0, -1):
            day = clear_date(" ".join(words[:count]))
            if re.fullmatch(r"\d{6}", day) and (count > 1 or day != words[0]):
                return day + " ".join(words[count:])
    return "\n".join(texts)


def _bic_only(texts: list[str]) -> str:
    """An account line and the BIC; the bank's name that printers add from the directory goes."""
    account = [t for t in texts[:1] if t.startswith("/")]
    rest = texts[len(account) :]
    if rest and re.match(_LT + r"\b", rest[0]):
        return "\n".join([*account, rest[0].split()[0]])
    return "\n".join(texts)


def _assemble(kind: str, got: dict[str, str]) -> str:
    currency = re.sub(r"\s*\(.*\)$|\s.*$", "", got.get("currency", ""))
    amount = clear_amount(got["amount"]) if "amount" in got else ""
    day = clear_date(got.get("day", ""))
    match kind:
        case "amount":
            return currency + amount
        case "dateamount":
            return day + currency + amount
        case "date":
            return day
        case "dateplace":
            return day + got.get("place", "")
        case "sequence" | "tolerance":
            return f"{got.get('number', '')}/{got.get('total', '')}"
        case _:
            return got.get("number", "") + (f"/{got['narrative']}" if got.get("narrative") else "")


# writing


def render_printed(message: Message) -> str:
    """A print of the message. `parse_printed` of it gives equal fields, sender and receiver.

    A value that the print's own form would change (an amount sent as `100,00`) is printed as sent.
    """
    out = ["--------------------- Message Header ---------------------"]
    name = f" {message.table.name}" if message.table else ""
    out.append(f"Message Type : MT {message.mt}{name}")
    for key, value in (
        ("Sender", message.sender), ("Receiver", message.receiver), ("MUR", message.mur),
        ("UETR", message.uetr),
    ):  # fmt: skip
        if value:
            out.append(f"{key:<12} : {value}")
    if message.sent[0] is not None:
        out.append(f"{'Date':<12} : {message.sent[0].isoformat()}")
    out.append("---------------------- Message Text ----------------------")
    for item in message.fields:
        definition = message.definition(item) or field_definition(item.tag)
        if definition is None:
            raise MessageError(f"field {item.tag} has no name to print", "remove it", message.source)
        out.append(f"{item.tag}: {definition.name}".rstrip())
        labelled = _labelled(definition.kind, item.value)
        if not labelled or _value(item.tag, labelled) != item.value:
            labelled = item.lines
            blank = len(labelled) > 1 and "" in labelled
            if blank or _value(item.tag, labelled) != item.value:
                raise MessageError(
                    f"value {shown(item.value)} of {item.tag} cannot be printed", "correct the field", ""
                )
        out.extend(f"    {line}" for line in labelled if line)
    out.append("--------------------- Message Trailer --------------------")
    return "\n".join(out) + "\n"


def _labelled(kind: str, value: str) -> list[str]:
    match kind:
        case "date":
            return [f"Date : {value}"]
        case "dateplace":
            return [f"Date : {value[:6]}", f"Place : {value[6:]}"]
        case "amount":
            return _money(value[:3], value[3:])
        case "dateamount":
            return [f"Date : {value[:6]}", *_money(value[6:9], value[9:])]
        case _:
            return []


def _money(currency: str, number: str) -> list[str]:
    units = minor_units(currency)
    match = re.fullmatch(r"(\d+),(\d*)", number)
    if units is None or match is None:
        return []
    grouped = f"{int(match.group(1)):,}".replace(",", ".")
    cents = match.group(2).ljust(units, "0")
    name = Currency(currency).currency_name.upper()
    return [f"Currency : {currency} ({name})", f"Amount : #{grouped},{cents}#"]
