"""What a network has to beat, trained on the same rows, in a file named after the problem. In the training process only.

Each file has `score_baselines(problem, training, test)` -> `(scores by baseline, answers by baseline)`: the scores with
the keys of `problem.scores`, the answers for the rows of test as answers.json keeps them, empty where none are kept.
"""
