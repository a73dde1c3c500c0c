"""The command that makes the demonstration world."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from sqlalchemy import inspect

from home.services.demonstration import world
from kernel import clock
from storage.database import db
from storage.transaction import transaction


@click.command("demo")
@click.option("--quiet", is_flag=True, help="Do not print the sign-ins.")
@click.option("--sign-ins", "only_sign_ins", is_flag=True, help="Only print the sign-ins of the world that is there.")
@with_appcontext
def demo(*, quiet: bool, only_sign_ins: bool) -> None:
    """Fill an empty database with people at every stage of the path; a database with people is left alone.

    Tables, schemes and questions that are not there yet are made first.
    """
    folder = Path(current_app.config["DATA_DIR"])
    if not inspect(db.engine).get_table_names():
        upgrade()
    with transaction(read_only=True):
        is_empty = world.is_empty()
    if is_empty and not only_sign_ins:
        password = world.new_password()
        world.fill(password, now=clock.now())
        world.write_sign_ins(folder, password)
    elif not only_sign_ins and not quiet:
        click.echo("There are people in this database already; it is left as it is.", err=True)
    if not quiet:
        for person in world.sign_ins(folder):
            click.echo("{role:<14} {email:<28} {password}   {name}".format(**person))
