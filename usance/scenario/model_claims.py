"""Claims and charges as the model stage plays them: functions of the contracts to methods of the models."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from usance.chain.driver import Deployed
from usance.charges.message import CHARGE_REGISTRY, ChargeTerms, charge_message
from usance.claim_terms import Claim, Row, asset_change, prolongation
from usance.model import claim_rules
from usance.model.charge import ChargeModel, charge_words
from usance.model.claim import ClaimTokenModel
from usance.model.claim_base import acceptance_words
from usance.model.outcome import Outcome
from usance.model.party import Signed
from usance.model.world import World
from usance.scenario.defaults import zero_of
from usance.scenario.errors import ScenarioError
from usance.signing import Domain, digest, typed_message

CLAIM_TOKEN = "ClaimToken"
# Names of ERC-1155 as Python has them.
METHODS = {
    "safeTransferFrom": "safe_transfer_from",
    "safeBatchTransferFrom": "safe_batch_transfer_from",
    "setApprovalForAll": "set_approval_for_all",
    "balanceOf": "balance_of",
    "isApprovedForAll": "is_approved_for_all",
}
# Acts in which a claim is born to somebody who does not send them.
BIRTHS = {"bear", "default_", "report_misdirected", "undertake", "call_recourse", "claim_refund"}
REENTERING = 3
ACCEPTANCE = (("claims", "bytes32[]"), ("waivers", "uint256"), ("nonce", "uint256"), ("deadline", "uint256"))
# (signer, digest, words, signature, contract) -> the signature as a fact
Sign = Callable[[str, bytes, tuple[object, ...], bytes, str], Signed | None]


def typed(arg: Any) -> Any:
    """The models take terms and rows as dataclasses."""
    if isinstance(arg, Mapping):
        return Claim.from_mapping(arg) if "debtor" in arg else Row.from_mapping(arg)
    if isinstance(arg, list):
        return [typed(item) for item in arg]
    return arg


class ClaimsOnModel:
    """The models of ClaimToken and ChargeRegistry in one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.charges: ChargeModel | None = None
        self.claims: ClaimTokenModel | None = None
        self._refusing: set[str] = set()
        self._slow: set[str] = set()

    def adopt(self, contract: Deployed, args: Sequence[Any]) -> None:
        """The model of a contract that stands at an address."""
        parties: Any = self.world.parties
        if contract.name == CHARGE_REGISTRY:
            self.charges = ChargeModel(contract.address, parties, str(args[1]))
        elif contract.name == CLAIM_TOKEN:
            assert self.charges is not None
            self.claims = ClaimTokenModel(contract.address, self.world, self.charges)
            self.world.claims = self.claims

    def forget_ids(self) -> None:
        """The chain has another id from here on."""
        if self.claims is not None:
            self.claims._claim_id.cache_clear()

    def enter(self, contract: Deployed, args: Sequence[Any]) -> None:
        """A party that is a contract, and how it answers the hooks of ERC-1155."""
        assert self.claims is not None
        self.claims.contracts.add(contract.address)
        if contract.name == "HostileMegabyte" and not args[1]:
            self._slow.add(contract.address)
        elif contract.name == "HostileMegabyte" or (
            contract.name == "HostileParty" and args[1] != REENTERING
        ):
            self._refusing.add(contract.address)

    def prepare(self, function: str) -> None:
        """Before an act: at a birth a hook has little gas, a megabyte behind the answer is a refusal."""
        if self.claims is not None:
            self.claims.refusing = self._refusing | (self._slow if function in BIRTHS else set())

    # --- acts ---

    def act(
        self, name: str, function: str, args: Sequence[Any], sender: str, now: int, sign: Sign
    ) -> Outcome:
        """One act of either contract; `sign` makes a fact of a signature."""
        if name == CHARGE_REGISTRY:
            return self._charge(function, list(args), sender, now, sign)
        assert self.claims is not None
        values = [typed(arg) for arg in args]
        if function in {"accept_signed", "register_accepted"}:
            values[-1] = self._acceptance(function, values, sign)
        method: Callable[..., Outcome] = _method(self.claims, function)
        return method(sender, now, *values)

    def _acceptance(self, function: str, values: Sequence[Any], sign: Sign) -> Signed | None:
        assert self.claims is not None
        waivers, nonce, deadline, signature = values[-4:]
        terms: Claim = values[0]
        if function == "accept_signed":
            ids = [self.claims.claim_id(terms)]
        else:
            ids = [self.claims.claim_id(terms.with_row(row)) for row in values[1]]
        told = {"claims": ids, "waivers": waivers, "nonce": nonce, "deadline": deadline}
        domain = Domain(CLAIM_TOKEN, self.world.chain_id, self.claims.address)
        message = typed_message(domain, "Acceptance", ACCEPTANCE, told)
        words = acceptance_words(ids, waivers, nonce, deadline)
        return sign(terms.debtor, digest(message), words, signature, self.claims.address)

    def _charge(self, function: str, args: list[Any], sender: str, now: int, sign: Sign) -> Outcome:
        assert self.charges is not None
        if function != "charge":
            method: Callable[..., Outcome] = _method(self.charges, function)
            return method(sender, now, *args)
        fingerprint, seller, object_amount, amount, until, filing, reference, nonce, deadline, signature = (
            args
        )
        terms = ChargeTerms(
            seller=seller,
            creditor=sender,
            fingerprint=fingerprint,
            object_amount=object_amount,
            amount=amount,
            until=until,
            filing=filing,
            reference=reference,
        )
        domain = Domain(CHARGE_REGISTRY, self.world.chain_id, self.charges.address)
        hashed = digest(charge_message(domain, terms, nonce, deadline))
        words = charge_words(terms, nonce, deadline)
        signed = sign(seller, hashed, words, signature, self.charges.address)
        return self.charges.charge(sender, now, terms, nonce, deadline, signed)

    # --- views ---

    def view(self, contract: Deployed, function: str, args: Sequence[Any], now: int) -> Any:
        """One view of either contract, or of the rules of claims."""
        values = [typed(arg) for arg in args]
        if contract.name == "ClaimRules":
            return self._rules(function, values, now)
        model: Any = self.charges if contract.name == CHARGE_REGISTRY else self.claims
        if function == "owed":
            return model.waiting.owed(*values)
        if function == "stopped_until":
            return model.guard.stopped_until
        method = _method(model, function)
        timed = "now" in inspect.signature(method).parameters
        found = method(*values, now) if timed else method(*values)
        if found is None:
            return zero_of(contract.abi.function(function).outputs.components[0])
        return found

    def _rules(self, function: str, args: Sequence[Any], now: int) -> Any:
        if function == "prolongation":
            return prolongation(*args)
        if function == "asset_change":
            return asset_change(*args)
        found = getattr(claim_rules, function, None)
        if not callable(found) or function.startswith("_"):
            raise ScenarioError(f"the model has no {function}")
        return found(self.world.days, *args, now)


def _method(model: Any, function: str) -> Callable[..., Any]:
    """A method of a model; what it does not have cannot be played on it."""
    name = METHODS.get(function, function)
    found = None if name.startswith("_") else getattr(model, name, None)
    if not callable(found):
        raise ScenarioError(f"the model has no {function}")
    return found  # type: ignore[no-any-return]
