"""What the files say: descriptions read from them, and the index over their names."""
