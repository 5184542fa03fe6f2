"""Arguments that several of this vendor's fields take."""

from typing import Annotated

import strawberry

First = Annotated[int | None, strawberry.argument(description="How many items, 0 to 100.")]
After = Annotated[str | None, strawberry.argument(description="A cursor of this list, to continue behind it.")]
