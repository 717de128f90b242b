"""Valid messages of every type, made from the table; the combinations are chosen here, not by the rules.

Each message comes from one integer seed, so a failure is one number.
"""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

from usance.messages import Field, Header, Message
from usance.messages.reader import sequenced
from usance.messages.table import FieldDef, Layout, Row, layouts

TYPES = tuple(sorted(key for key in layouts() if "@" not in key))
WORDS = tuple(
    """SIGNED COMMERCIAL INVOICE IN 3 ORIGINALS FULL SET OF CLEAN ON BOARD BILLS LADING MADE OUT TO ORDER
    MARKED FREIGHT PREPAID PACKING LIST (2 COPIES) CERTIFICATE, ORIGIN. HAMBURG + SHANGHAI / A/B 1,50
    INSURANCE FOR 110 PERCENT OF CIF VALUE O'NEIL 71000 METRES AND-OR""".split()  # noqa: SIM905
)
Z_WORDS = [*WORDS, "100%", "A&B", "X=Y", "NO#7", "A_B", "ORDERS@BANK", "(*)", "<A>", "Q;", "WHO!"]
CURRENCIES = ("EUR", "USD", "JPY", "KWD", "CNY", "VND", "BHD", "GBP")
DECIMALS = {"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "CNY": 2, "VND": 0, "BHD": 3, "GBP": 2}
BICS = ("NORDDEHHXXX", "JIAXCNSHXXX", "BKAUATWW", "SEAFSGSGXXX", "MERIGB2L", "KREDBEBB100")
SENDER, RECEIVER = "NORDDEHHXXX", "JIAXCNSHXXX"


def header(mt: str, rng: random.Random) -> Header:
    """Input or output, with or without block 3, 5 and a preceding ACK."""
    session = f"{rng.randrange(10_000):04}{rng.randrange(1_000_000):06}"
    if rng.random() < 0.5:
        block1, block2 = f"1:F01NORDDEHHAXXX{session}", f"2:I{mt}JIAXCNSHXXXXN"
    else:
        block1 = f"1:F01JIAXCNSHAXXX{session}"
        block2 = f"2:O{mt}1015260302NORDDEHHAXXX{session}2603021016N"
    block3 = rng.choice(("", "3:{108:LC2600042}", "3:{108:M1}{121:0b1c0c5e-5b1f-4f6e-9d0a-3b1f6b0a7c11}"))
    before = ""
    if rng.random() < 0.3:
        before = f"{{1:F21NORDDEHHAXXX{session}}}{{4:{{177:2603021012}}{{451:0}}}}"
    trailer = rng.choice(("", "{5:{CHK:0123456789AB}}", "{5:{MAC:00000000}{CHK:0123456789AB}{TNG:}}"))
    return Header(block1, block2, block3, before, trailer)


def line(rng: random.Random, width: int, charset: str = "x") -> str:
    words = Z_WORDS if charset == "z" else WORDS
    out = rng.choice(WORDS[:20])
    for _ in range(rng.randrange(8)):
        longer = f"{out} {rng.choice(words)}"
        if len(longer) > width:
            break
        out = longer
    return out[:width].rstrip()


def token(notation: str, rng: random.Random) -> str:
    """A value of a format without lines of text."""
    out = ""
    for size, exact, kind, other in re.findall(r"(\d+)(!?)([nachxz])|(.)", notation):
        if other:
            out += "\n" if other == "$" else other
            continue
        count = int(size) if exact else rng.randint(1, int(size))
        letters = {"n": "0123456789", "a": "ABCXYZ", "c": "AB12", "h": "0A", "x": "ABC 12", "z": "ABC 12"}[
            kind
        ]
        piece = "".join(rng.choice(letters) for _ in range(count))
        out += piece if kind not in "xz" or count < 3 else "A" + piece[1:-1] + "Z"
    return out


def amount(currency: str, rng: random.Random) -> str:
    cents = rng.randrange(DECIMALS[currency] + 1)
    return f"{rng.randrange(1, 10**8)}," + "".join(rng.choice("0123456789") for _ in range(cents))


class Maker:
    """Makes one message."""

    def __init__(self, mt: str, seed: int) -> None:
        self.rng = random.Random(seed)
        self.mt, self.layout = mt, layouts()[mt]
        self.currency = self.rng.choice(CURRENCIES)
        start = date(2026, 1, 1) + timedelta(days=self.rng.randrange(300))
        self.days = {"31C": start, "44C": start + timedelta(days=30), "31D": start + timedelta(days=60)}
        self.by = self.rng.choice(("PAYMENT", "ACCEPTANCE", "NEGOTIATION", "DEF PAYMENT", "MIXED PYMT"))
        self.codes: dict[str, str] = {}

    def message(self) -> Message:
        fields: list[Field] = []
        for sequence in self.layout.sequences or ("",):
            fields += self.sequence(sequence)
        return Message(self.mt, sequenced(self.mt, fields), header(self.mt, self.rng))

    def sequence(self, sequence: str) -> list[Field]:
        rows = [row for row in self.layout.rows if row.sequence == sequence]
        if sequence == "C" and self.codes.get("22A") not in ("ISCO", "ICCO", "ISCA", "ICCA"):
            return []
        wanted = {row.tag for row in rows if row.mandatory or self.rng.random() < 0.4}
        options = {row.tag: self.rng.choice(sorted(row.options)) for row in rows}
        self.adjust(wanted, options, sequence)
        out = []
        for row in rows:
            if row.tag in wanted:
                definition = row.options[options[row.tag]]
                for _ in range(self.rng.randint(1, 3) if row.repeatable else 1):
                    out.append(Field(definition.tag, self.value(row, definition, sequence)))
        return out

    def adjust(self, wanted: set[str], options: dict[str, str], sequence: str) -> None:
        """What the standard says of fields together."""
        rng, mt = self.rng, self.mt

        def only(*tags: str) -> None:
            for tag in tags[1:]:
                wanted.discard(tag)
            if tags[0]:
                wanted.add(tags[0])

        if mt in ("700", "710", "720", "707", "740"):
            for tag in ("42C", "42a", "42M", "42P"):
                wanted.discard(tag)
            if mt != "707" or "41a" in wanted:
                by = {"ACCEPTANCE": ("42C", "42a"), "DEF PAYMENT": ("42P",), "MIXED PYMT": ("42M",)}
                wanted.update(by.get(self.by, ()))
        if "44C" in wanted and "44D" in wanted:
            wanted.discard(rng.choice(("44C", "44D")))
        if mt in ("710", "720", "707"):
            only(*rng.sample(["52a", "50B"], 2))
        if mt == "707":
            wanted.add(rng.choice(("31D", "44E", "47B", "72Z")))
        if mt in ("707", "747", "767") and {"32B", "33B"} <= wanted:
            wanted.discard("33B")
        if mt == "747":
            wanted.discard("34B")
            wanted.update({"34B"} if wanted & {"32B", "33B"} else {"72Z"})
        if mt in ("730", "768", "769"):
            if "71D" in wanted:
                wanted.add("32a")
            if "25" in wanted or ("32a" in wanted and options["32a"] == "32D"):
                wanted.discard("57a")
        if mt == "769":
            only(*rng.sample(["33B", "39C"], 2))
        if mt == "734" and "73A" in wanted:
            wanted.add("33a")
        if mt == "740" and {"58a", "59"} <= wanted:
            wanted.discard("59")
        if mt == "750" and wanted & {"33B", "71D", "73A"}:
            wanted.add("34B")
        if mt == "752" and {"32B", "71D"} <= wanted:
            wanted.add("33a")
        if mt == "754":
            wanted.discard(rng.choice(("72Z", "77")))
            wanted.discard(rng.choice(("53a", "57a")))
        if mt == "785" and "57a" in wanted:
            wanted.add("56a")
        self.adjust_undertaking(wanted, sequence)
        if mt in ("700", "710", "720", "707") and "49" in wanted:
            self.codes["49"] = rng.choice(("CONFIRM", "MAY ADD", "WITHOUT"))
            if self.codes["49"] != "WITHOUT":
                wanted.add("58a")
        if mt in ("700", "710", "720"):
            wanted.add("47A")

    def adjust_undertaking(self, wanted: set[str], sequence: str) -> None:
        rng, mt = self.rng, self.mt
        if mt not in ("760", "767"):
            return
        if sequence == "A":
            purposes = (
                ("ISSU", "ADVI", "ACNF", "ISCO", "ICCO") if mt == "760" else ("ACNA", "ADVA", "ISCA", "ICCA")
            )
            self.codes["22A"] = rng.choice(purposes)
            return
        self.codes["23B"] = rng.choice(("FIXD", "COND", "OPEN"))
        if mt == "760" or "23B" in wanted:
            wanted.discard("31E")
            wanted.discard("35G")
            wanted.update({"FIXD": {"31E"}, "COND": {"35G"}, "OPEN": set()}[self.codes["23B"]])
        else:
            wanted.discard("35G")
        if mt == "767":
            if sequence == "C":
                wanted.add("77L")
            return
        if self.codes["23B"] == "OPEN":
            wanted.discard("23F")
        if "23F" not in wanted:
            wanted.difference_update({"78", "26E", "31S"})
        if sequence == "C":
            return
        self.codes["22D"], self.codes["49"] = rng.choice(("DGAR", "STBY")), "WITHOUT"
        wanted.discard("49")
        wanted.discard("58a")
        if self.codes["22A"] == "ISSU":
            wanted.add("50")
            if self.codes["22D"] == "STBY":
                wanted.add("49")
        if self.codes["22A"] in ("ISCO", "ICCO"):
            wanted.difference_update({"48D", "24E", "24G"})
        if "57a" in wanted:
            wanted.add("56a")

    def value(self, row: Row, definition: FieldDef, sequence: str) -> str:
        rng, tag, kind = self.rng, definition.tag, definition.kind
        fmt = definition.format
        match kind:
            case "marker":
                return ""
            case "sequence":
                return "1/1"
            case "ref":
                return re.sub("/+", "/", token("12x", rng).replace(" ", "/")).strip("/") or "REF"
            case "date":
                return self.days.get(tag, self.days["31C"]).strftime("%y%m%d")
            case "dateplace":
                return self.days["31D"].strftime("%y%m%d") + rng.choice(("HAINING", " HAMBURG", "NEW YORK"))
            case "amount":
                return self.currency + amount(self.currency, rng)
            case "dateamount":
                return self.days["31C"].strftime("%y%m%d") + self.currency + amount(self.currency, rng)
            case "tolerance":
                return f"{rng.randrange(11):02}/{rng.randrange(11):02}"
            case "period":
                return rng.choice(("21", "7", "015", "15/DAYS AFTER DATE OF SHIPMENT"))
            case "code":
                code = self.codes.get(tag) or rng.choice(definition.codes.allowed or (token("4!c", rng),))
                return code + ("/RULES OF THE PORT" if tag == "40E" and code == "OTHR" else "")
            case "creditform":
                allowed = definition.codes.allowed
                return f"{rng.choice(allowed)}\n{rng.choice(('ADDING', 'WITHOUT'))} OUR CONFIRMATION"
            case "avail":
                where = rng.choice(BICS) if tag == "41A" else rng.choice(("ANY BANK", "ANY BANK IN CHINA"))
                return f"{where}\nBY {self.by}"
            case "party":
                account = (
                    rng.choice(("", "/D/123456\n", "/987-65\n")) if tag[0] != "4" and tag[:2] != "59" else ""
                )
                if tag[-1] in "AF":
                    return account + rng.choice(BICS)
                lines = 1 if tag[-1] == "B" else rng.randint(1, 4)
                return account + "\n".join(line(rng, 35) for _ in range(lines))
            case "charges":
                return rng.choice(
                    ("/AGENT/EUR12,50POSTAGE", "ALL CHARGES OUTSIDE GERMANY", "/COMM/USD5,\n//AND MORE")
                )
            case "discrepancies":
                return "\n".join(f"{n}. {line(rng, 45, 'z')}" for n in range(1, rng.randint(2, 5)))
            case "disposal":
                return rng.choice(("/HOLD/", "/RETURN/", "/NOTIFY/\n//UNTIL WAIVER", "/PREVINST/"))
            case "items":
                return "\n".join("+" + line(rng, 60, "z") for _ in range(rng.randint(1, 6)))
            case "actions":
                if rng.random() < 0.3:
                    return f"/REPALL/{line(rng, 50, 'z')}\n+{line(rng, 50, 'z')}"
                return f"/ADD/+{line(rng, 50, 'z')}\n/DELETE/{line(rng, 50, 'z')}"
            case "number" | "name" | "text" if not fmt.width:
                return token(re.sub(r"\[[^\[\]]*\]", "", fmt.notation), rng)
        if fmt.notation in ("4!c/65x",):
            return f"FAXT/{line(rng, 40)}"
        if "[/" in fmt.notation and fmt.notation[0].isdigit():
            return token(fmt.notation.split("[")[0], rng)
        lines = (
            rng.randint(1, min(definition.max_lines, 5) - (kind == "name" and tag == "59"))
            if re.search(r"\*", fmt.notation)
            else 1
        )
        return "\n".join(line(rng, fmt.width, fmt.charset) for _ in range(lines))


def make(mt: str, seed: int) -> Message:
    return Maker(mt, seed).message()


def with_fields(message: Message, fields: list[Field]) -> Message:
    return Message(message.mt, sequenced(message.mt, fields), message.header)


def replaced(message: Message, tag: str, value: str) -> Message:
    """The first field of `tag` with another value."""
    hit = message.first(tag)
    assert hit is not None
    return with_fields(message, [Field(f.tag, value) if f is hit else f for f in message.fields])


def layout_of(message: Message) -> Layout:
    assert message.table is not None
    return message.table
