"""What isolation.py is made of: calls that name their bay in one of many ways, and what must be in a bay."""
