"""Bytecode and ABI of the suite's contracts, never stale.

Contracts are compiled in process by the pinned Vyper for the EVM of ape-config.yaml. The cache
under out/artifacts is keyed by the hash of every Vyper source, so a change in a module or an
interface always reaches the contracts that use it (Ape's own cache does not see such a change).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sysconfig
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

EVM_VERSION = "cancun"
ROOT = Path(__file__).resolve().parents[2]
SOURCE_FOLDERS = ("contracts", "interfaces")
CACHE = ROOT / "out" / "artifacts"
IMPORT = re.compile(r"^from contracts\.modules import (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Artifact:
    """One deployable: its name, source, ABI, and code."""

    name: str
    path: str
    abi: tuple[dict[str, Any], ...]
    initcode: bytes
    runtime: bytes

    @property
    def runtime_size(self) -> int:
        """Bytes of runtime code as EIP-170 counts them (immutables included)."""
        return len(self.runtime)


def sources() -> dict[str, bytes]:
    """Every Vyper source of the project by its path from the root, in a fixed order."""
    found: dict[str, bytes] = {}
    for folder in SOURCE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.vy*")):
            if path.suffix in {".vy", ".vyi"}:
                found[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return found


def sources_hash(files: dict[str, bytes] | None = None) -> str:
    """A hash over all Vyper sources and the compiler settings."""
    digest = hashlib.sha256(f"0.4.3/{EVM_VERSION}/gas".encode())
    for name, text in (sources() if files is None else files).items():
        digest.update(name.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()


def deployables() -> dict[str, str]:
    """Contract name -> path, for every file whose name says that it deploys (CamelCase)."""
    found: dict[str, str] = {}
    for folder in ("contracts", "contracts/testing"):
        for path in sorted((ROOT / folder).glob("*.vy")):
            if path.stem[:1].isupper():
                found[path.stem] = path.relative_to(ROOT).as_posix()
    return found


def _compiler(path: str, text: str | None, optimize: str, overrides: Mapping[str, str]) -> Any:
    """The compiler's data of one deployable; `overrides` are texts by path that hide the files."""
    from vyper.compiler import CompilerData
    from vyper.compiler.input_bundle import FileInput, FilesystemInputBundle, PathLike
    from vyper.compiler.settings import OptimizationLevel, Settings

    class Bundle(FilesystemInputBundle):  # type: ignore[misc]
        def _load_from_path(self, resolved_path: PathLike, original_path: PathLike) -> Any:
            full = Path(resolved_path)
            name = full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else ""
            if name in overrides:
                source_id = self._generate_source_id(resolved_path)
                return FileInput(source_id, original_path, resolved_path, overrides[name])
            return super()._load_from_path(resolved_path, original_path)

    full = ROOT / path
    source = overrides.get(path) if text is None else text
    if source is None:
        source = full.read_text(encoding="ascii")
    return CompilerData(
        FileInput(0, Path(path), full, source),
        input_bundle=Bundle([Path(sysconfig.get_paths()["purelib"]), ROOT]),
        settings=Settings(evm_version=EVM_VERSION, optimize=OptimizationLevel.from_string(optimize)),
    )


def compile_source(
    path: str, text: str | None = None, optimize: str = "gas", overrides: Mapping[str, str] | None = None
) -> Artifact:
    """Compile one deployable, from disk or from the given text of it (mutants, guards).

    `overrides` gives other texts for sources by their path from the root, modules included.
    """
    from vyper.compiler.output import build_abi_output

    data = _compiler(path, text, optimize, overrides or {})
    return Artifact(
        name=Path(path).stem,
        path=path,
        abi=tuple(build_abi_output(data)),
        initcode=data.bytecode,
        runtime=data.bytecode_runtime,
    )


@lru_cache(maxsize=256)
def depends_on(path: str) -> frozenset[str]:
    """The paths of a source and of every module of the project under it."""
    found = {path}
    for module in IMPORT.findall((ROOT / path).read_text(encoding="utf-8")):
        inner = f"contracts/modules/{module}.vy"
        if (ROOT / inner).exists():
            found |= depends_on(inner)
    return frozenset(found)


# Contracts that are called at another one's address: its ABI is the union of theirs and its own.
STOREYS: Mapping[str, tuple[str, ...]] = {
    "ClaimToken": ("ClaimBirths", "ClaimLife", "ClaimRights"),
    "DocumentaryCredit": ("CreditSettlement", "CreditAmendments", "CreditRemedies", "CreditUndertakings"),
}
OPTIMIZE = "#optimize"
# Texts by path that `artifact` compiles instead of the files, for this process alone.
_REPLACED: dict[str, str] = {}


def replace_sources(texts: Mapping[str, str], optimize: str = "gas") -> None:
    """From here on this process gets its contracts with these texts (`make guards`).

    ABI and runtime of the artifact stay those of the files: only the init code is made anew.
    """
    _REPLACED.clear()
    _REPLACED.update(texts)
    _REPLACED[OPTIMIZE] = optimize
    _replaced_artifact.cache_clear()


@lru_cache(maxsize=64)
def _replaced_artifact(name: str, path: str) -> Artifact:
    base = _load(name, path, _session_key())
    return replace(base, initcode=_compiler(path, None, _REPLACED[OPTIMIZE], _REPLACED).bytecode)


def _store(target: Path, artifact: Artifact) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    body = json.dumps(
        {
            "path": artifact.path,
            "abi": artifact.abi,
            "initcode": artifact.initcode.hex(),
            "runtime": artifact.runtime.hex(),
        }
    )
    handle, temporary = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "w") as file:
        file.write(body)
    os.replace(temporary, target)


@lru_cache(maxsize=1024)
def _load(name: str, path: str, key: str) -> Artifact:
    target = CACHE / key[:16] / f"{name}.json"
    if target.exists():
        body = json.loads(target.read_text())
        return Artifact(
            name, path, tuple(body["abi"]), bytes.fromhex(body["initcode"]), bytes.fromhex(body["runtime"])
        )
    artifact = compile_source(path)
    _store(target, artifact)
    return artifact


@lru_cache(maxsize=1)
def _session_key() -> str:
    return sources_hash()


def _shape(entry: Mapping[str, Any]) -> str:
    """What makes two ABI entries one."""
    return json.dumps([entry["type"], entry.get("name"), entry.get("inputs")], sort_keys=True)


@lru_cache(maxsize=256)
def _union(name: str, key: str) -> tuple[dict[str, Any], ...]:
    """The ABI of a contract with its storeys; the constructor is its own."""
    paths = deployables()
    own = _load(name, paths[name], key).abi
    seen = {_shape(entry) for entry in own}
    entries = list(own)
    for storey in STOREYS[name]:
        for entry in _load(storey, paths[storey], key).abi:
            if entry["type"] in {"function", "event"} and _shape(entry) not in seen:
                seen.add(_shape(entry))
                entries.append(entry)
    return tuple(entries)


def _with_storeys(compiled: Artifact) -> Artifact:
    if compiled.name not in STOREYS:
        return compiled
    return replace(compiled, abi=_union(compiled.name, _session_key()))


def artifact(name: str) -> Artifact:
    """The compiled contract of that name (CamelCase file name without .vy)."""
    paths = deployables()
    if name not in paths:
        raise KeyError(f"no contract {name} in contracts/; there are {', '.join(paths)}")
    if _REPLACED and not depends_on(paths[name]).isdisjoint(_REPLACED):
        return _with_storeys(_replaced_artifact(name, paths[name]))
    return _with_storeys(_load(name, paths[name], _session_key()))


def all_artifacts(testing: bool = False) -> dict[str, Artifact]:
    """Every deployable of the suite; the testing contracts only when asked for."""
    return {
        name: artifact(name)
        for name, path in deployables().items()
        if testing or not path.startswith("contracts/testing/")
    }
