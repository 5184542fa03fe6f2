"""Relay's object identification and forward pagination."""

from typing import Generic, TypeVar

import strawberry

T = TypeVar("T")


@strawberry.interface(description="An object that can be found again by its id.")
class Node:
    id: strawberry.ID = strawberry.field(description="Opaque; finds the object again through `node`.")


@strawberry.federation.type(shareable=True, description="Where a page lies in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more items follow.")
    has_previous_page: bool = strawberry.field(description="Whether items come before.")
    start_cursor: str | None = strawberry.field(description="The first item's cursor; null for an empty page.")
    end_cursor: str | None = strawberry.field(description="The last item's cursor: give it as `after` for the next page.")


@strawberry.federation.type(shareable=True, description="An item of a page and its place.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description="Opaque; give it as `after` to continue behind this item.")
    node: T = strawberry.field(description="The item.")


@strawberry.federation.type(shareable=True, description="A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The items with their cursors.")
    nodes: list[T] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies in the list.")


@strawberry.federation.type(shareable=True, description="A page of a list whose length is known.")
class CountedConnection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The items with their cursors.")
    nodes: list[T] = strawberry.field(description="The items alone.")
    page_info: PageInfo = strawberry.field(description="Where this page lies in the list.")
    total_count: int | None = strawberry.field(description="How many items the whole list has.")
