"""The examiner: a set of documents against a credit. It proposes; a person decides. Needs no chain.

credit = of_message(read_file("credit.fin")[0])      # or credit_of({...}), of_terms(terms)
report = examine(credit, read_set(Path("set.yaml")))
report.discrepancies, text_77j(report.findings)
findings_of({...}, {...})                            # rule ids, on inline facts
"""

from usance.examine.credit import CreditFacts, credit_of, of_terms, with_terms
from usance.examine.engine import check_names, examine, facts_of, findings_of
from usance.examine.errors import ExamineError
from usance.examine.facts import SetFacts
from usance.examine.findings import Finding, Report, Severity, notice, text_77j
from usance.examine.mt700 import fields_of, of_message
from usance.examine.sets import read_set, set_of

__all__ = [
    "CreditFacts",
    "ExamineError",
    "Finding",
    "Report",
    "SetFacts",
    "Severity",
    "check_names",
    "credit_of",
    "examine",
    "facts_of",
    "fields_of",
    "findings_of",
    "notice",
    "of_message",
    "of_terms",
    "read_set",
    "set_of",
    "text_77j",
    "with_terms",
]
