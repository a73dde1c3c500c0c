#!/usr/bin/env bash
# From nothing to a running platform with its demonstration world. Ctrl-C stops it; run again, it keeps the data.
set -euo pipefail
cd "$(dirname "$0")/.."

.venv/bin/python tools/prepare.py
exec .venv/bin/python tools/serve.py --port "${PORT:-8000}"
