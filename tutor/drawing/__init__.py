"""Charts and maps as rows of characters: values in, rows out. NumPy and plotext, and no screen."""
