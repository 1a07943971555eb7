"""The command line's door: `calc-tutor`, or `python -m tutor`."""

import sys


def main() -> int:
    """Runs the command line on this process's arguments and gives its exit code: 0 fine, 1 findings, 2 misuse."""
    try:
        from tutor.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:  # also while importing
        return 130


if __name__ == "__main__":
    sys.exit(main())
