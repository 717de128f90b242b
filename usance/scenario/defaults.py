"""What a term, a field or a parameter is when the scenario leaves it out.

The adapter writes phrases, tried in order until one gives a value:

  by                     the address of the party that acts
  step, row              a hash of the step's number (and the row's), so that equal terms make different deals
  nothing                zero of the type
  value WORDS            these words, read as the field would be; `value W if F`, `value W if F V`
                         only when field F is not zero, or was read from V
  party NAME             the party of that name, if the story has one
  other ROLE but F       the first party with that role that is not the one in field F
  place of F [in A]      the place of the bank in field F: from argument A's terms, else the party's own
  only place|token|currency|KIND  the one there is: place, token, its currency, or alias of that kind
  today at F             the local day of the act at the place in field F (or A.F); of a bank: at its place
  currency of F          the currency that field F was written in
  token of F, scale of F the token of the currency (or at the address) in field F, its units of one minor unit
  F [+ N]                another field, plus N
  A.F                    field F of argument A
  notice of A            the discrepancies of the last notice of refusal on the set A
  proofs of A in B       for each discrepancy in argument A the proof of its leaf in the set B
  legs of A              the legs of the mixed credit in argument A, none of any other
  claim of A             the only claim that the undertaking on the set A made
  state of A             the present state of the thing whose terms or statement argument A is
  holder of A            the only party but the one that acts that has units of A
  holders of A           everybody that has units of A, where they wait included, addresses ascending
  pledgor of A, pledgee of A  the other side of the acting party's only pledge; else of the only pledge
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from eth_utils.crypto import keccak

from usance.codes_claims import ClaimKind
from usance.documents import merkle_proof
from usance.scenario.cast import Bound, Names, Party
from usance.scenario.document import Text
from usance.scenario.errors import ScenarioError
from usance.scenario.holders import Holders
from usance.scenario.money import read_amount
from usance.terms import ZERO_ADDRESS, ZERO_HASH, key_text, place_key

NO_VALUE = object()
SUM = re.compile(r"(?P<field>\w+)(?:\s*\+\s*(?P<days>\d+))?")
DOTTED = re.compile(r"(?P<argument>\w+)\.(?P<field>\w+)")


def zero_of(component: Mapping[str, Any]) -> Any:
    """Zero of an ABI type."""
    kind = str(component["type"])
    if kind.endswith("]"):
        return []
    if kind == "tuple":
        return {part["name"]: zero_of(part) for part in component["components"]}
    if kind == "address":
        return ZERO_ADDRESS
    if kind == "bytes32":
        return ZERO_HASH
    if kind == "bool":
        return False
    if kind == "string":
        return ""
    return b"" if kind.startswith("bytes") else 0


def is_zero(value: Any) -> bool:
    """Is this zero of whatever type?"""
    return value in (0, False, ZERO_ADDRESS, ZERO_HASH, b"", "") or value is None


class Defaults:
    """Finds what was left out, for one act of one party at one time."""

    def __init__(
        self,
        names: Names,
        party: Party,
        step: int,
        today: Callable[[bytes], int],
        state: Callable[[bytes], Any],
        read: Callable[[Text, Mapping[str, Any], str | None], Any],
        holders: Holders,
    ) -> None:
        self.names = names
        self.party = party
        self.step = step
        self.today = today
        self.state = state
        self.read = read
        self.holders = holders
        self.row = 0

    def of_step(self) -> bytes:
        """A hash of the step's number."""
        return keccak(text=f"step {self.step}")

    def find(
        self,
        phrase: str,
        component: Mapping[str, Any],
        kind: str | None,
        field: Callable[[str], Any],
        written: Callable[[str], Any],
        argument: Callable[[str], Any],
    ) -> Any:
        """The value a phrase gives, or NO_VALUE. `field` reads a sibling, `written` its words."""
        words = phrase.split()
        head = words[0]
        if phrase == "by":
            return self.party.address
        if phrase == "step":
            return self.of_step()
        if phrase == "row":
            return keccak(text=f"step {self.step} row {self.row}")
        if phrase == "nothing":
            return zero_of(component)
        if head == "value":
            return self._value(words[1:], component, kind, field, written)
        if head == "party" and len(words) == 2:
            party = self.names.parties.get(words[1])
            return NO_VALUE if party is None else party.address
        if head == "other":
            return self._other(words[1], field(words[3]) if len(words) == 4 else None)
        if phrase.startswith("place of "):
            return self._place(words[2:], field, argument)
        if head == "only":
            return self._only(words[1], component)
        if phrase.startswith("today at "):
            return self._today(words[2], field, argument)
        if head in {"holder", "holders", "pledgor", "pledgee"}:
            return self._holding(head, argument(words[2]), component)
        if phrase.startswith("state of "):
            found = argument(words[2])
            struct = found.struct if isinstance(found, Bound) else found
            identity = self.names.id_of(struct) if isinstance(struct, Mapping) else None
            return zero_of(component) if identity is None else self.state(identity)
        if phrase.startswith("notice of "):
            found = argument(words[2])
            struct = found.struct if isinstance(found, Bound) else found
            identity = self.names.id_of(struct) if isinstance(struct, Mapping) else None
            return list(self.names.notices.get(identity or b"", []))
        if phrase.startswith("legs of "):
            found = argument(words[2])
            struct = found.struct if isinstance(found, Bound) else found
            return list(self.names.legs.get(struct["legs"], [])) if isinstance(struct, Mapping) else NO_VALUE
        if phrase.startswith("claim of "):
            return self._promised(argument(words[2]))
        if phrase.startswith("proofs of "):
            return self._proofs(argument(words[2]), argument(words[4]))
        if phrase.startswith("currency of "):
            return self._currency(written(words[2]))
        if head in {"token", "scale"} and words[1] == "of":
            return self._token(head, field(words[2]))
        dotted = DOTTED.fullmatch(phrase)
        if dotted is not None:
            return self._dotted(argument(dotted["argument"]), dotted["field"])
        found = SUM.fullmatch(phrase)
        if found is not None:
            value = field(found["field"])
            return value if found["days"] is None else value + int(found["days"])
        raise ScenarioError(f"the adapter has a default that nobody understands: {phrase!r}")

    def _value(
        self,
        words: list[str],
        component: Mapping[str, Any],
        kind: str | None,
        field: Callable[[str], Any],
        written: Callable[[str], Any],
    ) -> Any:
        if "if" in words:
            at = words.index("if")
            condition, words = words[at + 1 :], words[:at]
            if len(condition) == 1 and is_zero(field(condition[0])):
                return NO_VALUE
            if len(condition) == 2 and str(written(condition[0])).upper() != condition[1].upper():
                return NO_VALUE
        return self.read(Text(" ".join(words)), component, kind)

    def _other(self, role: str, taken: Any) -> Any:
        for party in self.names.parties.values():
            if role in party.roles and party.address != taken:
                return party.address
        return NO_VALUE

    def _place(self, words: list[str], field: Callable[[str], Any], argument: Callable[[str], Any]) -> Any:
        bank = field(words[0])
        if is_zero(bank):
            return NO_VALUE
        if len(words) == 3:
            return self._place_in(bank, argument(words[2]))
        party = self.names.party_at(bank)
        return place_key(party.place) if party is not None and party.place else NO_VALUE

    @staticmethod
    def _place_in(bank: str, terms: Any) -> Any:
        terms = terms.struct if isinstance(terms, Bound) else terms
        if not isinstance(terms, Mapping):
            return NO_VALUE
        for name, value in terms.items():
            place = terms.get(f"{name}_place")
            if value == bank and place is not None and not is_zero(place):
                return place
        return NO_VALUE

    def _only(self, what: str, component: Mapping[str, Any]) -> Any:
        if what == "place":
            return place_key(next(iter(self.names.places))) if len(self.names.places) == 1 else NO_VALUE
        if what in {"token", "currency"}:
            tokens = list(self.names.tokens.values())
            if len(tokens) != 1:
                return NO_VALUE
            return tokens[0].address if what == "token" else place_key(tokens[0].currency)
        found = {id(bound): bound for bound in self.names.aliases.values() if bound.kind == what}
        ids = {bound.value: bound for bound in found.values()}
        if len(ids) != 1:
            return NO_VALUE
        bound = next(iter(ids.values()))
        if component["type"] == "tuple":
            return NO_VALUE if bound.struct is None else dict(bound.struct)
        return self._id(bound.value, component)

    @staticmethod
    def _id(value: Any, component: Mapping[str, Any]) -> Any:
        """An id as the parameter needs it: a word, or the number of the units."""
        number = str(component["type"]).startswith("uint") and isinstance(value, bytes)
        return int.from_bytes(value, "big") if number else value

    def _holding(self, what: str, found: Any, component: Mapping[str, Any]) -> Any:
        """Who has units of a thing, or is the other side of its pledge."""
        struct = found.struct if isinstance(found, Bound) else found
        identity = found.value if isinstance(found, Bound) else found
        if isinstance(struct, Mapping):
            identity = self.names.id_of(struct)
        if not isinstance(identity, bytes):
            return NO_VALUE
        if what == "holders":
            return self.holders.everybody(identity)
        if what == "holder":
            others = [p for p in self.holders.parties(identity) if p.address != self.party.address]
            return others[0].address if len(others) == 1 else NO_VALUE
        return self.holders.other_side(identity, what, self.party) or NO_VALUE

    def _promised(self, statement: Any) -> Any:
        """The terms of the only claim that an undertaking on a set made."""
        struct = statement.struct if isinstance(statement, Bound) else statement
        origin = self.names.id_of(struct) if isinstance(struct, Mapping) else None
        found = [
            bound.struct
            for bound in self.names.known.values()
            if bound.kind == "Claim"
            and bound.struct is not None
            and bound.struct["origin"] == origin
            and bound.struct["kind"] != ClaimKind.RECOURSE
        ]
        return dict(found[0]) if origin is not None and len(found) == 1 else NO_VALUE

    def _proofs(self, notice: Any, statement: Any) -> list[list[bytes]]:
        """For each discrepancy the way from its leaf to the root of a set; empty for a leaf not in it."""
        statement = statement.struct if isinstance(statement, Bound) else statement
        leaves = self.names.trees.get(statement["documents"], [])
        return [merkle_proof(leaves, item["leaf"]) if item["leaf"] in leaves else [] for item in notice]

    def _today(self, name: str, field: Callable[[str], Any], argument: Callable[[str], Any]) -> Any:
        if name == "bank":
            if self.party.place:
                return self.today(place_key(self.party.place))
            statement = argument("presentation")
            statement = statement.struct if isinstance(statement, Bound) else statement
            place = statement.get("bank_place") if isinstance(statement, Mapping) else None
        elif "." in name:
            first, _, inner = name.partition(".")
            place = self._dotted(argument(first), inner)
        else:
            place = field(name)
        if not isinstance(place, bytes) or is_zero(place) or key_text(place) not in self.names.places:
            return NO_VALUE
        return self.today(place)

    def _currency(self, words: Any) -> Any:
        unit = ""
        if isinstance(words, Text) and not words.startswith("$"):
            amount = read_amount(words)
            unit = "" if amount is None else amount.unit
        if unit in {"", "units"}:
            if len(self.names.tokens) != 1:
                return NO_VALUE
            unit = next(iter(self.names.tokens))
        token = self.names.tokens.get(unit)
        return place_key(unit if token is None else token.currency)

    def _token(self, what: str, currency: Any) -> Any:
        if isinstance(currency, str):
            token = next((one for one in self.names.tokens.values() if one.address == currency), None)
        elif not isinstance(currency, bytes) or is_zero(currency):
            return NO_VALUE
        else:
            token = self.names.token_of(key_text(currency))
        if token is None:
            return NO_VALUE
        if what == "token":
            return token.address
        minor = self.names.decimals_of(token.symbol) or 0
        return 10 ** max(token.decimals - minor, 0)

    @staticmethod
    def _dotted(value: Any, name: str) -> Any:
        if isinstance(value, Bound):
            value = value.struct if value.struct is not None else value.value
        if isinstance(value, Mapping) and name in value:
            return value[name]
        return NO_VALUE
