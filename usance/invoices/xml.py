"""Bytes to a tree, with everything refused that an invoice has no use for.

The order matters: length, encoding, DOCTYPE, and only then a parser. The decoded text is what lxml
sees, and its canonical form is what Saxon sees (`rules`), so no two can read the same bytes differently.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from eth_utils.crypto import keccak
from lxml import etree  # type: ignore[import-untyped]

from usance.invoices.errors import InvoiceError, quoted

Element: TypeAlias = Any

MAX_XML = 2_000_000  # [bytes]; the largest of the sample invoices has 35 thousand
# With a byte order mark the mark decides; without one the declaration does, and it is ASCII-readable.
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
}
DECLARATION = re.compile(r"""<\?xml\s+version\s*=\s*["'][^"']*["'](?P<rest>[^?]*)\?>""")
DECLARED = re.compile(r"""encoding\s*=\s*["'](?P<name>[A-Za-z0-9._-]+)["']""")
PROLOG = re.compile(r"(?:\s+|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)


@dataclass(frozen=True)
class Xml:
    """A parsed document: its root, without DOCTYPE, comments and processing instructions."""

    root: Element

    @cached_property
    def canonical(self) -> bytes:
        """W3C Canonical XML 1.0, comments and processing instructions left out.

        What two copies of one document have in common, whatever their encoding and line ends.
        """
        try:
            canonical: bytes = etree.tostring(self.root, method="c14n", with_comments=False)
        except etree.C14NError:
            raise InvoiceError(
                "document", "a namespace in it is no absolute name", "ask the sender for the file again"
            ) from None
        return canonical

    @cached_property
    def content(self) -> bytes:
        """keccak256 of the canonical document: `content` of the claim's terms."""
        return keccak(self.canonical)


def parse(data: bytes) -> Xml:
    """The document in these bytes; InvoiceError for what is too large, has a DOCTYPE or is no XML."""
    if len(data) > MAX_XML:
        raise InvoiceError(
            "document",
            f"it has {len(data):,} bytes, and at most {MAX_XML:,} of XML are read",
            "send large attachments apart",
        )
    text = decode(data)
    refuse_doctype(text)
    # A parser of its own for each document: lxml's parsers keep state, and a new one costs microseconds.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        # A comment inside a value would cut it in two for one reader and not for another.
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InvoiceError(
            "document", f"it is not well-formed XML ({error})", "ask the sender for the file again"
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:  # never reached: the text was looked at first
        raise doctype_refused()
    return Xml(root)


def decode(data: bytes) -> str:
    """The text without byte order mark and XML declaration, in one of the encodings that invoices use."""
    encoding = ""
    for mark, name in MARKS:
        if data.startswith(mark):
            data, encoding = data[len(mark) :], name
            break
    else:
        if b"\0" in data[:64]:
            # UTF-16 or UTF-32 without a mark: allowed by no profile, and a way to hide a DOCTYPE.
            raise InvoiceError("document", "its encoding cannot be told", "save the file as UTF-8")
        declared = DECLARED.search(data[:200].decode("latin-1").split("?>", 1)[0])
        name = declared["name"].lower() if declared and data.lstrip()[:5] == b"<?xml" else "utf-8"
        encoding = ENCODINGS.get(name, "")
        if not encoding:
            raise InvoiceError("document", f"encoding {quoted(name)} is not read", "save the file as UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvoiceError(
            "document", f"byte {error.start} is not {encoding}", "save the file as UTF-8"
        ) from None
    return DECLARATION.sub("", text.lstrip(), count=1) if text.lstrip().startswith("<?xml") else text


def refuse_doctype(text: str) -> None:
    """A DOCTYPE can only stand before the root element: entities, bombs and outside files need one."""
    start = PROLOG.match(text)
    rest = text[start.end() if start else 0 :][:9].upper()
    if rest.startswith("<!"):
        raise doctype_refused()


def doctype_refused() -> InvoiceError:
    return InvoiceError(
        "document",
        "it has a DOCTYPE, which may hold entities and name outside files",
        "ask the sender for the invoice without one",
    )
