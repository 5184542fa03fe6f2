"""People, as their answers name them: this vendor has no list of customers. Docs: "Reports", Comments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from loaders.identity.handle import Handle, Kind
from loaders.identity.row import Row
from loaders.tracksale.answers import Answer
from loaders.tracksale.book import Book

VENDOR = "tracksale"


class Crowd:
    """The people behind the answers of a window."""

    def __init__(self, books: Sequence[Book]) -> None:
        self._books = books
        self._names: dict[Handle, Handle] = {}

    def answers_of(self, handles: Iterable[Handle]) -> list[Answer]:
        """Return a person's answers, newest first: by any of the handles, and by an identification that these answers carry.

        An answer that fits by a weaker handle and differs in a stronger one is somebody else's: families share phones.
        """
        known: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        for held in handles:
            known[held.kind].add(held.text)
        found: dict[str, Answer] = {}
        for kind in (Kind.EXTERNAL_ID, Kind.EMAIL, Kind.PHONE):
            for text in sorted(known[kind]):
                found.update((answer.id, answer) for answer in self._fitting(Handle(kind, text), known))
        for text in {answer.identification for answer in found.values() if answer.identification} - known[Kind.EXTERNAL_ID]:
            found.update((answer.id, answer) for book in self._books for answer in book.by(Handle(Kind.EXTERNAL_ID, text)))
        return sorted(found.values(), key=lambda answer: (answer.answered_at, answer.id), reverse=True)

    def unproven(self, handles: Iterable[Handle]) -> frozenset[Kind]:
        """Return the kinds that would tell whether answers under the person's phone number are theirs or a housemate's."""
        held = list(handles)
        known, found = {one.kind for one in held}, set[Kind]()
        for phone in (one for one in held if one.kind is Kind.PHONE):
            for book in self._books:
                for answer in book.by(phone):
                    stronger = {carried.kind for carried in book.handles(answer)} - {Kind.PHONE}
                    found |= stronger if not stronger & known else set()
        return frozenset(found)

    def rows(self, wanted: Handle) -> list[Row]:
        """Return a row per person whose answers carry the handle; its id is the identification, else e-mail, else phone."""
        ids = {self._name(book, answer) for book in self._books for answer in book.by(wanted)}
        return [self._row(name) for name in ids if name is not None]

    def _fitting(self, wanted: Handle, known: dict[Kind, set[str]]) -> Iterator[Answer]:
        for book in self._books:
            for answer in book.by(wanted):
                stronger = [held for held in book.handles(answer) if held.kind < wanted.kind and known[held.kind]]
                if all(held.text in known[held.kind] for held in stronger):
                    yield answer

    def _name(self, book: Book, answer: Answer) -> Handle | None:
        """The handle that names the person: the strongest of the answer, or the one stronger handle that others link it with."""
        own = next(book.handles(answer), None)
        if own is None:
            return None
        if own not in self._names:
            self._names[own] = self._linked(own)
        return self._names[own]

    def _linked(self, own: Handle) -> Handle:
        links = {held for held in self._others(own) if held.kind < own.kind}
        return self._linked(links.pop()) if len(links) == 1 else own

    def _others(self, wanted: Handle) -> Iterator[Handle]:
        """Yield the strongest handle of each answer that carries this one."""
        for book in self._books:
            for answer in book.by(wanted):
                yield next(book.handles(answer))

    def _row(self, name: Handle) -> Row:
        """Gather the answers that go by a name, also those that carry only a weaker handle of the same person."""
        own: dict[str, tuple[Book, Answer]] = {}
        todo, seen = [name], {name}
        while todo:
            wanted = todo.pop()
            for book in self._books:
                for answer in book.by(wanted):
                    if answer.id in own or self._name(book, answer) != name:
                        continue
                    own[answer.id] = (book, answer)
                    fresh = [held for held in book.handles(answer) if held not in seen]
                    seen.update(fresh)
                    todo.extend(fresh)
        handles = frozenset(held for book, answer in own.values() for held in book.handles(answer))
        newest = max((answer for _, answer in own.values()), key=lambda answer: (answer.answered_at, answer.id))
        moments = tuple(answer.answered_at for _, answer in own.values())
        return replace(row_of(newest, name.text, handles), moments=moments)


def row_of(answer: Answer, id_: str, handles: frozenset[Handle]) -> Row:
    """Make a person's row from their newest answer; a name is split at its first blank."""
    first, _, last = (answer.name or "").strip().partition(" ")
    return Row(VENDOR, id_, first or None, last.strip() or None, handles=handles, record=answer)
