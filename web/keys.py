"""Commands for the keys that seal personal data: which ones are in use, and sealing everything again by a new one."""

import click

from storage.resealing import keys_in_use, reseal_everything
from storage.sealing import key_id_of, sealer
from web.commands import Commands, answer, fail

keys = Commands("keys", help="The keys that seal personal data.")


@keys.command("status")
def status() -> None:
    """Tell by which keys how much is sealed; an old key that seals nothing any more can be taken out."""
    in_use = [
        {"key": name, "sealed": count, "at_hand": known, "seals": name == key_id_of(sealer.prefix)}
        for name, (count, known) in sorted(keys_in_use().items())
    ]
    answer({"first": key_id_of(sealer.prefix), "in_use": in_use})


@keys.command("rotate")
def rotate() -> None:
    """Seal everything again by the first key of SEALING_KEYS. It can be stopped and run again at any time."""
    done: dict[str, int] = {}
    unreadable: dict[str, int] = {}
    for step in reseal_everything():
        click.echo(f"{step.where}: {step.done} of {step.total}", err=True)
        done[step.where], unreadable[step.where] = step.done, step.unreadable
    answer({"first": key_id_of(sealer.prefix), "sealed": sum(done.values()), "unreadable": sum(unreadable.values())})
    if any(unreadable.values()):
        fail("Something was sealed by a key that is not among SEALING_KEYS, or was changed; nothing of it was touched.")
