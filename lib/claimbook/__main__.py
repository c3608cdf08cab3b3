"""`python -m claimbook` is the command `claimbook`."""

from claimbook.cli import main

if __name__ == "__main__":
    main()
