"""Every rule a received document is held to, and which release of Peppol's they come from."""

from services.billing.domain.rules_content import content_rules
from services.billing.domain.rules_portal import portal_rules
from services.billing.domain.rules_required import required_rules
from services.billing.domain.rules_sums import sum_rules
from services.billing.domain.rules_sweden import swedish_rules
from services.billing.domain.submitted import Submitted, Violation

PEPPOL_RELEASE = "3.0.19"
"""Peppol BIS Billing release whose rules are held here. Its warnings refuse a document too: the sender is our own ledger."""


def violations(document: Submitted) -> list[Violation]:
    """Every broken rule, by line. A document with none can be kept."""
    found = [each for rules in (required_rules, content_rules, sum_rules, swedish_rules, portal_rules) for each in rules(document)]
    return sorted(found, key=lambda each: (each.line or 0, each.rule))
