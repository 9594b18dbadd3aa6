"""The order of the suite."""


def pytest_collection_modifyitems(items):
    """The browser's tests last: playwright keeps an event loop running until the end."""
    items.sort(key=lambda item: "browser" in item.path.parts)
