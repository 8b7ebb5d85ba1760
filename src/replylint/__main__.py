"""`python -m replylint`."""

from replylint.faces.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
