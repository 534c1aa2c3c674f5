"""wait_for_turn(run, store): first come, first served, as many beside each other as the host has places; called by the process
that will train.

    begun = wait_together(runs, store, give_up=lambda run: run.end_without("cancelled"))      # of a group

Runs of a group that one process trains wait as one, in the place of the first of them.
"""

import time
from collections.abc import Callable, Iterable, Sequence

from nlp_models.runs.queue import QueueEntry
from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore


def wait_for_turn(run: Run, store: RunStore, poll: float = 0.3) -> bool:
    """Wait, holding the run's lock, until nobody goes before it; then it is `running`. False when it is not to begin."""
    return bool(wait_together([run], store, lambda _: None, poll))


def wait_together(
    runs: Sequence[Run],
    store: RunStore,
    give_up: Callable[[Run], None],
    poll: float = 0.3,
    places: Callable[[], int] | None = None,
) -> list[Run]:
    """The same of several: those that are now `running`; `give_up` is called at once for each that is not to begin.

    Args:
        places: how many are trained beside each other by now; as many as the store says where nobody else does.
    """
    places = places or (lambda: store.places)
    waiting = [*runs]
    while waiting:
        for run in [run for run in waiting if not _is_to_begin(run)]:
            waiting.remove(run)
            give_up(run)
        if waiting and not _others_go_first(waiting, store, places()):
            with store.locked():  # two processes that look at once must not both start
                if not _others_go_first(waiting, store, places()):
                    for run in waiting:
                        run.update_status(state="running", started=time.time())
                    return waiting
        if waiting:
            time.sleep(poll)
    return []


def _is_to_begin(run: Run) -> bool:
    return not run.cancel_requested and (run.has_learned or not run.stop_requested)


def _others_go_first(runs: Sequence[Run], store: RunStore, places: int) -> bool:
    """Whether living trainings, and earlier ones that wait (or have just been submitted), none of these, take all places."""
    ticket, own = min(run.about.ticket for run in runs), {run.id for run in runs}
    others = [entry for entry in store.queue() if entry.run.id not in own]
    before = (one for one in others if (one.ticket < ticket if one.state == "queued" else not one.run.lock_is_free()))
    return processes(before) >= places


def processes(entries: Iterable[QueueEntry]) -> int:
    """How many processes train them: the runs of a group have one, trials of a sweep one each."""
    return len({entry.trained for entry in entries})


def has_free_place(store: RunStore) -> bool:
    """Whether a training submitted now would begin at once."""
    return processes(store.queue()) < store.places
