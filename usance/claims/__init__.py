"""Work on single claims: read them from the chain, foretell an act, keep files, draw lineage."""
