"""Progress bars of long work: one bar a step, with the time it has taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from experiments.parallel import Progress as Done


class Bars:
    """Bars that are added one after the other.

    Parameters
    ----------
    progress : where they are drawn
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def bar(self, told: str) -> Done:
        """A new bar; call it with (done, of all)."""
        task = self._progress.add_task(told, total=None)

        def update(done: int, of: int) -> None:
            self._progress.update(task, completed=done, total=max(of, 1))

        return update

    def tell(self, sentence: str) -> None:
        """Print a sentence above the bars."""
        self._progress.console.print(sentence, markup=False, highlight=False)

    @contextmanager
    def step(self, told: str) -> Iterator[Done]:
        """A bar of a step, full when the step ends even where nothing was counted."""
        task = self._progress.add_task(told, total=None)

        def update(done: int, of: int) -> None:
            self._progress.update(task, completed=done, total=max(of, 1))

        yield update
        of = next(int(one.total or 1) for one in self._progress.tasks if one.id == task)
        self._progress.update(task, completed=of, total=of)


@contextmanager
def bars(console: Console) -> Iterator[Bars]:
    """Bars on a console until the end of the block."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        yield Bars(progress)
