"""The account of a bank or company: its words, what its people sign, its files, its desk."""
