"""The portal's texts: Swedish in the source, English here."""
