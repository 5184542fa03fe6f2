"""A period of the reports that add up: days and campaigns, as the vendor is asked."""

from dataclasses import dataclass

from loaders.upstream.call import Pairs
from loaders.upstream.windows.calendar import Days


@dataclass(frozen=True, slots=True)
class Period:
    """Days, campaign codes (none is all), and whether the period before is compared."""

    days: Days
    codes: tuple[str, ...] = ()
    with_previous: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """What a read of it is known by."""
        return (self.days.key, ",".join(self.codes), str(self.with_previous))

    @property
    def query(self) -> Pairs:
        """The parameters; both ends always, thirty days are returned otherwise."""
        pairs: Pairs = (("start", str(self.days.first)), ("end", str(self.days.last)))
        if self.codes:
            pairs += (("codes", ",".join(self.codes)),)
        return (*pairs, ("compare", "true")) if self.with_previous else pairs
