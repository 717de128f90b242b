"""Work on single credits: read them from the chain, foretell an act, keep files, tell reasons in words."""
