#!/bin/sh
# Prints the Chromium to use: $CHROMIUM, else the first of the usual names that starts.
for candidate in ${CHROMIUM:+"$CHROMIUM"} chromium chromium-browser google-chrome \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
    "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if "$candidate" --version >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo "test-browser: no Chromium found; install chromium or set CHROMIUM to its path" >&2
exit 1
