"""What each character of a number counts as: a letter, a digit, a divider, nothing, or a refusal.

Members fold numbers on their own machines and must come to the same bytes, so the table is written out
here by code point. Letters that print alike are one letter; what cannot be read in one way only is
refused with its code point, never left out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from usance.fingerprints.errors import FingerprintError

DIVIDER = "-"
LONGEST = 128  # characters of a number as written; longer ones are no invoice number


def _points(text: str) -> frozenset[str]:
    """Code points `2010 2012-2015` as characters."""
    found: set[str] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found |= {chr(code) for code in range(int(first, 16), int(last or first, 16) + 1)}
    return frozenset(found)


# Letter it counts as: capitals that print like it, and Latin letters that do not decompose.
_LOOK_ALIKES = {
    "A": "0391 0410",
    "AE": "00C6 04D4",
    "B": "0392 0412 042C",
    "C": "0421",
    "D": "00D0 0110 0189 0500",
    "E": "0395 0415",
    "F": "03DC",
    "G": "050C",
    "H": "0126 0397 041D 04BA",
    "I": "0196 0399 0406 04C0",
    "J": "037F 0408",
    "K": "039A 041A",
    "L": "0141",
    "M": "039C 041C",
    "N": "039D",
    "O": "00D8 039F 041E",
    "OE": "0152",
    "P": "03A1 0420",
    "Q": "051A",
    "S": "0405",
    "SS": "1E9E",
    "T": "0166 03A4 0422",
    "TH": "00DE",
    "V": "0474",
    "W": "051C",
    "X": "03A7 0425",
    "Y": "03A5 0423 04AE",
    "Z": "0396",
    # Greek and Cyrillic letters that print alike: the Cyrillic one stands for both.
    "\u0413": "0393",
    "\u041f": "03A0",
    "\u0424": "03A6",
    "\u041b": "039B",
}
LOOK_ALIKES = {char: letters for letters, codes in _LOOK_ALIKES.items() for char in _points(codes)}

# Capitals of the allowed alphabets without a Latin twin. Greek: Delta Theta Xi Sigma Psi Omega.
OWN = (
    frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    | _points("0394 0398 039E 03A3 03A8 03A9")
    | (_points("0402 0404 0409-040B 040F 0410-042F 0490 0492 049A 04A2 04B0 04D8 04E8") - set(LOOK_ALIKES))
)

# Small letters that print like another Latin letter than their capital does (Greek nu like v, its
# capital like N): in a number that also has Latin letters they can be read in two ways.
TWO_READINGS = _points("03B3 03B7 03BC 03BD 03C3 03C5 03C9 0433 043F 044C")

# Shows nothing on paper and stands for nothing.
INVISIBLE = _points("00AD 034F 061C 180B-180E 200B-200F 2060-2064 FE00-FE0F FEFF E0100-E01EF")
# Changes the order in which the rest is shown.
REORDERS = _points("202A-202E 2066-2069")

DIVIDERS = (
    _points("0009-000D 0020-002F 003A-0040 005B-0060 007B-007E 0085 00A0")
    | _points("1680 2000-200A 2028 2029 202F 205F 3000")  # blanks
    | _points("058A 05BE 1400 1806 02D7 2010-2015 2043 2053 2212 2500 2501")  # dashes
    | _points("2E17 2E1A 2E3A 2E3B 2E40 2E5D 301C 3030 30A0 30FC")  # rarer ones
    | _points("00AB 00B7 00BB 2018-201F 2022 2024 2027 2039 203A 2044 2215 2216 2219 22C5 29F8")
    | _points("3001 3002 30FB")
)
# Marks that stand on a letter and are folded away with its accents.
ACCENTS = _points("0300-034E 0350-036F")

# Compatibility forms that are the same character in other type. Raised and lowered figures, fractions
# and figures in circles are not: 10 with a raised 2 is not 102.
_SAME_TYPE = frozenset({"<wide>", "<narrow>", "<small>", "<font>", "<noBreak>", "<compat>"})
_ORDINALS = _points("00AA 00BA")  # the raised a and o of an abbreviated word, as in the Spanish for "no."


def named(char: str) -> str:
    """How an error names a character: never the character itself, which may not print."""
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'unnamed').lower()})"


def _refuse(text: str, char: str, why: str, mend: str) -> FingerprintError:
    return FingerprintError(f"{text!a}: {named(char)} {why}; {mend}")


def _checked(text: str) -> str:
    """The text without what is invisible, its compatibility forms resolved; refuses what hides something."""
    kept: list[str] = []
    for char in text:
        if char in INVISIBLE:
            continue
        if char in REORDERS:
            raise _refuse(text, char, "changes the order in which it is shown", "write it without")
        form = unicodedata.decomposition(char).partition(" ")[0]
        if form.startswith("<") and form not in _SAME_TYPE and char not in _ORDINALS:
            raise _refuse(
                text, char, "is a figure in another place or frame", "write plain digits and letters"
            )
        kept.append(char)
    return unicodedata.normalize("NFKC", "".join(kept))


def _one_reading(text: str, plain: str) -> None:
    """Refuses small letters that print like one Latin letter and capitalise like another."""
    bare = unicodedata.normalize("NFKD", plain)
    if any(unicodedata.name(char, "").startswith("LATIN") for char in bare):
        for char in bare:
            if char in TWO_READINGS:
                raise _refuse(
                    text, char, "can be read in two ways beside Latin letters", "write it in capitals"
                )


def _fold(text: str, plain: str) -> Iterator[str]:
    letter = False  # an accent needs a letter to stand on
    for char in unicodedata.normalize("NFKD", plain.upper()):
        digit = unicodedata.decimal(char, None)
        if digit is not None:
            yield str(digit)
        elif char in LOOK_ALIKES:
            yield from LOOK_ALIKES[char]
        elif char in OWN:
            yield char
        elif char in DIVIDERS:
            yield DIVIDER
        elif not (char in ACCENTS and letter):
            raise _refuse(
                text,
                char,
                "is not of the allowed alphabets",
                "use Latin, Greek or Cyrillic letters and digits",
            )
        letter = char in LOOK_ALIKES or char in OWN or (letter and char in ACCENTS)


def folded(text: str, what: str = "number") -> str:
    """The text in allowed capitals, digits 0-9 and dividers, one of them for each divider written.

    `what` names the text in errors: a number, a VAT id, a LEI.
    """
    if not isinstance(text, str):
        raise FingerprintError(f"{what}: is a {type(text).__name__}, not a text; write it in quotes")
    if len(text) > LONGEST:
        raise FingerprintError(f"{what}: has {len(text)} characters, more than {LONGEST}; give it alone")
    try:
        plain = _checked(text)
        _one_reading(text, plain)
        return "".join(_fold(text, plain))
    except FingerprintError as error:
        raise FingerprintError(f"{what} {error}") from None
