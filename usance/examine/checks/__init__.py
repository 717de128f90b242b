"""The checks, one module a subject; `usance.examine.engine` registers all of them."""
