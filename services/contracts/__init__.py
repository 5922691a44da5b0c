"""What travels on the bus: one file per speaker, plus the envelope, the refusals and the rights."""
