"""Operators' commands for accounts and the audit log."""

import click

from accounts import queries
from accounts.domain.audit import first_broken
from accounts.services import registering
from kernel import clock
from kernel.actor import Role
from web.commands import Commands, answer

accounts = Commands("accounts", help="People and their roles.")
audit = Commands("audit", help="The log of who did what.")


@audit.command("verify")
def verify() -> None:
    """Walk the whole chain and tell whether an entry was changed, moved or removed."""
    entries = list(queries.audit_entries())
    noted = queries.witnessed_audit_hashes(entries[0].hash) if entries else {}
    broken = first_broken(entries, noted)
    answer({"entries": len(entries), "intact": broken is None, "first_broken": broken})


@accounts.command("register")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([role.value for role in Role]))
@click.password_option()
def register(email: str, name: str, roles: tuple[str, ...], password: str) -> None:
    """Take a person in, for example the first administrator."""
    person_id = registering.register(
        email=email, name=name, password=password, roles={Role(role) for role in roles}, now=clock.now()
    )
    answer({"id": person_id})
