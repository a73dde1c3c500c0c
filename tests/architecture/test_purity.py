"""Rules run where neither Flask nor a database is installed."""

import subprocess
import sys

from tests.support.house import ROOT, domain_modules

FOREIGN = (
    "flask", "flask_babel", "flask_login", "flask_sqlalchemy", "flask_wtf", "sqlalchemy", "wtforms", "werkzeug",
    "jinja2", "psycopg", "requests", "web", "storage", "jobs", "messages",
)  # fmt: skip

LOOK = """
import sys
from importlib import import_module
for name in sys.argv[2].split(","):
    import_module(name)
print(",".join(name for name in sys.argv[1].split(",") if name in sys.modules))
"""


def _known_after_importing(modules: list[str]) -> str:
    answer = subprocess.run(
        [sys.executable, "-c", LOOK, ",".join(FOREIGN), ",".join(modules)],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_domains_and_kernel_import_without_flask_and_without_a_database():
    assert _known_after_importing(domain_modules()) == ""


def test_the_kernel_imports_nothing_of_the_house():
    kernel = [name for name in domain_modules() if name.split(".")[0] == "kernel"]
    code = (
        "import sys; from importlib import import_module; "
        f"[import_module(name) for name in {kernel!r}]; "
        "print([name for name in sys.modules if name.endswith('.domain') or name == 'accounts'])"
    )

    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"
