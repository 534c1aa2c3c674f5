"""Labs: experiments beside the use cases, each of under two minutes: what a cell remembers, how far a model looks back."""
