"""`--network` for every command: a name that Ape does not know is one line, not the list of all it knows."""

from __future__ import annotations

import click
from ape.cli import ConnectedProviderCommand


class NetworkCommand(ConnectedProviderCommand):
    """A connected command whose wrong `--network` is told in one line."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return list(super().parse_args(ctx, args))
        except click.BadParameter as error:
            first = error.message.splitlines()[0].removesuffix("Options:").strip()
            raise click.BadParameter(first, error.ctx, error.param, error.param_hint) from None
