"""The two switches that write `floors.toml`."""


def pytest_addoption(parser):
    parser.addoption(
        "--update-floors",
        action="store_true",
        help="Raise the floors of tests/quality to what is measured now; none is lowered.",
    )
    parser.addoption(
        "--lower-floors",
        action="store_true",
        help="Set the floors of tests/quality to what is measured now, also where that is less. Say why in the commit.",
    )
