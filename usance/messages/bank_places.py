"""The place where a bank acts, and the centre of a currency, from bank_places.yaml."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict


class BankPlaces(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    locations: dict[str, str]
    currencies: dict[str, str]


@lru_cache(maxsize=1)
def bank_places() -> BankPlaces:
    """The file, read once."""
    text = resources.files("usance.messages").joinpath("bank_places.yaml").read_text(encoding="utf-8")
    return BankPlaces.model_validate(yaml.load(text, yaml.BaseLoader))


def place_of_bic(bic: str) -> str | None:
    """UN/LOCODE by country and location code of a BIC, None when the file does not list it."""
    return bank_places().locations.get(bic[4:8])


def place_of_currency(currency: str) -> str | None:
    """Where a currency is settled, None when the file does not list it."""
    return bank_places().currencies.get(currency)
