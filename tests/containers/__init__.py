"""The portal in containers; needs a Docker engine with Compose."""
