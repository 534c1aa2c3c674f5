"""What a view shows, one folder each, found by name: try_step, judge_step, inside_step and, where it has one, rows_step."""
