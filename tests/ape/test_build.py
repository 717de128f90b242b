"""What Ape builds is what everything else is tested on: byte for byte."""

from __future__ import annotations

import pytest

from usance.chain.artifacts import artifact, deployables


@pytest.fixture(scope="module")
def built() -> dict[str, object]:
    """Ape's own build of every deployable, compiled now and not taken from an older one."""
    import ape

    found = ape.project.load_contracts(use_cache=False)
    return {name: container.contract_type for name, container in found.items()}


def test_build__has_every_deployable(built: dict[str, object]) -> None:
    assert set(deployables()) <= set(built)


@pytest.mark.parametrize("name", sorted(deployables()))
def test_build__runtime__equals_the_artifact(name: str, built: dict[str, object]) -> None:
    runtime = built[name].runtime_bytecode.bytecode  # type: ignore[attr-defined]
    assert bytes.fromhex(str(runtime).removeprefix("0x")) == artifact(name).runtime
