"""Storeys share one storage: the compiler's layouts are the same slot by slot (decision 6)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from usance.chain.artifacts import ROOT, STOREYS, _compiler, artifact, deployables

PASSED_ON = re.compile(r"is_delegate_call=True")


def layout(name: str) -> dict[str, Any]:
    """Where the storage and the lock of a contract lie."""
    from vyper.compiler.output import build_layout_output

    found = build_layout_output(_compiler(deployables()[name], None, "gas", {}))
    return {kind: found.get(kind) for kind in ("storage_layout", "transient_storage_layout")}


@pytest.mark.parametrize("name", STOREYS)
def test_storeys__layout__one_for_all(name: str) -> None:
    first = layout(name)
    assert first["storage_layout"]
    assert first["transient_storage_layout"]
    for storey in STOREYS[name]:
        assert layout(storey) == first, storey


@pytest.mark.parametrize("name", STOREYS)
def test_storeys__selectors__none_stands_in_two_storeys(name: str) -> None:
    """The first storey that knows a selector answers; a second one would never be reached."""
    from usance.chain.abi import Abi
    from usance.chain.artifacts import _load, _session_key

    seen: dict[bytes, str] = {}
    for storey in (name, *STOREYS[name]):
        abi = Abi(_load(storey, deployables()[storey], _session_key()).abi)
        for function in abi.by_arity.values():
            known = seen.setdefault(function.selector, storey)
            # Each storey shows its own wiring.
            assert known == storey or function.name.isupper(), f"{function.name} in {known} and {storey}"


@pytest.mark.parametrize("name", STOREYS)
def test_storeys__delegatecall__one_place_a_storey_and_the_last_has_none(name: str) -> None:
    chain = (name, *STOREYS[name])
    for index, storey in enumerate(chain):
        text = (ROOT / deployables()[storey]).read_text(encoding="ascii")
        assert len(PASSED_ON.findall(text)) == (0 if index == len(chain) - 1 else 1)


def test_modules__delegatecall__nowhere_else() -> None:
    for path in sorted((ROOT / "contracts" / "modules").glob("*.vy")):
        assert not PASSED_ON.search(path.read_text(encoding="ascii")), path.name


@pytest.mark.parametrize("name", STOREYS)
def test_artifact__abi__is_the_union_and_the_constructor_its_own(name: str) -> None:
    union = artifact(name).abi
    names = {entry.get("name") for entry in union if entry["type"] == "function"}
    for storey in STOREYS[name]:
        own = {entry.get("name") for entry in artifact(storey).abi if entry["type"] == "function"}
        assert own <= names
    assert sum(entry["type"] == "constructor" for entry in union) == 1
