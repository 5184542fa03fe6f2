"""Stores. Docs: "stores" in the customer interface's use cases (seed)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from loaders.carecloud.records.customer import Address
from loaders.upstream.decode import Record, Zone, via, wire
from loaders.upstream.values import instant, listed, number, text, whole


def located(value: object, zone: Zone) -> object:
    """Read a position; exactly 0/0 stands for "unknown", since no store lies there."""
    if not isinstance(value, Mapping):
        return None if value == [] else value
    latitude, longitude = number(value.get("gps_latitude"), zone), number(value.get("gps_longitude"), zone)
    return None if not latitude and not longitude else {"gps_latitude": latitude, "gps_longitude": longitude}


def filled(value: object, _zone: Zone) -> object:
    """Read an object; null, an empty array and an object without fields mean there is none."""
    return value or None


class GpsPosition(Record, frozen=True):
    """Where a store is, in degrees."""

    latitude: float | None = wire("gps_latitude", default=None)
    longitude: float | None = wire("gps_longitude", default=None)


class Store(Record, frozen=True):
    """A place of business."""

    id: str = wire("store_id")
    code: Annotated[str | None, via(text)] = wire("store_code", default=None)
    name: Annotated[str | None, via(text)] = wire("name", default=None)
    address: Annotated[Address | None, via(filled)] = wire("store_address", default=None)
    email: Annotated[str | None, via(text)] = wire("contact_email", default=None)
    phone: Annotated[str | None, via(text)] = wire("phone_number", default=None)
    manager_name: Annotated[str | None, via(text)] = wire("manager_name", default=None)
    partner_id: Annotated[str | None, via(text)] = wire("partner_id", default=None)
    system_id: Annotated[str | None, via(text)] = wire("system_id", default=None)
    position: Annotated[GpsPosition | None, via(located)] = wire("gps_coordinates", default=None)
    url: Annotated[str | None, via(text)] = wire("url_address", default=None)
    opening: Annotated[list[Any], via(listed)] = wire("opening", default=[])  # the vendor shows it empty only
    image_urls: Annotated[list[str], via(listed)] = wire("image_urls", default=[])
    changed_at: Annotated[datetime | None, via(instant)] = wire("last_change", default=None)


class StorePage(Record, frozen=True):
    """A page of stores; the seed's has no total."""

    rows: Annotated[list[Store] | None, via(listed)] = wire("stores", default=None)
    total: Annotated[int | None, via(whole)] = wire("total_items", default=None)
