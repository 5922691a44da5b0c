"""Forms, one file a place: fields, limits and the sentences shown when something is missing."""
