#!/bin/sh
# A local chain that keeps its state between runs: anvil on out/chain/state.json.
# PORT=8545  START=2026-03-02T10:00+01:00 (clock of a new chain)  FRESH=1 (forget the old one)
set -eu
cd "$(dirname "$0")/.."
port=${PORT:-8545}
state=out/chain/state.json
mkdir -p out/chain

if ! .venv/bin/python -c "
import socket, sys
with socket.socket() as s:
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', int(sys.argv[1])))" "$port" 2>/dev/null; then
    echo "chain: port $port is not free on 127.0.0.1; stop what runs there or say PORT=" >&2
    exit 1
fi

set -- --quiet --host 127.0.0.1 --port "$port" --chain-id 31337 --hardfork prague \
    --mnemonic "test test test test test test test test test test test junk" --accounts 60 \
    --balance 10000 --block-base-fee-per-gas 0 --gas-price 0 --steps-tracing \
    --state "$state" --state-interval 10
if [ -f "$state" ] && [ "${FRESH:-}" != 1 ]; then
    if [ -n "${START:-}" ]; then
        echo "chain: START sets the clock of a new chain, and $state exists; add FRESH=1 to begin anew" >&2
        exit 1
    fi
    # anvil alone would jump to the machine's clock: go on where the last block stands.
    last=$(.venv/bin/python -c "
import json, sys
print(int(json.load(open(sys.argv[1]))['block']['timestamp'], 16))" "$state" 2>/dev/null) || {
        echo "chain: $state cannot be read; FRESH=1 begins anew" >&2
        exit 1
    }
    set -- "$@" --timestamp "$last"
    echo "the chain of $state goes on at its last block's time (FRESH=1 begins anew)"
else
    if [ -n "${START:-}" ]; then
        start=$(.venv/bin/python -c "
import datetime, sys
moment = datetime.datetime.fromisoformat(sys.argv[1])
print(int(moment.timestamp()) if moment.tzinfo else sys.exit(1))" "$START" 2>/dev/null) || {
            echo "chain: START=$START is not a time with an offset, such as 2026-03-02T10:00+01:00" >&2
            exit 1
        }
        set -- "$@" --timestamp "$start"
        echo "a new chain; its clock starts at $START"
    else
        echo "a new chain; its clock starts now (START=2026-03-02T10:00+01:00 names another time)"
    fi
fi
if [ "${FRESH:-}" = 1 ]; then rm -f "$state"; fi
echo "listening on http://127.0.0.1:$port, chain id 31337; Ctrl-C stops it and keeps $state"
echo "in another terminal:"
echo "  . .venv/bin/activate"
if [ "$port" != 8545 ]; then echo "  export APE_FOUNDRY_HOST=http://127.0.0.1:$port"; fi
echo "  ape run deploy --network ethereum:local:foundry --account TEST::0"
exec anvil "$@"
