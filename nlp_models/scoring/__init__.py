"""How good answers are: metrics with intervals, what mistakes cost, what the curves of a training say."""
