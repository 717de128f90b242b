"""A presentation from a manifest, a folder, or an inline mapping.

    presented: 2026-05-05
    amount: EUR 248500.00
    documents:
      invoice: {file: invoice.xml, originals: 3, signed: yes}      # UBL, CII, or a PDF that embeds CII
      bill-of-lading: {file: bl.json, originals: 3}                # DCSA, or this package's own fields
      packing-list: {document: packing list, date: 2026-04-20}     # said here, without a file

What stands beside `file` wins over what the file says: it is about the sheets that lie on the desk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from usance.examine import dcsa, invoice_files
from usance.examine.documents import document_of
from usance.examine.errors import ExamineError, from_pydantic
from usance.examine.facts import Document, SetFacts
from usance.examine.models import SetModel
from usance.examine.values import money_of

MANIFESTS = ("set.yaml", "set.yml", "set.json")
MAX_FILE = 5_000_000
READ_AS_INVOICE = {".xml", ".pdf"}
READ_AS_TEXT = {".json", ".yaml", ".yml"}


class _Text(yaml.SafeLoader):
    """YAML with every scalar a string: NO is an answer here, not false, and 17:00 no number."""


_Text.yaml_implicit_resolvers = {}


def load(path: Path) -> Any:
    """JSON or YAML from a file; ExamineError with one line."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise ExamineError(
                str(path), f"is larger than {MAX_FILE:,} bytes", "send large attachments apart"
            )
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ExamineError(
            str(path), f"cannot be read: {error.strerror or 'no such file'}", "check the path"
        ) from None
    except UnicodeDecodeError:
        raise ExamineError(str(path), "is no UTF-8 text", "save it as UTF-8") from None
    try:
        if path.suffix.lower() == ".json":
            return json.loads(text, parse_float=Decimal)
        return yaml.load(text, _Text)
    except json.JSONDecodeError as error:
        raise ExamineError(
            f"{path}, line {error.lineno}", f"is no JSON ({error.msg})", "correct it"
        ) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = getattr(error, "problem", None) or "cannot be parsed"
        raise ExamineError(f"{path}{line}", f"is no YAML ({problem})", "correct it") from None
    except (RecursionError, ValueError):
        raise ExamineError(str(path), "cannot be parsed", "correct it") from None


def read_set(path: Path, presented: date | None = None) -> SetFacts:
    """The set in a manifest, or in a folder (with a manifest, or each file a document).

    `presented` is the day of presentation; given here, it wins over the manifest's.
    """
    if path.is_dir():
        manifest = next((path / name for name in MANIFESTS if (path / name).is_file()), None)
        if manifest is None:
            return set_of(_folder(path), presented, path, str(path))
        path = manifest
    return set_of(load(path), presented, path.parent, str(path))


def _folder(path: Path) -> dict[str, Any]:
    files = [one for one in sorted(path.iterdir()) if one.is_file() and not one.name.startswith(".")]
    if not files:
        raise ExamineError(str(path), "holds no document", f"write a manifest {MANIFESTS[0]}")
    stems = [one.stem for one in files]
    return {
        "documents": {
            one.stem if stems.count(one.stem) == 1 else one.name: {"file": one.name} for one in files
        }
    }


def set_of(
    body: Any, presented: date | None = None, folder: Path | None = None, where: str = "set"
) -> SetFacts:
    """The set in a mapping; files are looked for beside the manifest, and only there."""
    if not isinstance(body, Mapping):
        raise ExamineError(where, "holds no mapping", "write presented, amount and documents")
    body = dict(body)
    if isinstance(body.get("documents"), list | tuple):
        body["documents"] = _named(body["documents"], where)
    try:
        model = SetModel.model_validate(body)
    except ValidationError as error:
        raise from_pydantic(where, error) from None
    day = presented or model.presented
    if day is None:
        raise ExamineError(
            where, "says no day of presentation", "write presented: 2026-05-05, or --presented"
        )
    documents: list[Document] = []
    unread: list[tuple[str, str]] = []
    for name, entry in model.documents.items():
        found = _document(name, entry, folder, where)
        if isinstance(found, Document):
            documents.append(found)
        else:
            unread.append((name, found))
    currency, amount = model.currency.upper(), None
    if model.amount:
        # A bare number is in the currency of the documents; one that names its currency is in that.
        named = currency or ("" if model.amount[:3].isalpha() else _currency(documents))
        currency, amount = money_of(model.amount, named, f"{where}: field amount")
    return SetFacts(
        presented=day,
        documents=tuple(sorted(documents, key=lambda one: one.name)),
        currency=currency,
        amount=amount,
        schedule_29b=model.schedule_29b,
        not_read=tuple(sorted(unread)),
    )


def _currency(documents: list[Document]) -> str:
    return next((one.currency for one in documents if one.currency), "")


def _named(entries: list[Any] | tuple[Any, ...], where: str) -> dict[str, Any]:
    """A list of documents, named by what they are: bill-of-lading, bill-of-lading-2."""
    found: dict[str, Any] = {}
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, Mapping):
            raise ExamineError(where, f"document {number} is no mapping", "write its fields")
        stem = str(entry.get("name") or entry.get("document") or entry.get("file") or f"document {number}")
        stem = "-".join(stem.lower().split())
        name, count = stem, 1
        while name in found:
            count += 1
            name = f"{stem}-{count}"
        found[name] = {key: value for key, value in entry.items() if key != "name"}
    return found


def _document(name: str, entry: Any, folder: Path | None, where: str) -> Document | str:
    spot = f"{where}: document {name}"
    if not isinstance(entry, Mapping):
        raise ExamineError(spot, "is no mapping", "write its fields, or file: NAME")
    body = dict(entry)
    if "file" not in body:
        return document_of(name, _from_any(body, spot), spot)
    path = _path(str(body.pop("file")), folder, spot)
    said = _read(path, name, spot)
    if isinstance(said, str):
        return document_of(name, {"document": said, **body}, spot) if "document" in body else said
    # A file that names no kind is known by the manifest, or by its own name.
    said.setdefault("document", name.replace("-", " ").replace("_", " "))
    return document_of(name, {**said, **body}, spot)


def _path(text: str, folder: Path | None, spot: str) -> Path:
    if folder is None:
        raise ExamineError(spot, "names a file where none can be", "write its fields")
    path = (folder / text).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ExamineError(
            spot, f"file {text[:60]} lies outside the folder of the set", "move it beside the manifest"
        )
    if not path.is_file():
        raise ExamineError(spot, f"file {text[:60]} is missing", "put it beside the manifest")
    return folder / text


def _read(path: Path, name: str, spot: str) -> dict[str, Any] | str:
    """The fields of a file; a text for one that no reader takes."""
    suffix = path.suffix.lower()
    if suffix in READ_AS_INVOICE:
        return invoice_files.fields_of(path, spot)
    if suffix not in READ_AS_TEXT:
        return f"{name}{suffix}"
    body = load(path)
    if not isinstance(body, Mapping):
        raise ExamineError(f"{spot}: {path.name}", "holds no mapping", "write one field a fact")
    return _from_any(dict(body), f"{spot}: {path.name}")


def _from_any(body: dict[str, Any], spot: str) -> dict[str, Any]:
    return dcsa.fields_of(body, spot) if dcsa.is_dcsa(body) else body
