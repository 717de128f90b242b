"""Who has financed what: messages, a desk over ChargeRegistry, what its commands ask and do."""
