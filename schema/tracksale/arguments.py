"""Arguments that Tracksale's fields share."""

from datetime import date
from typing import Annotated

import strawberry

From = Annotated[
    date | None,
    strawberry.argument(name="from", description="The first day, in the account's zone; 365 days before `to` unless given."),
]
To = Annotated[date | None, strawberry.argument(description="The last day, inclusive; today unless given.")]
Surveys = Annotated[
    list[strawberry.ID] | None,
    strawberry.argument(description="Only these surveys, by `id` or code; at most 100. All unless given."),
]
First = Annotated[int | None, strawberry.argument(description="How many items, 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="A cursor of this list, to continue behind it.")]
