"""What guards the door: sessions, forged requests, headers, pace."""
