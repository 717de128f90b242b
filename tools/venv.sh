#!/bin/sh
# Makes .venv with the pinned packages of requirements.txt, and again only when that file, the
# folder or the Python changes. Called by make; prints nothing when there is nothing to do.
set -eu
cd "$(dirname "$0")/.."
stamp=.venv/usance-requirements.txt
place=.venv/usance-place

runs() { # a command that really starts and is 3.11 or 3.12 (a shim may exist and not run)
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' >/dev/null 2>&1
}

wait_for() { # label, log, command...: runs quietly, tells every ten seconds that it lives
    label=$1 log=$2
    shift 2
    "$@" >"$log" 2>&1 &
    child=$!
    trap 'kill "$child" 2>/dev/null; exit 130' INT TERM
    waited=0
    while kill -0 "$child" 2>/dev/null; do
        sleep 1
        waited=$((waited + 1))
        if [ $((waited % 10)) -eq 0 ]; then echo "  $label: ${waited} s"; fi
    done
    trap - INT TERM
    wait "$child"
}

if [ -f "$stamp" ] && cmp -s requirements.txt "$stamp" && [ "$(cat "$place" 2>/dev/null)" = "$PWD" ] \
    && runs .venv/bin/python; then
    exit 0
fi

# The old .venv must not be the Python that makes the new one.
PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -v "/\.venv/bin$" | tr '\n' ':')
export PATH
unset VIRTUAL_ENV PYTHONHOME

python=
for candidate in ${PYTHON:+"$PYTHON"} python3.12 python3.11 python3; do
    if runs "$candidate"; then
        python=$candidate
        break
    fi
done

mkdir -p .cache
rm -rf .venv
installer=pip
if [ -n "$python" ] && "$python" -m venv .venv >.cache/venv.log 2>&1; then
    version=$(.venv/bin/python -c 'import platform; print(platform.python_version())')
elif command -v uv >/dev/null 2>&1; then
    rm -rf .venv
    uv venv -q --python "${python:-3.12}" .venv || {
        echo "make: uv found no Python 3.12; run 'uv python install 3.12', then make again" >&2
        exit 1
    }
    installer=uv
    version=$(.venv/bin/python -c 'import platform; print(platform.python_version())')
else
    rm -rf .venv
    echo "make: needs Python 3.11 or 3.12 with venv: install python3 and python3-venv (Debian), python@3.12 (Homebrew), or uv" >&2
    exit 1
fi

echo "making .venv with Python $version: 160 pinned packages, about a minute"
if [ "$installer" = uv ]; then
    set -- uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements.txt
else
    set -- .venv/bin/python -m pip install --no-input --require-hashes -r requirements.txt
fi
if ! wait_for "installing" .cache/install.log "$@"; then
    tail -n 15 .cache/install.log >&2
    echo "make: the packages of requirements.txt could not be installed (the whole log: .cache/install.log)" >&2
    exit 1
fi
# Whoever activates .venv and runs ape by hand writes into the project too, not into the home folder.
cat >>.venv/bin/activate <<'END'

APE_DATA_FOLDER="$(dirname "$VIRTUAL_ENV")/.cache/ape"
VVM_BINARY_PATH="$(dirname "$VIRTUAL_ENV")/.cache/vvm"
PATH="$PATH:$(dirname "$VIRTUAL_ENV")/.cache/node/bin"
export APE_DATA_FOLDER VVM_BINARY_PATH PATH
END
pwd >"$place"
cp requirements.txt "$stamp"
echo ".venv is ready"
