"""Many documents on many machines."""
