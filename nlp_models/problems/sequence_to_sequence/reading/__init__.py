"""From the shapes of talk and pairs to rows: what several of them share."""
