"""What is tried next, what is given up, what matters: Optuna's answers, each from the study's file alone and a seed of its own.

    next_settings(plan, trials)               # of the next trial, by the tree-structured Parzen estimator (Bergstra et al. 2011)
    is_hopeless(plan, trials, now)            # worse than the median of those before at the same part of its training
    importance(plan, trials)                  # {"units": 0.6, "cell": 0.4} (PED-ANOVA, Watanabe et al. 2023)

Nothing is remembered between two calls: a driver that goes on after another one asks the same and is told the same. Only
the process that drives a sweep imports this module.
"""

import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import optuna
from optuna.distributions import BaseDistribution, CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.trial import FrozenTrial, TrialState, create_trial

from nlp_models.sweeps.space import Choices, Range, combinations, rounded, size
from nlp_models.sweeps.study import TENTHS, Plan, Point, Trial

AT_RANDOM = 5  # trials before the estimator has something to go by
BEFORE_PRUNING = 3  # trials that have ended, before one is given up
WARM_UP = 3  # tenths of a training in which none is given up
BETTER = 1 / 3  # of the trials: of ten, three
ASKED = 25  # times, for settings that were not tried yet
STATES = {
    "open": TrialState.RUNNING, "complete": TrialState.COMPLETE, "pruned": TrialState.PRUNED,
    "failed": TrialState.FAIL, "stopped": TrialState.FAIL,
}  # fmt: skip

optuna.logging.set_verbosity(optuna.logging.WARNING)
warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)


def next_settings(plan: Plan, trials: Sequence[Trial]) -> dict[str, Any]:
    """Settings that none of these trials has, as far as there are any."""
    tried, study = [trial.settings for trial in trials], _study(plan, trials)
    distributions = {name: _distribution(one) for name, one in plan.space.items()}
    asked = (study.ask(distributions).params for _ in range(ASKED))
    settings = ({name: rounded(one, own[name]) for name, one in plan.space.items()} for own in asked)
    if fresh := next((one for one in settings if one not in tried), None):
        return fresh
    left = [one for one in combinations(plan.space) if one not in tried] if size(plan.space) else []
    return left[_generator(plan, len(trials)).integers(len(left))] if left else dict(tried[-1])


def is_hopeless(plan: Plan, trials: Sequence[Trial], now: Trial) -> bool:
    """Whether a training that stands at its last point is worse than the median of these trials was there.

    One that has learned to its end is not given up any more.
    """
    if not now.points or now.points[-1].tenths >= TENTHS:
        return False
    pruner = optuna.pruners.MedianPruner(n_startup_trials=BEFORE_PRUNING, n_warmup_steps=WARM_UP)
    return pruner.prune(_study(plan, trials), _frozen(plan, now))


def importance(plan: Plan, trials: Sequence[Trial]) -> dict[str, float]:
    """The share of each setting in what tells the better third from the others; all of them together are 1.

    A trial that was given up counts by what it had scored until then: it is none of the better ones.
    """
    ended = [replace(trial, state="complete") for trial in trials if trial.state in ("complete", "pruned")]
    evaluator = optuna.importance.PedAnovaImportanceEvaluator(target_quantile=BETTER)
    shares = optuna.importance.get_param_importances(_study(plan, ended), evaluator=evaluator)
    return {name: round(share, 4) for name, share in shares.items()}


def _study(plan: Plan, trials: Sequence[Trial]) -> optuna.Study:
    seed = int(_generator(plan, len(trials)).integers(2**31))
    study = optuna.create_study(
        direction="maximize" if plan.more_is_better else "minimize",
        sampler=optuna.samplers.TPESampler(n_startup_trials=AT_RANDOM, multivariate=True, seed=seed),
    )
    study.add_trials([_frozen(plan, trial) for trial in trials])
    return study


def _generator(plan: Plan, number: int) -> np.random.Generator:
    """Of the trial with this number: the same whichever process asks."""
    return np.random.default_rng([plan.seed, number])


def _frozen(plan: Plan, trial: Trial) -> FrozenTrial:
    return create_trial(
        state=STATES[trial.state],
        value=trial.score if trial.state == "complete" else None,
        params={name: trial.settings[name] for name in plan.space},
        distributions={name: _distribution(one) for name, one in plan.space.items()},
        intermediate_values=_by_tenths(trial.points),
    )


def _by_tenths(points: Sequence[Point]) -> dict[int, float]:
    """The score at each tenth of a training that it has passed: trainings of unlike epochs are compared where both have been."""
    values: dict[int, float] = {}
    for point in points:
        values |= {tenth: point.score for tenth in range(len(values) + 1, point.tenths + 1)}
    return values


def _distribution(one: Choices | Range) -> BaseDistribution:
    if isinstance(one, Choices):
        return CategoricalDistribution(one.values)
    if one.whole:
        return IntDistribution(round(one.low), round(one.high), log=one.log)
    return FloatDistribution(one.low, one.high, log=one.log)
