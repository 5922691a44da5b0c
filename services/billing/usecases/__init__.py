"""What can be asked of billing, and what it does when it hears news."""
