#!/bin/sh
# Puts the pinned anvil into .cache/node/bin. npm comes from the system or, where there is none,
# from a wheel into .venv. Prints nothing when anvil is there already.
set -eu
cd "$(dirname "$0")/.."
version=1.7.1
folder=.cache/node
if "$folder/bin/anvil" --version 2>/dev/null | grep -q "$version"; then
    exit 0
fi

npm=npm
if ! npm --version >/dev/null 2>&1; then
    echo "no npm on this machine: installing one into .venv"
    .venv/bin/python -m pip install -q --require-hashes -r tools/node-requirements.txt
    npm=.venv/bin/npm
fi

echo "installing anvil $version into $folder"
rm -rf "$folder"
mkdir -p "$folder/bin"
if ! "$npm" install --prefix "$folder" --ignore-scripts --no-save --no-package-lock --no-audit --no-fund \
    --loglevel=error "@foundry-rs/anvil@$version" >.cache/npm.log 2>&1; then
    tail -n 15 .cache/npm.log >&2
    echo "make: anvil could not be installed (the whole log: .cache/npm.log)" >&2
    exit 1
fi
binary=$(find "$folder/node_modules" -type f -path '*/anvil-*/bin/anvil' | head -n 1)
if [ -z "$binary" ]; then
    echo "make: the package @foundry-rs/anvil $version brings no anvil for this machine ($(uname -sm))" >&2
    exit 1
fi
chmod +x "$binary"
ln -s "$PWD/$binary" "$folder/bin/anvil"
"$folder/bin/anvil" --version >/dev/null || {
    echo "make: anvil $version does not start on this machine ($(uname -sm))" >&2
    exit 1
}
