"""The shape of the house: what a machine can see without running it."""
