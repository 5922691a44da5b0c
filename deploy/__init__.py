"""How the portal is built, started and run: images, compose, Kubernetes, the native run and the simulators."""
