"""wait_for_turn(run, store): first come, first served, as many beside each other as the host has places; called by the process
that will train.
"""

import time

from nlp_models.runs.run import Run
from nlp_models.runs.store import RunStore


def wait_for_turn(run: Run, store: RunStore, poll: float = 0.3) -> bool:
    """Wait, holding the run's lock, until nobody goes before it; then it is `running`. False when it is not to begin."""
    while not run.cancel_requested and (run.has_learned or not run.stop_requested):
        if not _others_go_first(run, store):
            with store.locked():  # two processes that look at once must not both start
                if not _others_go_first(run, store):
                    run.update_status(state="running", started=time.time())
                    return True
        time.sleep(poll)
    return False


def _others_go_first(run: Run, store: RunStore) -> bool:
    """Whether living runs that train, and earlier ones that wait (or have just been submitted), take all places."""
    ticket = run.about.ticket
    others = [place for place in store.queue() if place.run.id != run.id]
    before = sum(place.ticket < ticket if place.state == "queued" else not place.run.lock_is_free() for place in others)
    return before >= store.limits.at_once


def has_free_place(store: RunStore) -> bool:
    """Whether a training submitted now would begin at once."""
    return len(store.queue()) < store.limits.at_once
