"""The levels and functions of the schemes, as the pages of the question bank name them."""

from dataclasses import dataclass

from kernel import clock
from kernel.errors import NotFound
from question_bank.domain.intake import Target
from question_bank.forms import level_value
from schemes.domain.scheme import Level, Scheme
from schemes.queries import all_in_force
from web.wording import say


@dataclass(frozen=True, slots=True)
class Syllabus:
    """Every level of every scheme that is in force."""

    schemes: tuple[Scheme, ...]

    @property
    def levels(self) -> list[tuple[Scheme, Level]]:
        """Each level with its scheme, entry levels first."""
        return [(scheme, level) for scheme in self.schemes for _, level in sorted(scheme.levels.items(), reverse=True)]

    @property
    def first(self) -> tuple[Scheme, Level]:
        """The level that is meant where none is named; raises NotFound where there is none."""
        if not self.levels:
            raise NotFound
        return self.levels[0]

    @property
    def level_choices(self) -> list[tuple[str, str]]:
        """The levels to choose from."""
        return [
            (level_value(scheme.code, level.number), f"{say(scheme.title)} · {say(level.title)}")
            for scheme, level in self.levels
        ]

    @property
    def function_choices(self) -> list[tuple[str, str]]:
        """The functions to choose from, each once."""
        found = {each.code: say(each.title) for _, level in self.levels for each in level.functions}
        return list(found.items())

    def level(self, scheme: str, number: int) -> Level:
        """One level; raises NotFound."""
        for each, level in self.levels:
            if each.code == scheme and level.number == number:
                return level
        raise NotFound

    def target(self, scheme: str, number: int) -> Target:
        """Where questions go."""
        functions = {each.code: each.title for each in self.level(scheme, number).functions}
        return Target(scheme=scheme, level=number, functions=functions)

    def function(self, scheme: str, number: int, code: str) -> str:
        """The title of a function in the reader's language; an unknown one by its code."""
        titles = {
            each.code: say(each.title)
            for known, level in self.levels
            if known.code == scheme and level.number == number
            for each in level.functions
        }
        return titles.get(code, code)

    def name(self, scheme: str, number: int) -> str:
        """The title of a level with its scheme's."""
        return dict(self.level_choices).get(level_value(scheme, number), f"{scheme} {number}")


def syllabus() -> Syllabus:
    """What is in force today."""
    return Syllabus(all_in_force(clock.now()))
