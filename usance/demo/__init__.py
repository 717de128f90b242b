"""The story `make demo` tells: an MT700 from issue to payment, and a bank that stays silent."""
