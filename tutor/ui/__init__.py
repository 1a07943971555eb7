"""The screens: Textual only. Nothing here imports SymPy, NumPy, plotext or YAML before the first paint."""
