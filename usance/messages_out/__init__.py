"""Messages of category 7 written from the state of a credit. `export` writes one, `MTS` lists the types."""

from usance.messages_out.export import Exported, export
from usance.messages_out.table import MTS
from usance.messages_out.wish import ExportError, Wish, fields_from

__all__ = ["MTS", "ExportError", "Exported", "Wish", "export", "fields_from"]
