"""Choices by their words, for the tests of the neural judge."""

from cleaner.stages.spun.neural.judge import Choice

STORY = "The mayor utilized a boat to reach the island. Nobody in the boat could swim."


def choice(text, spun, original):
    start = text.index(spun)
    return Choice(start, start + len(spun), spun, original)


class Ticks:
    """A clock that goes on by one second each time it is read."""

    def __init__(self, step=1.0):
        self.step = step
        self.now = 0.0

    def __call__(self):
        self.now += self.step
        return self.now
