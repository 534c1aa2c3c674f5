"""Parts of pages. frame, story and the shared steps (data, train, take_home, runs); views: what a kind of problem shows."""
