#!/usr/bin/env bash
# From nothing to a running platform with its demonstration world. Ctrl-C stops it; run again, it keeps the data.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/steps.sh

export FLASK_APP=app
flask=".venv/bin/flask"

echo "Preparing the platform"
step "build style sheets, icons and scripts" $flask assets build
step "compile the Chinese texts" $flask translations compile
step "bring the database up to date" $flask db upgrade
step "load the schemes" $flask schemes load
step "load the question bank" $flask bank import question_bank/content
step "fill the demonstration world" $flask demo --quiet
step "check settings, durability and fonts" $flask doctor
$flask demo --sign-ins
exec .venv/bin/python tools/serve.py --port "${PORT:-8000}"
