"""How long 300 papers of 60 questions from 420 take, how evenly questions are used, and what the checker finds.

Run by hand: `.venv/bin/python -m benchmarks.papers`. It prints one JSON line for each figure.
"""

import json
from collections import Counter
from decimal import Decimal
from itertools import combinations
from time import perf_counter, process_time
from uuid import NAMESPACE_URL, UUID, uuid5

from exam.domain.assembly.exposure import least_exposure, least_papers
from exam.domain.assembly.making import Maker, asked_by
from exam.domain.assembly.measures import target_of
from exam.domain.assembly.pinned import PinnedQuestion
from exam.domain.equivalence import equivalence
from exam.domain.form import Layout
from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.question import Question, options, reading_seconds
from question_bank.services.formats.choice import entries, format_of
from schemes.domain.blueprint import Blueprint
from schemes.services import loading
from tests.support.exam_room import content
from tests.support.paper_checker import faults_of

SCHEME = min((loading.shipped(path.stem) for path in loading.shipped_files()), key=lambda each: each.listed)
LEVEL = SCHEME.level(3)

PAPERS = 300
TIMES = 7
"""How often the bank has what a paper asks of each cell: 7 times 60 are 420 questions."""


def main() -> None:
    """Measure."""
    blueprint = LEVEL.blueprint
    pool = _pool(blueprint)
    target = target_of(pool, blueprint, Decimal(60))
    started, cpu = perf_counter(), process_time()
    maker, papers, exposure = Maker(pool, blueprint, target), [], Counter()
    for number in range(PAPERS):
        papers.append(maker.make(f"paper {number}", exposure))
        exposure += asked_by(papers[-1:])
    told("assemble_cpu", process_time() - cpu, "s")
    told("assemble_wall", perf_counter() - started, "s")
    cpu = process_time()
    by_chance = [maker.make(f"chance {number}", {}) for number in range(PAPERS)]
    told("assemble_by_chance_cpu", process_time() - cpu, "s")
    bound = least_papers(least_exposure(pool, blueprint, target), PAPERS)
    told("highest_exposure", max(exposure.values()) / bound, "of the lower bound")
    told("mean_overlap", shared(papers), "questions")
    told("mean_overlap_by_chance", shared(by_chance), "questions")
    cpu = process_time()
    figures = equivalence(
        papers,
        asked={item.version_id: item for item in pool},
        marks=blueprint.marks,
        target=target,
        pass_mark=Decimal(60),
    )
    told("report_cpu", process_time() - cpu, "s")
    for band in figures.bands:
        told(f"spread_{band.measure}", band.most - band.least, "")
    told("spread_passes", figures.passes[1] - figures.passes[0], "share")
    faults = faults_of([paper.as_data() for paper in papers], [item.as_data() for item in pool])
    told("faults", len(faults), "found by the checker")


def told(name: str, value: float, unit: str) -> None:
    print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, "n": PAPERS}))


def shared(papers: list[Layout]) -> float:
    sets = [paper.question_versions for paper in papers]
    pairs = [len(one & other) for one, other in combinations(sets, 2)]
    return sum(pairs) / len(pairs)


def _pool(blueprint: Blueprint) -> list[PinnedQuestion]:
    """The shipped questions, as many in each cell as the bank of the target has."""
    left = {cell.place: TIMES * cell.most for cell in blueprint.cells}
    functions = {function.code: function.title for function in LEVEL.functions}
    target = Target(scheme=SCHEME.code, level=LEVEL.number, functions=functions)
    pool = []
    for name, data in content():
        for each in take(name, entries(data, format_of(name)), target):
            if isinstance(each, Accepted) and isinstance(each.item, Question):
                item = _pinned(each.item, each.enemies)
                left[item.place] = left.get(item.place, 0) - 1
                if left[item.place] >= 0:
                    pool.append(item)
    return pool


def _pinned(question: Question, enemies: tuple[str, ...]) -> PinnedQuestion:
    return PinnedQuestion(
        question_id=_id(question.id),
        version_id=_id(f"{question.id} 1"),
        function=question.function,
        kind=str(question.kind),
        cognitive=str(question.cognitive),
        options=len(options(question.content)),
        difficulty=question.difficulty,
        reading=reading_seconds(question),
        enemies=frozenset(map(_id, enemies)),
    )


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, name)


if __name__ == "__main__":
    main()
