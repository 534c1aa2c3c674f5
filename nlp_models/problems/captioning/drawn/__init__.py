"""Pictures drawn for this lab: scenes of coloured shapes, and the sentences that tell them."""
