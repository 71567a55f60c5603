"""What a figure claims: its indicator, its status, its period, its parties."""
